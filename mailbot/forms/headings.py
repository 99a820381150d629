"""Where the headings of a table stand: bands of one to three rows, anywhere on the sheet.

Found by score, never by row number: a row that shows enough known names anchors a band, and its
neighbours belong to it when they hold sub-headings or the fragments of headings that a bad
conversion tore apart (domain, 1.2).
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from mailbot.forms.lexicon import EXACT, LONGEST_HEADING, Lexicon, column_of
from mailbot.forms.merges import Merges
from mailbot.forms.text import squeeze
from mailbot.model.table import Table

DEEPEST = 3
"""Rows of a heading band at most."""

MOST_MERGES = 200
"""No heading has more merges in a row; a file that claims more is not read more carefully."""

WIDEST = 256
"""No heading reaches further, in columns."""

LONGEST_NAME = 40
"""A heading without instructions, blanks between its characters included, is shorter."""

MOST_LOOKS = 40
MOST_TEXTS = 60
"""So many rows of a table, and so many texts in them, are looked at carefully; a table has a few headings, not thousands."""

SURE = 2
"""So many headings must be written exactly right before others are taken for headings by likeness."""

LIKELY = 6
"""Where one heading only is written right, so many must be likely: a character was lost from all of them."""

TICK_KEYS = frozenset({"audience_public", "audience_specific", "method_active", "method_on_request", "level_county", "level_township"})
"""Columns whose names also stand in rows as values, where a table is flat: they anchor nothing."""


@dataclass(frozen=True, slots=True)
class Band:
    """A heading: its first and last row (zero-based), and per column the texts from parent to leaf."""

    top: int
    bottom: int
    paths: Mapping[int, tuple[str, ...]]

    @property
    def rows(self) -> tuple[int, ...]:
        """Tell the rows as a spreadsheet numbers them."""
        return tuple(range(self.top + 1, self.bottom + 2))


class _Looked(NamedTuple):
    """A table and what was found in it."""

    table: Table
    merges: Merges
    bands: tuple[Band, ...]
    texts: frozenset[str]


class Headings:
    """The headings of a file's tables by one form's words: looked for once a table, however many ask."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._found: dict[int, _Looked] = {}

    def bands(self, table: Table) -> tuple[Band, ...]:
        """List every heading band of a table, from top to bottom."""
        return self._of(table).bands

    def texts(self, table: Table) -> frozenset[str]:
        """Tell what stands in a table, every text once."""
        return self._of(table).texts

    def merges(self, table: Table) -> Merges:
        """Sort out a table's merges."""
        return self._of(table).merges

    def _of(self, table: Table) -> _Looked:
        # By identity: to compare tables costs more than to look again. They are kept, so no other takes their place.
        found = self._found.get(id(table))
        if found is None:
            merges, texts = Merges.of(table), table.texts
            found = self._found[id(table)] = _Looked(table, merges, _bands(table, texts, merges, self.lexicon), texts)
        return found


def _bands(table: Table, texts: Set[str], merges: Merges, lexicon: Lexicon) -> tuple[Band, ...]:
    """Find every heading band of a table."""
    names = _names(texts, lexicon)
    bands: list[Band] = []
    after = looks = 0
    for row, cells in enumerate(table.rows):
        if row < after or names.keys().isdisjoint(cells):
            continue
        exact = {names[text] for text in cells if text in names}
        sure = len(exact - TICK_KEYS)
        if not sure or (sure < SURE and looks > MOST_LOOKS):
            continue
        looks += 1
        if _anchors(cells, exact, lexicon, careful=looks <= MOST_LOOKS, least=0 if sure >= SURE else LIKELY):
            band = _grow(_Sheet(table, merges, lexicon), row, after)
            bands.append(band)
            after = band.bottom + 1
    return tuple(bands)


def _names(texts: Set[str], lexicon: Lexicon) -> dict[str, str]:
    """Name the columns of those texts of a table that are headings, written exactly right."""
    initials = lexicon.initials
    likely = [text for text in texts if text[0] in initials and 1 < len(text) < LONGEST_NAME]
    return {text: column for text in likely if (column := column_of(lexicon, text))}


