"""The orders of the office: one function each, whoever gives them (interface, 3; design, 7).

Every order is one short transaction with an event that says who and when. What needs the mail to be
read again (归属, retry) puts it back into the queue: the worker decides it anew under a higher
decision number, so that a new answer may go out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.decision import Order
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import unit_of
from mailbot.store import confirming, inbox
from mailbot.store.database import Database, transaction
from mailbot.store.directory import add_address
from mailbot.texts import say


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order, in a sentence, and how to undo it."""

    done: bool
    text: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What an order works on."""

    db: Database
    rulebook: Rulebook
    now: datetime


def apply(office: Office, order: Order) -> Answer:
    """Carry out one order; an order that does not fit is answered, never raised."""
    if order.problem:
        return Answer(done=False, text=order.problem)
    if order.target is None:
        return Answer(done=False, text=say("office", "not-understood", line=order.line))
    mail = inbox.load_mail(office.db, order.target)
    if mail is None:
        return Answer(done=False, text=say("office", "no-mail", mail=order.target))
    if mail.outcome == "received":
        return Answer(done=False, text=say("office", "still-waiting", mail=mail.id))
    with transaction(office.db):
        return ORDERS[order.kind](office, order, mail)


def _assign(office: Office, order: Order, mail: inbox.StoredMail) -> Answer:
    unit = unit_of(office.rulebook, order.args[0] if order.args else "")
    if unit is None:
        return Answer(done=False, text=say("office", "no-unit", unit=order.args[0] if order.args else ""))
    inbox.reopen(office.db, mail.id, office.now, by=order.by, unit=unit)
    name = office.rulebook.unit_by_key[unit].name
    return Answer(done=True, text=say("office", "assigned", mail=mail.id, unit=name), undo=say("office", "undo-assign", mail=mail.id))


def _confirm(office: Office, order: Order, mail: inbox.StoredMail) -> Answer:
    if mail.settled_at is not None:
        return Answer(done=False, text=say("office", "already-done", mail=mail.id))
    if mail.unit is None:
        return Answer(done=False, text=say("office", "no-unit-named", mail=mail.id))
    if not mail.provisional and mail.outcome not in ("held", "unreadable"):
        return Answer(done=False, text=say("office", "not-provisional", mail=mail.id))
    register = "register" in order.args
    if register and not mail.sender:
        return Answer(done=False, text=say("office", "no-sender", mail=mail.id))
    confirming.confirm(office.db, mail.id, office.now, by=order.by)
    name = office.rulebook.unit_by_key[mail.unit].name
    if not register:
        return Answer(done=True, text=say("office", "confirmed", mail=mail.id, unit=name), undo=say("office", "undo-confirm", mail=mail.id))
    add_address(office.db, mail.unit, mail.sender, office.now, source="confirmed", by=order.by)
    return Answer(
        done=True,
        text=say("office", "confirmed-registered", mail=mail.id, unit=name, address=mail.sender),
        undo=say("office", "undo-register", mail=mail.id, unit=mail.unit, address=mail.sender),
    )


def _ignore(office: Office, order: Order, mail: inbox.StoredMail) -> Answer:
    confirming.void(office.db, mail.id, office.now, by=order.by, why="office")
    return Answer(done=True, text=say("office", "ignored", mail=mail.id), undo=say("office", "undo-ignore", mail=mail.id))


def _retry(office: Office, order: Order, mail: inbox.StoredMail) -> Answer:
    inbox.reopen(office.db, mail.id, office.now, by=order.by)
    return Answer(done=True, text=say("office", "retried", mail=mail.id))


ORDERS: Mapping[str, Callable[[Office, Order, inbox.StoredMail], Answer]] = {
    "assign": _assign,
    "confirm": _confirm,
    "ignore": _ignore,
    "retry": _retry,
}
