"""Filed catalogues become one draft; what the office has fixed before stays as it was fixed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mailbot.model.standard import Entry, Standard
from mailbot.model.submission import Submission
from mailbot.rulebook.model import Rulebook
from mailbot.standards.elements import FORM, elements_of


@dataclass(frozen=True, slots=True)
class Filed:
    """A catalogue that stands for an area, and the stored row of each of its items."""

    submission: int
    table: Submission
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A draft. ``newer`` are areas whose unit has sent a later version than the one the standard was fixed from."""

    entries: tuple[Entry, ...]
    newer: tuple[int, ...] = ()


def merge(filed: Iterable[Filed], fixed: Standard | None, origins: Mapping[int, int], rulebook: Rulebook) -> Merged:
    """Put catalogues together in the notice's order of areas.

    Areas of ``fixed``, the version that stands, are taken from it: a later submission of theirs is
    only told of. ``origins`` gives the submission of each stored item.
    """
    by_area = {one.table.area: one for one in filed if one.table.area}
    decided: dict[int, list[Entry]] = {}
    for entry in fixed.entries if fixed else ():
        decided.setdefault(entry.area, []).append(entry)
    entries: list[Entry] = []
    newer: list[int] = []
    for area in rulebook.areas:
        one = by_area.get(area.number)
        if area.number in decided:
            entries += decided[area.number]
            used = {origins.get(entry.item or 0) for entry in decided[area.number]}
            newer += [area.number] if one and one.submission not in used else []
        elif one:
            entries += entries_of(one, rulebook)
    return Merged(tuple(entries), tuple(newer))


def entries_of(filed: Filed, rulebook: Rulebook) -> list[Entry]:
    """Give the items of one catalogue as entries of the area's unit."""
    form = rulebook.forms[FORM]
    area = filed.table.area or 0
    unit = rulebook.area_by_number[area].unit
    pairs = zip(filed.items, filed.table.items, strict=True)
    return [Entry(f"i{number}", area, unit, elements_of(item, form), item=number) for number, item in pairs]


def counts(entries: Sequence[Entry], rulebook: Rulebook) -> tuple[dict[int, int], dict[str, int]]:
    """Count the items of each area and of each unit."""
    from pandas import DataFrame

    frame = DataFrame({"area": [entry.area for entry in entries], "unit": [entry.unit for entry in entries]})
    frame = frame.astype({"area": "int64", "unit": "string"})
    areas = {area.number: 0 for area in rulebook.areas} | {int(str(key)): int(count) for key, count in frame.groupby("area").size().items()}
    units = {unit.key: 0 for unit in rulebook.units} | {str(key): int(count) for key, count in frame.groupby("unit").size().items()}
    return areas, units
