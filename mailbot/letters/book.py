"""Workbooks we write; the only module that writes any (openpyxl is imported when one is written).

What comes from outside is always a text cell: formulas never come back active (pitfalls, 90), and
characters no spreadsheet can hold are dropped. The same content gives the same bytes, so that a letter
composed again after a crash is the same letter. Rows and columns count from 0, as in ``Table``.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from mailbot.letters.charts import Bars, draw
from mailbot.letters.clean import cell_text, is_active
from mailbot.letters.packing import packed_alike
from mailbot.model.table import Merge, column_letters

_EPOCH = datetime(2020, 1, 1)  # noqa: DTZ001 (a workbook's properties have no zone; fixed, so that bytes are too)
_SHEET_NAME = 31
"""Characters of a sheet's name that Excel takes."""
A4, A3 = 9, 8
"""Numbers of paper sizes (ECMA-376, ST_PaperSize)."""
_HIGHEST = 380.0
"""Points; Excel takes 409."""
_CHOICES = 250
"""Characters of a list of choices that Excel takes, less the quotes."""


@dataclass(frozen=True, slots=True)
class Style:
    """The looks of a cell. Colours are RRGGBB, "" for none."""

    bold: bool = False
    size: int = 11
    colour: str = ""
    fill: str = ""
    align: str = "left"
    middle: bool = False
    border: bool = True
    link: bool = False


PLAIN = Style()
HEADING = Style(bold=True, fill="E7ECF2", align="center", middle=True)
TITLE = Style(bold=True, size=16, align="center", middle=True, border=False)
NOTE = Style(colour="57606A", border=False)


class Book:
    """A workbook being written."""

    def __init__(self, author: str) -> None:
        from openpyxl import Workbook

        self._author = author
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._sheets: list[Sheet] = []
        self._book.properties.creator = author
        self._book.properties.created = self._book.properties.modified = _EPOCH

    def sheet(self, name: str) -> "Sheet":
        """Add a sheet; its name is made legal and unique."""
        taken = {sheet.title.casefold() for sheet in self._book.worksheets}
        legal = legal_name(name)
        unique, number = legal, 2
        while unique.casefold() in taken:
            unique = f"{legal[: _SHEET_NAME - 4]}({number})"
            number += 1
        self._sheets.append(Sheet(self._book.create_sheet(unique), self._author))
        return self._sheets[-1]

    def content(self) -> bytes:
        """Give the bytes of the finished workbook."""
        from openpyxl.writer.excel import ExcelWriter

        for sheet in self._sheets:
            sheet.join()
        loose = io.BytesIO()
        with zipfile.ZipFile(loose, "w") as archive:
            ExcelWriter(self._book, archive).write_data()
        return packed_alike(loose)


