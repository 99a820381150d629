"""Lay out the cells of a Word table as a grid of texts and merges.

A row of Word is a list of cells with spans over a grid that all rows share. Two cells that look
aligned may differ by a hair's breadth, and then the grid has a column between them that nobody
sees; ``compact`` takes such columns out, so that a value stands under its heading.
"""

from collections.abc import Sequence
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