def _anchors(cells: Sequence[str], exact: set[str], lexicon: Lexicon, *, careful: bool, least: int = 0) -> bool:
    """Tell whether a row shows enough headings, ``least`` or what the form asks, to be one; a ``careful`` look takes likely ones too."""
    texts = [text for text in cells if text]
    seen = set(exact)
    if len(seen) < max(least, lexicon.form.min_columns) and careful:
        seen |= {column for match in map(lexicon.match, texts[:MOST_TEXTS]) if match and (column := lexicon.column_of_match(match))}
    return len(seen) >= max(least, lexicon.form.min_columns) and 3 * len(seen) >= len(texts)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table with its merges, and the words to look for."""

    table: Table
    merges: Merges
    lexicon: Lexicon


def _grow(sheet: _Sheet, row: int, after: int) -> Band:
    """Take the rows around an anchor that belong to its heading."""
    table, lexicon = sheet.table, sheet.lexicon
    top = bottom = row
    deep = [merge.bottom for merge in sheet.merges.tops.get(row, ()) if merge.bottom > row and table.text(row, merge.left)]
    if deep:
        bottom = min(max(set(deep), key=deep.count), row + DEEPEST - 1, len(table.rows) - 1)
    while bottom + 1 < len(table.rows) and bottom - top + 1 < DEEPEST and _belongs(table, lexicon, top, bottom + 1):
        bottom += 1
    if top > after and bottom - top + 1 < DEEPEST and _parents(table.rows[top - 1], lexicon):
        top -= 1
    return Band(top, bottom, _paths(sheet, top, bottom))


def _belongs(table: Table, lexicon: Lexicon, top: int, row: int) -> bool:
    """Tell whether a row below a band continues it: sub-headings, or fragments that complete the text above."""
    known = filled = 0
    for column, text in enumerate(table.rows[row]):
        if not text or text.isspace():
            continue
        filled += 1
        if len(text) > LONGEST_HEADING or squeeze(text).replace(".", "").isdigit():
            return False
        above = "".join(table.text(line, column) for line in range(top, row))
        known += lexicon.knows(text) or lexicon.is_level(text) or (bool(above) and lexicon.completes(above + text))
    return filled > 0 and 3 * known >= 2 * filled


def _parents(cells: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether the row above a band holds parent headings only."""
    texts = [text for text in cells if text and not text.isspace()]
    known = sum(lexicon.names(text) for text in texts)
    return known >= 2 and 3 * known >= 2 * len(texts)


def _paths(sheet: _Sheet, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """Tell each column's heading texts from parent to leaf, parents spread over their sub-headings."""
    grid = [list(sheet.table.rows[row]) for row in range(top, bottom + 1)]
    begun = [merge for row in range(top, bottom + 1) for merge in sheet.merges.tops.get(row, ())[:MOST_MERGES]]
    width = max([*map(len, grid), *(merge.right + 1 for merge in begun if merge.right < WIDEST)])
    for cells in grid:
        cells.extend([""] * (width - len(cells)))
    spread = [[False] * width for _ in grid]
    for merge in begun:
        text = grid[merge.top - top][merge.left] if merge.left < width else ""
        for row in range(merge.top, min(merge.bottom, bottom) + 1):
            for column in range(merge.left, min(merge.right, width - 1) + 1):
                grid[row - top][column] = text if row == merge.top else ""
                spread[row - top][column] = True
    _spread_parents(grid, spread)
    return {column: tuple(cells[column] for cells in grid if cells[column] and not cells[column].isspace()) for column in range(width)}


def _spread_parents(grid: list[list[str]], spread: list[list[bool]]) -> None:
    """Carry a parent to the right over blanks that have a sub-heading below, where the merge was lost."""
    for level, cells in enumerate(grid[:-1]):
        for column in range(1, len(cells)):
            if cells[column] or spread[level][column] or not any(below[column] for below in grid[level + 1 :]):
                continue
            if cells[column - 1] and any(below[column - 1] for below in grid[level + 1 :]):
                cells[column] = cells[column - 1]


def same_heading(one: Band, other: Band, lexicon: Lexicon) -> bool:
    """Tell whether two bands head the same columns: the heading is only repeated."""
    return _leaves(one, lexicon) == _leaves(other, lexicon)


def _leaves(band: Band, lexicon: Lexicon) -> dict[int, str]:
    matches = {column: lexicon.match(path[-1]) for column, path in band.paths.items() if path}
    return {
        column: match.name if match.how == EXACT else lexicon.column_of_match(match) or match.name
        for column, match in matches.items()
        if match
    }
