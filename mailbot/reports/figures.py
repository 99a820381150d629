"""The figures behind the assessment: quality, number, time and effect of each unit (notice, part 4 (3)).

Figures only: a score is a person's. What a unit has not sent has no figure rather than a bad one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mailbot.model.duty import Duty, DutyState

CATALOGUE, LIAISON = "catalogue", "liaison"


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """One version of an area's catalogue in numbers; ``advice`` counts findings of advice by code."""

    items: int
    to_mend: int
    advice: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """An area: its duty, its first version and the one that stands, the guide's sure items and those it has.

    ``published`` and ``standard`` count items registered as published, and items of the standard.
    """

    duty: Duty
    versions: int = 0
    first: VersionFigures | None = None
    last: VersionFigures | None = None
    guide: int = 0
    covered: int = 0
    published: int | None = None
    standard: int = 0


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit: its list of people, its areas, and corrections opened and closed."""

    unit: str
    liaison: Duty | None
    areas: tuple[AreaFigures, ...]
    corrections: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one unit: its value (None: nothing to measure), and the numbers behind it in words for a cell."""

    value: float | None
    behind: str
    missing: bool = False


Measure = Callable[[UnitFigures], Figure]


def share(part: int, whole: int) -> Figure:
    """Give a share in per cent with its two numbers; nothing where there is no whole."""
    return Figure(round(100 * part / whole, 1) if whole else None, f"{part}/{whole}" if whole else "")


def _first(unit: UnitFigures) -> Figure:
    return _mend(one.first for one in unit.areas)


def _last(unit: UnitFigures) -> Figure:
    return _mend(one.last for one in unit.areas)


def _mend(versions: Iterable[VersionFigures | None]) -> Figure:
    there = [version for version in versions if version is not None]
    return share(sum(version.to_mend for version in there), sum(version.items for version in there))


def _advice(unit: UnitFigures) -> Figure:
    given = taken = 0
    for area in unit.areas:
        if area.first is not None and area.last is not None:
            for code, count in area.first.advice.items():
                given += count
                taken += max(0, count - area.last.advice.get(code, 0))
    return share(taken, given)


def _covered(unit: UnitFigures) -> Figure:
    there = [area for area in unit.areas if area.last is not None and area.guide]
    return share(sum(area.covered for area in there), sum(area.guide for area in there))


def _items(unit: UnitFigures) -> Figure:
    items = sum(area.last.items for area in unit.areas if area.last is not None)
    return Figure(float(items), str(items))


def _liaison(unit: UnitFigures) -> Figure:
    return _late([unit.liaison] if unit.liaison else [])


def _catalogue(unit: UnitFigures) -> Figure:
    return _late([area.duty for area in unit.areas])


def _late(duties: Sequence[Duty]) -> Figure:
    asked = [duty for duty in duties if duty.state is not DutyState.EXEMPT]
    if not asked:
        return Figure(None, "")
    here = sum(duty.received_at is not None for duty in asked)
    latest = max((duty.late_days for duty in asked), default=0)
    return Figure(float(latest), f"{here}/{len(asked)}", missing=here < len(asked))


def _published(unit: UnitFigures) -> Figure:
    there = [area for area in unit.areas if area.published is not None]
    return share(sum(area.published or 0 for area in there), sum(area.standard for area in there))


def _corrections(unit: UnitFigures) -> Figure:
    return Figure(None, f"{unit.closed}/{unit.corrections}" if unit.corrections else "")


MEASURES: Mapping[str, Measure] = {
    "first-to-mend": _first,
    "last-to-mend": _last,
    "advice-taken": _advice,
    "guide-covered": _covered,
    "items": _items,
    "liaison-late": _liaison,
    "catalogue-late": _catalogue,
    "published": _published,
    "corrections": _corrections,
}
"""Every measure that rules/assessment.toml may name."""
