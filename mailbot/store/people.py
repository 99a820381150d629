# ruff: noqa: S608 - only constants are put into SQL text
"""Whom the office may call or write to at a unit: people of the lists that stand, numbers it registered itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.instant import stored
from mailbot.model.submission import Person
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record
from mailbot.store.items import load_people
from mailbot.store.standing import STANDS


@dataclass(frozen=True, slots=True)
class Number:
    """One telephone number of a unit and whose it is, as far as the office knows."""

    phone: str
    name: str = ""


def people_of(db: Database, unit: str) -> tuple[Person, ...]:
    """List the people on the list that stands for a unit, if it is filed and sure."""
    row = db.connection.execute(
        f"SELECT id FROM ({STANDS}) WHERE place = 1 AND form = 'liaison' AND unit = ? AND outcome = 'filed' AND provisional = 0", (unit,)
    ).fetchone()
    return load_people(db, int(row[0])) if row else ()


def numbers_by_unit(db: Database) -> Mapping[str, tuple[Number, ...]]:
    """Tell the numbers of every unit: the liaison's first, then the leader's, then those the office registered."""
    rows = db.connection.execute(
        f"SELECT unit, id FROM ({STANDS}) WHERE place = 1 AND form = 'liaison' AND outcome IN ('filed', 'returned')"
    ).fetchall()
    found: dict[str, list[Number]] = {}
    for unit, number in rows:
        people = sorted(load_people(db, number), key=lambda person: person.role != "liaison")
        found[unit] = [Number(phone, person.name.text) for person in people for phone in person.phones]
    for unit, phone, name in db.connection.execute("SELECT unit, phone, name FROM unit_phone ORDER BY at, phone"):
        found.setdefault(unit, []).append(Number(phone, name))
    return {unit: tuple({number.phone: number for number in reversed(numbers)}.values())[::-1] for unit, numbers in found.items()}


def add_phone(db: Database, unit: str, phone: str, now: datetime, *, name: str = "", by: str = "") -> bool:
    """Register a telephone number of a unit; tells whether it is new."""
    cursor = writer(db).execute(
        "INSERT INTO unit_phone(unit, phone, name, by, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT(unit, phone) DO NOTHING",
        (unit, phone, name, by, stored(now)),
    )
    if cursor.rowcount:
        record(db, Event("phone-added", unit=unit, by=by), now)
    return bool(cursor.rowcount)
