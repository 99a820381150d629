import datetime
import io

import olefile
import pytest
import xlwt

from mailbot.model.table import Merge
from tests.reading.workbooks import GRID, biff5, read, xls

DATE = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
MINUTE = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
TIME = xlwt.easyxf(num_format_str="h:mm")


@pytest.mark.parametrize("name", ["目录.xls", "目录.et", "目录.xlsx", "目录"])
def test_a_biff_workbook_is_read_whatever_its_name(name: str) -> None:
    def touch(book: xlwt.Workbook) -> None:
        book.get_sheet(0).merge(2, 3, 1, 1)

    (file,) = read(name, xls({"社会救助": GRID}, touch))
    assert (file.format, file.trouble, file.losses) == ("xls", "", ())
    (table,) = file.tables
    assert table.rows[0] == ("（五）社会救助领域基层政务公开标准目录",)
    assert table.rows[2] == ("1", "综合业务", "政策法规文件", "■政府网站 □政府公报")
    assert table.merges == (Merge(2, 1, 3, 1),)


@pytest.mark.parametrize(
    ("value", "text", "flag"),
    [
        (13800138000, "13800138000", "number"),
        (0.2, "0.2", "number"),
        (True, "TRUE", ""),
        ((datetime.date(2020, 9, 25), DATE), "2020-09-25", "date"),
        ((datetime.datetime.fromisoformat("2020-09-25 09:30"), MINUTE), "2020-09-25 09:30", "date"),
        ((datetime.time(9, 30), TIME), "09:30", "date"),
        ("甲\r\n乙", "甲\n乙", ""),
    ],
)
def test_a_value_becomes_text_as_in_xlsx(value: object, text: str, flag: str) -> None:
    (file,) = read("a.xls", xls({"目录": [["值", value, "末"]]}))
    assert file.tables[0].text(0, 1) == text
    assert file.tables[0].flags.get((0, 1), "") == flag
    assert file.losses == ()


def test_hidden_sheets_and_rows_are_recorded() -> None:
    def touch(book: xlwt.Workbook) -> None:
        book.get_sheet(1).visibility = 1
        book.get_sheet(0).row(2).hidden = True

    (file,) = read("a.xls", xls({"目录": GRID, "旧": GRID}, touch))
    assert [table.hidden for table in file.tables] == [False, True]
    assert file.tables[0].hidden_rows == {2}


def test_symbol_fonts_of_runs_and_cells_are_read() -> None:
    symbols = xlwt.easyfont("name Wingdings 2")

    def touch(book: xlwt.Workbook) -> None:
        book.get_sheet(0).write_rich_text(0, 1, [("R", symbols), "政府网站 ", ("£", symbols), "政府公报"])

    grid: list[list[object]] = [["渠道"], [("P", xlwt.easyxf("font: name Wingdings 2")), "P"]]
    (table,) = read("a.xls", xls({"目录": grid}, touch))[0].tables
    assert table.rows == (("渠道", "☑政府网站 □政府公报"), ("✓", "P"))
    assert table.flags == {(0, 1): "symbol", (1, 0): "symbol"}


def test_a_stray_cell_hides_nothing() -> None:
    def touch(book: xlwt.Workbook) -> None:
        book.get_sheet(0).write(65535, 255, "x")

    (file,) = read("a.xls", xls({"目录": GRID}, touch))
    assert file.tables[0].rows[2][1] == "综合业务"
    assert file.losses == ("rows-cut",)


def test_a_cut_workbook_is_damaged() -> None:
    content = xls({"目录": GRID})
    assert read("a.xls", content[:3000])[0].trouble == "unreadable-damaged"


def test_a_workbook_that_needs_a_password_is_encrypted() -> None:
    content = xls({"目录": GRID})
    stream = olefile.OleFileIO(io.BytesIO(content)).openstream("Workbook").read()
    head = 4 + int.from_bytes(stream[2:4], "little")
    # The record after BOF is made a FILEPASS (MS-XLS 2.4.117); its length is kept.
    marked = content.replace(stream[head : head + 2] + stream[head + 2 : head + 8], b"\x2f\x00" + stream[head + 2 : head + 8], 1)
    assert marked != content
    assert read("a.xls", marked)[0].trouble == "unreadable-encrypted"


@pytest.mark.parametrize("code_page", [936, None, 1252, 1200])
def test_an_old_workbook_is_read_in_gbk_whatever_code_page_it_names(code_page: int | None) -> None:
    rows = (("序号", "公开依据", "公开时限"), ("1", "《政府信息公开条例》", "20个工作日内"))
    (file,) = read("目录.xls", biff5(rows, code_page))
    assert (file.format, file.trouble, file.losses) == ("xls", "", ())
    assert (file.tables[0].sheet, file.tables[0].rows) == ("目录", rows)


def test_an_old_workbook_of_western_letters_stays_western() -> None:
    (file,) = read("a.xls", biff5((("Müller", "Café"),), 1252, "cp1252"))
    assert file.tables[0].rows == (("Müller", "Café"),)


@pytest.mark.parametrize("name", ["WORKBOOK", "workbook"])
def test_the_stream_of_a_workbook_may_be_written_in_other_capitals(name: str) -> None:
    content = xls({"目录": GRID}).replace("Workbook".encode("utf-16-le"), name.encode("utf-16-le"))
    (file,) = read("目录.xls", content)
    assert (file.format, file.trouble) == ("xls", "")
    assert file.tables[0].rows[2][1] == "综合业务"
