"""Packages of programs that do not keep to the rules, and damage that Excel and WPS pass over."""

import re
from collections.abc import Callable

import pytest

from mailbot.model.mail import File
from mailbot.model.table import Merge
from tests.reading.documents import document
from tests.reading.workbooks import GRID, MERGES, in_sheet, read, repack, xlsx, xlsx_by_xlsxwriter, zipped

PLAIN = xlsx({"目录": GRID}, merges=MERGES)
ROWS = read("a.xlsx", PLAIN)[0].tables[0].rows
RELATIONS = "xl/_rels/workbook.xml.rels"
Change = Callable[[str, bytes], bytes | None]


def renamed(content: bytes, name_of: Callable[[str], str]) -> bytes:
    found: dict[str, bytes] = {}

    def keep(name: str, part: bytes) -> bytes:
        found[name_of(name)] = part
        return part

    repack(content, keep)
    return zipped(found)


def within(part_name: str, pattern: bytes, replacement: bytes) -> Change:
    return lambda name, part: re.sub(pattern, replacement, part) if name == part_name else part


def without(*names: str) -> Change:
    return lambda name, part: None if name in names else part


def encoded(name: str, codec: str) -> Change:
    def change(part_name: str, part: bytes) -> bytes:
        if not part_name.startswith("xl/") or not part_name.endswith(".xml"):
            return part
        text = re.sub(r"^<\?xml[^>]*\?>", "", part.decode())
        return f'<?xml version="1.0" encoding="{name}"?>{text}'.encode(codec, "xmlcharrefreplace")

    return change


ODD = {
    "backslashes in targets": repack(PLAIN, within(RELATIONS, rb'Target="/?(xl/)?worksheets/', rb'Target="worksheets\\')),
    "dots in targets": repack(PLAIN, within(RELATIONS, rb'Target="/?(xl/)?worksheets/', b'Target="../xl/./worksheets/')),
    "backslashes in names": renamed(PLAIN, lambda name: name.replace("/", "\\")),
    "a root in names": renamed(PLAIN, lambda name: f"/{name}"),
    "capitals in names": renamed(PLAIN, lambda name: name.replace("worksheets", "WorkSheets")),
    "another main part": repack(
        renamed(PLAIN, lambda name: name.replace("xl/workbook.xml", "xl/book22.xml").replace("rels/workbook", "rels/book22")),
        within("_rels/.rels", b"workbook.xml", b"book22.xml"),
    ),
    "no list of types": repack(PLAIN, without("[Content_Types].xml")),
    "no root relations": repack(PLAIN, without("_rels/.rels")),
    "UTF-16": repack(PLAIN, encoded("UTF-16", "utf-16")),
    "GBK": repack(PLAIN, encoded("GBK", "gbk")),
    "a control character": in_sheet(PLAIN, "综合业务", "综合&#x1F;业务"),
    "a spoiled dimension": in_sheet(PLAIN, r'<dimension ref="[^"]*"', '<dimension ref="#REF!"'),
    "spoiled merges": in_sheet(PLAIN, r'(<mergeCells count="\d+">)', r'\1<mergeCell ref="#REF!"/><mergeCell ref=""/>'),
    "formatted to the last column": in_sheet(PLAIN, r"</row>", '<c r="XFD9" s="0"/></row>'),
    "formatted to the last row": in_sheet(PLAIN, "</sheetData>", '<row r="1048576"><c r="A1048576" s="0"></c></row></sheetData>'),
}


SHARED = xlsx_by_xlsxwriter(GRID)
STRINGS = {
    "a count nobody has room for": repack(
        SHARED, within("xl/sharedStrings.xml", rb'count="\d+" uniqueCount="\d+"', b'count="999999999" uniqueCount="4294967295"')
    ),
    "strings elsewhere": repack(
        renamed(SHARED, lambda name: name.replace("xl/sharedStrings.xml", "xl/texts/all.xml")),
        within(RELATIONS, b'Target="sharedStrings.xml"', b'Target="texts/all.xml"'),
    ),
}


@pytest.mark.parametrize("name", STRINGS)
def test_shared_strings_are_found(name: str) -> None:
    (file,) = read("目录.xlsx", STRINGS[name])
    assert (file.trouble, file.losses) == ("", ())
    assert file.tables[0].rows == read("a.xlsx", SHARED)[0].tables[0].rows


@pytest.mark.parametrize("name", ODD)
def test_an_odd_workbook_is_read_like_a_plain_one(name: str) -> None:
    (file,) = read("目录.xlsx", ODD[name])
    assert (file.format, file.trouble, file.losses) == ("xlsx", "", ())
    assert file.tables[0].rows == ROWS
    assert file.tables[0].merges == read("a.xlsx", PLAIN)[0].tables[0].merges


@pytest.mark.parametrize("styles", [b"", b"<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs"])
def test_spoiled_styles_cost_no_text_and_are_named(styles: bytes) -> None:
    (file,) = read("a.xlsx", repack(PLAIN, lambda name, part: styles if name == "xl/styles.xml" else part))
    assert (file.trouble, file.losses) == ("", ("damaged-part",))
    assert file.tables[0].rows == ROWS


def test_a_merge_over_another_hides_nothing() -> None:
    grid: list[list[object]] = [["一级事项", "二级事项"], ["甲", "一"], [None, "二"], ["乙", "三"], [None, "四"]]
    book = xlsx({"目录": grid}, merges=("A2:A3", "A4:A5"))
    (table,) = read("a.xlsx", in_sheet(book, r'(<mergeCells count="\d+">)', r'\1<mergeCell ref="A3:A4"/><mergeCell ref="A2:A3"/>'))[
        0
    ].tables
    assert [row[0] for row in table.rows] == ["一级事项", "甲", "", "乙", ""]
    assert table.merges == (Merge(1, 0, 2, 0), Merge(3, 0, 4, 0))


