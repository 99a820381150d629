"""Grids of values become Tables: cleaned, trimmed, cut at the ceilings, with what was lost named.

Every reader hands its grids to a ``TableMaker``; so all formats obey the same limits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mailbot.model.table import Merge, Table
from mailbot.reading.cells import cell_text, clean, looks_mangled, notable, suspect
from mailbot.reading.limits import ReadLimits


@dataclass(frozen=True, slots=True)
class Extras:
    """What a reader knows of a grid besides its values; places are zero-based (row, column)."""

    merges: Sequence[Merge] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    flags: Mapping[tuple[int, int], str] | None = None
    before: tuple[str, ...] = ()


PLAIN = Extras()
# Enough for notes, a signature and a date.
MOST_AFTER = 30
# Merges that lie over each other a thousand times are no table of a clerk.
_COVERED_CELLS = 5_000_000
# Stands for a value that is no text yet; no text equals it by chance.
_OTHER = "\ud800 other"


class TableMaker:
    """Collects the tables of one file and the codes of what was lost on the way."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._characters = limits.characters
        self._tables: list[Table] = []
        self._losses: dict[str, None] = {}
        self._notable: set[int] = set()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables so far, in their order in the file; empty sheets are left out."""
        return tuple(self._tables)

    @property
    def losses(self) -> tuple[str, ...]:
        """The codes of what was lost, each once."""
        return tuple(self._losses)

    def may_hold_marks(self, index: int) -> bool:
        """Tell whether a table has any character that is a mark in a symbol font."""
        return index in self._notable

    @property
    def full(self) -> bool:
        """Tell whether no further table is taken."""
        return len(self._tables) >= self._limits.sheets

    @property
    def room(self) -> int:
        """Tell how many tables are still taken."""
        return self._limits.sheets - len(self._tables)

    def lose(self, code: str) -> None:
        """Note a loss."""
        self._losses[code] = None

    def add(self, sheet: str, values: Iterable[Sequence[object]], extras: Extras = PLAIN) -> None:
        """Make a table of a grid whose first row is row 1; nothing is made of an empty one."""
        if self.full:
            self.lose("sheets-cut")
            return
        flags: dict[tuple[int, int], str] = {}
        rows = self._rows(values, flags)
        while rows and not rows[-1]:
            rows.pop()
        if not rows:
            return
        merges = self._merges(extras.merges, len(rows))
        _cover(rows, merges)
        inside = {place: flag for place, flag in (extras.flags or {}).items() if place[0] < len(rows) and place[1] < self._limits.columns}
        self._tables.append(
            Table(
                sheet=clean(sheet)[0],
                rows=tuple(rows),
                merges=merges,
                hidden=extras.hidden,
                hidden_rows=frozenset(row for row in extras.hidden_rows if row < len(rows)),
                flags={**flags, **inside},
                before=extras.before,
            )
        )

    def finish(self, after: Sequence[str], *, document: str = "") -> None:
        """Give the last table the paragraphs that stand below it: signatures, dates.

        In a ``document`` (the name of its first table) without any table they are all there is: a list may be typed in them.
        """
        texts = tuple(after[:MOST_AFTER])
        if self._tables and texts:
            self._tables[-1] = replace(self._tables[-1], after=texts)
        elif texts and document:
            self._tables.append(Table(sheet=document, rows=(), before=texts))

    def take(self, other: "TableMaker", name: str) -> None:
        """Add the tables of a part that was read by itself, numbered on under ``name``."""
        for table in other.tables:
            if self.full:
                self.lose("sheets-cut")
                return
            self._tables.append(replace(table, sheet=f"{name}{len(self._tables) + 1}"))
        for code in other.losses:
            self.lose(code)

    def rewrite(self, index: int, texts: Mapping[tuple[int, int], str], flag: str) -> None:
        """Put other texts into cells of a table and flag them."""
        if not texts:
            return
        table = self._tables[index]
        rows = [list(row) for row in table.rows]
        for (row, column), text in texts.items():
            rows[row][column] = self._cut(clean(text)[0])
        flags = {**table.flags, **dict.fromkeys(texts, flag)}
        self._tables[index] = replace(table, rows=tuple(map(tuple, rows)), flags=flags)

    def _rows(self, values: Iterable[Sequence[object]], flags: dict[tuple[int, int], str]) -> list[tuple[str, ...]]:
        limits = self._limits
        rows: list[tuple[str, ...]] = []
        grid = iter(values)
        for number, row in enumerate(islice(grid, limits.rows)):
            if len(row) > limits.columns:
                if any(_filled(value) for value in row[limits.columns :]):
                    self.lose("columns-cut")
                row = row[: limits.columns]
            texts = self._texts(number, row, flags)
            if self._characters < 0:
                self.lose("rows-cut")
                break
            rows.append(tuple(texts))
        if any(any(map(_filled, row)) for row in grid):
            self.lose("rows-cut")
        return rows

    def _texts(self, number: int, row: Sequence[object], flags: dict[tuple[int, int], str]) -> list[str]:
        # Nearly all cells are texts; they are told apart first, and without isinstance, for speed.
        texts = [value if value.__class__ is str else _OTHER for value in row]
        column = -1
        for _ in range(texts.count(_OTHER)):
            column = texts.index(_OTHER, column + 1)
            texts[column], flag = cell_text(row[column])
            if flag:
                flags[number, column] = flag
        while texts and (not texts[-1] or texts[-1].isspace()):
            texts.pop()
        joined = "".join(texts)
        self._characters -= len(joined)
        if notable(joined):
            self._notable.add(len(self._tables))
            self._look_closer(number, texts, joined, flags)
        if len(joined) > self._limits.cell_characters:
            texts = [self._cut(text) for text in texts]
        return texts

    def _look_closer(self, number: int, texts: list[str], joined: str, flags: dict[tuple[int, int], str]) -> None:
        """Clean the texts of a row in place, and flag the numbers that a spreadsheet shortened."""
        if suspect(joined):
            for column, text in enumerate(texts):
                texts[column], lossy = clean(text)
                if lossy:
                    self.lose("text-lossy")
                if looks_mangled(text):
                    flags[number, column] = "lossy-number"

    def _cut(self, text: str) -> str:
        if len(text) <= self._limits.cell_characters:
            return text
        self.lose("cells-cut")
        return text[: self._limits.cell_characters]

    def _merges(self, merges: Sequence[Merge], height: int) -> tuple[Merge, ...]:
        inside = [merge for merge in merges if merge.top < height and merge.left < self._limits.columns]
        if len(inside) > self._limits.merges:
            self.lose("merges-cut")
            inside = inside[: self._limits.merges]
        inside.sort()
        return tuple(_apart(inside))


def _apart(merges: Sequence[Merge]) -> Iterator[Merge]:
    """Leave out merges that lie over an earlier one: no program shows them, and what they cover is seen."""
    open_still: list[Merge] = []
    for merge in merges:
        open_still = [other for other in open_still if other.bottom >= merge.top]
        if not any(other.left <= merge.right and merge.left <= other.right for other in open_still):
            open_still.append(merge)
            yield merge


def _cover(rows: list[tuple[str, ...]], merges: Sequence[Merge]) -> None:
    """Empty the cells under a merge: nobody sees them, though some programs leave texts there."""
    left = _COVERED_CELLS
    for top, first, bottom, last in merges:
        for number in range(top, min(bottom + 1, len(rows))):
            row = rows[number]
            start = first + 1 if number == top else first
            left -= 1 + last - first
            if left < 0:
                return
            if any(row[start : last + 1]):
                rows[number] = row[:start] + ("",) * (min(last + 1, len(row)) - start) + row[last + 1 :]


def _filled(value: object) -> bool:
    return value is not None and value != "" and not (isinstance(value, str) and value.isspace())
