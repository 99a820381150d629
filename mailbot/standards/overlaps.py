"""Items that may be one and the same: within an area, and between units, listed for the office to decide.

A second level that many areas have (政策文件, 监督检查) is a heading of the ministries' guides and no overlap.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.model.standard import Entry

COMMON_AREAS = 3
"""A name met in so many areas is a common heading."""
SHORTEST = 4
"""Characters of a name below which likeness says nothing."""
NEAR = 88.0
"""Per cent of likeness from which two names are near; measured on the guides' item names."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two items that may be one. ``kind``: repeated, near, or between-units."""

    kind: str
    first: Entry
    second: Entry
    likeness: int


def overlaps(entries: Sequence[Entry]) -> tuple[Overlap, ...]:
    """List pairs of items with the same or nearly the same name, the likest first."""
    if len(entries) < 2:
        return ()
    from rapidfuzz import fuzz, process

    names = ["".join(entry.name.split()) for entry in entries]
    areas: dict[str, set[int]] = {}
    for name, entry in zip(names, entries, strict=True):
        areas.setdefault(name, set()).add(entry.area)
    common = Counter({name: len(found) for name, found in areas.items()})
    asked = [n for n, name in enumerate(names) if common[name] < COMMON_AREAS]
    shown = [names[n] for n in asked]
    scores = process.cdist(shown, shown, scorer=fuzz.ratio, score_cutoff=NEAR)
    rows, columns = scores.nonzero()
    near = (
        (asked[row], asked[column], round(float(scores[row, column]))) for row, column in zip(rows, columns, strict=True) if row < column
    )
    found = [pair for a, b, score in near for pair in _pair(entries[a], entries[b], score)]
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, pair.first.area, pair.second.area)))


def _pair(first: Entry, second: Entry, score: int) -> Iterator[Overlap]:
    if first.unit != second.unit:
        if min(len(first.name), len(second.name)) >= SHORTEST:
            yield Overlap("between-units", first, second, score)
    elif first.area == second.area:
        if first.identity == second.identity:
            yield Overlap("repeated", first, second, 100)
        elif _group(first) == _group(second) and min(len(first.name), len(second.name)) >= SHORTEST:
            yield Overlap("near", first, second, score)


def _group(entry: Entry) -> str:
    return "".join(entry.text("first_level").split())
