"""Workbooks: nothing from outside comes alive, and the same content is the same bytes."""

import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.letters.book import HEADING, PLAIN, Book, Sheet, legal_name
from mailbot.model.table import Merge


def opened(book: Book) -> Worksheet:
    sheet = load_workbook(io.BytesIO(book.content())).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def fresh() -> tuple[Book, Sheet]:
    book = Book("办公室")
    return book, book.sheet("目录")


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+86 13800000001", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.com")']
)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    book, sheet = fresh()
    sheet.put(0, 0, text)
    cell = opened(book)["A1"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_no_part_of_a_book_holds_a_formula_or_an_outside_link() -> None:
    book, sheet = fresh()
    sheet.put(0, 0, "=1+1")
    sheet.link(0, 0, sheet.name, "A1")
    with zipfile.ZipFile(io.BytesIO(book.content())) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in everything
    assert b'TargetMode="External"' not in everything


def test_controls_in_text_are_dropped_and_line_breaks_kept() -> None:
    book, sheet = fresh()
    sheet.put(0, 0, "甲\x00\x07乙\r\n丙")
    assert opened(book)["A1"].value == "甲乙\n丙"


def test_same_content_is_the_same_bytes() -> None:
    def content() -> bytes:
        book, sheet = fresh()
        sheet.put_row(0, ("甲", 1, None), HEADING)
        sheet.note(0, 0, "说明")
        return book.content()

    assert content() == content()


def test_merges_keep_the_corner_and_may_be_named_before_their_cells() -> None:
    book, sheet = fresh()
    sheet.merge(Merge(0, 0, 1, 1))
    for row in range(2):
        sheet.put_row(row, ("甲", "乙"))
    shown = opened(book)
    assert [str(area) for area in shown.merged_cells.ranges] == ["A1:B2"]
    assert shown["A1"].value == "甲"
    assert shown["B2"].value is None


def test_rows_are_made_as_high_as_their_text() -> None:
    book, sheet = fresh()
    sheet.widths((12,))
    sheet.put(0, 0, "信息形成或者变更之日起20个工作日内")
    sheet.put(1, 0, "短")
    sheet.fit(0, 1)
    shown = opened(book)
    assert shown.row_dimensions[1].height >= 49
    assert shown.row_dimensions[2].height is None


def test_choices_are_offered_and_not_forced() -> None:
    book, sheet = fresh()
    sheet.choices(Merge(1, 0, 9, 0), ["√"], "面向全社会公开的，打“√”。")
    [rule] = opened(book).data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.showErrorMessage) == ("A2:A10", '"√"', False)


@pytest.mark.parametrize(
    ("name", "legal"),
    [("社会救助", "社会救助"), ("a/b\\c*[d]:?", "a_b_c__d___"), ("", "1"), ("'", "1"), ("甲" * 40, "甲" * 31), ("甲\n乙", "甲 乙")],
)
def test_names_of_sheets_are_made_legal(name: str, legal: str) -> None:
    assert legal_name(name) == legal


def test_names_of_sheets_are_made_unique() -> None:
    book = Book("办公室")
    assert [book.sheet(name).name for name in ("目录", "目录", "A", "a")] == ["目录", "目录(2)", "A", "a(2)"]


def test_one_style_serves_text_and_text_that_needs_a_quote() -> None:
    book, sheet = fresh()
    sheet.put_row(0, ("甲", "=1", "乙"), PLAIN)
    shown = opened(book)
    assert [shown.cell(1, column).quotePrefix for column in (1, 2, 3)] == [False, True, False]
    assert shown["A1"].border.left.style == shown["B1"].border.left.style == "thin"
