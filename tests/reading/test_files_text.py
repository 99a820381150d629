import pytest

from mailbot.model.table import Merge, Table
from tests.reading.workbooks import GRID, read, xlsx, zipped
from tests.samples import sample

ROWS = [["序号", "一级事项", "公开渠道"], ["1", "综合业务", "■政府网站 □政府公报"], ["2", "李喆", "两微一端"]]


def table_of(name: str, content: bytes, kind: str) -> Table:
    (file,) = read(name, content)
    assert (file.format, file.trouble, file.losses) == (kind, "", ())
    return file.tables[0]


def delimited(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(row) for row in ROWS)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(("delimiter", "kind"), [(",", "csv"), ("\t", "tsv")])
@pytest.mark.parametrize("name", ["目录.csv", "目录.xls", "目录.xlsx"])
def test_columns_of_text_are_read_in_any_encoding_and_under_any_name(codec: str, delimiter: str, kind: str, name: str) -> None:
    assert table_of(name, delimited(delimiter).encode(codec), kind).rows == tuple(map(tuple, ROWS))


def test_quoted_cells_of_csv_keep_commas_and_line_breaks() -> None:
    content = '序号,内容,电话\r\n1,"甲,乙\n丙","=""0715"""\r\n'.encode()
    assert table_of("a.csv", content, "csv").rows[1] == ("1", "甲,乙\n丙", "0715")


def test_a_number_that_excel_shortened_is_flagged() -> None:
    table = table_of("a.csv", "姓名,职务,电话\r\n赵一,局长,1.38E+10\r\n".encode(), "csv")
    assert table.flags == {(1, 2): "lossy-number"}


@pytest.mark.parametrize(
    ("name", "trouble"),
    [("目录.xlsx", "unreadable-text-renamed"), ("目录.doc", "unreadable-text-renamed"), ("说明.txt", "unreadable-no-table")],
)
def test_text_without_columns_is_no_table(name: str, trouble: str) -> None:
    content = "关于报送基层政务公开标准目录的函\n各单位：\n请按要求报送，谢谢。联系电话：5330205".encode("gb18030")
    assert read(name, content)[0].trouble == trouble


