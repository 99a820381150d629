"""For every code that no check raises: mails that raise it, with the places it must name, and mails that nearly do and must not."""

import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from docx import Document

from mailbot.model.mail import Part
from mailbot.model.table import Merge, Table
from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits
from mailbot.sandbox.failed import failed_file
from tests.checks.builders import rulebook
from tests.findings.scenes import RIVAL, STRANGER, Scene, file, people, standing, table
from tests.reading.workbooks import GRID, xls, xlsx, zipped


class Case(NamedTuple):
    """A mail, and the places at which the code must be raised; none for a near miss."""

    scene: Callable[[], Scene]
    where: tuple[str, ...] = ()


def tables(*found: Table, **more: object) -> Callable[[], Scene]:
    return lambda: Scene((file(*found),), **more)  # type: ignore[arg-type]


def reads(name: str, content: bytes | Callable[[], bytes], limits: ReadLimits | None = None) -> Callable[[], Scene]:
    """Let a file be read as it came."""
    return lambda: Scene(read_file("1", name, content if isinstance(content, bytes) else content(), limits or ReadLimits()))


def failed(code: str) -> Callable[[], Scene]:
    return lambda: Scene((failed_file(Part("1", "目录.xlsx", "", b"PK\x03\x04"), code, seconds="20", limit_mb="25", reason=""),))


def book(*rows: tuple[object, ...], sheet: str = "社会救助") -> bytes:
    """Give a workbook with a catalogue and some rows more."""
    return xlsx({sheet: [*(tuple(cell or None for cell in row) for row in table().rows), *rows]})


