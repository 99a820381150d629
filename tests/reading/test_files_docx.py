from collections.abc import Sequence
from typing import Any

import pytest
from docx.oxml import parse_xml

from mailbot.model.table import Merge, Table
from tests.reading.documents import NAMESPACES, check_box, document, form_field, put, run, symbol
from tests.reading.workbooks import read, repack

HEAD = ["序号", "一级事项", "公开渠道和载体"]


def tables(content: bytes) -> tuple[Table, ...]:
    (file,) = read("a.docx", content)
    assert (file.format, file.trouble) == ("docx", "")
    return file.tables


def cell(xml: str) -> str:
    return tables(document([["渠道", xml]]))[0].text(0, 1)


def test_a_table_is_named_by_its_number_and_keeps_the_lines_above_it() -> None:
    (table,) = tables(document([HEAD, ["1", "综合业务", "政府网站"]], before=["附件1", "", "（五）社会救助领域", "填报单位：赤壁市民政局"]))
    assert table.rows == (tuple(HEAD), ("1", "综合业务", "政府网站"))
    assert table.before == ("附件1", "（五）社会救助领域", "填报单位：赤壁市民政局")
    assert table.where(1, 2) == "表1!C2"


def test_lines_between_two_tables_belong_to_the_second() -> None:
    def touch(book: Any) -> None:
        book.add_paragraph("（六）养老服务领域")
        book.add_table(1, 1).cell(0, 0).text = "序号"

    first, second = tables(document([HEAD], before=["（五）社会救助领域"], touch=touch))
    assert (first.sheet, first.before) == ("表1", ("（五）社会救助领域",))
    assert (second.sheet, second.before) == ("表2", ("（六）养老服务领域",))


def test_a_text_box_is_read_once_where_it_stands() -> None:
    """Word writes a text box twice: as a drawing, and as a picture for programs of before 2010."""
    row = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in HEAD)
    box = (
        "<w:txbxContent><w:p><w:r><w:t>（五）社会救助领域</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{row}</w:tr></w:tbl><w:p><w:r><w:t>填报单位：赤壁市民政局</w:t></w:r></w:p></w:txbxContent>"
    )
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>'
        "</mc:AlternateContent>"
    )

    def touch(book: Any) -> None:
        book.paragraphs[0]._p.append(parse_xml(f"<w:r {NAMESPACES}><w:t>附件1</w:t>{both}</w:r>"))

    first, second = tables(document([["甲", "乙"]], before=[""], touch=touch))
    assert (first.rows, first.before) == ((tuple(HEAD),), ("附件1", "（五）社会救助领域"))
    assert (second.rows, second.before) == ((("甲", "乙"),), ("填报单位：赤壁市民政局",))


def test_merged_cells_are_merges_and_hold_their_text_once() -> None:
    def touch(book: Any) -> None:
        table = book.tables[0]
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(2, 0))

    (table,) = tables(document([["序号", "公开事项", ""], ["综合业务", "甲", "乙"], ["", "丙", "丁"]], touch=touch))
    assert table.rows == (("序号", "公开事项"), ("综合业务", "甲", "乙"), ("", "丙", "丁"))
    assert table.merges == (Merge(0, 1, 0, 2), Merge(1, 0, 2, 0))


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (symbol("F052") + run("政府网站 ") + symbol("F0A3") + run("政府公报"), "☑政府网站 □政府公报"),
        (symbol("F0FE", "Wingdings") + run("政府网站"), "☑政府网站"),
        (symbol("00FC", "Wingdings"), "✓"),
        (check_box(checked=True) + run("政府网站 ") + check_box(checked=False) + run("政府公报"), "☑政府网站 □政府公报"),
        (form_field(checked=True) + run("政府网站") + form_field(checked=False) + run("政府公报"), "☑政府网站□政府公报"),
        (run("R", "Wingdings 2") + run("政府网站"), "☑政府网站"),
        (run("R") + run("级"), "R级"),
        (run("\uf0fe") + run("政府网站"), "☑政府网站"),
        ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>", "一\n二 三"),
        ("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>", "新"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>" + run("显"), "显"),
        ("<w:hyperlink>" + run("chibi.gov.cn") + "</w:hyperlink>", "chibi.gov.cn"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("单击此处输入文字") + "</w:sdtContent></w:sdt>",
            "",
        ),
        ("<w:sdt><w:sdtContent>" + run("甲") + "</w:sdtContent></w:sdt>" + run("乙"), "甲乙"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>zhé</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>喆</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "喆",
        ),
    ],
)
def test_a_cell_reads_as_it_looks(xml: str, text: str) -> None:
    assert cell(xml) == text


def test_an_unknown_symbol_is_a_loss_that_is_named() -> None:
    (file,) = read("a.docx", document([["渠道", symbol("F030", "某符号字体") + run("政府网站")]]))
    assert file.losses == ("text-lossy",)


