"""Layouts as counties, districts and towns published them, transcribed with made-up rows; the place is named in each."""

from collections.abc import Callable, Iterator

from tests.acceptance.cases import Case, Laid, Want, catalogue
from tests.acceptance.entries import Entry, Writing, area, chosen_only, full_list
from tests.acceptance.mess import one
from tests.acceptance.pages import Block, Page
from tests.acceptance.variants import MINISTRY, OFFICE, ROLES, TOWN, TWELVE, TWELVE_ROLES

SEEN: list[Callable[[], Case]] = []
TITLES = {5: "社会救助", 7: "公共法律服务", 16: "农村危房改造", 21: "卫生健康", 22: "安全生产", 23: "救灾生产"}


def seen(make: Callable[[], Case]) -> Callable[[], Case]:
    SEEN.append(make)
    return make


def cases() -> Iterator[Callable[[], Case]]:
    yield from SEEN


def entries(number: int, **changes: object) -> list[Entry]:
    return [entry.but(**{"levels": (), **changes}) for entry in area(number)]


def titled(name: str, laid: Laid, number: int, **more: object) -> Case:
    return one(name, laid.grid, laid.want(number, **more), title=f"{TITLES[number]}领域基层政务公开标准目录")


@seen
def songjiang_kind_before_the_items() -> Case:
    head = """
    |类别|公开事项|<|公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象|<|公开方式|<|公开层级|<|<|
    |^|一级事项|二级事项|^|^|^|^|^|全社会|特定对象|主动公开|依申请公开|市级|区级|街道|
    """
    roles = f"=权力事项 {TWELVE_ROLES.removeprefix('serial ')} blank =√ blank"
    laid = catalogue(head, roles, entries(21, serial="", levels=("区级",)), Writing(channels=full_list(between="\n")))
    return titled("songjiang", laid, 21)


@seen
def dongcheng_addresses_under_the_name_of_a_channel() -> Case:
    head = TWELVE.replace("公开方式 | < |", "公开方式 | < | 政府网站 |").replace("依申请 |", "依申请公开 | ^ |")
    wanted = entries(7, extra=(("政府网站", "http://sfj.example.cn/"),))
    return titled("dongcheng", catalogue(head, f"{TWELVE_ROLES} =http://sfj.example.cn/", wanted), 7)


@seen
def kangbashi_columns_of_the_law() -> Case:
    head = """
    |序号|公开事项|<|公开内容（要素）|公开依据|条款内容|依据效力（位阶）|公开时限|公开主体|公开渠道和载体|公开对象|<|公开方式|责任科室|对应职责|
    |^|一级事项|二级事项|^|^|^|^|^|^|^|全社会|特定群体|^|^|^|
    """
    more = (("条款内容", "第二十条"), ("依据效力（位阶）", "法规"), ("责任科室", "减灾组"), ("对应职责", "灾害救助"))
    roles = "serial first second content basis =第二十条 =法规 limit publisher channels public specific method_text =减灾组 =灾害救助"
    return titled("kangbashi", catalogue(head, roles, entries(23, extra=more), Writing(channels=chosen_only("■", "  "))), 23)


@seen
def wuyi_instructions_in_every_heading() -> Case:
    head = """
    |序号|公开事项|<|公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体\\n(用“■”标注)|公开对象（用“√”标注）|<|公开方式（用“√”标注）|<|公开层级（用“√”标注）|<|<|公开格式|五公开|
    |^|一级事项|二级事项|^|^|^|^|^|全社会|特定群体|主动|依申请|市级|镇街|村（社区）|^|^|
    """
    wanted = entries(23, levels=("市级",), extra=(("公开格式", "■文本口图表"), ("五公开", "口决策■服务")))
    laid = catalogue(head, f"{TWELVE_ROLES} =√ blank blank =■文本口图表 =口决策■服务", wanted, Writing(channels=full_list("■", "口", "")))
    return titled("wuyi", laid, 23)


@seen
def maguan_sub_headings_torn_over_two_rows() -> Case:
    head = """
    |序号|公开事项|<|公开内容(要素)|公开依据|公开时限|公开主体|公开渠道和载体|公开对象|<|公开方式|<|公开层级|<|
    | | 一级 | 二级 | | | | | | 全社会 | 特定 | 主动 | 依申请 | 县级 | 乡级 |
    | | 事项 | 事项 | | | | | | | 群体 | | | | |
    """
    return titled("maguan", catalogue(head, ROLES, area(22)), 22)


@seen
def qingpu_numbers_of_groups_without_a_heading() -> Case:
    head = MINISTRY.replace("| 序号 |", "| |").replace("特定群体（请写明）", "特定对象")
    order = list(dict.fromkeys(entry.first for entry in area(5)))
    wanted = [entry.but(serial=str(order.index(entry.first) + 1)) for entry in area(5)]
    return titled("qingpu", catalogue(head, ROLES, wanted, merge=("serial", "first")), 5)


@seen
def tongchuan_result_with_a_limit_of_its_own() -> Case:
    laid, writing, rows = catalogue(OFFICE, ROLES, []), Writing(channels=chosen_only()), []
    for entry in area(21):
        result = entry.but(content="结果信息——许可证信息", limit="自信息形成或者变更之日起7个工作日内予以公开")
        top = len(laid.grid.rows)
        laid.grid.rows += [[writing.cell(role, one_of) for role in ROLES.split()] for one_of in (entry, result)]
        for column in (0, 1, 2, 4):
            laid.grid.merge(top, column, top + 1, column)
        rows += [(laid.grid, top, entry), (laid.grid, top + 1, result)]
    return titled("tongchuan", Laid(laid.grid, rows), 21, levels=TOWN)


@seen
def wuqia_levels_named_in_the_cells() -> Case:
    laid = catalogue(OFFICE.replace("县级", "州级县级"), ROLES, area(16), Writing(channels=chosen_only("■", " ")))
    for place, (grid, row, entry) in enumerate(laid.rows):
        level = ("州级", "县级")[place % 2]
        grid.rows[row][12:14] = [level, "√"]
        laid.rows[place] = (grid, row, entry.but(levels=(level, "乡、村级")))
    return titled("wuqia", laid, 16)


@seen
def groups_in_rows_of_their_own() -> Case:
    laid, rows = catalogue(MINISTRY, ROLES, []), []
    for number, first in enumerate(dict.fromkeys(entry.first for entry in area(5)), 1):
        top = len(laid.grid.rows)
        laid.grid.rows.append([f"{'一二三四五六七'[number - 1]}、{first}", *[""] * 13])
        laid.grid.merge(top, 0, top, 13)
        for entry in (entry for entry in area(5) if entry.first == first):
            rows.append((laid.grid, len(laid.grid.rows), entry))
            laid.grid.rows.append([Writing().cell("blank" if role == "first" else role, entry) for role in ROLES.split()])
    return titled("groups", Laid(laid.grid, rows), 5)


@seen
def jiulong_every_area_in_a_table_of_one_row() -> Case:
    head = TWELVE.replace("公开方式 | < |", "公开方式 | < | 公开层级 |").replace("依申请 |", "依申请公开 | 乡级 |").replace("序号", "序 号")
    blocks: list[Block] = []
    wants: list[Want] = []
    for number, name in TITLES.items():
        laid = catalogue(head, f"{TWELVE_ROLES} =√", entries(number, levels=("乡级",))[:1], Writing(channels=chosen_only("■", " ")))
        blocks += [f"（{number}）{name}领域基层政务公开标准目录", laid.grid]
        wants.append(laid.want(number))
    return Case("jiulong", [Page("Sheet1", blocks)], wants, "街道目录")
