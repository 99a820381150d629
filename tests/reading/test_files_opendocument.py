from mailbot.model.table import Merge
from mailbot.reading.limits import ReadLimits
from tests.reading.workbooks import GRID, read, repack, xlsx, zipped
from tests.samples import sample

OFFICE = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in {"office": "office", "table": "table", "text": "text", "style": "style", "fo": "xsl-fo-compatible"}.items()
)


def ods(rows: str, styles: str = "", kind: str = "spreadsheet", before: str = "") -> bytes:
    content = (
        f"<office:document-content {OFFICE}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{before}"
        f'<table:table table:name="目录" table:style-name="ta1">{rows}</table:table></office:{kind}></office:body>'
        "</office:document-content>"
    )
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": content.encode()})


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_a_book_by_libreoffice_is_read_as_its_xlsx() -> None:
    (file,) = read("a.ods", sample("by-libreoffice.ods"))
    assert (file.format, file.trouble, file.losses) == ("ods", "", ())
    (same,) = read("a.xlsx", sample("by-libreoffice.xlsx"))
    assert [(table.sheet, table.rows, table.merges, table.flags) for table in file.tables] == [
        (table.sheet, table.rows, table.merges, table.flags) for table in same.tables
    ]
    assert file.tables[0].rows == read("a.xlsx", xlsx({"社会救助": GRID}))[0].tables[0].rows
    assert file.tables[0].merges == (Merge(0, 0, 0, 3), Merge(2, 1, 3, 1))


def test_repeated_cells_and_rows_are_kept_within_the_limits() -> None:
    rows = (
        "<table:table-row>"
        + cell("甲")
        + cell("乙", 'table:number-columns-repeated="2"')
        + '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    (file,) = read("a.ods", ods(rows))
    assert file.tables[0].rows == (("甲", "乙", "乙"),)
    assert file.losses == ()


def test_rows_repeated_beyond_the_limit_are_cut_and_named() -> None:
    (file,) = read("a.ods", ods(f'<table:table-row table:number-rows-repeated="90">{cell("甲")}</table:table-row>'), ReadLimits(rows=20))
    assert len(file.tables[0].rows) == 20
    assert file.losses == ("rows-cut",)


def test_types_hidden_rows_and_symbol_fonts_are_read() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties style:font-name="Wingdings 2"/></style:style>'
        '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    )
    tick = '<text:span text:style-name="T1">R</text:span>政府网站<text:s text:c="2"/>x'
    rows = (
        '<table:table-row table:visibility="collapse">'
        + cell("1", 'office:value-type="float" office:value="13800138000"')
        + cell("九月", 'office:value-type="date" office:date-value="2020-09-25"')
        + cell(tick)
        + "</table:table-row>"
    )
    (table,) = read("a.ods", ods(rows, styles))[0].tables
    assert table.rows == (("13800138000", "2020-09-25", "☑政府网站  x"),)
    assert table.flags == {(0, 0): "number", (0, 1): "date"}
    assert (table.hidden, table.hidden_rows) == (True, frozenset({0}))


def test_a_table_of_an_odt_keeps_the_lines_above_it() -> None:
    (file,) = read(
        "a.odt", ods(f"<table:table-row>{cell('姓名')}</table:table-row>", kind="text", before="<text:p>填报单位：教育局</text:p>")
    )
    (table,) = file.tables
    assert (file.format, table.sheet, table.rows, table.before) == ("odt", "表1", (("姓名",),), ("填报单位：教育局",))


def test_a_sheet_that_was_packed_anew_is_read_without_its_first_member() -> None:
    content = repack(sample("by-libreoffice.ods"), lambda name, part: None if name == "mimetype" else part)
    (file,) = read("目录.ods", content)
    assert (file.format, file.trouble) == ("ods", "")
    assert file.tables[0].rows == read("a.ods", sample("by-libreoffice.ods"))[0].tables[0].rows
