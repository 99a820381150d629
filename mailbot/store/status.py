# ruff: noqa: S608 - only constants are put into SQL text
"""Figures for the health of the worker and for lists of the office; read-only."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.model.instant import restored
from mailbot.store.answered import ANSWERED
from mailbot.store.database import Database
from mailbot.store.directory import LEADER
from mailbot.store.inbox import AWAITS_OFFICE
from mailbot.store.migrations import schema_of
from mailbot.store.sending import counts, last_sent


@dataclass(frozen=True, slots=True)
class Health:
    """How the machine does; instants are None where nothing of the kind has happened yet."""

    last_poll: datetime | None
    last_poll_ok: datetime | None
    poll_error: str
    poll_failures: int
    last_sent: datetime | None
    oldest_waiting: datetime | None
    waiting_mails: int
    shunted: int
    fetch_failures: int
    held: int
    outbox: dict[str, int]
    schema: int


def health(db: Database) -> Health:
    """Gather the figures."""
    one = db.connection.execute
    polls = one("SELECT max(last_poll_at), max(last_ok_at), max(error), max(failures) FROM poll_state").fetchone()
    waiting = one("SELECT count(*), min(received_at) FROM inbox WHERE outcome = 'received'").fetchone()
    letters = one("SELECT min(due_at) FROM outbox WHERE state = 'waiting'").fetchone()
    oldest = min((text for text in (waiting[1], letters[0]) if text), default=None)
    return Health(
        last_poll=_instant(polls[0]),
        last_poll_ok=_instant(polls[1]),
        poll_error=polls[2] or "",
        poll_failures=polls[3] or 0,
        last_sent=last_sent(db),
        oldest_waiting=_instant(oldest),
        waiting_mails=waiting[0],
        shunted=one("SELECT count(*) FROM inbox WHERE outcome = 'shunted'").fetchone()[0],
        fetch_failures=one("SELECT count(*) FROM unfetched").fetchone()[0],
        held=one(f"SELECT count(*) FROM inbox WHERE {AWAITS_OFFICE} AND NOT {ANSWERED} AND outcome != 'shunted'").fetchone()[0],
        outbox=counts(db),
        schema=schema_of(db.connection),
    )


def address_counts(db: Database) -> dict[str, int]:
    """Count the registered addresses of each unit that is written to at any."""
    rows = db.connection.execute("SELECT unit, count(*) FROM address WHERE source != ? GROUP BY unit", (LEADER,))
    return {row[0]: row[1] for row in rows}


def _instant(text: str | None) -> datetime | None:
    return restored(text) if text else None
