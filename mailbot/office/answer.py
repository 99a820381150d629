"""What an order works on, and what the office hears of it."""

from dataclasses import dataclass
from datetime import datetime, time

from mailbot.rulebook.model import Rulebook
from mailbot.store.database import Database
from mailbot.texts import say


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order, in a sentence, and how to undo it."""

    done: bool
    text: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What an order works on. ``reminders_at`` is the hour of the reminders: before it, today's can still be vetoed.

    ``ours`` are the office's own addresses, which no list teaches.
    """

    db: Database
    rulebook: Rulebook
    now: datetime
    reminders_at: time = time(10)
    ours: frozenset[str] = frozenset()


def done(code: str, undo: str = "", **facts: object) -> Answer:
    """Say that an order was carried out; ``undo`` is the code of the sentence that tells how to take it back."""
    return Answer(done=True, text=say("office", code, **facts), undo=say("office", undo, **facts) if undo else "")


def refused(code: str, **facts: object) -> Answer:
    """Say why an order was not carried out."""
    return Answer(done=False, text=say("office", code, **facts))


def by_mail(sender: str, mail: int) -> str:
    """Name who gives an order, and by which mail: so it stands in every row and event that the order writes."""
    return f"{sender} m{mail}"


def is_by_mail(by: str) -> bool:
    """Tell whether an order came by mail, from who gave it."""
    return " m" in by
