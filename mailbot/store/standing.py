# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Which version of a duty stands (interface, 5).

The latest filed table that is not provisional; else the latest provisional one; else the latest
returned one. "Latest" is by receipt, or by when the office chose it. Nothing is overwritten.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from mailbot.model.decision import DutyKey, Version
from mailbot.model.instant import stored
from mailbot.model.submission import Submission
from mailbot.store.database import Database
from mailbot.store.items import identities

FIRST = "outcome = 'filed' DESC, provisional, ranked_at DESC, id DESC"
_PLACE = (
    f"row_number() OVER (PARTITION BY unit, form, area ORDER BY {FIRST}) AS place"
    " FROM submission WHERE unit IS NOT NULL AND voided_at IS NULL AND outcome IN ('filed', 'returned')"
)
STANDS = f"SELECT *, {_PLACE}"
"""Rows with place 1 stand."""


class Moment(NamedTuple):
    """A mail that is decided again, and when it came: for it only what ranked before it stood."""

    mail: int
    received_at: datetime


BEFORE = " AND mail != ? AND (ranked_at < ? OR (ranked_at = ? AND mail < ?))"


class Stands(NamedTuple):
    """The submission that stands for a duty, and its version number."""

    submission: int
    version: int


def current_versions(db: Database, units: Iterable[str], *, before: Moment | None = None) -> Mapping[DutyKey, Version]:
    """Tell what stands today for the duties of some units, or what stood before a mail came."""
    wanted = tuple(units)
    # Sorted by number first: a row is long, and a duty may have many versions.
    chosen = f"SELECT id, {_PLACE} AND unit IN ({', '.join('?' * len(wanted))}){BEFORE if before else ''}"
    rows = db.connection.execute(
        f"SELECT submission.*, inbox.sender AS sender FROM ({chosen}) JOIN submission USING (id)"
        " JOIN inbox ON inbox.id = submission.mail WHERE place = 1",
        (*wanted, *_values(before)),
    )
    return {
        (row["unit"], row["form"], row["area"]): Version(
            submission=row["id"],
            outcome=row["outcome"],
            provisional=bool(row["provisional"]),
            sender=row["sender"],
            content_sha256=row["content_sha256"],
            identities=identities(db, row["id"]),
            size=row["size"],
            to_mend=row["to_mend"],
            number=row["version"],
        )
        for row in rows.fetchall()
    }


def _values(before: Moment | None) -> tuple[object, ...]:
    if before is None:
        return ()
    at = stored(before.received_at)
    return before.mail, at, at, before.mail


def standing(db: Database, unit: str | None, form: str, area: int | None, *, before: Moment | None = None) -> Stands | None:
    """Tell what stands for one duty, or stood before a mail came; None where nothing does, or nobody knows whose it is."""
    if unit is None:
        return None
    row = db.connection.execute(
        "SELECT id, version FROM submission WHERE unit = ? AND form = ? AND area IS ? AND voided_at IS NULL"
        f" AND outcome IN ('filed', 'returned'){BEFORE if before else ''} ORDER BY {FIRST} LIMIT 1",
        (unit, form, area, *_values(before)),
    ).fetchone()
    return None if row is None else Stands(row["id"], row["version"])


def highest(db: Database, unit: str | None, form: str, area: int | None) -> int:
    """Tell the highest version number a duty has had, void ones included: numbers are never used twice."""
    row = db.connection.execute(
        "SELECT max(version) FROM submission WHERE unit = ? AND form = ? AND area IS ?", (unit, form, area)
    ).fetchone()
    return int(row[0] or 0)


def next_version(db: Database, submission: Submission, stands: Stands | None) -> int:
    """Number a new table: filed and returned ones count on, one with nothing new repeats, a held one has 0."""
    if submission.unit is None or submission.outcome == "held":
        return 0
    if submission.outcome == "same":
        return stands.version if stands else 0
    return highest(db, submission.unit, submission.form, submission.area) + 1
