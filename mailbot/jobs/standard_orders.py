"""Orders about the standard in a mail of the office: its edited workbook, answers to our questions, the word to send.

::

    workbook ──questions──> waits for answers ──all answered──> version ──下发标准──> units
       │                      │        └── 放弃改稿, or another workbook
       └───none───────────────┴─────────────────────────> version

Reading, matching and putting into words happen before the transaction; what is given back is called
inside it, together with the record of the order (design, 6).
"""

from collections.abc import Callable
from datetime import datetime

from mailbot.jobs.desk import Desk
from mailbot.jobs.feedback import enqueue, finished, plan
from mailbot.jobs.standard_books import Book, answered, book_of_mail, refusal
from mailbot.jobs.standard_words import import_lines
from mailbot.jobs.standards import Imported, compared, take
from mailbot.letters.board_facts import short_name
from mailbot.model.decision import Order
from mailbot.office.answer import Answer
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import area_of
from mailbot.standards.reconcile import GONE, NEW
from mailbot.store import standard_edits
from mailbot.store import standards as kept
from mailbot.store.inbox import IMPORT, Waiting
from mailbot.texts import say

ORDERS = ("answer-standard", "import-standard", "drop-standard", "send-standard")
"""In the order in which those of one mail are carried out: an answer before the workbook it is about is tried again."""

Carry = Callable[[], Answer]


def prepare(desk: Desk, waiting: Waiting, order: Order, now: datetime) -> Carry:
    """Do what takes long, and give what is to be done in the transaction.

    ``order.target`` is the mail that brings the workbook; None: the one that waits.
    """
    if order.problem:
        return lambda: Answer(done=False, text=order.problem)
    match order.kind:
        case "answer-standard":
            return _answer(desk, order, now)
        case "import-standard":
            return _import(desk, order, now)
        case "drop-standard":
            return lambda: _said("edit-dropped" if standard_edits.close(desk.db, now) else "no-edit", done=True)
        case _:
            return _send(desk, waiting, order, now)


def _answer(desk: Desk, order: Order, now: datetime) -> Carry:
    """Write down one answer; the workbook is tried again when all lines of the mail are read."""
    place, said = order.args
    word = said.lower()
    known = said in (NEW, GONE) or word in kept.known_entries(desk.db) or area_of(desk.rulebook, said) is not None

    book = _book(desk, order.target) if order.target is not None else None

    def carry() -> Answer:
        edit = standard_edits.pending(desk.db)
        if order.target is not None:
            number = standard_edits.wait(desk.db, order.target, book.sha256 if book else "", now, by=order.by, questions=1)
        elif edit is not None:
            number = edit.id
        else:
            return _said("no-edit")
        if not known:
            return _said("answer-unknown", said=said)
        standard_edits.answer(desk.db, number, place, word if said not in (NEW, GONE) else said, now, by=order.by)
        return _said("answer-noted", done=True, place=place, said=said)

    return carry


def _import(desk: Desk, order: Order, now: datetime) -> Carry:
    """Try the workbook of this mail, or the one that waits, with all answers so far."""
    edit = standard_edits.pending(desk.db)
    mail = order.target if order.target is not None else edit.mail if edit else None
    if mail is None:
        return lambda: _said("edit-at-command-line" if edit else "no-workbook")
    books = _book(desk, mail)
    if books is None:
        return lambda: _said("no-workbook")
    found = compared(desk.db, desk.rulebook, books.rows, answered(desk.db, mail, books.rows, desk.rulebook))

    def carry() -> Answer:
        done = take(desk.db, found, now, by=order.by, sha256=books.sha256, mail=mail)
        return _imported(done, desk.rulebook)

    return carry


def _imported(done: Imported, rulebook: Rulebook) -> Answer:
    """Tell what was taken and what differs, or what must be answered and how."""

    def write(place: str, word: str) -> str:
        return say("jobs", "standard-answer-by-mail", place=place, word=word)

    lines = import_lines(done, rulebook, how=say("jobs", "standard-how-by-mail"), write=write)
    undo = say("jobs", "standard-next") if done.version is not None else ""
    return Answer(done.version is not None, "\n".join(lines), undo)


def _send(desk: Desk, waiting: Waiting, order: Order, now: datetime) -> Carry:
    """Queue what the latest version tells each unit, as ``standard send --yes`` does."""
    edit = standard_edits.pending(desk.db)
    if waiting.route == IMPORT:
        return lambda: _said("send-imported")
    if edit is not None:
        return lambda: Answer(done=False, text=refusal(edit))
    planned = plan(desk.db, desk.rulebook)
    if planned is None:
        return lambda: _said("no-version")
    silent = [short_name(one.feedback.unit, desk.rulebook) for one in planned.feedbacks if not one.addresses]
    more = say("jobs", "standard-telephone", units="\u3001".join(silent)) if silent else ""
    if len(silent) == len(planned.feedbacks):
        nothing = say("jobs", "nothing-to-send", number=planned.version.number)
        return lambda: Answer(done=False, text=f"{nothing}{more}")
    ready = finished(desk, planned, now, withhold=waiting.withhold)
    names = [short_name(one.feedback.unit, desk.rulebook) for one in planned.feedbacks if one.addresses]

    def carry() -> Answer:
        queued = enqueue(desk.db, ready, now, by=order.by)
        facts = {"number": planned.version.number, "count": len(queued), "units": "\u3001".join(names)}
        said = _said("standard-sent", done=True, **facts)
        rest = say("jobs", "standard-untouched", count=len(planned.untouched)) if planned.untouched else ""
        return Answer(done=True, text="".join((said.text, more, rest)))

    return carry


def _book(desk: Desk, mail: int) -> Book | None:
    return book_of_mail(desk.db, mail, desk.rulebook, desk.sandbox, desk.settings)


def _said(code: str, *, done: bool = False, **facts: object) -> Answer:
    return Answer(done=done, text=say("jobs", code, **facts))
