"""One sheet that holds a catalogue and a list of people: cut into a part for each, rows keep their numbers.

Only where both are there: a table of one kind is never cut, so a blank row in it does no harm.
"""

import itertools
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from mailbot.forms.headings import Headings
from mailbot.forms.people import CONTACTS
from mailbot.forms.people_words import LONGEST_LABEL, PeopleWords
from mailbot.forms.text import blank, key
from mailbot.model.table import Table

MOST_TEXTS = 3
"""A line of a title has no more texts than this."""


def parts(table: Table, catalogue: Headings, words: PeopleWords) -> list[Table]:
    """Cut a table with headings of both kinds into its parts; any other table is one part."""
    names = _names(catalogue.texts(table), words)
    people = [row for row, cells in enumerate(table.rows) if not names.isdisjoint(cells) and _heads_people(cells, words)] if names else []
    bands = catalogue.bands(table) if people else ()
    heads = [row for row in people if not any(band.top <= row <= band.bottom for band in bands)]
    if not bands or not heads:
        return [table]
    cuts: list[tuple[int, int]] = []
    for row in heads:
        if cuts and row < cuts[-1][1]:
            continue
        above = max((band.bottom + 1 for band in bands if band.bottom < row), default=0)
        below = min((band.top for band in bands if band.top > row), default=len(table.rows))
        cuts.append((_start(table.rows, above, row), _end(table.rows, row, below)))
    return list(_pieces(table, cuts))


def _names(texts: Set[str], words: PeopleWords) -> frozenset[str]:
    """List the texts that are the heading of names: a catalogue has thousands of rows, and hardly a cell that begins like it."""
    initials = frozenset(name[0] for name in words.lexicon.written["name"])
    likely = [text for text in texts if text[0] in initials and len(text) <= LONGEST_LABEL]
    return frozenset(text for text in likely if key(text) in words.lexicon.written["name"])


def _heads_people(cells: Sequence[str], words: PeopleWords) -> bool:
    """Tell whether a row heads a list of people: a name and a number or post, and nothing that is no label."""
    fields: set[str] = set()
    for text in cells:
        if text and not blank(text):
            label = words.label(text)
            if label is None:
                return False
            fields.add(label.field)
    return "name" in fields and not fields.isdisjoint({"post", *CONTACTS})


def _start(rows: Sequence[Sequence[str]], above: int, heading: int) -> int:
    """Go up over the lines of the title of a list of people."""
    start = heading
    while start > above and 0 < sum(not blank(text) for text in rows[start - 1]) <= MOST_TEXTS:
        start -= 1
    return start


def _end(rows: Sequence[Sequence[str]], heading: int, below: int) -> int:
    """Go down to the blank row or the line of a title that ends a list of people, or to the next heading's title."""
    if below == len(rows):
        return below
    end = heading + 1
    while end < below and sum(not blank(text) for text in rows[end]) > 1:
        end += 1
    return end


def _pieces(table: Table, cuts: Sequence[tuple[int, int]]) -> Iterator[Table]:
    """Give the parts from top to bottom; the paragraphs above belong to the first, those below to the last."""
    edges = sorted({0, len(table.rows), *(edge for cut in cuts for edge in cut)})
    for first, end in itertools.pairwise(edges):
        rows = ((),) * first + table.rows[first:end]
        if any(not blank(text) for cells in rows for text in cells):
            yield replace(
                table,
                rows=rows,
                merges=tuple(merge for merge in table.merges if first <= merge.top and merge.bottom < end),
                flags={place: flag for place, flag in table.flags.items() if first <= place[0] < end},
                hidden_rows=frozenset(row for row in table.hidden_rows if first <= row < end),
                before=table.before if first == 0 else (),
                after=table.after if end == len(table.rows) else (),
            )
