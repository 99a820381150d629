"""How many items does a unit's register show as published? (rules/forms/publication.toml)"""

import re
from collections.abc import Mapping, Sequence

from mailbot.model.submission import Item
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import find_area

_NUMBER = re.compile(r"\d+")


def published(items: Sequence[Item], unit: str, standard: Mapping[int, int], rulebook: Rulebook) -> dict[int, int]:
    """Count by area. A line of an item counts once; a line of a whole area counts its number, at most the area's items."""
    words = rulebook.forms["publication"].words
    ours = [area.number for area in rulebook.areas_of(unit)]
    counts: dict[int, int] = {}
    for item in items:
        named = [area for area in find_area(rulebook, item.text("area")) if area in ours] or (ours if len(ours) == 1 else [])
        if len(named) != 1:
            continue
        area = named[0]
        counts.setdefault(area, 0)
        if not _is_published(item, words):
            continue
        number = _NUMBER.search(item.text("count"))
        if item.text("second_level"):
            counts[area] += 1
        else:
            counts[area] += min(int(number[0]) if number else 0, standard.get(area, 0))
    return counts


def _is_published(item: Item, words: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a line says so: by its state, else by a number or a page."""
    state = "".join(item.text("state").split())
    if any(word in state for word in words.get("unpublished", ())):
        return False
    if any(word in state for word in words.get("published", ())):
        return True
    number = _NUMBER.search(item.text("count"))
    return bool(int(number[0])) if number else bool(item.text("page") and not state)
