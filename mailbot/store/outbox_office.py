"""What the office does with letters: let go, throw away, try again, stop everything."""

from datetime import datetime

from mailbot.model.instant import stored
from mailbot.store.database import Database, meta, set_meta, writer
from mailbot.store.events import Event, record
from mailbot.store.outbox import close, note


def drop(db: Database, letter: int, now: datetime, *, by: str) -> bool:
    """Throw a letter away by the office's word; False: it has left, or is leaving."""
    return close(db, letter, "dropped", now, by=by, only=("waiting", "withheld", "dead", "unconfirmed"))


def retry(db: Database, letter: int, now: datetime, *, by: str) -> bool:
    """Put a letter that failed back into the queue by the office's word; False: its state does not allow it."""
    cursor = writer(db).execute(
        "UPDATE outbox SET state = 'waiting', due_at = ?, attempts = 0, recovered = 0, failing_since = NULL, closed_at = NULL"
        " WHERE id = ? AND state IN ('waiting', 'dead', 'unconfirmed', 'dropped')",
        (stored(now), letter),
    )
    if cursor.rowcount:
        note(db, "retried", letter, now, by=by)
    return bool(cursor.rowcount)


def release(db: Database, now: datetime, *, by: str, letter: int | None = None, waiting_too: bool = False) -> tuple[int, ...]:
    """Let letters go that were held back, one or all; gives their numbers.

    ``waiting_too``: in mode "hold" everything waits, and what is released leaves all the same.
    """
    states = "('withheld', 'waiting')" if waiting_too else "('withheld')"
    rows = writer(db).execute(
        f"UPDATE outbox SET state = 'waiting', due_at = ?1 WHERE state IN {states} AND (?2 IS NULL OR id = ?2)"  # noqa: S608 - ours
        " AND id NOT IN (SELECT letter FROM event WHERE kind = 'released') RETURNING id",
        (stored(now), letter),
    )
    released = tuple(sorted(int(row[0]) for row in rows.fetchall()))
    for number in released:
        note(db, "released", number, now, by=by)
    return released


def pause(db: Database, now: datetime, *, by: str) -> None:
    """Let nothing leave until ``resume``."""
    set_meta(db, "paused", stored(now))
    record(db, Event("outbox-paused", by=by), now)


def resume(db: Database, now: datetime, *, by: str) -> None:
    """Let letters leave again."""
    set_meta(db, "paused", "")
    record(db, Event("outbox-resumed", by=by), now)


def is_paused(db: Database) -> bool:
    """Tell whether the office has stopped all sending."""
    return bool(meta(db, "paused"))
