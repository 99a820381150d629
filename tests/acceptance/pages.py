"""Pages as a clerk sees them, before any file format: lines of text and grids of cells with merges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Runs = tuple[tuple[str, str], ...]
"""A rich text: pieces with the font of each, "" for the usual one."""

Merge = tuple[int, int, int, int]


@dataclass
class Grid:
    """Cells by row and column; a cell is a text or runs in several fonts. Merges are top, left, bottom, right."""

    rows: list[list[Any]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(map(len, self.rows))

    def filled(self) -> list[list[Any]]:
        return [[*row, *[""] * (self.width - len(row))] for row in self.rows]

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells; only the first keeps its text."""
        self.merges.append((top, left, bottom, right))
        for row in range(top, bottom + 1):
            self.rows[row].extend([""] * (right + 1 - len(self.rows[row])))
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    self.rows[row][column] = ""

    def add(self, other: "Grid") -> int:
        """Append another grid below; tells in which row it begins."""
        start = len(self.rows)
        self.rows.extend(list(row) for row in other.rows)
        self.merges.extend((top + start, left, bottom + start, right) for top, left, bottom, right in other.merges)
        return start


Block = str | tuple[str, ...] | Grid
"""A line of text, a line whose parts stand in cells of their own, or a grid."""


@dataclass
class Page:
    """A sheet of a workbook, or a part of a document."""

    name: str
    blocks: Sequence[Block]
    hidden: bool = False


@dataclass
class Placed:
    """Where the grids of a file came to lie: for each grid of each page the sheet's name and its first row (from 1)."""

    grids: dict[int, tuple[str, int]] = field(default_factory=dict)


def from_text(text: str) -> Grid:
    r"""Read a grid: cells between bars; ``<`` belongs to the left, ``^`` to the cell above; ``\\n`` breaks a line."""
    raw = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]
    grid = Grid([["" if cell in "<^" else cell.replace("\\n", "\n") for cell in line] for line in raw])
    for row, line in enumerate(raw):
        for column, cell in enumerate(line):
            if cell and cell in "<^":
                continue
            right = column
            while right + 1 < len(line) and line[right + 1] == "<":
                right += 1
            bottom = row
            while bottom + 1 < len(raw) and column < len(raw[bottom + 1]) and raw[bottom + 1][column] == "^":
                bottom += 1
            if (right, bottom) != (column, row):
                grid.merges.append((row, column, bottom, right))
    return grid


def groups(values: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Tell the first and last place of every run of equal values."""
    start = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[start]:
            yield start, place - 1
            start = place
