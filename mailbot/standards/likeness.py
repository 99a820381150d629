"""How like is a row to an item? Three questions: the same but for the key, still believable, worth asking about."""

from collections.abc import Sequence

from mailbot.model.standard import Entry
from mailbot.standards.elements import differing
from mailbot.standards.rows import Row

BELIEVABLE = 45.0
"""Per cent: a row with an item's key and a new name is still that item when its name or its content is so like."""
WORTH_ASKING = 60.0
"""Per cent of likeness in names from which a row without a key may be an item."""
SAME_CONTENT = 80.0
"""The same for contents: those of two items of one group are alike by nature."""
SHORT = 8
"""Characters of a content that say too little to tell two items apart."""
SAME_GROUP = 20.0
"""What the same first level counts for in the order of candidates."""


def alike(row: Row, entry: Entry) -> bool:
    """Tell whether a row says all that an item says, and nothing else."""
    return not differing(entry.elements, row.elements)


def plausible(row: Row, entry: Entry) -> bool:
    """Tell whether a row that carries an item's key may be that item, edited: some part of it is still there."""
    name, content = _ratios(row, entry)
    return max(name, content) >= BELIEVABLE


def candidates(row: Row, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """List all items that a row without a key may be, the likest first."""
    scored = []
    group = _plain(Entry("", 0, "", row.elements).text("first_level"))
    for entry in entries:
        name, content = _ratios(row, entry)
        same_area = row.area in (None, entry.area)
        likely = name >= WORTH_ASKING or (content >= SAME_CONTENT and len(entry.text("content")) >= SHORT)
        if (same_area and likely) or (not same_area and name >= SAME_CONTENT and content >= SAME_CONTENT):
            scored.append((max(name, content) + SAME_GROUP * (group == _plain(entry.text("first_level"))), entry))
    return tuple(entry for _, entry in sorted(scored, key=lambda pair: -pair[0]))


def _ratios(row: Row, entry: Entry) -> tuple[float, float]:
    """Give the likeness of names and of contents in per cent."""
    from rapidfuzz import fuzz

    mine = Entry("", 0, "", row.elements)
    name = fuzz.ratio(_plain(mine.name), _plain(entry.name))
    content = fuzz.ratio(_plain(mine.text("content")), _plain(entry.text("content")))
    return name, content


def _plain(text: str) -> str:
    return "".join(text.split())
