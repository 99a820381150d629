import datetime

import pytest

from mailbot.model.table import Merge
from mailbot.reading.limits import ReadLimits
from tests.reading.workbooks import GRID, MERGES, in_sheet, read, repack, stray_cell, xlsx, xlsx_by_xlsxwriter


def test_a_plain_workbook_gives_texts_and_merges_in_their_places() -> None:
    (file,) = read("民政局目录.xlsx", xlsx({"社会救助": GRID}, merges=MERGES))
    assert (file.format, file.trouble, file.losses) == ("xlsx", "", ())
    (table,) = file.tables
    assert table.sheet == "社会救助"
    assert table.rows[0] == ("（五）社会救助领域基层政务公开标准目录",)
    assert table.rows[2] == ("1", "综合业务", "政策法规文件", "■政府网站 □政府公报")
    assert table.rows[3] == ("2", "", "最低生活保障\n办事指南", "■政务服务中心")
    assert table.merges == (Merge(0, 0, 0, 3), Merge(2, 1, 3, 1))
    assert table.flags == {(2, 0): "number", (3, 0): "number"}


def test_rows_stay_absolute_when_the_first_rows_and_columns_are_empty() -> None:
    (file,) = read("a.xlsx", xlsx({"目录": [[], [], [None, "序号"]]}))
    assert file.tables[0].rows == ((), (), ("", "序号"))


@pytest.mark.parametrize(
    ("value", "text", "flag"),
    [
        (1, "1", "number"),
        (13800138000, "13800138000", "number"),
        (0.2, "0.2", "number"),
        (0, "0", "number"),
        (0.1 + 0.2, "0.3", "number"),
        (123456789012345678, "123456789012345696", "lossy-number"),
        ("1.38E+10", "1.38E+10", "lossy-number"),
        (True, "TRUE", ""),
        (datetime.date(2020, 9, 25), "2020-09-25", "date"),
        (datetime.datetime.fromisoformat("2020-09-25 09:30"), "2020-09-25 09:30", "date"),
        (datetime.time(9, 30), "09:30", "date"),
        ("a_x000D_\nb", "a\nb", ""),
        ("x_x005F_y", "x_y", ""),
        ("　全角　", "　全角　", ""),
    ],
)
def test_a_value_becomes_text_without_losing_digits(value: object, text: str, flag: str) -> None:
    (file,) = read("a.xlsx", xlsx({"目录": [["值", value, "末"]]}))
    assert file.tables[0].text(0, 1) == text
    assert file.tables[0].flags.get((0, 1), "") == flag


def test_dates_of_the_1904_epoch_are_right() -> None:
    def touch(book: object) -> None:
        book.epoch = datetime.datetime.fromisoformat("1904-01-01")  # type: ignore[attr-defined]

    content = xlsx({"目录": [["值", datetime.date(2020, 9, 25)]]}, touch=touch)
    assert read("a.xlsx", content)[0].tables[0].text(0, 1) == "2020-09-25"


def test_an_error_cell_shows_its_error_and_is_flagged() -> None:
    def touch(book: object) -> None:
        cell = book.worksheets[0]["B1"]  # type: ignore[attr-defined]
        cell.value, cell.data_type = "#REF!", "e"

    (table,) = read("a.xlsx", xlsx({"目录": [["公开时限", "", "末"]]}, touch=touch))[0].tables
    assert table.text(0, 1) == "#REF!"
    assert table.flags[0, 1] == "excel-error"


def test_a_formula_without_a_cached_value_is_flagged() -> None:
    (table,) = read("a.xlsx", xlsx({"目录": [["序号", "=A1", "末"]]}))[0].tables
    assert table.text(0, 1) == ""
    assert table.flags[0, 1] == "uncached-formula"


def test_a_formula_with_its_value_is_read_as_the_value() -> None:
    content = in_sheet(xlsx({"目录": [["序号", "=A1", "末"]]}), r"(<f>A1</f>)<v ?/?>(</v>)?", r"\1<v>7</v>")
    (table,) = read("a.xlsx", content)[0].tables
    assert table.text(0, 1) == "7"
    assert table.flags[0, 1] == "formula"


def test_hidden_sheets_and_rows_are_recorded() -> None:
    def touch(book: object) -> None:
        book.worksheets[1].sheet_state = "veryHidden"  # type: ignore[attr-defined]
        book.worksheets[0].row_dimensions[3].hidden = True  # type: ignore[attr-defined]
        book.worksheets[0].column_dimensions["B"].hidden = True  # type: ignore[attr-defined]

    (file,) = read("a.xlsx", xlsx({"目录": GRID, "旧": GRID}, touch=touch))
    assert [(table.sheet, table.hidden) for table in file.tables] == [("目录", False), ("旧", True)]
    assert file.tables[0].hidden_rows == {2}


