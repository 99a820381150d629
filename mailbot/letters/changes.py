"""What a new version changed, as short as a letter needs it: counts, and the first names of each kind.

No values: what stood in a cell may be a telephone number of somebody else, and the sender has both versions.
"""

from collections.abc import Mapping, Sequence

from mailbot.checks.difference import Changed, Difference, Row, difference
from mailbot.letters.clean import one_line
from mailbot.letters.facts import FORM_ORDER, PLACES_SHOWN, Fact, named
from mailbot.model.duty import DutyKey
from mailbot.model.submission import Submission
from mailbot.rulebook.model import Rulebook

_NAME = 24
"""Characters of an item's name in a list."""


def changes_of(submissions: Sequence[Submission], earlier: Mapping[DutyKey, Submission], rulebook: Rulebook) -> list[Fact]:
    """Tell of each table that displaces an earlier one what it changes."""
    told: list[Fact] = []
    for one in sorted(submissions, key=lambda one: (FORM_ORDER.get(one.form, 9), one.area or 0)):
        before = earlier.get((one.unit or "", one.form, one.area))
        if before is None or one.outcome not in ("filed", "returned") or (one.outcome, before.outcome) == ("returned", "filed"):
            continue
        found = difference(before, one, rulebook.forms[one.form])
        told.append({**named(one.form, one.area, rulebook), **_counts(found), "people": bool(one.people), "lines": _lines(found)})
    return told


def _counts(found: Difference) -> Fact:
    return {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed), "none": found.empty}


def _lines(found: Difference) -> list[Fact]:
    """List the first names of what was added, removed and changed; of a changed item its columns."""
    changed: dict[int, list[Changed]] = {}
    for one in found.changed:
        changed.setdefault(one.row.number, []).append(one)
    kinds: tuple[tuple[str, list[Fact]], ...] = (
        ("added", [_named(row) for row in found.added]),
        ("removed", [_named(row) for row in found.removed]),
        ("changed", [{**_named(cells[0].row), "columns": [one.column for one in cells]} for cells in changed.values()]),
    )
    return [
        {"kind": kind, "rows": rows[:PLACES_SHOWN], "count": len(rows), "rest": max(0, len(rows) - PLACES_SHOWN)}
        for kind, rows in kinds
        if rows
    ]


def _named(row: Row) -> Fact:
    return {"name": one_line(row.name, _NAME), "columns": []}