def test_two_sheets_of_one_name_are_both_read() -> None:
    book = xlsx({"目录": GRID, "另一": (("别的",),)})
    (file,) = read("a.xlsx", repack(book, within("xl/workbook.xml", "另一".encode(), "目录".encode())))
    assert [(table.sheet, table.text(0, 0)) for table in file.tables] == [("目录", GRID[0][0]), ("目录(2)", "别的")]


def test_a_missing_sheet_is_named() -> None:
    book = xlsx({"目录": GRID, "另一": GRID})
    (file,) = read("a.xlsx", repack(book, without("xl/worksheets/sheet2.xml")))
    assert ([table.sheet for table in file.tables], file.losses) == (["目录"], ("damaged-part",))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", RELATIONS])
def test_a_workbook_without_what_makes_it_one_is_damaged(part: str) -> None:
    (file,) = read("a.xlsx", repack(PLAIN, without(part)))
    assert (file.trouble, file.format) == ("unreadable-damaged", "xlsx")


def test_a_value_beyond_the_last_column_taken_is_still_named() -> None:
    (file,) = read("a.xlsx", in_sheet(PLAIN, r"</row>", '<c r="XFD9" t="inlineStr"><is><t>x</t></is></c></row>'))
    assert file.losses == ("columns-cut",)


SHEET = (
    '<?xml version="1.0"{}?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="目录"><Table>'
    '<Row><Cell><Data ss:Type="String">公开{}依据</Data></Cell></Row></Table></Worksheet></Workbook>'
)


@pytest.mark.parametrize(
    "content",
    [
        SHEET.format(' encoding="GB2312"', "").encode("gbk"),
        SHEET.format(' encoding="gb18030"', "").encode("gb18030"),
        SHEET.format("", "").encode("gbk"),
        SHEET.format(' encoding="UTF-8"', "").encode("gbk"),
        SHEET.format(' encoding="utf-16"', "").encode("utf-16"),
        SHEET.format(' encoding="utf-8"', "&#11;").encode(),
        SHEET.format(' encoding="utf-8"', "\x01").encode(),
    ],
)
def test_the_old_xml_of_excel_is_read_in_any_encoding(content: bytes) -> None:
    (file,) = read("目录.xls", content)
    assert (file.format, file.trouble, file.losses) == ("xml-spreadsheet", "", ())
    assert file.tables[0].rows == (("公开依据",),)


WORDS = [["序号", "一级事项"], ["1", "综合业务"]]
DOCUMENT = document(WORDS)
OF_DOCUMENT = "word/_rels/document.xml.rels"


def taking_in(chunk: bytes, name: str) -> bytes:
    """A document whose only content is another file that it takes in."""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    relation = b'<Relationship Id="rIdChunk" Type="' + kind + b'" Target="' + name.encode() + b'"/></Relationships>'

    def change(part_name: str, part: bytes) -> bytes:
        if part_name == OF_DOCUMENT:
            return part.replace(b"</Relationships>", relation)
        if part_name == "word/document.xml":
            return re.sub(rb"<w:body>.*(?=<w:sectPr)", b'<w:body><w:altChunk r:id="rIdChunk"/>', part, flags=re.DOTALL)
        return part

    return repack(DOCUMENT, change, {f"word/{name}": chunk})


PAGE = "<html><body><table><tr><td>序号<td>一级事项<tr><td>1<td>综合业务</table></body></html>"


@pytest.mark.parametrize(
    "content",
    [
        renamed(DOCUMENT, lambda name: name.replace("/", "\\")),
        repack(
            renamed(DOCUMENT, lambda name: name.replace("word/document.xml", "doc/main.xml")),
            within("_rels/.rels", b"word/document.xml", b"doc/main.xml"),
        ),
        repack(DOCUMENT, without("[Content_Types].xml")),
        taking_in(PAGE.encode(), "chunk.htm"),
        taking_in(f'<meta charset="gbk">{PAGE}'.encode("gbk"), "chunk.htm"),
        taking_in(DOCUMENT, "chunk.docx"),
    ],
)
def test_an_odd_document_is_read_like_a_plain_one(content: bytes) -> None:
    (file,) = read("名单.docx", content)
    assert (file.format, file.trouble, file.losses) == ("docx", "", ())
    assert [(table.sheet, table.rows) for table in file.tables] == [("表1", tuple(map(tuple, WORDS)))]


def test_a_document_that_takes_in_what_nobody_reads_is_no_document_without_tables() -> None:
    file: File = read("名单.docx", taking_in(bytes(range(256)), "chunk.bin"))[0]
    assert file.trouble == "unreadable-format"


@pytest.mark.parametrize("numbering", [b"<w:numbering", b'<w:numbering xmlns:w="x"/>'])
def test_spoiled_lists_cost_a_document_its_numbers_only(numbering: bytes) -> None:
    content = repack(DOCUMENT, lambda name, part: numbering if name == "word/numbering.xml" else part)
    (file,) = read("名单.docx", content)
    assert [table.rows for table in file.tables] == [tuple(map(tuple, WORDS))]
    assert file.losses == (("damaged-part",) if numbering.endswith(b"numbering") else ())


def test_a_table_that_is_written_for_two_ages_of_word_is_read_once() -> None:
    choices = b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    twice = choices + rb'<mc:Choice Requires="wps">\1</mc:Choice><mc:Fallback>\1</mc:Fallback></mc:AlternateContent>'
    content = repack(DOCUMENT, within("word/document.xml", rb"(?s)(<w:tbl>.*</w:tbl>)", twice))
    assert [table.rows for table in read("名单.docx", content)[0].tables] == [tuple(map(tuple, WORDS))]
