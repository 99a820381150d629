"""What a person does to the draft workbook in Excel or WPS, and what must come of each row."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from openpyxl import Workbook, load_workbook

from mailbot.model.mail import File
from mailbot.model.standard import Entry
from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits
from mailbot.standards.merge import Merged
from mailbot.standards.rows import Edited, edited
from mailbot.standards.workbook import Draft, draft_workbook
from tests.standards.builders import rules

SHEETS = {5: "社会救助", 6: "养老服务"}
FIRST, SECOND, CONTENT, BASIS = 1, 2, 3, 4


@dataclass(frozen=True)
class Line:
    """A row of a sheet: where it stands, the item it really is (None: new), its cells, what was done to it, what it was split from."""

    area: int
    item: str | None
    cells: tuple[str, ...]
    done: str = ""
    origin: str = ""

    def put(self, column: int, text: str, done: str) -> "Line":
        cells = (*self.cells[:column], text, *self.cells[column + 1 :])
        return replace(self, cells=cells, done=done)


def workbook(entries: Sequence[Entry]) -> bytes:
    return draft_workbook(Draft(1, Merged(tuple(entries)), {}, (), date(2020, 10, 9)), rules())


def lines(content: bytes) -> list[Line]:
    """Give the rows of the areas' sheets as a person sees them after undoing every merge."""
    book = load_workbook(io.BytesIO(content))
    found = []
    for area, name in SHEETS.items():
        sheet = book[name]
        above = ""
        for row in sheet.iter_rows(min_row=4, values_only=True):
            cells = tuple("" if cell is None else str(cell) for cell in row)
            above = cells[FIRST] or above
            key = cells[-2]
            found.append(Line(area, key, (*cells[:FIRST], above, *cells[SECOND:])))
    return found


def written(content: bytes, rows: Sequence[Line], *, keys: bool, merged: bool) -> bytes:
    """Write the sheets again with other rows; without ``keys`` the hidden columns are gone."""
    before, after = load_workbook(io.BytesIO(content)), Workbook()
    after.remove(after.worksheets[0])
    for area, name in SHEETS.items():
        sheet, mine = after.create_sheet(name), [row for row in rows if row.area == area]
        heads = [["" if cell is None else str(cell) for cell in row] for row in before[name].iter_rows(max_row=3, values_only=True)]
        for cells in (*heads, *(row.cells for row in mine)):
            sheet.append(list(cells if keys else cells[:-2]))
        for area_merged in before[name].merged_cells.ranges:
            if area_merged.max_row <= 3:
                sheet.merge_cells(area_merged.coord) if keys or area_merged.max_col <= 14 else None
        if merged:
            merge_equal(sheet, [row.cells[FIRST] for row in mine])
    saved = io.BytesIO()
    after.save(saved)
    return saved.getvalue()


def merge_equal(sheet: object, texts: Sequence[str]) -> None:
    start = 0
    for n in range(1, len(texts) + 1):
        if n == len(texts) or texts[n] != texts[start]:
            if n - start > 1:
                sheet.merge_cells(start_row=4 + start, end_row=3 + n, start_column=FIRST + 1, end_column=FIRST + 1)  # type: ignore[attr-defined]
            start = n


def read(content: bytes) -> Edited:
    files: tuple[File, ...] = read_file("1", "标准目录.xlsx", content, ReadLimits())
    return edited(files, rules())
