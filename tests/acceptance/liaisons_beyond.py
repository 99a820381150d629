"""Lists of leader and liaison in ways that no list of ways has named: solve the kind, not the case."""

from collections.abc import Callable, Iterator

from tests.acceptance.cases import Case, catalogue
from tests.acceptance.entries import area
from tests.acceptance.liaisons import DUE, HEAD, TITLE, TWO, People, sheet
from tests.acceptance.pages import Page, from_text
from tests.acceptance.variants import MINISTRY, ROLES

BEYOND: list[Callable[[], People]] = []
ANNEX = """
| | 姓名 | 职务 | 联系方式 |
| 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001 13800000001 |
| 联络人 | 钱二 | 办公室主任 | 13900000002 |
"""


def beyond(make: Callable[[], People]) -> Callable[[], People]:
    BEYOND.append(make)
    return make


def lists() -> Iterator[Callable[[], People]]:
    yield from BEYOND


@beyond
def numbers_as_numbers() -> People:
    wanted = sheet("numbers", ANNEX, who=(("leader", "赵一", "党组成员、副局长", ("13800000001",)), TWO[1]))
    grid = wanted.case.pages[0].blocks[-1]
    assert not isinstance(grid, str | tuple)
    grid.rows[1][3], grid.rows[2][3] = 13800000001, 13900000002.0
    return wanted


@beyond
def a_date_as_a_date() -> People:
    grid = from_text("| 填报单位 | 赤壁市教育局 | 填报时间 | X |" + ANNEX)
    grid.rows[0][3] = DUE
    return People(Case("date", [Page("Sheet1", [TITLE, grid])], []))


@beyond
def name_and_post_in_one_column() -> People:
    grid = """
    | 类别 | 姓名及职务 | 联系电话 |
    | 分管领导 | 赵一 党组成员、副局长 | 5550001 13800000001 |
    | 联络人 | 钱二（办公室主任） | 13900000002 |
    """
    return sheet("name-and-post", grid)


@beyond
def people_and_numbers_in_one_column() -> People:
    grid = """
    | 填报单位 | 分管领导及联系电话 | 联络人及联系电话 |
    | 赤壁市教育局 | 赵一 党组成员、副局长 0715-5550001 13800000001 | 钱二 办公室主任 13900000002 |
    """
    return sheet("people-and-numbers", grid, TITLE, "填报时间：2020年9月25日")


@beyond
def role_in_the_last_column() -> People:
    grid = """
    | 序号 | 姓名 | 职务 | 联系方式 | 备注 |
    | 1 | 赵一 | 党组成员、副局长 | 0715-5550001 13800000001 | 分管领导 |
    | 2 | 钱二 | 办公室主任 | 13900000002 | 联络人 |
    """
    return sheet("role-last", grid)


@beyond
def roles_with_numbers() -> People:
    return sheet("numbered-roles", ANNEX.replace("分管领导", "1.分管领导").replace("联络人", "2.联络人"))


@beyond
def roles_broken_over_lines() -> People:
    return sheet("broken-roles", ANNEX.replace("分管领导", "分管\\n领导").replace("联络人", "联\\n络\\n人").replace("姓名", "姓\\n名"))


ROLE_WORDS = (
    ("分管负责人", "联络员"),
    ("分管领导（负责人）", "联系人"),
    ("负责同志", "经办人"),
    ("主管领导", "具体负责人"),
    ("分管局领导", "信息员"),
    ("分管副局长", "具体联络人"),
    ("政务公开分管领导", "政务公开联络员"),
    ("分管政务公开工作领导", "政务公开工作联络人"),
    ("负责人", "联络人"),
    ("分管领导姓名", "联络人姓名"),
)


def role_words(leader: str, liaison: str) -> People:
    return sheet("roles", ANNEX.replace("分管领导", leader).replace("联络人", liaison))


@beyond
def within_the_whole_notice() -> People:
    """The clerk filled in the annex at the end of the notice and sent the whole."""
    notice = (
        "赤壁市推进政务公开标准化规范化工作实施方案",
        "(一)高度重视，明确1名分管领导和1名联络人。政务信息公开工作负责同志和联络人名单(含姓名、职务、联系方式)，于9月25日前报送。",
        "（联系人：卢维，联系电话：5330205）",
        "附件2：",
        TITLE,
        HEAD,
    )
    return sheet("notice", ANNEX, *notice)


@beyond
def in_a_covering_letter() -> People:
    letter = ("关于报送分管负责人及联络人名单的函", "市政务公开领导小组办公室：", "现将我局名单报送如下，请查收。")
    wanted = sheet("letter", ANNEX, *letter, on=DUE)
    wanted.case.pages[0].blocks = [*wanted.case.pages[0].blocks, "赤壁市教育局（盖章）", "2020年9月25日"]
    return wanted