class Sheet:
    """A sheet being written."""

    def __init__(self, sheet: Any, author: str) -> None:
        self._sheet = sheet
        self._author = author
        self._merges: list[Merge] = []
        self._widths: dict[int, float] = {}
        self._looks: dict[tuple[Style, bool], Any] = {}
        self.name: str = sheet.title

    def put(self, row: int, column: int, value: str | int | date | None, style: Style = PLAIN) -> None:
        """Write a cell. Text stays text, whatever it begins with."""
        cell = self._sheet.cell(row + 1, column + 1)
        text = cell_text(value) if isinstance(value, str) else ""
        if text:
            cell.value = text
            cell.data_type = "s"
        elif not isinstance(value, str):
            cell.value = value
        self._dress(cell, style, quoted=is_active(text))

    def _dress(self, cell: Any, style: Style, *, quoted: bool) -> None:
        """Give a cell its looks; worked out once a style, because openpyxl needs longer for it than for the rest."""
        known = self._looks.get((style, quoted))
        if known is not None:
            cell._style = known
            return
        _looks(style)(cell)
        cell.quotePrefix = quoted
        self._looks[style, quoted] = copy(cell._style)

    def put_row(self, row: int, values: Sequence[str | int | date | None], style: Style = PLAIN, *, first: int = 0) -> None:
        """Write cells side by side, from the column ``first`` on."""
        for column, value in enumerate(values, start=first):
            self.put(row, column, value, style)

    def merge(self, merge: Merge) -> None:
        """Join cells when all are written; only the top left one keeps its text."""
        self._merges.append(merge)

    def join(self) -> None:
        """Carry the merges out by hand: openpyxl's own way works out every border again, at half the cost of the book."""
        from openpyxl.worksheet.cell_range import CellRange

        for merge in self._merges:
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    if (row, column) != (merge.top, merge.left) and (row + 1, column + 1) in self._sheet._cells:
                        self._sheet._cells[row + 1, column + 1].value = None
            area = CellRange(min_row=merge.top + 1, min_col=merge.left + 1, max_row=merge.bottom + 1, max_col=merge.right + 1)
            self._sheet.merged_cells.add(area)
        self._merges.clear()

    def note(self, row: int, column: int, text: str) -> None:
        """Hang a comment on a cell, sized to its text."""
        from openpyxl.comments import Comment

        lines = sum(1 + len(line) // 22 for line in text.splitlines())
        self._sheet.cell(row + 1, column + 1).comment = Comment(cell_text(text, 2000), self._author, height=30 + 20 * lines, width=300)

    def link(self, row: int, column: int, sheet: str, cell: str) -> None:
        """Make a cell lead to a cell of a sheet of this book."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        here = self._sheet.cell(row + 1, column + 1)
        quoted = sheet.replace("'", "''")
        here.hyperlink = Hyperlink(ref=here.coordinate, location=f"'{quoted}'!{cell}")

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the first columns, in characters."""
        for column, width in enumerate(widths):
            self._widths[column] = width
            self._sheet.column_dimensions[column_letters(column)].width = width

    def fit(self, first: int, last: int) -> None:
        """Make rows as high as their texts need; not every program does it by itself. Call it after widths and merges."""
        spans = {(merge.top, merge.left): merge for merge in self._merges}
        covered = {
            (row, column)
            for merge in self._merges
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
        }
        wanted: dict[int, int] = {}
        for (row, column), cell in self._sheet._cells.items():
            place = (row - 1, column - 1)
            span = spans.get(place, Merge(*place, *place))
            if (
                first <= place[0] <= last
                and isinstance(cell.value, str)
                and (place in spans or place not in covered)
                and span.top == span.bottom
            ):
                width = sum(self._widths.get(one, 8.0) for one in range(span.left, span.right + 1))
                wanted[place[0]] = max(wanted.get(place[0], 1), line_count(cell.value, width))
        for one, lines in wanted.items():
            if lines > 1:
                self.height(one, min(_HIGHEST, 4.0 + 15.0 * lines))

    def height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self._sheet.row_dimensions[row + 1].height = points

    def choices(self, area: Merge, options: Sequence[str], prompt: str = "") -> None:
        """Offer a drop-down in an area; other text may still be typed."""
        from openpyxl.worksheet.datavalidation import DataValidation

        quoted = ",".join(option.replace('"', '""').replace(",", "\uff0c") for option in options)[:_CHOICES]
        rule = DataValidation(type="list", formula1=f'"{quoted}"', allow_blank=True, showErrorMessage=False)
        rule.prompt, rule.showInputMessage = prompt[:250] or None, bool(prompt)
        first, last = column_letters(area.left), column_letters(area.right)
        rule.add(f"{first}{area.top + 1}:{last}{area.bottom + 1}")
        self._sheet.add_data_validation(rule)

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above and the columns left of a cell in sight."""
        self._sheet.freeze_panes = f"{column_letters(column)}{row + 1}"

    def print_wide(self, repeat: tuple[int, int] | None = None, *, paper: int = A4) -> None:
        """Print across, as wide as one page of A4 (or A3); ``repeat`` names the heading rows for every page."""
        setup = self._sheet.page_setup
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", paper, 1, 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True
        if repeat:
            self._sheet.print_title_rows = f"{repeat[0] + 1}:{repeat[1] + 1}"

    def print_upright(self) -> None:
        """Print on A4 upright, as wide as one page; a single wide column is not made to fit by every program."""
        self.print_wide()
        self._sheet.page_setup.orientation = "portrait"
        self._narrow_margins()

    def chart(self, bars: Bars, row: int, column: int) -> None:
        """Draw bars over cells of the sheet; the upper left corner covers a cell."""
        draw(self._sheet, bars, row, column)

    def hide(self) -> None:
        """Hide the sheet, as it was where it came from."""
        self._sheet.sheet_state = "hidden"

    def number_pages(self, words: str) -> None:
        """Print a foot on every page; &P is its number, &N how many there are."""
        self._sheet.oddFooter.center.text = words
        self._narrow_margins()

    def _narrow_margins(self) -> None:
        """Leave so many inches at both sides."""
        self._sheet.page_margins.left = self._sheet.page_margins.right = 0.4

    def hide_column(self, column: int) -> None:
        """Hide a column that is for the program, not for people."""
        self._sheet.column_dimensions[column_letters(column)].hidden = True

    def hide_row(self, row: int) -> None:
        """Hide a row, as it was where it came from."""
        self._sheet.row_dimensions[row + 1].hidden = True


def legal_name(name: str) -> str:
    """Make a sheet's name one that Excel takes."""
    legal = re.sub(r"[\[\]:*?/\\]", "_", cell_text(name)).strip().strip("'")[:_SHEET_NAME]
    return legal.replace("\n", " ") or "1"


def line_count(text: str, width: float) -> int:
    """Tell how many lines a text takes in a column ``width`` characters wide; Chinese ones count double."""
    room = max(2.0, width - 1.5)
    return sum(1 + int(sum(2 if ord(one) > 0xFF else 1 for one in line) / room) for line in text.split("\n"))


@cache
def _looks(style: Style) -> Callable[[Any], None]:
    """Give what dresses a cell; the parts are shared by all cells of one style."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    font = Font(
        name="\u5b8b\u4f53", size=style.size, bold=style.bold, color=style.colour or None, underline="single" if style.link else None
    )
    alignment = Alignment(horizontal=style.align, vertical="center" if style.middle else "top", wrap_text=True)
    line = Side(style="thin", color="B8BFC8")
    border = Border(left=line, right=line, top=line, bottom=line)
    fill = PatternFill("solid", start_color=style.fill, end_color=style.fill) if style.fill else None

    def dress(cell: Any) -> None:
        cell.font, cell.alignment = font, alignment
        if style.border:
            cell.border = border
        if fill is not None:
            cell.fill = fill

    return dress
