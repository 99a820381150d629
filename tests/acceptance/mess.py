"""What real files do to a table (domain, 3), each row of that list transcribed, most of them twice."""

from collections.abc import Callable, Iterator

from tests.acceptance.cases import Case, Want, catalogue
from tests.acceptance.entries import Entry, Writing, area
from tests.acceptance.pages import Block, Grid, Page
from tests.acceptance.variants import MINISTRY, OFFICE, ROLES, TOWN

SEEN: list[Callable[[], Case]] = []


def seen(make: Callable[[], Case]) -> Callable[[], Case]:
    """List a case."""
    SEEN.append(make)
    return make


def cases() -> Iterator[Callable[[], Case]]:
    yield from SEEN


TITLE = "（五）社会救助领域基层政务公开标准目录"


def one(name: str, grid: Grid, *wants: Want, title: str = TITLE, sheet: str = "Sheet1", file: str = "目录") -> Case:
    return Case(name, [Page(sheet, [title, grid] if title else [grid])], list(wants), file)


def grouped(**columns: bool) -> list[Entry]:
    """Entries whose columns say the same throughout a group of a first level."""
    first: dict[str, Entry] = {}
    return [entry.but(**{name: getattr(first.setdefault(entry.first, entry), name) for name in columns}) for entry in area(5)]


@seen
def merges_everywhere() -> Case:
    entries = grouped(content=True, basis=True, limit=True, publisher=True, channels=True)
    laid = catalogue(MINISTRY, ROLES, entries, merge=("first", "content", "basis", "limit", "publisher", "channels"))
    return one("merges-everywhere", laid.grid, laid.want(5))


@seen
def merge_of_ten_rows() -> Case:
    entries = [entry.but(first="社会救助", basis="《社会救助暂行办法》", publisher="赤壁市民政局") for entry in area(5)]
    laid = catalogue(MINISTRY, ROLES, entries, merge=("first", "basis", "publisher"))
    return one("merge-of-ten-rows", laid.grid, laid.want(5))


@seen
def merges_lost() -> Case:
    entries = grouped(basis=True, limit=True, publisher=True, channels=True)
    laid = catalogue(MINISTRY, ROLES, entries, merge=(), blank=("first", "basis", "limit", "publisher", "channels"))
    return one("merges-lost", laid.grid, laid.want(5, notes=("values-filled",)))


@seen
def merges_lost_but_for_the_first() -> Case:
    entries = grouped(limit=True)
    laid = catalogue(MINISTRY, ROLES, entries, merge=("first",), blank=("limit",))
    return one("merges-lost-limit", laid.grid, laid.want(5, notes=("values-filled",)))


@seen
def a_lone_blank() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(5))
    laid.grid.rows[6][5] = ""
    laid.rows[4] = (laid.grid, 6, laid.rows[4][2].but(limit=""))
    return one("lone-blank", laid.grid, laid.want(5, errors=("missing-value",)))


@seen
def ditto() -> Case:
    entries = grouped(basis=True, limit=True, channels=True)
    laid = catalogue(MINISTRY, ROLES, entries)
    for place in range(1, len(entries)):
        for column, name in ((4, "basis"), (5, "limit"), (7, "channels")):
            if getattr(entries[place], name) == getattr(entries[place - 1], name):
                laid.grid.rows[2 + place][column] = ("同上", "同 上", "同上。")[place % 3]
    return one("ditto", laid.grid, laid.want(5))


@seen
def ditto_over_a_merge() -> Case:
    """同上 stands once in a merge over the rest of the group, and again below."""
    entries = [entry.but(basis="《社会救助暂行办法》") for entry in area(5)]
    laid = catalogue(MINISTRY, ROLES, entries)
    for row in range(3, 14):
        laid.grid.rows[row][4] = "同上"
    laid.grid.merge(3, 4, 5, 4)
    laid.grid.merge(7, 4, 9, 4)
    return one("ditto-over-a-merge", laid.grid, laid.want(5))