@beyond
def beside_a_catalogue() -> People:
    laid = catalogue(MINISTRY, ROLES, area(7))
    pages = [
        Page("目录", ["公共法律服务领域基层政务公开标准目录", laid.grid]),
        Page("联络人名单", [TITLE, HEAD.replace("教育局", "司法局"), from_text(ANNEX)]),
    ]
    return People(Case("beside", pages, [laid.want(7)]), unit="赤壁市司法局")


@beyond
def below_a_catalogue() -> People:
    laid = catalogue(MINISTRY, ROLES, area(7))
    page = Page("Sheet1", ["公共法律服务领域政务公开目录", laid.grid, "", TITLE, HEAD.replace("教育局", "司法局"), from_text(ANNEX)])
    return People(Case("below", [page], [laid.want(7)]), unit="赤壁市司法局")


@beyond
def above_a_catalogue() -> People:
    laid = catalogue(MINISTRY, ROLES, area(7))
    page = Page("Sheet1", [TITLE, HEAD.replace("教育局", "司法局"), from_text(ANNEX), "", "公共法律服务领域政务公开目录", laid.grid])
    return People(Case("above", [page], [laid.want(7)]), unit="赤壁市司法局")


@beyond
def leader_without_anything() -> People:
    grid = ANNEX.replace("赵一 | 党组成员、副局长 | 0715-5550001 13800000001", " | | ")
    return sheet("no-leader", grid, who=TWO[1:], errors=("no-leader",))


@beyond
def number_forgotten() -> People:
    grid = ANNEX.replace("13900000002", "")
    return sheet("no-number", grid, who=(TWO[0], ("liaison", "钱二", "办公室主任", ())), errors=("no-number",))


@beyond
def number_spoiled_by_a_spreadsheet() -> People:
    grid = ANNEX.replace("13900000002", "1.39E+10")
    return sheet("spoiled", grid, who=(TWO[0], ("liaison", "钱二", "办公室主任", ())), errors=("no-number",))


@beyond
def number_too_short() -> People:
    grid = ANNEX.replace("13900000002", "1390000000")
    return sheet("short", grid, who=(TWO[0], ("liaison", "钱二", "办公室主任", ())), errors=("no-number",))


@beyond
def post_forgotten() -> People:
    grid = ANNEX.replace("办公室主任", "")
    return sheet("no-post", grid, who=(TWO[0], ("liaison", "钱二", "", ("13900000002",))), warnings=("missing-post",))


@beyond
def no_unit_and_no_date() -> People:
    return sheet("bare", ANNEX, TITLE, unit="", on=None)


@beyond
def unit_stamped_below() -> People:
    wanted = sheet("stamped", ANNEX, TITLE, on=DUE)
    wanted.case.pages[0].blocks = [*wanted.case.pages[0].blocks, "填报单位（盖章）：赤壁市教育局", "填报日期：2020年9月25日"]
    return wanted


@beyond
def addresses_and_accounts() -> People:
    grid = """
    | 类别 | 姓名 | 职务 | 办公电话 | 手机号码 | 电子邮箱 | QQ/微信 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001 | 13800000001 | zhao@example.cn | zhao1970 |
    | 联络人 | 钱二 | 办公室主任 | | 13900000002 | 123456789@example.cn | 123456789 |
    """
    who = (
        ("leader", "赵一", "党组成员、副局长", ("0715-5550001", "13800000001", "zhao@example.cn")),
        ("liaison", "钱二", "办公室主任", ("13900000002", "123456789@example.cn")),
    )
    return sheet("accounts", grid, who=who)


@beyond
def a_third_kind_of_person() -> People:
    grid = """
    | 类别 | 姓名 | 职务 | 联系方式 |
    | 主要领导 | 孙三 | 局长 | 13800000003 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001 13800000001 |
    | 责任科室负责人 | 李四 | 股长 | 13800000004 |
    | 联络人 | 钱二 | 办公室主任 | 13900000002 |
    """
    return sheet("third-kind", grid)


@beyond
def form_with_empty_lines() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001 13800000001 |
    | | | | |
    | 联络人 | 钱二 | 办公室主任 | 13900000002 |
    | | | | |
    | | | | |
    """
    return sheet("empty-lines", grid)


@beyond
def with_an_instruction_row() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | （填写说明） | （真实姓名） | （现任职务） | （办公电话和手机） |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001 13800000001 |
    | 联络人 | 钱二 | 办公室主任 | 13900000002 |
    """
    return sheet("instruction-row", grid)