def test_serial_numbers_of_an_automatic_list_are_counted() -> None:
    def touch(book: Any) -> None:
        part = book.part.numbering_part.element
        part.insert(
            0,
            parse_xml(
                f'<w:abstractNum {NAMESPACES} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
            ),
        )
        part.append(parse_xml(f'<w:num {NAMESPACES} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        for row in book.tables[0].rows:
            put(row.cells[0], '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr></w:pPr>')

    (table,) = tables(document([["", "甲"], ["", "乙"]], touch=touch))
    assert table.rows == (("1.", "甲"), ("2.", "乙"))


def test_a_table_inside_a_cell_is_a_table_of_its_own_when_it_is_big() -> None:
    def touch(book: Any) -> None:
        inner = book.tables[0].cell(0, 0).add_table(3, 2)
        for row in range(3):
            for column in range(2):
                inner.cell(row, column).text = f"{row}{column}"

    outer, inner = tables(document([["目录"]], before=["附件1"], touch=touch))
    assert outer.text(0, 0) == "目录"
    assert inner.sheet == "表1.1"
    assert inner.rows == (("00", "01"), ("10", "11"), ("20", "21"))


def test_a_small_table_inside_a_cell_is_text_of_the_cell() -> None:
    def touch(book: Any) -> None:
        inner = book.tables[0].cell(0, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "■政府网站", "□政府公报"

    (table,) = tables(document([["渠道", ""]], touch=touch))
    assert table.text(0, 1) == "■政府网站 □政府公报"


def test_a_hairline_column_of_the_grid_does_not_shift_the_values() -> None:
    xml = (
        f'<w:tbl {NAMESPACES}><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="40"/><w:gridCol w:w="2000"/></w:tblGrid>'
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc>'
        "<w:tc><w:p><w:r><w:t>事项</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
        '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>综合业务</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    )
    (_, table) = tables(document([["x"]], touch=lambda book: book.element.body.append(parse_xml(xml))))
    assert table.rows == (("序号", "事项"), ("1", "综合业务"))
    assert table.merges == ()


def test_a_row_that_begins_later_keeps_its_columns() -> None:
    def touch(book: Any) -> None:
        row = book.tables[0].rows[1]._tr
        row.remove(row.tc_lst[0])
        row.insert(0, parse_xml(f'<w:trPr {NAMESPACES}><w:gridBefore w:val="1"/></w:trPr>'))

    (table,) = tables(document([["序号", "事项"], ["1", "综合业务"]], touch=touch))
    assert table.rows[1] == ("", "综合业务")


def test_a_strict_document_is_read() -> None:
    content = repack(
        document([HEAD]),
        lambda name, part: part.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        ),
    )
    assert tables(content)[0].rows == (tuple(HEAD),)


def test_a_document_without_a_table_is_named() -> None:
    content = document([[""]], before=["关于报送政务公开目录的函"])
    assert read("函.docx", content)[0].trouble == "unreadable-no-table"


def test_broken_xml_is_damaged() -> None:
    content = repack(document([HEAD]), lambda name, part: part[:-200] if name == "word/document.xml" else part)
    assert read("a.docx", content)[0].trouble == "unreadable-damaged"


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ((r" eq \o\ac(□,√)",), "☑"),
        ((r" EQ \o\ac(", "□", ",", "√", ") "), "☑"),
        ((r"eq \o(√,□)",), "☑"),
        ((r"eq \o\ac(○,1)",), "1"),
        ((r" EQ \F(1,2)",), ""),
        ((" PAGE ",), ""),
    ],
)
def test_a_sign_laid_over_another_is_what_a_reader_sees(instruction: tuple[str, ...], shown: str) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    field = begin + "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in instruction) + end
    (file,) = read("a.docx", document([[field + run("政府网站") + run("□政府公报")]]))
    assert file.tables[0].rows[0][0] == f"{shown}政府网站□政府公报"


def in_cell(outer: Any, inner: Sequence[Sequence[str]]) -> None:
    """Put a table into a cell, as Word does: a paragraph must follow it."""
    table = outer.add_table(len(inner), len(inner[0]))
    for row, texts in enumerate(inner):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    outer.add_paragraph("")


def test_a_table_that_lays_out_the_cell_of_a_list_is_text_of_the_cell() -> None:
    def touch(book: Any) -> None:
        in_cell(book.tables[0].cell(1, 3), [["■政府网站", "□政府公报"], ["□两微一端", "□广播电视"], ["□入户/现场", "□其他"]])

    (table,) = tables(document([["序号", "一级事项", "公开主体", "公开渠道和载体"], ["1", "综合业务", "民政局", ""]], touch=touch))
    assert table.text(1, 3).split() == ["■政府网站", "□政府公报", "□两微一端", "□广播电视", "□入户/现场", "□其他"]


def test_what_stands_around_a_table_in_another_is_above_it() -> None:
    def touch(book: Any) -> None:
        outer = book.add_table(4, 1)
        for row, title in ((0, "（五）社会救助领域"), (2, "（六）养老服务领域")):
            outer.cell(row, 0).text = title
            in_cell(outer.cell(row + 1, 0), [HEAD, ["1", title, ""], ["2", title, ""]])

    found = tables(document([["甲"]], touch=touch))
    assert [(table.sheet, table.before) for table in found[2:]] == [("表2.1", ("（五）社会救助领域",)), ("表2.2", ("（六）养老服务领域",))]


def test_a_title_in_the_header_of_the_pages_is_a_line_above_the_table() -> None:
    def touch(book: Any) -> None:
        book.sections[0].header.paragraphs[0].text = "社会救助领域基层政务公开标准目录"

    (table,) = tables(document([HEAD], before=["填报单位：赤壁市民政局"], touch=touch))
    assert table.before == ("社会救助领域基层政务公开标准目录", "填报单位：赤壁市民政局")
