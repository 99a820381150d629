"""Which area a catalogue is for: the title before a column, the sheet's name, the file's name.

Never by number: each level of government counts its areas differently (domain, 3). What the
subject, the unit and the names of the items say is asked later, when the unit is known (settle).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.model.submission import Finding
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import find_area


@dataclass(frozen=True, slots=True)
class Place:
    """A place that may name the area: what it is called in ``area_by``, and the areas it names."""

    by: str
    areas: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The area and where it was found; all areas named; the places that say another one."""

    area: int | None
    by: str
    named: tuple[int, ...]
    differing: tuple[int, ...]


def settle(places: Iterable[Place]) -> Settled:
    """Take the first place, in the order of trust, that names exactly one area."""
    given = [place for place in places if place.areas]
    named = tuple(dict.fromkeys(area for place in given for area in place.areas))
    chosen = next((place for place in given if len(place.areas) == 1), None)
    if chosen is None:
        return Settled(None, "", named, ())
    area = chosen.areas[0]
    differing = tuple(dict.fromkeys(other for place in given if area not in place.areas for other in place.areas))
    return Settled(area, chosen.by, named, differing)


def conflict(settled: Settled, where: str, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Report places that name another area than the one taken."""
    if settled.area is None or not settled.differing:
        return ()
    names = {number: area.name for number, area in rulebook.area_by_number.items()}
    written = "\u3001".join(names[number] for number in (settled.area, *settled.differing))
    return (Finding("area-conflict", where=where, facts={"areas": written, "area": names[settled.area]}),)


def areas_in_path(path: str, name: str, rulebook: Rulebook) -> tuple[int, ...]:
    """List the areas a file's name says, or else the folder in which it lies inside an archive."""
    stem = name.rpartition(".")[0] or name
    inner = path.rpartition("!/")[2].rpartition("/")[0] if "!/" in path else ""
    return find_area(rulebook, stem) or (find_area(rulebook, inner) if inner else ())
