"""Every golden grid as a real file: what a reader hands over must be read like the grid itself."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt

from mailbot.forms.draft import drafts
from mailbot.model.mail import Contents, File
from mailbot.model.submission import Item, Person
from mailbot.model.table import Table
from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits
from tests.forms.grids import mail, parse_case, shipped

CASES = Path(__file__).parents[1] / "golden" / "forms"
NAMES = sorted(path.name.removesuffix(".in.txt") for path in CASES.glob("*.in.txt"))
TYPED = frozenset(name for name in NAMES if name.startswith("people-3"))
"""Lists typed into a mail have no file."""

DOCUMENTS = {
    "mess-07c-two-areas-in-a-document",
    "mess-07d-table-split-in-a-group",
    "people-25-paragraphs-of-a-document",
    "people-42-two-tables-under-paragraphs",
}
UNLIKE = {
    "xlsx": {"people-27-spoiled-cells", "mess-20-spoiled-cells", *DOCUMENTS},
    "xls": {"people-27-spoiled-cells", "mess-20-spoiled-cells", *DOCUMENTS},
    "docx": {"people-27-spoiled-cells", "mess-20-spoiled-cells", "mess-19-hidden", "people-25-paragraphs-of-a-document"},
}
"""Cases that a format cannot hold: formulas, hidden sheets, paragraphs."""


def _xlsx(tables: list[Table]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.sheet)
        for row, cells in enumerate((*((line,) for line in table.before), *table.rows), 1):
            for column, text in enumerate(cells, 1):
                if text:
                    sheet.cell(row, column, text)
        for merge in table.merges:
            sheet.merge_cells(None, *(number + 1 for number in (merge.top, merge.left, merge.bottom, merge.right)))
        for row in table.hidden_rows:
            sheet.row_dimensions[row + 1].hidden = True
        sheet.sheet_state = "hidden" if table.hidden else "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xls(tables: list[Table]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for table in tables:
        sheet = book.add_sheet(table.sheet)
        merged = {(merge.top, merge.left): merge for merge in table.merges}
        inside = {(r, c) for m in table.merges for r in range(m.top, m.bottom + 1) for c in range(m.left, m.right + 1)}
        for row, cells in enumerate(table.rows):
            for column, text in enumerate(cells):
                if (row, column) in merged:
                    span = merged[row, column]
                    sheet.write_merge(span.top, span.bottom, span.left, span.right, text)
                elif text and (row, column) not in inside:
                    sheet.write(row, column, text)
        for row in table.hidden_rows:
            sheet.row(row).hidden = True
        sheet.visibility = int(table.hidden)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _docx(tables: list[Table]) -> bytes:
    document = docx.Document()
    for table in tables:
        for line in table.before:
            document.add_paragraph(line)
        if not table.rows:
            continue
        width = max(len(cells) for cells in table.rows)
        grid = document.add_table(len(table.rows), width)
        for merge in table.merges:
            grid.cell(merge.top, merge.left).merge(grid.cell(merge.bottom, merge.right))
        for row, cells in enumerate(table.rows):
            for column, text in enumerate(cells):
                if text:
                    grid.cell(row, column).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


WRITERS: dict[str, Callable[[list[Table]], bytes]] = {"xlsx": _xlsx, "xls": _xls, "docx": _docx}


def _item(item: Item) -> tuple[object, ...]:
    texts = [
        (key, "".join(value.text.split()), "" if value.note == "merged" else value.note)
        for key, value in sorted(item.values.items())
        if value.text
    ]
    return (*texts, item.channels, item.public, item.specific, item.active, item.on_request, item.levels)


def _person(person: Person) -> tuple[object, ...]:
    return (person.role, person.name.text, person.post.text, person.phones, person.emails, person.odd_numbers)


def _said(given: Contents) -> list[object]:
    found = drafts(given, shipped())
    rows = [[*map(_item, submission.items), *map(_person, submission.people)] for submission in found.submissions]
    return [*rows, sorted(finding.code for finding in found.findings)]


@pytest.mark.parametrize(("case", "kind"), [(name, kind) for kind in WRITERS for name in NAMES if name not in TYPED | UNLIKE[kind]])
def test_a_file_says_the_same_as_its_grid(case: str, kind: str) -> None:
    given = parse_case((CASES / f"{case}.in.txt").read_text(encoding="utf-8"))
    files: list[File] = []
    for number, file in enumerate(given.files, 1):
        stem = file.name.rpartition(".")[0]
        files += read_file(str(number), f"{stem}.{kind}", WRITERS[kind](list(file.tables)), ReadLimits())
    assert [file.trouble for file in files] == [""] * len(files)
    assert _said(Contents(mail(), tuple(files))) == _said(given)
