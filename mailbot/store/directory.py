"""Who may send for whom: the addresses the office registered, and those that bounced.

One address may send for several units, one unit has several addresses. A dead one gets no notices,
answers still go to it; writing to us, or being registered again, brings it back. A leader's may send and
is not written to: that is the office's order only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.decision import Directory
from mailbot.model.instant import restored, stored
from mailbot.store.database import Database, meta, writer
from mailbot.store.events import Event, record

LEADER = "leader"
"""The source of an address that a list names as its leader's."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One address of a unit; ``dead_since`` when it bounced."""

    unit: str
    address: str
    source: str
    added_at: datetime
    by: str
    dead_since: datetime | None


def load_directory(db: Database, *, trusted: Iterable[str] = (), own: Iterable[str] = ()) -> Directory:
    """Read the directory: unit keys by address, everything in lower case."""
    units: dict[str, tuple[str, ...]] = {}
    for row in db.connection.execute("SELECT unit, address FROM address ORDER BY added_at, unit"):
        address = row["address"].lower()
        units[address] = (*units.get(address, ()), row["unit"])
    since = meta(db, "first_poll_at")
    return Directory(
        units=units,
        trusted=frozenset(address.lower() for address in trusted),
        own=frozenset(address.lower() for address in own),
        dead=frozenset(row[0].lower() for row in db.connection.execute("SELECT address FROM dead_address")),
        since=restored(since) if since else None,
    )


def addresses_by_unit(db: Database) -> dict[str, tuple[str, ...]]:
    """Tell where notices go: the living addresses of each unit, the longest registered first."""
    rows = db.connection.execute(
        "SELECT unit, address FROM address WHERE source != ? AND address NOT IN (SELECT address FROM dead_address)"
        " ORDER BY added_at, address",
        (LEADER,),
    )
    units: dict[str, tuple[str, ...]] = {}
    for row in rows:
        units[row["unit"]] = (*units.get(row["unit"], ()), row["address"])
    return units


def list_addresses(db: Database, unit: str | None = None) -> tuple[Registered, ...]:
    """List registered addresses, of one unit or of all."""
    rows = db.connection.execute(
        "SELECT unit, address.address, source, added_at, by, since FROM address LEFT JOIN dead_address USING (address)"
        " WHERE ?1 IS NULL OR unit = ?1 ORDER BY unit, added_at, address.address",
        (unit,),
    )
    return tuple(Registered(row[0], row[1], row[2], restored(row[3]), row[4], restored(row[5]) if row[5] else None) for row in rows)


def add_address(db: Database, unit: str, address: str, now: datetime, *, source: str, by: str = "") -> bool:
    """Register an address for a unit; tells whether it is new, or was a leader's only. A dead one lives again."""
    cursor = writer(db).execute(
        "INSERT INTO address(unit, address, source, added_at, by) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT(unit, address)"
        " DO UPDATE SET source = excluded.source, added_at = excluded.added_at, by = excluded.by"
        " WHERE source = ?6 AND excluded.source != ?6",
        (unit, address, source, stored(now), by, LEADER),
    )
    revive(db, address)
    if cursor.rowcount:
        record(db, Event("address-added", unit=unit, by=by, details={"source": source}), now)
    return bool(cursor.rowcount)


def remove_address(db: Database, unit: str, address: str, now: datetime, *, by: str = "") -> bool:
    """Take an address off a unit; tells whether it was there."""
    cursor = writer(db).execute("DELETE FROM address WHERE unit = ? AND address = ?", (unit, address))
    if cursor.rowcount:
        record(db, Event("address-removed", unit=unit, by=by), now)
    return bool(cursor.rowcount)


def mark_dead(db: Database, address: str, now: datetime, *, why: str, mail: int | None = None) -> None:
    """Note that an address bounced; the first bounce counts."""
    cursor = writer(db).execute(
        "INSERT INTO dead_address(address, since, why, mail) VALUES (?, ?, ?, ?) ON CONFLICT(address) DO NOTHING",
        (address, stored(now), why, mail),
    )
    if cursor.rowcount:
        row = db.connection.execute("SELECT unit FROM address WHERE address = ?", (address,)).fetchone()
        record(db, Event("address-dead", mail=mail, unit=row[0] if row else None, details={"why": why}), now)


def revive(db: Database, address: str) -> None:
    """Take an address off the dead ones: it wrote to us, or was registered again."""
    writer(db).execute("DELETE FROM dead_address WHERE address = ?", (address,))


def living(db: Database, addresses: Iterable[str]) -> tuple[str, ...]:
    """Leave out the addresses that bounced."""
    one = "SELECT 1 FROM dead_address WHERE address = ?"
    return tuple(address for address in addresses if db.connection.execute(one, (address,)).fetchone() is None)


def dead_addresses(db: Database) -> tuple[tuple[str, str | None, datetime, str], ...]:
    """List addresses that bounced: address, its unit if any, since when, why."""
    rows = db.connection.execute(
        "SELECT dead_address.address, min(unit), since, why FROM dead_address LEFT JOIN address USING (address)"
        " GROUP BY 1 ORDER BY since, 1"
    )
    return tuple((row[0], row[1], restored(row[2]), row[3]) for row in rows)
