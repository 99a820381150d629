"""Catalogues in ways that no list of ways has named: solve the kind, not the case."""

from collections.abc import Callable, Iterator

from tests.acceptance.cases import Case, Want, catalogue
from tests.acceptance.entries import Writing, area, chosen_only, plain
from tests.acceptance.mess import TITLE, one
from tests.acceptance.pages import Block, Grid, Page, from_text
from tests.acceptance.variants import MINISTRY, OFFICE, ROLES, TOWN, TWELVE, TWELVE_ROLES

BEYOND: list[Callable[[], Case]] = []
AGED = "养老服务领域基层政务公开标准目录"


def beyond(make: Callable[[], Case]) -> Callable[[], Case]:
    BEYOND.append(make)
    return make


def cases() -> Iterator[Callable[[], Case]]:
    yield from BEYOND


HEADINGS = {
    "法律依据": ("公开依据", "法律依据"),
    "政策依据": ("公开依据", "政策法规依据"),
    "依据": ("公开依据", "依据"),
    "期限": ("公开时限", "公开期限"),
    "更新": ("公开时限", "更新时限"),
    "时限": ("公开时限", "时限"),
    "责任主体": ("公开主体", "责任主体"),
    "责任单位": ("公开主体", "责任单位"),
    "牵头单位": ("公开主体", "牵头单位"),
    "公开责任主体": ("公开主体", "公开责任主体"),
    "载体": ("公开渠道和载体", "公开载体"),
    "平台": ("公开渠道和载体", "公开平台"),
    "渠道及载体": ("公开渠道和载体", "公开渠道及载体"),
    "要素": ("公开内容（要素）", "公开要素"),
    "内容要求": ("公开内容（要素）", "公开内容（要素）及要求"),
    "事项内容": ("公开内容（要素）", "事项内容"),
    "编号": ("序号", "编号"),
    "序": ("序号", "序"),
    "公众": ("全社会", "社会公众"),
    "对象": ("特定群体（请写明）", "特定对象"),
    "主动公开": ("主动", "主动公开"),
    "slip-依据": ("公开依据", "公开依椐"),
    "slip-时限": ("公开时限", "公开时线"),
    "slip-渠道": ("公开渠道和载体", "公开渠到和载体"),
    "numbered": ("公开依据", "4.公开依据"),
    "star": ("公开依据", "*公开依据"),
    "colon": ("公开依据", "公开依据："),
    "required": ("公开时限", "公开时限（必填）"),
    "example": ("公开主体", "公开主体\\n（填写单位全称，如：赤壁市民政局）"),
}


def renamed(name: str) -> Case:
    old, new = HEADINGS[name]
    laid = catalogue(MINISTRY.replace(old, new), ROLES, area(5))
    return one(name, laid.grid, laid.want(5))


@beyond
def three_rows_of_heading() -> Case:
    head = """
    | 序号 | 事项 | < | 公开标准 | < | < | < | < | < | < | < | < | < | < |
    | ^ | 公开事项 | < | 公开内容 | 公开依据 | 公开时限 | 公开主体 | 公开渠道和载体 | 公开对象 | < | 公开方式 | < | 公开层级 | < |
    | ^ | 一级事项 | 二级事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请 | 县级 | 乡级 |
    """
    laid = catalogue(head, ROLES, area(5))
    return one("three-rows", laid.grid, laid.want(5))


@beyond
def column_numbers_below_the_heading() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(5), merge=())
    laid.grid.rows.insert(2, [str(number) for number in range(1, 15)])
    return one("column-numbers", laid.grid, Want(5, [(grid, row + 1, entry) for grid, row, entry in laid.rows]))


@beyond
def own_order() -> Case:
    head = """
    | 序号 | 公开主体 | 公开事项 | < | 公开对象 | < | 公开方式 | < | 公开渠道 | 公开时限 | 公开依据 | 公开内容 | 备注 |
    | ^ | ^ | 一级事项 | 二级事项 | 全社会 | 特定群体 | 主动 | 依申请 | ^ | ^ | ^ | ^ | ^ |
    """
    entries = [entry.but(levels=()) for entry in area(5)]
    roles = "serial publisher first second public specific active request channels limit basis content blank"
    laid = catalogue(head, roles, entries, Writing(channels=plain))
    return one("own-order", laid.grid, laid.want(5))


@beyond
def town_of_another_county_in_the_title() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(5))
    return one("other-county", laid.grid, laid.want(5), title="通山县通羊镇社会救助领域基层政务公开标准目录")


@beyond
def two_tables_side_by_side() -> Case:
    """Two areas beside each other with an empty column between: no clerk's table is silently halved."""
    head = TWELVE.replace("\\n", "")
    first = catalogue(head, TWELVE_ROLES, [entry.but(levels=()) for entry in area(22)], merge=())
    second = catalogue(head, TWELVE_ROLES, [entry.but(levels=()) for entry in area(23)], merge=())
    grid = Grid([["安全生产领域目录", *[""] * 12, "救灾领域目录", *[""] * 11]])
    for row in range(max(len(first.grid.rows), len(second.grid.rows))):
        left = first.grid.rows[row] if row < len(first.grid.rows) else [""] * 12
        right = second.grid.rows[row] if row < len(second.grid.rows) else [""] * 12
        grid.rows.append([*left, "", *right])
    for merges, move in ((first.grid.merges, 0), (second.grid.merges, 13)):
        grid.merges += [(top + 1, left + move, bottom + 1, right + move) for top, left, bottom, right in merges]
    wants = [Want(number, [(grid, row + 1, entry) for _, row, entry in laid.rows]) for number, laid in ((22, first), (23, second))]
    return Case("side-by-side", [Page("Sheet1", [grid])], wants, "应急局")


