"""Lay out the cells of a Word table as a grid of texts and merges.

A row of Word is a list of cells with spans over a grid that all rows share. Two cells that look
aligned may differ by a hair's breadth, and then the grid has a column between them that nobody
sees; ``compact`` takes such columns out, so that a value stands under its heading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

# A column narrower than this (2 mm in twentieths of a point) is a slip of the hand.
HAIR = 115
MAX_COLUMNS = 1_000


class Box(NamedTuple):
    """A cell: its first grid column, the one after its last, its text, and whether it continues another."""

    start: int
    end: int
    text: str
    down: bool = False
    across: bool = False


@dataclass(slots=True)
class EdgedRow:
    """A row of the old formats: texts of its cells, where they begin and end (twentieths of a point), their merge flags."""

    texts: list[str]
    edges: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)


ACROSS, ACROSS_FIRST, DOWN, DOWN_FIRST = 2, 1, 0x20, 0x60
"""Flags of a cell: it continues the one to its left, is the first of such, continues the one above, is the first of such."""


def by_edges(rows: Sequence[EdgedRow]) -> list[list[Box]]:
    """Give all rows of a table one grid: edges within a hair's breadth of each other are one edge."""
    edges = sorted({edge for row in rows for edge in row.edges})
    columns: dict[int, int] = {}
    for previous, edge in zip([None, *edges], edges, strict=False):
        new = previous is None or edge - previous >= HAIR
        columns[edge] = (max(columns.values(), default=-1) + 1) if new else columns[previous or 0]
    laid: list[list[Box]] = []
    for row in rows:
        placed = [columns[edge] for edge in row.edges[: len(row.texts) + 1]]
        if len(placed) <= len(row.texts) or any(right <= left for left, right in pairwise(placed)):
            placed = list(range(len(row.texts) + 1))
        laid.append([_box(row, index, placed) for index in range(len(row.texts))])
    return laid


def _box(row: EdgedRow, index: int, placed: list[int]) -> Box:
    flags = row.flags[index] if index < len(row.flags) else 0
    left = row.flags[index - 1] if 0 < index <= len(row.flags) else 0
    across = bool(flags & 3 and left & 3) and not row.texts[index]
    return Box(placed[index], placed[index + 1], row.texts[index], down=flags & DOWN_FIRST == DOWN, across=across)


def compact(rows: list[list[Box]], widths: Sequence[int]) -> list[list[Box]]:
    """Take grid columns out that are too narrow to be meant; the rows as they are where that fails."""
    narrow = [0 < width < HAIR for width in widths]
    if not any(narrow):
        return rows
    places = [0]
    for index in range(max((row[-1].end for row in rows if row), default=0)):
        places.append(places[-1] + (0 if index < len(narrow) and narrow[index] else 1))
    moved = [[box._replace(start=places[box.start], end=places[box.end]) for box in row] for row in rows]
    if any(box.start == box.end for row in moved for box in row):
        # A cell of its own in a narrow column: then the column is meant.
        return rows
    return moved


def lay_out(rows: list[list[Box]]) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Place texts in a grid and join the continued cells: merges as (top, left, bottom, right)."""
    grid: list[list[str]] = []
    open_from: dict[int, list[int]] = {}
    merges: list[list[int]] = []
    for number, boxes in enumerate(rows):
        texts = [""] * min(max((box.end for box in boxes), default=0), MAX_COLUMNS)
        started: dict[int, list[int]] = {}
        for box in boxes:
            if box.start >= len(texts):
                break
            above = open_from.get(box.start)
            if box.down and above is not None:
                above[2] = number
                started[box.start] = above
                continue
            if box.across and merges and merges[-1][0] == number and merges[-1][3] == box.start - 1:
                merges[-1][3] = box.end - 1
                continue
            texts[box.start] = box.text
            merge = [number, box.start, number, box.end - 1]
            merges.append(merge)
            started[box.start] = merge
        open_from = started
        grid.append(texts)
    joined = [(top, left, bottom, right) for top, left, bottom, right in merges if top != bottom or left != right]
    return grid, joined
