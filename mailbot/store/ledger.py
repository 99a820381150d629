"""Which reminders have gone: due is the calendar minus this (pitfalls, 70 and 74).

Written in the transaction that claims the notice; the deadline is part of the key, so that a moved
deadline is reminded of anew. Steps that came too late are written too, without a letter.
"""

from collections.abc import Iterable
from datetime import datetime

from mailbot.model.duty import LedgerKey
from mailbot.model.instant import stored
from mailbot.store.database import Database, writer


def seen(db: Database) -> frozenset[LedgerKey]:
    """List every step that was claimed or skipped."""
    rows = db.connection.execute("SELECT unit, form, area, deadline, step FROM ledger")
    return frozenset((row[0], row[1], row[2] or None, row[3], row[4]) for row in rows)


def claim_steps(db: Database, steps: Iterable[LedgerKey], now: datetime, *, letter: int | None) -> None:
    """Write steps into the ledger; ``letter`` None: they came too late and are skipped. A known step stays as it is."""
    at = stored(now)
    writer(db).executemany(
        "INSERT INTO ledger(unit, form, area, deadline, step, letter, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(unit, form, area, deadline, step) DO NOTHING",
        [(unit, form, area or 0, deadline, step, letter, at) for unit, form, area, deadline, step in steps],
    )


def skipped_between(db: Database, after: datetime, until: datetime) -> tuple[LedgerKey, ...]:
    """List steps that were skipped after one instant up to another, for the digest."""
    rows = db.connection.execute(
        "SELECT unit, form, area, deadline, step FROM ledger WHERE letter IS NULL AND at > ? AND at <= ? ORDER BY unit, form, area, step",
        (stored(after), stored(until)),
    )
    return tuple((row[0], row[1], row[2] or None, row[3], row[4]) for row in rows)
