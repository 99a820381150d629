"""Which letter leaves next, within the caps: so many an hour in all, so many a day to one address.

Providers block who sends too fast (pitfalls, 65), and two robots that answer each other must run dry
(pitfalls, 60). What is over a cap waits; nothing is dropped.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from mailbot.model.instant import NEVER, at, local_day, restored, stored
from mailbot.store.database import Database, writer
from mailbot.store.outbox import KINDS, LEAVES_LAST, Queued, load_letter
from mailbot.store.outbox_office import is_paused

HELD_BY_MODE = {"send": KINDS, "replies": tuple(kind for kind in KINDS if kind not in LEAVES_LAST), "hold": ()}
"""Kinds of letters that leave by themselves, by ``[smtp] mode`` (interface, 2)."""
NEXT = (
    "SELECT id, to_address FROM outbox INDEXED BY outbox_waiting"
    " WHERE state = 'waiting' AND (due_at <= ? OR due_at > ?) AND kind IN ({kinds}) AND {released} ORDER BY rank, due_at, id"
)
LONGEST_WAIT = timedelta(hours=3)
"""No letter is put off longer; one that seems to be was queued before the clock was set back."""
RELEASED = "id IN (SELECT letter FROM event WHERE kind = 'released')"


@dataclass(frozen=True, slots=True)
class Caps:
    """How much may leave; ``released_only``: nothing but what the office let go by itself (mode "hold").

    ``real_clock``: the instants are the wall clock's, so nothing can have been queued in the future.
    """

    per_hour: int = 200
    per_address_per_day: int = 40
    kinds: Sequence[str] = KINDS
    released_only: bool = False
    real_clock: bool = False


def kinds_of(mode: str) -> tuple[str, ...]:
    """Tell the kinds of letters that a mode lets go."""
    return HELD_BY_MODE[mode]


def next_waiting(db: Database, now: datetime, caps: Caps) -> Queued | None:
    """Tell the letter that should be claimed next: answers first, then by due time; None when none may go."""
    if not caps.kinds or is_paused(db) or sent_since(db, now - timedelta(hours=1), now) >= caps.per_hour:
        return None
    kinds = ", ".join("?" * len(caps.kinds))
    set_back = stored(now + LONGEST_WAIT) if caps.real_clock else NEVER
    rows = db.connection.execute(
        NEXT.format(kinds=kinds, released=RELEASED if caps.released_only else "1"), (stored(now), set_back, *caps.kinds)
    )
    midnight = at(local_day(now), time())
    full: dict[str, bool] = {}
    for row in rows:
        address = row["to_address"].lower()
        if address not in full:
            full[address] = sent_to_between(db, address, midnight, now) >= caps.per_address_per_day
        if not full[address]:
            return load_letter(db, row["id"])
    return None


def sent_since(db: Database, since: datetime, until: datetime) -> int:
    """Count letters that left after one instant up to another."""
    row = db.connection.execute("SELECT count(*) FROM outbox WHERE sent_at > ? AND sent_at <= ?", (stored(since), stored(until))).fetchone()
    return int(row[0])


def sent_to_between(db: Database, address: str, since: datetime, until: datetime) -> int:
    """Count letters that left for one address from one instant to another, both included."""
    row = db.connection.execute(
        "SELECT count(*) FROM outbox WHERE to_address = ? AND sent_at >= ? AND sent_at <= ?", (address, stored(since), stored(until))
    ).fetchone()
    return int(row[0])


def answers_between(db: Database, address: str, since: datetime, until: datetime) -> int:
    """Count answers written for one address in a span of time, sent or not; those never to be sent left out."""
    row = db.connection.execute(
        "SELECT count(*) FROM outbox WHERE to_address = ? AND created_at >= ? AND created_at <= ? AND kind = 'reply'"
        " AND state NOT IN ('dropped', 'withdrawn')",
        (address, stored(since), stored(until)),
    ).fetchone()
    return int(row[0])


def limits_reached(db: Database, now: datetime, *, per_hour: int, per_address: int) -> tuple[str, ...]:
    """Name the caps that keep letters waiting: per-hour, per-address."""
    found = ["per-hour"] if sent_since(db, now - timedelta(hours=1), now) >= per_hour else []
    midnight = at(local_day(now), time())
    row = db.connection.execute(
        "SELECT 1 FROM outbox WHERE sent_at >= ? AND sent_at <= ? GROUP BY to_address HAVING count(*) >= ? LIMIT 1",
        (stored(midnight), stored(now), per_address),
    ).fetchone()
    return tuple(found + (["per-address"] if row else []))


def last_sent(db: Database) -> datetime | None:
    """Tell when the last letter left."""
    row = db.connection.execute("SELECT max(sent_at) FROM outbox").fetchone()
    return restored(row[0]) if row[0] else None


def counts(db: Database) -> dict[str, int]:
    """Count letters by state; states without letters are not named."""
    return {row[0]: row[1] for row in db.connection.execute("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")}


def readdress(db: Database, letter: int, addresses: Sequence[str]) -> None:
    """Send a waiting letter to others than it was queued for, the first of them with copies to the rest; to nobody when there are none."""
    first, *others = addresses or ("",)
    writer(db).execute(
        "UPDATE outbox SET to_address = ?, copies = ? WHERE id = ? AND state = 'waiting'", (first, json.dumps(others), letter)
    )
