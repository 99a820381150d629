"""Letters of which nobody can know whether they left: the gap between the last dot and the server's word (RFC 1047).

A reply goes once more with the same Message-ID, because its unit waits for it. Everything else, and a
reply that met the gap before, stays unconfirmed and is named to the office: better never than twice.
"""

from datetime import datetime, timedelta

from mailbot.model.instant import stored
from mailbot.store.database import Database, writer
from mailbot.store.outbox import mark_unconfirmed, note

SENT_ONCE_MORE = frozenset({"reply", "command"})
"""Kinds of letters that may leave twice."""
AT_ONCE = timedelta(0)


def settle(db: Database, letter: int, now: datetime, *, error: str, wait: timedelta = AT_ONCE) -> str:
    """Decide about a letter that may have left: "waiting" to leave once more after ``wait``, or "unconfirmed"."""
    kind, met_before = db.connection.execute("SELECT kind, recovered FROM outbox WHERE id = ?", (letter,)).fetchone()
    if kind not in SENT_ONCE_MORE or met_before:
        mark_unconfirmed(db, letter, now, error=error)
        return "unconfirmed"
    writer(db).execute(
        "UPDATE outbox SET state = 'waiting', recovered = 1, due_at = ?, error = ? WHERE id = ?", (stored(now + wait), error, letter)
    )
    note(db, "maybe-duplicate", letter, now)
    return "waiting"


def recover_sending(db: Database, now: datetime) -> tuple[tuple[int, str], ...]:
    """After a crash: settle the letters found half-way; gives (letter, its state now).

    Call it once at start, under the worker's lock.
    """
    rows = db.connection.execute("SELECT id FROM outbox WHERE state = 'sending' ORDER BY id").fetchall()
    return tuple((row["id"], settle(db, row["id"], now, error="crash")) for row in rows)
