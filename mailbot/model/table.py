"""A table as it was found: texts by row and column, merges, and what a reader knew of odd cells.

Texts and not cell objects, because a workbook has tens of thousands of cells and most are plain;
what is special about a few is kept beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Merge(NamedTuple):
    """A merged range: zero-based, all four included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a table of a document: ``rows[r][c]`` is the text of a cell, "" where empty.

    Rows are absolute (rows[0] is row 1 of the sheet) and may differ in length. Only the top left
    cell of a merge holds its text. ``flags`` holds what a text cannot show: "excel-error",
    "uncached-formula", "formula", "date", "number", "lossy-number", or "symbol" where a symbol
    font was translated. ``before`` holds the paragraphs above a table of a document: titles and
    lines such as 填报单位 that have no row; ``after`` holds those below the last table: signatures.
    ``letters`` numbers columns A, B …; in Word too (表1!C4).
    """

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    flags: Mapping[tuple[int, int], str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def texts(self) -> frozenset[str]:
        """Tell what stands in the table, every text once, without order or place."""
        return frozenset().union(*self.rows) - {""}

    def text(self, row: int, column: int) -> str:
        """Read a cell; "" outside the table."""
        if row >= len(self.rows):
            return ""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def where(self, row: int, column: int) -> str:
        """Name a cell as a spreadsheet shows it: 社会救助!F9."""
        return f"{self.sheet}!{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """Tell the letters of a zero-based column: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
