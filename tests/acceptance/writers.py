"""Pages written as real files by the libraries that people's software stands for."""

import io
import re
from datetime import date
from typing import Any

import docx
import openpyxl
import xlwt
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment

from tests.acceptance.pages import Grid, Page, Placed, Runs


def xlsx(pages: list[Page]) -> tuple[bytes, Placed]:
    """A workbook by openpyxl: lines of text are merged across the width, as clerks do."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    placed = Placed()
    for page in pages:
        sheet = book.create_sheet(page.name)
        if page.hidden:
            sheet.sheet_state = "hidden"
        _on_sheet(
            page,
            placed,
            lambda row, column, value, sheet=sheet: _xlsx_cell(sheet, row, column, value),
            lambda top, left, bottom, right, sheet=sheet: sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            ),
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), placed


def _xlsx_cell(sheet: Any, row: int, column: int, value: str | Runs) -> None:
    cell = sheet.cell(row + 1, column + 1)
    if isinstance(value, (int, float, date)):
        cell.value = value
    elif isinstance(value, str):
        cell.value = _number(value)
    else:
        cell.value = CellRichText(*(TextBlock(InlineFont(rFont=font), text) if font else text for text, font in value))
    cell.alignment = Alignment(wrap_text=True)


def xls(pages: list[Page]) -> tuple[bytes, Placed]:
    """A workbook of Excel 97 by xlwt."""
    book = xlwt.Workbook(encoding="utf-8")
    placed = Placed()
    fonts: dict[str, Any] = {}
    for page in pages:
        sheet = book.add_sheet(page.name, cell_overwrite_ok=True)
        sheet.visibility = 1 if page.hidden else 0

        def put(row: int, column: int, value: str | Runs, sheet: Any = sheet) -> None:
            if isinstance(value, date):
                sheet.write(row, column, value, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
                return
            if not isinstance(value, tuple):
                sheet.write(row, column, _number(value) if isinstance(value, str) else value)
                return
            for _, name in value:
                if name and name not in fonts:
                    fonts[name] = xlwt.Font()
                    fonts[name].name = name
            usual = fonts.setdefault("", xlwt.Font())
            sheet.write_rich_text(row, column, [(text, fonts[font] if font else usual) for text, font in value])

        _on_sheet(page, placed, put, lambda top, left, bottom, right, sheet=sheet: sheet.merge(top, bottom, left, right))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), placed


def _number(text: str) -> str | int:
    """Excel makes numbers of what looks like one when a clerk types it."""
    return int(text) if re.fullmatch(r"[1-9]\d{0,3}", text) else text


def _on_sheet(page: Page, placed: Placed, put: Any, merge: Any) -> None:
    width = max([block.width for block in page.blocks if isinstance(block, Grid)], default=8)
    row = 0
    for block in page.blocks:
        if isinstance(block, str):
            if block:
                put(row, 0, block)
                merge(row, 0, row, width - 1)
            row += 1
        elif isinstance(block, tuple):
            for place, text in enumerate(block):
                if text:
                    put(row, place * max(1, width // len(block)), text)
            row += 1
        else:
            placed.grids[id(block)] = (page.name, row + 1)
            for line, cells in enumerate(block.rows):
                for column, value in enumerate(cells):
                    if value:
                        put(row + line, column, value)
            for top, left, bottom, right in block.merges:
                merge(row + top, left, row + bottom, right)
            row += len(block.rows)


def docx_file(pages: list[Page]) -> tuple[bytes, Placed]:
    """A document by python-docx: lines are paragraphs, grids are tables."""
    book = docx.Document()
    section = book.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, section.page_height, section.page_width
    placed = Placed()
    for page in pages:
        for block in page.blocks:
            if isinstance(block, str):
                book.add_paragraph(block)
            elif isinstance(block, tuple):
                book.add_paragraph("          ".join(block))
            else:
                placed.grids[id(block)] = (f"表{len(placed.grids) + 1}", 1)
                _table(book, block)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), placed


def _table(book: Any, grid: Grid) -> None:
    rows = grid.filled()
    table = book.add_table(len(rows), grid.width, style="Table Grid")
    cells = [list(row.cells) for row in table.rows]
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if not isinstance(value, tuple):
                cells[row][column].text = str(value)
            else:
                _runs(cells[row][column], value)
    for top, left, bottom, right in grid.merges:
        kept = rows[top][left]
        merged = cells[top][left].merge(cells[bottom][right])
        if not isinstance(kept, tuple):
            merged.text = str(kept)


def _runs(cell: Any, runs: Runs) -> None:
    """Runs in a document: a symbol font's character is a w:sym, as Word's dialogue for symbols inserts it."""
    paragraph = cell.paragraphs[0]
    for text, font in runs:
        if not font:
            paragraph.add_run(text)
            continue
        for character in text:
            code = f"F0{ord(character):02X}"
            paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="{font}" w:char="{code}"/></w:r>'))


WRITERS = {"xlsx": xlsx, "xls": xls, "docx": docx_file}