@beyond
def note_between_title_and_heading() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(5))
    blocks: list[Block] = [TITLE, "（说明：“■”为已选渠道，“□”为备选渠道。各单位根据实际填写，不得留空。）", "", laid.grid]
    return Case("note-above", [Page("Sheet1", blocks)], [laid.want(5)])


@beyond
def cover_and_instructions() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(5))
    pages = [
        Page("封面", ["赤壁市民政局", "社会救助领域基层政务公开标准目录", "二〇二〇年九月"]),
        Page("说明", ["一、本目录依据国务院办公厅文件编制。", "二、公开时限指信息形成之日起计算。", "三、联系人：赵一，0715-5550001。"]),
        Page("目录", [laid.grid]),
        Page("Sheet3", [""]),
    ]
    return Case("cover", pages, [laid.want(5)], "社会救助")


@beyond
def table_of_contents() -> Case:
    contents = from_text("| 序号 | 领域 | 页码 |\n| 1 | 社会救助领域 | 1 |\n| 2 | 养老服务领域 | 5 |")
    first, second = catalogue(MINISTRY, ROLES, area(5)), catalogue(MINISTRY, ROLES, area(6))
    pages = [
        Page("目录", ["目录", contents]),
        Page("社会救助", ["社会救助领域基层政务公开标准目录", first.grid]),
        Page("养老服务", [AGED, second.grid]),
    ]
    return Case("contents", pages, [first.want(5), second.want(6)])


@beyond
def merges_cut_by_the_page() -> Case:
    """A group runs over a page: below the repeated heading its first level and limit are blank."""
    whole, rows, entries = Grid(), [], [entry.but(limit="信息形成之日起20个工作日内") for entry in area(5)]
    for start in (0, 4, 8):
        laid = catalogue(MINISTRY, ROLES, entries[start : start + 4], merge=("first", "limit"))
        begin = whole.add(laid.grid)
        rows += [(whole, begin + row, entry) for _, row, entry in laid.rows]
    return one("cut-merges", whole, Want(5, rows))


@beyond
def same_names_under_every_group() -> Case:
    """政策法规文件, 办事指南 come again under each first level and are no repetition."""
    laid = catalogue(OFFICE, ROLES, area(5), Writing(channels=chosen_only("■", "")))
    return one("same-names", laid.grid, laid.want(5, levels=TOWN))


@beyond
def one_row_only() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6)[:1])
    return one("one-row", laid.grid, laid.want(6), title=AGED)


@beyond
def extra_columns() -> Case:
    head = """
    |序号|公开事项|<|公开内容|公开依据|公开时限|公开主体|责任科室|公开渠道|公开格式|公开对象|<|公开方式|<|咨询电话|五公开|
    | ^ | 一级事项 | 二级事项 | ^ | ^ | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请 | ^ | ^ |
    """
    more = (("责任科室", "救助股"), ("公开格式", "■文本□图表□音频□视频"), ("咨询电话", "0715-5550001"), ("五公开", "结果公开"))
    entries = [entry.but(levels=(), extra=more) for entry in area(5)]
    roles = (
        "serial first second content basis limit publisher =救助股 channels =■文本□图表□音频□视频 "
        "public specific active request =0715-5550001 =结果公开"
    )
    laid = catalogue(head, roles, entries)
    return one("extra-columns", laid.grid, laid.want(5))


@beyond
def no_title_at_all() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(16))
    return one("no-title", laid.grid, laid.want(16), title="", sheet="Sheet1", file="农村危房改造")


@beyond
def missing_publisher_column() -> Case:
    head = MINISTRY.replace("公开主体 | ", "").replace("| ^ | 全社会", "| 全社会")
    entries = [entry.but(publisher="") for entry in area(5)]
    laid = catalogue(head, ROLES.replace("publisher ", ""), entries)
    return one("no-publisher", laid.grid, laid.want(5, errors=("missing-column",), outcome="returned"))


@beyond
def heading_of_every_page_with_its_title() -> Case:
    whole, rows, entries = Grid(), [], area(5)
    for start in range(0, len(entries), 4):
        laid = catalogue(MINISTRY, ROLES, entries[start : start + 4])
        whole.rows.append([TITLE, *[""] * 13])
        whole.merge(len(whole.rows) - 1, 0, len(whole.rows) - 1, 13)
        begin = whole.add(laid.grid)
        rows += [(whole, begin + row, entry) for _, row, entry in laid.rows]
        whole.rows.append([f"第{start // 4 + 1}页，共3页", *[""] * 13])
    return one("titles-again", whole, Want(5, rows), title="")


@beyond
def full_width_everywhere() -> Case:
    head = MINISTRY.replace("（", "(").replace("）", ")").replace("公开内容(要素)", "公开内容（要素）")
    entries = [entry.but(limit="自信息形成或者变更之日起２０个工作日内", serial=entry.serial) for entry in area(6)]
    laid = catalogue(head, ROLES, entries, Writing(channels=lambda entry: "；".join("■" + n for n in entry.channels or ())))
    return one("full-width", laid.grid, laid.want(6), title="（６）养老服务领域基层政务公开标准目录（２０２０年）")


@beyond
def hidden_rows_and_sheets() -> Case:
    laid, old = catalogue(MINISTRY, ROLES, area(6)), catalogue(MINISTRY, ROLES, area(6)[:4])
    pages = [Page("养老服务", [AGED, laid.grid]), Page("旧", [AGED, old.grid], hidden=True)]
    return Case("hidden", pages, [laid.want(6)], file_codes=("hidden-sheet",))
