"""The rows of a segment, column by column, with every blank resolved.

Columns and not rows, because that is how blanks are understood: a merge, a 同上, a column written
once a group all run downwards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from mailbot.forms.fill import CONTINUED, FILLED, MERGED, Rule, fill, fill_names
from mailbot.forms.items import PAIRS
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.merges import Origins
from mailbot.forms.rows import Reading, sort_out
from mailbot.forms.text import blank
from mailbot.forms.titles import Segment, Stretch
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch with its rows sorted out.

    ``columns`` are the cells of its items column by column, ``numbers`` the items' rows as a
    spreadsheet numbers them, ``joined`` that other rows go on with some of them.
    """

    stretch: Stretch
    reading: Reading
    merges: Origins
    columns: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]
    joined: bool


@dataclass(slots=True)
class Column:
    """A column's resolved texts, one an item, and how each came."""

    texts: list[str]
    notes: list[str]
    unresolved: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """All items of a segment: ``rows`` gives each item's part and row, ``columns`` its texts by key.

    ``ticks`` are the columns of levels and channels that have a heading each, ``extras`` those
    kept as they are.
    """

    parts: tuple[Part, ...]
    rows: tuple[tuple[Part, int], ...]
    columns: Mapping[str, Column]
    levels: Mapping[str, Column]
    channels: Mapping[str, Column]
    extras: Mapping[str, Column]


def read_body(segment: Segment, lexicon: Lexicon, rulebook: Rulebook) -> Body:
    """Sort the rows out and resolve every column."""
    parts: list[Part] = []
    begun = False
    for stretch in segment.stretches:
        reading = sort_out(stretch, lexicon, rulebook, begun=begun)
        begun = begun or bool(reading.items)
        parts.append(_part(stretch, reading))
    layouts = [part.stretch.layout for part in parts]
    starts = frozenset(_starts(parts))
    plain = not any(part.merges for part in parts)
    columns: dict[str, Column] = {}
    present = {name for layout in layouts for name in layout.columns}
    if any(part.reading.groups for part in parts):
        present.add("first_level")
    for name in sorted(present, key=lambda name: (name != "first_level", list(lexicon.columns).index(name))):
        column = _gather(parts, [layout.columns.get(name, ()) for layout in layouts])
        if name == "first_level":
            _put_groups(column, parts)
        first_level = columns.get("first_level")
        groups = first_level.texts if first_level else column.texts
        unmerged = plain and first_level is not None and FILLED in first_level.notes
        if name == "second_level" and "third_level" in present:
            third = _gather(parts, [layout.columns.get("third_level", ()) for layout in layouts])
            fill_names(column.texts, column.notes, third.texts, groups, starts)
        column.unresolved = fill(column.texts, column.notes, Rule(lexicon.columns[name].fill, groups, starts, lexicon.ditto, unmerged))
        columns[name] = column
    rows = tuple((part, row) for part in parts for row, _ in part.reading.items)
    return Body(
        tuple(parts),
        rows,
        columns,
        _ticked(parts, [dict(layout.levels) for layout in layouts], starts, lexicon.ditto),
        _ticked(parts, [dict(layout.channels) for layout in layouts], starts, lexicon.ditto),
        _ticked(parts, [dict(layout.extras) for layout in layouts], starts, lexicon.ditto),
    )


def _part(stretch: Stretch, reading: Reading) -> Part:
    """Turn the items of a stretch on their side."""
    columns = tuple(zip_longest(*(stretch.table.rows[row] for row, _ in reading.items), fillvalue=""))
    numbers = tuple(str(row + 1) for row, _ in reading.items)
    return Part(stretch, reading, _merges(stretch), columns, numbers, any(more for _, more in reading.items))


def _starts(parts: list[Part]) -> Iterator[int]:
    """Tell the places of the items that stand first below a heading; a table that only goes on has none."""
    place = 0
    for part in parts:
        if part.stretch.band is not None or not place:
            yield place
        place += len(part.reading.items)


