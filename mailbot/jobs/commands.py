"""A mail of the office with orders: each line carried out, answered and echoed to all digest readers."""

from dataclasses import replace
from datetime import datetime

from mailbot import __version__
from mailbot.jobs.desk import Desk
from mailbot.jobs.finishing import finish
from mailbot.jobs.outcomes import Processed
from mailbot.letters.replies import CommandLine, command_letter
from mailbot.model.decision import Decision
from mailbot.model.instant import local_day
from mailbot.model.mail import Contents
from mailbot.office.by_mail import orders_in
from mailbot.office.orders import Office, apply
from mailbot.store.codes import questions
from mailbot.store.database import transaction
from mailbot.store.decisions import write_decision
from mailbot.store.inbox import Waiting
from mailbot.store.outbox import Outgoing
from mailbot.texts import say


def carry_out(desk: Desk, waiting: Waiting, contents: Contents, decision: Decision, now: datetime) -> Processed:
    """Carry out the orders of a mail and queue the answer.

    Orders are transactions of their own and harmless to repeat: after a crash half-way the lines
    done before are answered as done already.
    """
    mail = contents.mail
    orders = orders_in(mail, questions(desk.db, decision.code), by=mail.sender, authenticated=mail.authenticated is True)
    office = Office(desk.db, desk.rulebook, now)
    lines = [
        CommandLine(order.line, answer.done, " ".join(filter(None, (answer.text, answer.undo))))
        for order in orders
        for answer in [apply(office, order)]
    ]
    lines = lines or [CommandLine(mail.subject, done=False, answer=say("office", "nothing-asked"))]
    key = f"reply:{waiting.id}:{waiting.decision_no}"
    readers = tuple(address for address in desk.settings.office.digest_to if address.lower() != mail.sender.lower())
    letter = replace(command_letter(key, mail, lines, desk.rulebook, now_day=local_day(now)), copies=readers)
    finished = finish(desk, letter, now)
    outgoing = [Outgoing(letter, "command", finished.message_id, content=finished.content, subject=finished.subject, mail=waiting.id)]
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
            letters=outgoing,
        )
    return Processed(waiting.id, decision.outcome)