def test_trailing_blank_rows_and_cells_are_trimmed() -> None:
    (file,) = read("a.xlsx", xlsx({"目录": [["序号", " ", None], ["1", "　"], [" "], [None]]}))
    assert file.tables[0].rows == (("序号",), ("1",))


def test_a_cell_in_the_last_corner_neither_aborts_nor_hides_the_rest() -> None:
    (file,) = read("a.xlsx", stray_cell())
    assert file.tables[0].text(0, 0) == "甲"
    assert set(file.losses) == {"rows-cut", "columns-cut"}


def test_rows_beyond_the_limit_are_cut_and_named() -> None:
    (file,) = read("a.xlsx", xlsx({"目录": [[f"行{number}"] for number in range(30)]}), ReadLimits(rows=20))
    assert len(file.tables[0].rows) == 20
    assert file.losses == ("rows-cut",)


def test_cells_without_references_are_read_in_order() -> None:
    content = in_sheet(xlsx({"目录": GRID}), r' r="[A-Z]*\d+"', "")
    assert read("a.xlsx", content)[0].tables[0].rows[2][:2] == ("1", "综合业务")


def test_prefixed_xml_is_read() -> None:
    content = in_sheet(xlsx({"目录": GRID}), r"<(/?)(?=[a-zA-Z])", r"<\1x:")
    content = in_sheet(content, "xmlns=", "xmlns:x=")
    assert read("a.xlsx", content)[0].tables[0].rows[2][:2] == ("1", "综合业务")


def test_a_workbook_with_shared_strings_is_read_alike() -> None:
    assert read("a.xlsx", xlsx_by_xlsxwriter(GRID))[0].tables[0].rows == read("a.xlsx", xlsx({"目录": GRID}))[0].tables[0].rows


def test_a_wrong_dimension_record_loses_nothing() -> None:
    content = in_sheet(xlsx({"目录": GRID}), r'<dimension ref="[^"]*"', '<dimension ref="A1"')
    assert len(read("a.xlsx", content)[0].tables[0].rows) == 4


def test_a_document_type_is_refused() -> None:
    content = in_sheet(xlsx({"目录": GRID}), r"^", '<!DOCTYPE x [<!ENTITY a "b">]>')
    assert read("a.xlsx", content)[0].trouble == "unreadable-bomb"


def test_a_bomb_is_refused_before_any_parser() -> None:
    content = repack(xlsx({"目录": GRID}), lambda name, part: part, {"xl/media/a.bin": bytes(60 * 1024 * 1024)})
    assert read("a.xlsx", content)[0].trouble == "unreadable-bomb"


def test_a_cut_workbook_is_damaged() -> None:
    content = xlsx({"目录": GRID})
    (file,) = read("a.xlsx", content[: len(content) // 2])
    assert (file.format, file.trouble) == ("xlsx", "unreadable-damaged")


def test_a_workbook_without_any_text_has_no_table() -> None:
    assert read("a.xlsx", xlsx({"Sheet1": []}))[0].trouble == "unreadable-no-table"


def test_a_text_renamed_to_xlsx_is_told_from_a_workbook() -> None:
    (file,) = read("民政局.xlsx", "关于报送目录的说明。见附件。".encode())
    assert (file.format, file.trouble) == ("text", "unreadable-text-renamed")
    assert file.facts["name"] == "民政局.xlsx"


def test_texts_under_a_merge_are_not_seen_by_anybody() -> None:
    content = in_sheet(
        xlsx({"目录": [["甲", "乙"], ["丙", "丁"]]}),
        "</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>',
    )
    assert read("a.xlsx", content)[0].tables[0].rows == (("甲", "乙"), ("", "丁"))


BOX = (
    '<a:wsDr xmlns:a="urn:a"><a:anchor><a:from><a:row>{}</a:row></a:from><a:sp><a:txBody>'
    "<a:p><a:r><a:t>{}</a:t></a:r><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:sp></a:anchor></a:wsDr>"
)
TO_DRAWING = '<Relationships><Relationship Id="rId1" Type="x/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>'


def test_text_boxes_and_the_page_header_stand_above_the_table() -> None:
    book = in_sheet(
        xlsx({"目录": GRID}),
        "</worksheet>",
        '<headerFooter><oddHeader>&amp;C&amp;"宋体,加粗"&amp;14养老服务领域&amp;R第&amp;P页</oddHeader></headerFooter>'
        '<drawing id="rId1"/></worksheet>',
    )
    parts = {
        "xl/drawings/drawing1.xml": BOX.format(0, "填报单位：", "赤壁市民政局").encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": TO_DRAWING.encode(),
    }
    (table,) = read("a.xlsx", repack(book, lambda name, part: part, parts))[0].tables
    assert table.before == ("养老服务领域", "填报单位：赤壁市民政局")
