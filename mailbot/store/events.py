# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""What happened, append-only: codes, ids and counts; never a name, a number or a cell's content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.model.instant import restored, stored
from mailbot.store.database import Database, writer


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; ``by`` is empty for the worker itself."""

    kind: str
    mail: int | None = None
    unit: str | None = None
    submission: int | None = None
    letter: int | None = None
    by: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None
    id: int = 0


def record(db: Database, event: Event, now: datetime) -> None:
    """Append an event."""
    details = json.dumps(event.details, ensure_ascii=False) if event.details else "{}"
    writer(db).execute(
        "INSERT INTO event(at, kind, mail, unit, submission, letter, by, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (stored(now), event.kind, event.mail, event.unit, event.submission, event.letter, event.by, details),
    )


def events_of_mail(db: Database, mail: int) -> tuple[Event, ...]:
    """Tell the story of a mail, with that of the letters that answer it."""
    return _events(db, "mail = ?1 OR letter IN (SELECT id FROM outbox WHERE mail = ?1)", (mail,))


def events_of_letter(db: Database, letter: int) -> tuple[Event, ...]:
    """Tell the story of a letter."""
    return _events(db, "letter = ?", (letter,))


def events_since(db: Database, since: datetime, until: datetime) -> tuple[Event, ...]:
    """List what happened after ``since`` up to ``until``."""
    return _events(db, "at > ? AND at <= ?", (stored(since), stored(until)))


def events_after(db: Database, event: int) -> tuple[Event, ...]:
    """List what happened after an event, by number."""
    return _events(db, "id > ?", (event,))


def _events(db: Database, condition: str, values: tuple[object, ...]) -> tuple[Event, ...]:
    rows = db.connection.execute(f"SELECT * FROM event WHERE {condition} ORDER BY id", values)
    return tuple(
        Event(
            row["kind"],
            row["mail"],
            row["unit"],
            row["submission"],
            row["letter"],
            row["by"],
            json.loads(row["details"]),
            restored(row["at"]),
            row["id"],
        )
        for row in rows
    )
