"""The letter that tells a unit the standard of its areas; it leaves by the office's word only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.letters.clean import one_line
from mailbot.letters.enclosures import book_word
from mailbot.letters.facts import Fact, full_name
from mailbot.model.letter import Letter
from mailbot.rulebook.model import Rulebook

SHOWN = 12
"""Changes named in the letter; the workbook lists them all (pitfalls, 51)."""
PUBLISH = "publish"
"""Key of the phase in which units publish by the standard."""


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many items an area has in a version, and what became of those that stood before."""

    area: int
    items: int
    changed: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One item that differs: fate (changed, moved, added, removed), its area and name, the elements by their titles."""

    fate: str
    area: int
    item: str
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a unit is told: the version's number, whether it is the first one for it, counts and changes."""

    unit: str
    number: int
    first: bool
    areas: tuple[AreaCount, ...]
    changes: tuple[Changed, ...]


def standard_letter(
    told: Told, rulebook: Rulebook, *, key: str, to: str, day: date, copies: tuple[str, ...] = (), enclosed: Sequence[str] = ()
) -> Letter:
    """Write the letter of a version to one unit."""
    unit = rulebook.unit_by_key[told.unit]
    facts: Fact = {
        "addressee": full_name(unit),
        "unit_name": unit.name,
        "day": day.isoformat(),
        "number": told.number,
        "first": told.first,
        "areas": [
            {
                "area_name": rulebook.area_by_number[one.area].name,
                "items": one.items,
                "changed": one.changed,
                "added": one.added,
                "removed": one.removed,
            }
            for one in told.areas
        ],
        "changes": [
            {
                "fate": book_word(f"standard-fate-{one.fate}", rulebook),
                "area_name": rulebook.area_by_number[one.area].name,
                "item": one_line(one.item, 40),
                "elements": list(one.elements),
            }
            for one in told.changes[:SHOWN]
        ],
        "rest": max(0, len(told.changes) - SHOWN),
        "publish": _publish(rulebook, day),
        "enclosed": [{"kind": "standard", "names": list(enclosed)}] if enclosed else [],
    }
    return Letter(key, "standard", to, facts, unit=told.unit, copies=copies)


def _publish(rulebook: Rulebook, day: date) -> Fact:
    """Tell the days in which to publish by the standard, as long as they are not over."""
    phases = (phase for phase in rulebook.timeline.phase if phase.key == PUBLISH)
    return {
        name: value.isoformat()
        for phase in phases
        for name, value in (("first", phase.first), ("last", phase.last))
        if value and phase.last and day <= phase.last
    }


def standard_name(unit: str, number: int, rulebook: Rulebook) -> str:
    """Name the workbook of a unit's areas."""
    return book_word("standard-unit-name", rulebook, unit=rulebook.unit_by_key[unit].name, number=str(number)) + ".xlsx"
