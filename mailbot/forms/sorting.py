"""Whose items are these? One table for several areas, told apart by the names of its items.

Ministries published one guide for two areas (就业和社会保险), and units that own several areas hand in
one table for all. The names of the guides tell most items; an item that no guide names goes with its
neighbours where these agree. Nothing is split on a guess: while one item is open, a person is asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from mailbot.forms.text import GROUP_NUMBER, squeeze
from mailbot.model.submission import Finding, Item, Submission
from mailbot.rulebook.model import Rulebook

LEAST_NAMES = 2
"""So many different names must speak for an area before it is taken."""

Sorted = list[int | None]


def by_items(submission: Submission, candidates: Sequence[int], rulebook: Rulebook) -> tuple[Submission, ...]:
    """Give a catalogue the area that its items speak of, or one catalogue for each; as it is where they do not say.

    Where nothing names several areas, one that only few names speak for is no area of its own.
    """
    named = [area for area in submission.named_areas if area in candidates]
    told, heard = _told(submission.items, _names(named or candidates, rulebook))
    strong = [area for area, count in heard.items() if count >= LEAST_NAMES]
    if len(named) < LEAST_NAMES:
        if len(strong) == 1:
            return (replace(submission, area=strong[0], area_by="first-levels"),)
        told = [area if area in strong else None for area in told]
        if len(strong) != sum(1 for _ in groupby(area for area in told if area is not None)):
            return (submission,)
    told = _with_neighbours(told, named or strong)
    if not heard or None in told:
        return (submission,)
    return tuple(_parts(submission, told, named or strong, rulebook))


def together(submission: Submission, rulebook: Rulebook) -> Finding | None:
    """Say which areas a table speaks of and which item is open, None where it names fewer than two."""
    if len(submission.named_areas) < LEAST_NAMES or not submission.items:
        return None
    told, _ = _told(submission.items, _names(submission.named_areas, rulebook))
    lost = [item for item, area in zip(submission.items, _with_neighbours(told, submission.named_areas), strict=True) if area is None]
    open_items = lost or submission.items
    facts: dict[str, str | int] = {
        "areas": _written(submission.named_areas, rulebook),
        "count": len(open_items),
        "item": open_items[0].text("second_level") or open_items[0].text("first_level"),
    }
    return Finding("areas-together", where=submission.sheet, facts=facts)


def _names(areas: Sequence[int], rulebook: Rulebook) -> dict[str, int]:
    """List the names, of groups and items, that belong to one of some areas only."""
    owners: dict[str, set[int]] = {}
    for number in areas:
        guide = rulebook.guides.get(number)
        items = guide.item if guide else ()
        for name in (*rulebook.area_by_number[number].words, *(name for item in items for name in (item.first_level, item.second_level))):
            owners.setdefault(_plain(name), set()).add(number)
    return {name: owner.pop() for name, owner in owners.items() if name and len(owner) == 1}


def _told(items: Sequence[Item], names: Mapping[str, int]) -> tuple[Sorted, Counter[int]]:
    """Tell the area of each item by its own names, else by those of its group; and how many names spoke for each area."""
    told: Sorted = []
    heard: set[str] = set()
    for _, group in groupby(items, key=lambda item: item.text("first_level")):
        members = list(group)
        own = [[name for name in map(_plain, _levels(item)) if name in names] for item in members]
        heard.update(name for found in own for name in found)
        shared = {names[name] for found in own for name in found}
        areas = [{names[name] for name in found} for found in own]
        told += [area.pop() if len(area) == 1 else next(iter(shared)) if len(shared) == 1 and not area else None for area in areas]
    return told, Counter(names[name] for name in sorted(heard))


def _with_neighbours(told: Sequence[int | None], named: Sequence[int]) -> Sorted:
    """Give an open item the area of its neighbours on both sides; at the ends that of the area the title names there."""
    settled = list(told)
    first, last = (named[0], named[-1]) if named else (None, None)
    for place, area in enumerate(told):
        if area is None:
            above = next((one for one in reversed(told[:place]) if one is not None), first)
            below = next((one for one in told[place + 1 :] if one is not None), last)
            settled[place] = above if above == below else None
    return settled


def _parts(submission: Submission, told: Sorted, areas: Sequence[int], rulebook: Rulebook) -> Iterator[Submission]:
    """Make a catalogue for each area, in the order of their first items."""
    for number in dict.fromkeys(area for area in told if area is not None):
        items = tuple(item for item, area in zip(submission.items, told, strict=True) if area == number)
        facts: dict[str, str | int] = {
            "areas": _written(areas, rulebook),
            "area": rulebook.area_by_number[number].name,
            "count": len(items),
        }
        note = Finding("areas-sorted", where=submission.sheet, facts=facts)
        yield replace(submission, area=number, area_by="first-levels", items=items, findings=(*submission.findings, note))


def _written(areas: Sequence[int], rulebook: Rulebook) -> str:
    return "\u3001".join(rulebook.area_by_number[number].name for number in areas)


def _levels(item: Item) -> tuple[str, ...]:
    return tuple(item.text(key) for key in ("first_level", "second_level", "third_level"))


def _plain(name: str) -> str:
    """Write a name without blanks and without the numbers that some put before it: 1.1就业政策法规咨询."""
    return GROUP_NUMBER.sub("", GROUP_NUMBER.sub("", squeeze(name)))