@seen
def ditto_in_the_first_row() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(5))
    laid.grid.rows[2][4] = "同上"
    laid.rows[0] = (laid.grid, 2, laid.rows[0][2].but(basis=""))
    return one("ditto-first", laid.grid, laid.want(5, errors=("ditto-first-row",)))


@seen
def content_same_as_above_in_words() -> Case:
    entries = list(area(6))
    entries[4] = entries[4].but(content="内容同上，另加各项补贴对象")
    laid = catalogue(MINISTRY, ROLES, entries)
    return one("content-ditto-in-words", laid.grid, laid.want(6), title="养老服务领域基层政务公开标准目录")


def spread(parts: int, merge: bool) -> Case:
    """One item over several rows: its content goes on, its other cells are merged or left empty."""
    laid = catalogue(OFFICE, ROLES, [])
    rows = []
    for entry in area(6):
        lines = entry.content.split("\n")[:parts]
        top = len(laid.grid.rows)
        rows.append((laid.grid, top, entry.but(content="\n".join(lines))))
        writing = Writing()
        laid.grid.rows.append([writing.cell(role, entry.but(content=lines[0])) for role in ROLES.split()])
        for line in lines[1:]:
            laid.grid.rows.append(["", "", "", line, *[""] * 10])
        if merge and len(lines) > 1:
            for column in (0, 1, 2, *range(4, 14)):
                laid.grid.merge(top, column, len(laid.grid.rows) - 1, column)
    title = "养老服务领域基层政务公开标准目录"
    return one(f"one-item-over-{parts}-rows-{merge}", laid.grid, Want(6, rows, levels=TOWN), title=title)


@seen
def one_item_over_rows_merged() -> Case:
    return spread(3, merge=True)


@seen
def one_item_over_rows_blank() -> Case:
    return spread(4, merge=False)


def pages_of(size: int, *, repeat_first: bool, heading: str = OFFICE) -> tuple[Grid, list[tuple[Grid, int, Entry]]]:
    """A table whose heading is repeated on every page; a group's name is repeated, or its merge is cut at the page."""
    whole, rows = Grid(), []
    entries = area(5)
    for start in range(0, len(entries), size):
        laid = catalogue(heading, ROLES, entries[start : start + size], merge=("first", "limit") if repeat_first else ("first",))
        if not repeat_first and start and entries[start].first == entries[start - 1].first:
            laid.grid.rows[2][1] = ""
        begin = whole.add(laid.grid)
        rows += [(whole, begin + row, entry) for _, row, entry in laid.rows]
    return whole, rows


@seen
def heading_on_every_page() -> Case:
    grid, rows = pages_of(4, repeat_first=True)
    return one("heading-on-every-page", grid, Want(5, rows, levels=TOWN))


@seen
def heading_on_every_page_of_another_height() -> Case:
    """The repeated heading has only its lower row, as some conversions leave it."""
    grid, rows = pages_of(5, repeat_first=True)
    return one("heading-repeated-5", grid, Want(5, rows, levels=TOWN))


def two_areas(*, heading_again: bool, titles: tuple[str, str], document: bool = False) -> Case:
    first, second = catalogue(MINISTRY, ROLES, area(5)), catalogue(MINISTRY, ROLES, area(6))
    grid = Grid()
    rows: list[list[tuple[Grid, int, Entry]]] = []
    for number, laid in enumerate((first, second)):
        if number or not document:
            grid.rows.append([titles[number], *[""] * 13])
            grid.merge(len(grid.rows) - 1, 0, len(grid.rows) - 1, 13)
        if number and not heading_again:
            laid.grid.rows[:2] = []
            laid.grid.merges = [(top - 2, left, bottom - 2, right) for top, left, bottom, right in laid.grid.merges if top > 1]
            laid.rows[:] = [(held, row - 2, entry) for held, row, entry in laid.rows]
        begin = grid.add(laid.grid)
        rows.append([(grid, begin + row, entry) for _, row, entry in laid.rows])
    return Case(f"two-areas-{heading_again}", [Page("目录", [grid])], [Want(5, rows[0]), Want(6, rows[1])], "民政局")


