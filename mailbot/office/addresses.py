"""Addresses and numbers the office learns: from lists of people that are sure, and from its own workbooks.

A list teaches both its people's addresses: either may send from now on. Written to is the liaison only:
what goes to a leader goes by the office's order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.forms.phones import numbers
from mailbot.model.mail import File
from mailbot.model.submission import Submission
from mailbot.model.table import Table
from mailbot.reading.addresses import bare_address
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import unit_of
from mailbot.store.database import Database
from mailbot.store.directory import LEADER, add_address
from mailbot.store.people import add_phone

LEARNED = "liaison"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an office's workbook: a unit with what was found beside it; ``unit`` None where none was."""

    where: str
    unit: str | None
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    name: str = ""


@dataclass(slots=True)
class Registered:
    """What came of a workbook: known addresses, places nobody could read, and by unit the new addresses and how many new numbers."""

    known: int = 0
    unread: tuple[str, ...] = ()
    addresses: dict[str, list[str]] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def new(self) -> int:
        """Count the new addresses."""
        return sum(map(len, self.addresses.values()))

    @property
    def phones(self) -> int:
        """Count the new numbers."""
        return self.numbers.total()


def learn(db: Database, unit: str, submission: Submission, now: datetime, *, by: str = "", never: Iterable[str] = ()) -> tuple[str, ...]:
    """Register the addresses of a filed list; gives the new ones. ``never`` are our own and the office's."""
    ours = {address.lower() for address in never}
    sources = {"liaison": LEARNED, "leader": LEADER}
    new: list[str] = []
    for role, source in sources.items():
        found = (bare_address(email) for person in submission.people if person.role == role for email in person.emails)
        wanted = dict.fromkeys(address for address in found if address and address.lower() not in ours)
        new += [address for address in wanted if add_address(db, unit, address, now, source=source, by=by)]
    return tuple(new)


def entries_in(files: Iterable[File], rulebook: Rulebook) -> tuple[Entry, ...]:
    """Read the rows of a workbook that hold an address or a number, each with its unit.

    A blank unit is the one above: several people of one unit share a merged cell.
    """
    return tuple(entry for file in files for table in file.tables for entry in _in_table(table, rulebook))


def register(db: Database, entries: Iterable[Entry], now: datetime, *, by: str) -> Registered:
    """Register what the rows hold; rows whose unit is not on the list are named."""
    done = Registered()
    for entry in entries:
        if entry.unit is None:
            done.unread = (*done.unread, entry.where)
            continue
        for address in entry.addresses:
            if add_address(db, entry.unit, address, now, source="import", by=by):
                done.addresses.setdefault(entry.unit, []).append(address)
            else:
                done.known += 1
        for phone in entry.phones:
            done.numbers[entry.unit] += add_phone(db, entry.unit, phone, now, name=entry.name, by=by)
    return done


def _in_table(table: Table, rulebook: Rulebook) -> Iterator[Entry]:
    column = _unit_column(table, rulebook)
    above: str | None = None
    for row, cells in enumerate(table.rows):
        named = table.text(row, column).strip() if column is not None else ""
        above = unit_of(rulebook, named) if named else above
        found = [numbers(cell, rulebook.campaign.area_code) for cell in cells]
        addresses = tuple(dict.fromkeys(address for one in found for email in one.emails if (address := bare_address(email))))
        phones = tuple(dict.fromkeys(phone for one in found for phone in one.phones))
        if addresses or phones:
            yield Entry(table.where(row, column or 0), above, addresses, phones, _name(cells, rulebook))


def _unit_column(table: Table, rulebook: Rulebook) -> int | None:
    """Find the column that names most units; None where none names any."""
    seen = Counter(column for cells in table.rows for column, cell in enumerate(cells) if cell.strip() and unit_of(rulebook, cell))
    return seen.most_common(1)[0][0] if seen else None


def _name(cells: Iterable[str], rulebook: Rulebook) -> str:
    """Find the cell that is a person's name: two to four characters, no unit, no number."""
    plain = (cell.strip() for cell in cells)
    return next((one for one in plain if 2 <= len(one) <= 4 and one.isalpha() and unit_of(rulebook, one) is None and not one.isascii()), "")