def test_characters_that_are_lost_are_named() -> None:
    content = delimited(",").encode() + b"\r\n3,\xe6\xff\xfe\xe6\xb0\x91\xe6\x94\xbf,x\xff"
    (file,) = read("a.csv", content)
    assert file.losses == ("text-lossy",)


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta charset="{charset}"><style>td {{color: red}}</style></head><body>
<p>附件1</p><h1>（五）社会救助领域</h1><!-- <table><tr><td>x</td></tr></table> -->
<table border=1><tr><th rowspan=2>序号</th><th colspan="2">公开事项</th></tr><tr><td>一级事项</td><td>二级&nbsp;事项</td></tr>
<tr><td>1<td>综合业务<br>第二行<td><input type="checkbox" checked>政府网站 <input type=checkbox>政府公报</tr>
<tr style='display:none'><td>2</td><td>a &lt; b</td><td><font face="Wingdings 2">R</font>政府网站</td></tr></table></body></html>"""


@pytest.mark.parametrize(("name", "charset"), [("目录.xls", "gb2312"), ("目录.html", "utf-8"), ("目录.doc", "gbk")])
def test_a_page_named_xls_is_read_with_its_spans(name: str, charset: str) -> None:
    table = table_of(name, PAGE.format(charset=charset).encode(charset), "html")
    assert table.before == ("附件1", "（五）社会救助领域")
    assert table.rows[0] == ("序号", "公开事项")
    assert table.rows[1] == ("", "一级事项", "二级 事项")
    assert table.rows[2] == ("1", "综合业务\n第二行", "☑政府网站 □政府公报")
    assert table.rows[3] == ("2", "a < b", "☑政府网站")
    assert table.merges == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))
    assert table.hidden_rows == {3}


def test_tables_that_lay_out_a_page_give_way_to_those_inside() -> None:
    inner = "".join(f"<tr><td>{row}</td><td>x</td></tr>" for row in range(3))
    page = f"<table><tr><td>标题</td></tr><tr><td><table>{inner}</table></td></tr></table>"
    (file,) = read("a.html", f"<html>{page}</html>".encode())
    assert [table.rows for table in file.tables] == [(("0", "x"), ("1", "x"), ("2", "x")), (("标题",),)]


def test_what_stands_around_a_table_in_another_is_above_it_in_a_page_too() -> None:
    grid = "<table><tr><td>序号<td>事项<td>内容<td>渠道</tr><tr><td>1<td>甲<td>乙<td>{}</tr><tr><td>2<td>丙<td>丁<td>网站</tr></table>"
    channels = "<table><tr><td>■政府网站<td>□公报<tr><td>□两微一端<td>□广播<tr><td>□入户<td>□其他</table>"
    page = f"<html><body><table><tr><td>社会救助领域<tr><td>{grid.format(channels)}</table></body></html>"
    found = {table.before: table for table in read("a.xls", page.encode())[0].tables}
    assert found["社会救助领域",].text(1, 3).split() == ["■政府网站", "□公报", "□两微一端", "□广播", "□入户", "□其他"]


def test_a_page_without_a_table_has_none() -> None:
    assert read("a.xls", "<html><body>请登录</body></html>".encode())[0].trouble == "unreadable-no-table"


def test_a_workbook_saved_as_a_page_in_frames_is_not_without_a_table() -> None:
    page = '<html><frameset rows="*,39"><frame src="目录.files/sheet001.htm"></frameset></html>'
    assert read("目录.xls", page.encode("gbk"))[0].trouble == "unreadable-format"


def test_a_page_by_libreoffice_gives_the_table_of_the_workbook() -> None:
    table = table_of("a.html", sample("by-libreoffice.html"), "html")
    assert table.rows == read("a.xlsx", xlsx({"社会救助": GRID}))[0].tables[0].rows


def test_a_web_archive_named_xls_is_read() -> None:
    content = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Location: file:///a.htm\r\n"
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + PAGE.format(charset="gb2312")
        + "\r\n--x--\r\n"
    ).encode("gb2312")
    assert table_of("目录.xls", content, "mhtml").rows[1] == ("", "一级事项", "二级 事项")


BOOK_2003 = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="社会救助"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">目录</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="Number">13800138000</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="DateTime">2020-09-25T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_the_xml_of_excel_2003_is_read() -> None:
    table = table_of("目录.xls", BOOK_2003.encode(), "xml-spreadsheet")
    assert table.sheet == "社会救助"
    assert table.rows == (("目录",), (), ("13800138000", "", "2020-09-25"))
    assert table.merges == (Merge(0, 0, 0, 2),)
    assert table.flags == {(2, 0): "number", (2, 2): "date"}


def test_a_document_type_in_an_xml_workbook_is_refused() -> None:
    content = BOOK_2003.replace("<?mso-application", '<!DOCTYPE x [<!ENTITY a "b">]><?mso-application')
    assert read("a.xls", content.encode())[0].trouble == "unreadable-bomb"


MAIL = (
    "From: zhao@example.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\n\r\n见附件\r\n--b\r\n"
    'Content-Type: application/octet-stream; name="目录.csv"\r\nContent-Disposition: attachment\r\n\r\n' + delimited(",") + "\r\n--b--\r\n"
).encode()


@pytest.mark.parametrize("name", ["转发.eml", "转发"])
def test_a_saved_mail_is_unpacked(name: str) -> None:
    files = read(name, MAIL)
    assert [(file.path, file.format) for file in files] == [("1", "eml"), ("1/目录.csv", "csv")]


def test_a_saved_mail_in_a_zip_is_unpacked() -> None:
    assert [file.path for file in read("a.zip", zipped({"转发.eml": MAIL}))] == ["1", "1/转发.eml", "1/转发.eml/目录.csv"]