def _merges(stretch: Stretch) -> Origins:
    """Find the cells that merges below the heading cover; a tick merged over several columns ticks them all."""
    layout = stretch.layout
    ticks = {column for _, column in (*layout.levels, *layout.channels)}
    ticks |= {column for name in PAIRS for column in layout.columns.get(name, ())}
    every = {column for columns in layout.columns.values() for column in columns} | ticks | {column for _, column in layout.extras}
    return stretch.merges.origins(range(stretch.first, stretch.end), every, frozenset(ticks))


def _gather(parts: list[Part], placed: list[tuple[int, ...]]) -> Column:
    """Collect a column's own and merged texts, with those of the rows that go on."""
    texts: list[str] = []
    notes: list[str] = []
    for part, columns in zip(parts, placed, strict=True):
        if part.reading.carried and texts and columns:
            _go_on(texts, notes, part, part.reading.carried, columns[0])
        if not columns:
            texts += [""] * len(part.reading.items)
            notes += [""] * len(part.reading.items)
        elif len(columns) == 1:
            _gather_one(texts, notes, part, columns[0])
        else:
            _gather_split(texts, notes, part, columns)
    return Column(texts, notes)


def _gather_one(texts: list[str], notes: list[str], part: Part, column: int) -> None:
    """Collect the texts of one column of one part, with what merges and continuing rows say."""
    own = list(map(str.strip, part.columns[column])) if column < len(part.columns) else [""] * len(part.reading.items)
    how = [""] * len(own)
    stray = {text for text in set(own) if len(text) < 3 and not text.isalnum() and blank(text)}
    for place, text in enumerate(own) if stray else ():
        if text in stray:
            origin = part.merges.get((part.reading.items[place][0], column))
            own[place] = part.stretch.table.text(*origin).strip() if origin else ""
            how[place] = MERGED if own[place] else ""
    if part.joined:
        for place, (_, more) in enumerate(part.reading.items):
            texts.append(own[place])
            notes.append(how[place])
            _go_on(texts, notes, part, more, column)
    else:
        texts += own
        notes += how


def _gather_split(texts: list[str], notes: list[str], part: Part, columns: tuple[int, ...]) -> None:
    """Collect a column whose heading stands over several: their texts together."""
    split: list[tuple[list[str], list[str]]] = [([], []) for _ in columns]
    for (some, how), column in zip(split, columns, strict=True):
        _gather_one(some, how, part, column)
    for place in range(len(part.reading.items)):
        texts.append("\n".join(dict.fromkeys(some[place] for some, _ in split if some[place])))
        notes.append(next((how[place] for _, how in split if how[place]), ""))


def _go_on(texts: list[str], notes: list[str], part: Part, rows: list[int], column: int) -> None:
    """Join the texts of rows that go on to the last item's."""
    for row in rows:
        text = part.stretch.table.text(row, column).strip()
        if text and text != texts[-1] and not blank(text):
            texts[-1] = f"{texts[-1]}\n{text}" if texts[-1] else text
            notes[-1] = CONTINUED


def _put_groups(column: Column, parts: list[Part]) -> None:
    """Enter the names of groups that stood in a row of their own above the items."""
    place = 0
    for part in parts:
        for row, _ in part.reading.items:
            if not column.texts[place] and row in part.reading.groups:
                column.texts[place] = part.reading.groups[row]
            place += 1


def _ticked(parts: list[Part], placed: list[dict[str, int]], starts: frozenset[int], ditto: frozenset[str]) -> dict[str, Column]:
    """Collect columns that are known by their heading only."""
    columns: dict[str, Column] = {}
    for heading in dict.fromkeys(heading for headings in placed for heading in headings):
        column = _gather(parts, [(headings[heading],) if heading in headings else () for headings in placed])
        fill(column.texts, column.notes, Rule("", (), starts, ditto))
        columns[heading] = column
    return columns
