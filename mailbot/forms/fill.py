"""Blanks: what a clerk means by an empty cell or by 同上, and how each value came to be.

From above only: inside a merge; for 同上; the first level always; and columns that are evidently
written once for several rows (design, 5, Blanks): once a group, once for the whole table, or once
a merge that a csv or a converter lost, whatever rows it covered. Never across a heading, a title
or an area: every stretch is filled by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailbot.forms.text import squeeze

MERGED, DITTO, FILLED, CONTINUED, UNRESOLVED = "merged", "ditto", "filled", "continued", "unresolved"
"""How a value came: see Value.note. Unresolved: 同上 with nothing above."""

_ENDS = "\u3002.,\uff0c;\uff1b:\uff1a()\uff08\uff09"
_LONGEST = 8

LONG_RUN = 2
"""So many blanks in a row are no slip of the hand, where no cell of the table is merged."""

SHARE_OF_LONE = 3
"""Lone blanks are none where every third row, and three at least, is one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one column's blanks are filled: "" not, "merge", "group", "above" (rules/forms).

    ``groups`` are the items' first levels. At the places in ``starts`` a heading or title stands
    above: nothing passes them. ``ditto`` are the writings of 同上. ``unmerged``: no cell of the
    table is merged, and the first level is written once a group.
    """

    how: str
    groups: Sequence[str]
    starts: frozenset[int]
    ditto: frozenset[str]
    unmerged: bool = False


def fill(texts: list[str], notes: list[str], rule: Rule) -> list[int]:
    """Fill the blanks of one column in place; list the places of a 同上 that has nothing above it.

    ``texts`` are the items' own or merged texts from top to bottom.
    """
    unresolved = _ditto(texts, notes, rule)
    if "" in texts:
        if rule.how == "above":
            _from_above(texts, notes, rule.starts)
        elif rule.how == "group" and _once_a_group(texts, rule.groups, rule.starts):
            _from_above(texts, notes, rule.starts, rule.groups)
        elif rule.how == "group" and (_once(texts, notes) or (rule.unmerged and _once_a_run(texts, rule))):
            _from_above(texts, notes, rule.starts)
    return unresolved


def fill_names(texts: list[str], notes: list[str], below: Sequence[str], groups: Sequence[str], starts: frozenset[int]) -> None:
    """Fill the blanks of a middle tier in place, within a group, where the tier ``below`` it names the item."""
    for place, text in enumerate(texts):
        if not text and place not in starts and below[place] and groups[place] == groups[place - 1] and texts[place - 1]:
            texts[place], notes[place] = texts[place - 1], FILLED


def _ditto(texts: list[str], notes: list[str], rule: Rule) -> list[int]:
    """Resolve 同上 to the value above; list the places where nothing is above."""
    initials = _initials(rule.ditto)
    likely = [text for text in set(texts) if text and text[0] in initials and len(text) <= _LONGEST]
    written = {text for text in likely if squeeze(text).strip(_ENDS) in rule.ditto}
    unresolved = []
    for place, text in enumerate(texts) if written else ():
        if text not in written:
            continue
        if place in rule.starts or not texts[place - 1]:
            texts[place], notes[place] = "", UNRESOLVED
            unresolved.append(place)
        else:
            texts[place], notes[place] = texts[place - 1], DITTO
    return unresolved


@lru_cache(maxsize=64)
def _initials(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[0] for word in words)


def _from_above(texts: list[str], notes: list[str], starts: frozenset[int], groups: Sequence[str] | None = None) -> None:
    """Carry values down over blanks, within a group where groups are given."""
    for place, text in enumerate(texts):
        if text or place in starts or notes[place] == UNRESOLVED or not texts[place - 1]:
            continue
        if groups is None or groups[place] == groups[place - 1]:
            texts[place], notes[place] = texts[place - 1], FILLED


def _once_a_group(texts: Sequence[str], groups: Sequence[str], starts: frozenset[int]) -> bool:
    """Tell whether a column is evidently written once a group.

    In every group only the first row has a value, and at least one group has two or more blanks.
    A value repeated on the first row below a repeated heading is the same value.
    """
    most = blanks = 0
    for place, text in enumerate(texts):
        first = place == 0 or groups[place] != groups[place - 1]
        if first and not text:
            return False
        if first or place in starts:
            blanks = 0
        elif text:
            return False
        else:
            blanks += 1
            most = max(most, blanks)
    return most >= 2


def _once(texts: Sequence[str], notes: Sequence[str]) -> bool:
    """Tell whether a column says one thing, in the first row, for all rows below: two at least, none of them merged."""
    return len(texts) > LONG_RUN and bool(texts[0]) and not any(texts[1:]) and not any(notes)


def _once_a_run(texts: Sequence[str], rule: Rule) -> bool:
    """Tell whether a column's blanks are what is left of merges, whatever rows these covered.

    Whoever merges never states the same in two rows of a group, one below the other; whoever states
    it in every row may have forgotten it. So no neighbours are alike, and the blanks come in runs or often.
    """
    runs: list[int] = []
    for place, text in enumerate(texts):
        first = place == 0 or place in rule.starts
        if text:
            if not first and text == texts[place - 1] and rule.groups[place] == rule.groups[place - 1]:
                return False
        elif first:
            return False
        elif texts[place - 1]:
            runs.append(1)
        else:
            runs[-1] += 1
    return max(runs, default=0) >= LONG_RUN or (len(runs) >= SHARE_OF_LONE and SHARE_OF_LONE * len(runs) >= len(texts))