def document() -> bytes:
    made = Document()
    rows = table().rows
    grid = made.add_table(rows=len(rows), cols=len(rows[1]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            grid.cell(row, column).text = text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def broken_part() -> bytes:
    """Give a document whose numbering cannot be inflated."""
    content = bytearray(document())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo("word/numbering.xml")
    at = info.header_offset + 30 + len(info.filename)
    content[at + 10 : at + 40] = bytes(30)
    return bytes(content)


def encrypted_zip() -> bytes:
    content = bytearray(zipped({"目录.xlsx": book()}))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def delimited(between: str) -> str:
    return "\n".join(between.join(row) for row in table().rows)


def old_book() -> bytes:
    return xls({"社会救助": [tuple(cell or None for cell in row) for row in table().rows]})


GOOD = table()
OTHER_DUTY = Table(
    "Sheet1",
    (("序号", "权力类型", "权力名称", "职权依据", "行使主体", "责任事项", "追责情形"), ("1", "行政许可", "甲", "乙", "丙", "丁", "戊")),
)
LEADER, LIAISON = ("分管领导", "赵一", "副局长", "0715-5550001"), ("联络人", "钱二", "办公室主任", "13800000001")
OLD_BOOK = file(GOOD, name="目录.xls", losses=("readers-differ",))
PLAIN = tables(GOOD)
MISSPELT = [list(row) for row in table().rows[1:3]]
MISSPELT[0][4] = "公开依椐"
NAMELESS = [list(row) for row in table().rows[1:3]]
NAMELESS[0][4] = ""

BOTH = "赤壁市民政局社会救助、养老服务领域政务公开标准目录"
TWO_AREAS = ({"B": "最低生活保障", "C": "审核信息"}, {"B": "养老服务业务办理", "C": "养老机构备案"})
THREE_OPEN = (TWO_AREAS[0], {"B": "工作动态", "C": "工作动态"}, TWO_AREAS[1])

ROW_KEYS = ("first_level", "second_level", "content", "basis", "time_limit", "publisher", "channels")
EXAMPLE = {
    letter: column.example
    for column in rulebook().forms["catalogue"].column
    for letter, key in zip("BCDEFGH", ROW_KEYS, strict=True)
    if column.key == key
}

CASES: dict[str, tuple[Case, ...]] = {
    "wrong-kind": (
        Case(tables(OTHER_DUTY), ("Sheet1",)),
        Case(tables(table(headings=[[*row, extra] for row, extra in zip(table().rows[1:3], ("权力类型", ""), strict=True)]))),
        Case(PLAIN),
    ),
    "area-unknown": (
        Case(lambda: Scene((file(table(title="政务公开标准目录", sheet="Sheet1"), name="1.xlsx"),), subject="报送"), ("Sheet1",)),
        Case(lambda: Scene((file(table(title="政务公开标准目录", sheet="Sheet1"), name="社会救助.xlsx"),))),
        Case(lambda: Scene((file(table(title="政务公开标准目录", sheet="Sheet1"), name="1.xlsx"),), subject="社会救助目录")),
    ),
    "areas-together": (
        Case(tables(table(*THREE_OPEN, title=BOTH, sheet="Sheet1")), ("Sheet1",)),
        Case(tables(table(*TWO_AREAS, title=BOTH, sheet="Sheet1"))),
        Case(tables(table(*THREE_OPEN))),
    ),
    "areas-sorted": (
        Case(tables(table(*TWO_AREAS, title=BOTH, sheet="Sheet1")), ("Sheet1", "Sheet1")),
        Case(tables(table(*THREE_OPEN, title=BOTH, sheet="Sheet1"))),
        Case(tables(table(*TWO_AREAS, title=BOTH, sheet="社会救助"))),
    ),
    "area-not-yours": (
        Case(tables(table(title="户籍管理领域基层政务公开标准目录", sheet="户籍管理")), ("户籍管理",)),
        Case(tables(table(title="养老服务领域基层政务公开标准目录", sheet="养老服务"))),
    ),
    "area-conflict": (
        Case(tables(table(sheet="养老服务")), ("养老服务",)),
        Case(tables(table(sheet="Sheet1"))),
        Case(lambda: Scene((file(table(), name="民政局社会救助、养老服务.xlsx"),))),
    ),
    "lossy-text": (
        Case(reads("目录.csv", delimited(",").encode("gb18030").replace("政策".encode("gb18030"), b"\xff\xff", 1)), ("目录.csv",)),
        Case(reads("目录.csv", delimited(",").encode("gb18030"))),
    ),
    "tables-cut": (
        Case(reads("目录.xlsx", lambda: xlsx({"社会救助": table().rows, "甲": GRID, "乙": GRID}), ReadLimits(sheets=2)), ("目录.xlsx",)),
        Case(reads("目录.xlsx", lambda: xlsx({"社会救助": table().rows, "甲": GRID}), ReadLimits(sheets=2))),
    ),
    "readers-differ": (
        Case(lambda: Scene((OLD_BOOK,)), ("目录.xls",)),
        Case(reads("目录.xls", old_book)),
    ),
    "damaged-part": (
        Case(reads("目录.docx", broken_part), ("目录.docx",)),
        Case(reads("目录.docx", document)),
    ),
    "merges-cut": (
        Case(reads("目录.xlsx", lambda: xlsx({"社会救助": table().rows}, merges=("A1:L1",)), ReadLimits(merges=0)), ("目录.xlsx",)),
        Case(reads("目录.xlsx", book, ReadLimits(merges=0))),
    ),
    "rows-cut": (
        Case(reads("目录.xlsx", lambda: book(*[()] * 20, ("多余",)), ReadLimits(rows=10)), ("目录.xlsx",)),
        Case(reads("目录.xlsx", lambda: book(*[()] * 20), ReadLimits(rows=10))),
    ),
    "columns-cut": (
        Case(reads("目录.xlsx", lambda: book((*[None] * 30, "多余")), ReadLimits(columns=20)), ("目录.xlsx",)),
        Case(reads("目录.xlsx", book, ReadLimits(columns=20))),
    ),
    "hidden-rows": (
        Case(tables(table({}, {}, hidden_rows=frozenset({4}))), ("社会救助",)),
        # The title's row, an empty row and a sheet below are no items.
        Case(tables(table({}, {}, hidden_rows=frozenset({0, 40})))),
    ),
    "hidden-sheet": (
        Case(tables(GOOD, table(sheet="旧目录", hidden=True)), ("旧目录",)),
        Case(tables(GOOD, Table("参数", (("是",), ("否",)), hidden=True))),
    ),
    "values-filled": (
        Case(tables(table({}, {"E": ""}, {"E": ""}, {"B": "低保"}, {"B": "低保", "E": ""}, {"B": "低保", "E": ""})), ("社会救助!E5",)),
        Case(tables(table({}, {"E": "同上"}))),
        Case(tables(table({}, {"E": ""}, merges=(Merge(3, 4, 4, 4),)))),
    ),
    "values-repaired": (
        Case(tables(people(LEADER, ("联络人", "钱二", "主任", "13800000001.0"))), ("附件2!D5",)),
        Case(tables(people(LEADER, LIAISON))),
        Case(tables(people(LEADER, ("联络人", "钱二", "主任", "0715－5550001")))),
    ),
    "heading-near-miss": (
        Case(tables(table(headings=MISSPELT)), ("社会救助!E3",)),
        Case(tables(table(headings=[[("公 开 依 据" if text == "公开依据" else text) for text in row] for row in table().rows[1:3]]))),
    ),
    "columns-guessed": (
        Case(tables(table({}, {}, {}, headings=NAMELESS)), ("社会救助!E3",)),
        Case(tables(table(headings=[[("法律依据" if text == "公开依据" else text) for text in row] for row in table().rows[1:3]]))),
    ),
    "tables-joined": (
        Case(tables(table({}, {}, sheet="社会救助1"), table({"C": "监督检查"}, {"C": "救助标准"}, sheet="社会救助2")), ("社会救助2",)),
        Case(tables(table({}, {}, sheet="社会救助1"), table({}, {}, sheet="社会救助2"))),
        Case(tables(table(), table(title="养老服务领域基层政务公开标准目录", sheet="养老服务"))),
    ),
    "rows-dropped": (
        Case(tables(table({}, below=(("2",),))), ("社会救助",)),
        Case(tables(table({}, below=(("填报人：赵一", "", "审核人：钱二"),)))),
        Case(tables(table({}, below=((), ("",))))),
    ),
    "example-row-dropped": (
        Case(tables(table(EXAMPLE, {})), ("社会救助",)),
        # The same row with contents of the unit's own is an item.
        Case(tables(table({**EXAMPLE, "D": "●审核结果"}, {}))),
    ),
    "partial-update": (
        Case(tables(table({}, {}, {}), versions=standing(10)), ("",)),
        Case(tables(table(*[{}] * 7), versions=standing(10))),
    ),
    "supplement": (
        Case(tables(table({}, {}, {}), versions=standing(10, first=20)), ("",)),
        Case(tables(table({}, {}, {}), versions=standing(10))),
    ),
    "version-unrelated": (
        Case(tables(table(*[{}] * 10), versions=standing(10, first=9)), ("",)),
        Case(tables(table(*[{}] * 10), versions=standing(10, first=8))),
    ),
    "provisional-over-filed": (
        Case(tables(table(*[{}] * 10), sender=STRANGER, versions=standing(9)), ("",)),
        Case(tables(table(*[{}] * 10), sender=STRANGER)),
        Case(tables(table(*[{}] * 10), versions=standing(9))),
    ),
    "rival-senders": (
        Case(tables(table(*[{}] * 10), sender=STRANGER, versions=standing(9, provisional=True, sender=RIVAL)), ("",)),
        Case(tables(table(*[{}] * 10), sender=STRANGER, versions=standing(9, provisional=True, sender=STRANGER))),
    ),
    "unit-unknown": (
        Case(tables(people(LEADER, LIAISON, unit=""), sender=STRANGER, subject="名单"), ("",)),
        Case(tables(people(LEADER, LIAISON, unit=""))),
        Case(tables(people(LEADER, LIAISON), sender=STRANGER)),
    ),
    "unit-unclear": (
        Case(tables(people(LEADER, LIAISON, unit="赤壁市民政局、赤壁市教育局"), sender=STRANGER), ("",)),
        Case(tables(people(LEADER, LIAISON, unit="赤壁市民政局低保中心"), sender=STRANGER)),
    ),
    "people-left-out": (
        Case(tables(people(LEADER, LIAISON, ("经办科室负责人", "孙三", "股长", "13800000002"))), ("附件2",)),
        Case(tables(people(LEADER, LIAISON))),
    ),
    "roles-guessed": (
        Case(tables(people(("", "赵一", "副局长", "0715-5550001"), ("", "钱二", "主任", "13800000001"))), ("附件2",)),
        Case(tables(people(("分管负责同志", "赵一", "副局长", "0715-5550001"), ("联系人", "钱二", "主任", "13800000001")))),
    ),
    "unreadable-empty": (Case(reads("目录.xlsx", b""), ("1",)), Case(reads("目录.xlsx", book))),
    "unreadable-too-large": (Case(failed("unreadable-too-large"), ("1",)), Case(PLAIN)),
    "unreadable-picture": (
        Case(reads("目录.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF"), ("1",)),
        # A photograph of the signed page beside the table is no complaint.
        Case(lambda: Scene((file(GOOD), *read_file("2", "盖章.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", ReadLimits())))),
    ),
    "unreadable-pdf": (
        Case(reads("目录.pdf", b"%PDF-1.7\n"), ("1",)),
        Case(lambda: Scene((file(GOOD), *read_file("2", "盖章.pdf", b"%PDF-1.7\n", ReadLimits())))),
    ),
    "unreadable-archive": (
        Case(reads("目录.rar", b"Rar!\x1a\x07\x01\x00"), ("1",)),
        Case(reads("目录.zip", lambda: zipped({"目录.xlsx": book()}))),
    ),
    "unreadable-members": (
        Case(reads("目录.zip", lambda: zipped({f"{n}.xlsx": book() for n in range(3)}), ReadLimits(members=2)), ("1/2.xlsx",)),
        Case(reads("目录.zip", lambda: zipped({f"{n}.xlsx": book() for n in range(2)}), ReadLimits(members=2))),
    ),
    "unreadable-encrypted": (
        Case(reads("目录.zip", encrypted_zip), ("1/目录.xlsx",)),
        Case(reads("目录.zip", lambda: zipped({"目录.xlsx": book()}))),
    ),
    "unreadable-damaged": (Case(reads("目录.xlsx", lambda: book()[:-40]), ("1",)), Case(reads("目录.xlsx", lambda: book() + b"\0"))),
    "unreadable-format": (
        Case(reads("目录.pptx", lambda: zipped({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"})), ("1",)),
        Case(reads("目录", book)),
    ),
    "unreadable-text-renamed": (
        Case(reads("目录.xlsx", "社会救助目录见下".encode()), ("1",)),
        Case(reads("目录.xlsx", delimited("\t").encode())),
    ),
    "unreadable-bomb": (
        Case(reads("目录.zip", lambda: zipped({"a.bin": bytes(60 * 1024 * 1024)})), ("1",)),
        Case(reads("目录.zip", lambda: zipped({"a.txt": b"x" * 1024, "目录.xlsx": book()}))),
    ),
    "unreadable-no-table": (
        Case(reads("通讯录.xlsx", lambda: xlsx({"Sheet1": [["姓名", "生日"], ["赵一", "1月"]]})), ("1",)),
        Case(reads("目录.xlsx", book)),
    ),
    "unreadable-cloud-link": (
        Case(
            lambda: Scene(text="从QQ邮箱发来的超大附件\n目录.xlsx (128.03M) 进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=1"),
            ("",),
        ),
        Case(lambda: Scene((file(GOOD),), text="目录也可以从 https://www.chibi.gov.cn/ 下载。")),
    ),
    "no-attachment": (
        Case(lambda: Scene(text="现将目录报送如下，见附件。"), ("",)),
        Case(PLAIN),
        Case(lambda: Scene(subject="政务公开目录", text="我们下周报送。")),
    ),
    "unreadable-reader-died": (Case(failed("unreadable-reader-died"), ("1",)), Case(PLAIN)),
    "unreadable-reader-slow": (Case(failed("unreadable-reader-slow"), ("1",)), Case(PLAIN)),
}
