"""A mail of the office with orders: each line carried out, answered and echoed to all digest readers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from mailbot import __version__, checkpoint
from mailbot.jobs.desk import Desk
from mailbot.jobs.finishing import finish
from mailbot.jobs.outcomes import Processed
from mailbot.jobs.standard_books import brings
from mailbot.jobs.standard_orders import ORDERS, prepare
from mailbot.letters.replies import CommandLine, command_letter
from mailbot.model.decision import Decision, Order
from mailbot.model.instant import local_day
from mailbot.model.letter import Letter
from mailbot.model.mail import Contents
from mailbot.office.addresses import entries_in
from mailbot.office.answer import by_mail
from mailbot.office.by_mail import Asked, checked, orders_in
from mailbot.office.orders import Answer, Office, carry
from mailbot.office.registering import as_words
from mailbot.store import office_orders
from mailbot.store.codes import proposals, questions
from mailbot.store.database import transaction
from mailbot.store.decisions import write_decision
from mailbot.store.inbox import IMPORT, Waiting
from mailbot.store.outbox import Outgoing
from mailbot.texts import say


def carry_out(desk: Desk, waiting: Waiting, contents: Contents, decision: Decision, now: datetime) -> Processed:
    """Carry out the orders of a mail and queue the answer.

    An order and its answer are one transaction: after a crash half-way the lines done before are not
    done again, and are answered as they were.
    """
    mail = contents.mail
    orders = _orders(desk, waiting, contents, decision, now)
    lines = [
        CommandLine(order.line, answer.done, _words(answer))
        for order, answer in zip(orders, _carried(desk, waiting, orders, now), strict=True)
    ]
    lines = lines or [CommandLine(mail.subject, done=False, answer=say("office", "nothing-asked"))]
    key = f"reply:{waiting.id}:{waiting.decision_no}"
    letter = _echoed(desk, command_letter(key, mail, lines, desk.rulebook, now_day=local_day(now)))
    finished = finish(desk, letter, now, answered=mail.sha256)
    checkpoint.reach("commands.answered")
    outgoing = Outgoing(
        letter,
        "command",
        finished.message_id,
        content=finished.content,
        subject=finished.subject,
        mail=waiting.id,
        withhold=waiting.withhold,
    )
    with transaction(desk.db):
        write_decision(
            desk.db,
            waiting.id,
            mail,
            contents.files,
            decision,
            now=now,
            rules_sha256=desk.rulebook.sha256,
            program=__version__,
            letters=() if waiting.route == IMPORT else (outgoing,),
        )
        checkpoint.reach("commands.writing")
    checkpoint.reach("commands.committed")
    return Processed(waiting.id, decision.outcome)


def _words(answer: Answer) -> str:
    """Put an answer and how to undo it together: in a line, or below its lines."""
    between = "\n" if "\n" in answer.text else " "
    return between.join(filter(None, (answer.text, answer.undo)))


def _orders(desk: Desk, waiting: Waiting, contents: Contents, decision: Decision, now: datetime) -> tuple[Order, ...]:
    """Read the lines, and the workbooks of addresses that came with them."""
    mail, authenticated = contents.mail, contents.mail.authenticated is True
    by = by_mail(mail.sender, waiting.id)
    asked = Asked(questions(desk.db, decision.code), desk.rulebook, local_day(now), by, decision.code, proposals(desk.db, decision.code))
    books = tuple(checked(one, authenticated=authenticated) for one in _books(desk, waiting, contents, by))
    lines = orders_in(mail, asked, authenticated=authenticated)
    return (*_about_standard(desk, waiting, contents, lines, by), *(one for one in lines if one.kind not in ORDERS[:2]), *books)


def _books(desk: Desk, waiting: Waiting, contents: Contents, by: str) -> Iterator[Order]:
    """Give an order for every workbook of addresses; a catalogue names units and numbers too, but no unit's address."""
    for file in contents.files:
        entries = entries_in((file,), desk.rulebook)
        if any(one.unit and one.addresses for one in entries):
            yield Order("import-addresses", waiting.id, as_words(entries), by, file.name)


def _about_standard(desk: Desk, waiting: Waiting, contents: Contents, lines: Sequence[Order], by: str) -> Iterator[Order]:
    """Give the answers about an edit of the standard, and then the one try of it: first of all, so that it can be sent in the same mail."""
    named = brings(contents.files, desk.rulebook)
    words = [one for one in lines if one.kind == "import-standard"]
    tables = bool(words) and any(file.tables for file in contents.files)
    target = waiting.id if named or tables else None
    said = [replace(one, target=target) for one in lines if one.kind == "answer-standard"]
    yield from said
    if named or words:
        yield Order("import-standard", target, by=by, line=words[0].line if words else "\u3001".join(named))
    elif said:
        yield Order("import-standard", by=by, line=say("jobs", "standard-tried-again"))


def _carried(desk: Desk, waiting: Waiting, orders: tuple[Order, ...], now: datetime) -> list[Answer]:
    """Carry out what has not been before, one transaction an order."""
    directory = desk.directory()
    office = Office(desk.db, desk.rulebook, now, desk.settings.worker.reminders_at, directory.trusted | directory.own)
    before = office_orders.carried(desk.db, waiting.id)
    answers = []
    for number, order in enumerate(orders, start=1):
        known = before.get(number)
        if known is not None:
            answers.append(Answer(known.done, known.answer, known.undo))
            continue
        carried = prepare(desk, waiting, order, now) if order.kind in ORDERS else partial(carry, office, order)
        with transaction(desk.db):
            answer = carried()
            checkpoint.reach("commands.carrying")
            office_orders.record_order(desk.db, waiting.id, number, order, now, done=answer.done, answer=answer.text, undo=answer.undo)
        checkpoint.reach("commands.carried")
        answers.append(answer)
    return answers


def _echoed(desk: Desk, letter: Letter) -> Letter:
    """Copy the answer to everybody who reads the digest."""
    copies = (address for address in desk.settings.office.digest_to if address.lower() != letter.to.lower())
    return replace(letter, copies=tuple(dict.fromkeys(copies)))