@seen
def two_areas_in_one_grid() -> Case:
    return two_areas(heading_again=True, titles=("（五）社会救助领域基层政务公开标准目录", "（六）养老服务领域基层政务公开标准目录"))


@seen
def two_areas_one_heading() -> Case:
    return two_areas(heading_again=False, titles=("社会救助领域", "养老服务领域"))


@seen
def two_areas_below_each_other() -> Case:
    first, second = catalogue(OFFICE, ROLES, area(22)), catalogue(OFFICE, ROLES, area(23))
    blocks: list[Block] = ["附件：安全生产领域基层政务公开标准目录", first.grid, "", "（二十三）救灾领域基层政务公开标准目录", second.grid]
    return Case("two-areas-below", [Page("应急局", blocks)], [first.want(22, levels=TOWN), second.want(23, levels=TOWN)], "应急局")


@seen
def two_sheets() -> Case:
    first, second = catalogue(MINISTRY, ROLES, area(22)), catalogue(OFFICE, ROLES, area(23))
    blocks = [Page("安全生产", ["安全生产领域", first.grid]), Page("救灾生产", ["救灾生产领域", second.grid])]
    return Case("two-sheets", blocks, [first.want(22), second.want(23, levels=TOWN)], "应急局")


@seen
def two_layouts_in_one_sheet() -> Case:
    head = """
    | 序号 | 事项名称 | 公开内容 | 公开主体 | 公开依据 | 公开时限 | 公开渠道 | 公开对象 | 公开方式 |
    """
    entries = [entry.but(first="", levels=()) for entry in area(23)]
    roles = "serial second content publisher basis limit channels audience_text method_text"
    first, second = catalogue(OFFICE, ROLES, area(22)), catalogue(head, roles, entries, merge=())
    blocks: list[Block] = ["安全生产领域基层政务公开标准目录", first.grid, "救灾领域基层政务公开标准目录", second.grid]
    return Case("two-layouts", [Page("Sheet1", blocks)], [first.want(22, levels=TOWN), second.want(23)], "应急局")


TITLES: dict[str, int] = {
    "(二十)公共法律服务领域基层政务公开标准目录": 7,
    "赤壁市司法局公共法律服务领域基层政务公开标准目录（试行）": 7,
    "通山县大路乡公共法律服务领域政务公开事项标准目录（2020年）": 7,
    "附件5：公共法律服务领域基层政务公开标准目录（司法局部分）": 7,
    "2020年赤壁市公共法律领域政务公开清单目录": 7,
    "公共法律服务领域公开标准": 7,
    "公共法律服务领域政务信息公开目录": 7,
    "基层政务公开事项标准目录汇编（公共法律服务）": 7,
    "公共法律服务基层政务公开标准指引": 7,
    "XX县（市、区）公共法律服务领域基层政务公开标准目录": 7,
    "26个试点领域——公共法律服务领域": 7,
    "七、公共法律服务领域": 7,
    "公共法律服务 领 域 基 层 政 务 公 开 标 准 目 录": 7,
    "赤壁市基层政务公开标准目录\n（公共法律服务领域）": 7,
}


def titled(text: str, number: int) -> Case:
    laid = catalogue(MINISTRY, ROLES, area(7))
    return one("title", laid.grid, laid.want(number), title=text)


NUMBERS_NOT_OURS = {
    "（七）社会保险领域": 10,
    "（十三）农村危房改造领域": 16,
    "（一）养老服务领域": 6,
    "（二十六）社会救助领域": 5,
    "第三部分 就业领域": 9,
    "5.税收管理领域": 25,
}


def numbered_otherwise(text: str, number: int) -> Case:
    laid = catalogue(MINISTRY, ROLES, area(7))
    return one("number", laid.grid, laid.want(number), title=f"{text}基层政务公开标准目录")
