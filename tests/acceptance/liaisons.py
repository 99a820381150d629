"""Lists of leader and liaison (domain, 5) as units return them: every orientation, several people, numbers in every writing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from mailbot.jobs.checking import Checked
from mailbot.model.submission import Severity
from mailbot.rulebook.model import Rulebook
from tests.acceptance.cases import Case
from tests.acceptance.pages import Block, Page, from_text

Who = tuple[str, str, str, tuple[str, ...]]
"""Role, name, post, numbers (an address counts as one)."""

DUE = date(2020, 9, 25)
TWO: tuple[Who, ...] = (
    ("leader", "赵一", "党组成员、副局长", ("0715-5550001", "13800000001")),
    ("liaison", "钱二", "办公室主任", ("13900000002",)),
)
LISTS: list[Callable[[], "People"]] = []


WEIGHED = {"several-people"}
"""Codes that are no reproach whatever the rules let them weigh: everybody is registered all the same."""


@dataclass
class People:
    """A list of people, and what must be read from it."""

    case: Case
    who: tuple[Who, ...] = TWO
    unit: str = "赤壁市教育局"
    on: date | None = DUE
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def listed(make: Callable[[], People]) -> Callable[[], People]:
    LISTS.append(make)
    return make


def lists() -> Iterator[Callable[[], People]]:
    yield from LISTS


def misread_people(wanted: People, checked: Checked, rulebook: Rulebook) -> list[str]:
    """List everything that was not read as a careful person reads it."""
    lists = [one for one in checked.submissions if one.form == "liaison"]
    codes = [finding.code for findings in checked.findings.values() for finding in findings]
    if len(lists) != 1 or len(checked.submissions) != len(wanted.case.wants) + 1:
        return [f"{[(one.form, one.sheet, one.size) for one in checked.submissions]} {codes}"]
    seen, found = lists[0], []
    who = tuple((one.role, one.name.text, one.post.text, (*one.phones, *one.emails)) for one in seen.people)
    if who != wanted.who:
        found += [f"{given}\n      and not {meant}" for given, meant in zip(who, wanted.who, strict=False) if given != meant]
        found += [f"{len(who)} people and not {len(wanted.who)}: {who}"] if len(who) != len(wanted.who) else []
    if seen.named_unit.replace(" ", "") != wanted.unit:
        found.append(f"unit {seen.named_unit!r} and not {wanted.unit!r}")
    if seen.reported_on != wanted.on:
        found.append(f"on {seen.reported_on} ({seen.reported_on_text!r}) and not {wanted.on}")
    for severity, allowed in ((Severity.ERROR, wanted.errors), (Severity.WARNING, wanted.warnings)):
        told = [one for one in seen.findings if rulebook.findings[one.code].severity == severity]
        if {one.code for one in told} - WEIGHED != set(allowed):
            found.append(f"{severity}: {[(one.code, one.where, dict(one.facts)) for one in told]} and not {allowed}")
    return found


HEAD = "填报单位：赤壁市教育局                填报时间：2020年9月25日"
TITLE = "分管负责人及联络人名单"


def sheet(name: str, grid: str, *before: Block, **more: object) -> People:
    blocks: list[Block] = [*(before or ("附件2：", TITLE, HEAD)), from_text(grid)]
    return People(Case(name, [Page("Sheet1", blocks)], [], "附件2"), **more)  # type: ignore[arg-type]


@listed
def annex() -> People:
    return sheet(
        "annex",
        """
        | | 姓  名 | 职  务 | 联系方式 |
        | 分管领导 | 赵一 | 党组成员、副局长 | 5550001、13800000001 |
        | 联络人 | 钱二 | 办公室主任 | 13900000002 |
        """,
    )


@listed
def annex_in_one_grid() -> People:
    grid = """
    | 分管负责人及联络人名单 | < | < | < |
    | 填报单位：赤壁市教育局 | < | 填报时间：2020.9.25 | < |
    | | 姓  名 | 职  务 | 联系方式 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001 13800000001 |
    | 联络人 | 钱二 | 办公室主任 | 139 0000 0002 |
    """
    return People(Case("annex-one-grid", [Page("Sheet1", [from_text(grid)])], []))


@listed
def annex_unit_in_the_next_cell() -> People:
    grid = """
    | 分管负责人及联络人名单 | < | < | < |
    | 填报单位 | 赤壁市教育局 | 填报时间 | 2020-09-25 |
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 赵 一 | 党组成员、副局长 | (0715)5550001/138-0000-0001 |
    | 联络人 | 钱　二 | 办公室主任 | +86 13900000002 |
    """
    return People(Case("annex-next-cell", [Page("附件2", [from_text(grid)])], []))


@listed
def annex_with_several_liaisons() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001；13800000001 |
    | 联络人 | 钱二 | 办公室主任 | 13900000002 |
    | ^ | 孙三 | 科员 | 13900000003 |
    """
    return sheet("several", grid, who=(*TWO, ("liaison", "孙三", "科员", ("13900000003",))))


@listed
def annex_liaisons_in_a_row_without_merge() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001；13800000001 |
    | 联络人 | 钱二 | 办公室主任 | 13900000002 |
    | | 孙三 | 科员 | 13900000003 |
    """
    return sheet("several-blank", grid, who=(*TWO, ("liaison", "孙三", "科员", ("13900000003",))))


@listed
def two_in_one_cell() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001 13800000001 |
    | 联络人 | 钱二、孙三 | 办公室主任、科员 | 13900000002、13900000003 |
    """
    return sheet("two-in-one", grid, who=(*TWO, ("liaison", "孙三", "科员", ("13900000003",))))


@listed
def two_in_one_cell_on_lines() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 0715-5550001\\n13800000001 |
    | 联络员 | 钱二\\n孙三 | 办公室主任\\n科员 | 13900000002\\n13900000003 |
    """
    return sheet("two-in-one-lines", grid, who=(*TWO, ("liaison", "孙三", "科员", ("13900000003",))))


@listed
def office_and_mobile_columns() -> People:
    grid = """
    | 类别 | 姓名 | 职务 | 联系方式 | < |
    | ^ | ^ | ^ | 办公电话 | 手机号码 |
    | 分管领导 | 赵一 | 党组成员、副局长 | 5550001 | 13800000001 |
    | 联络员 | 钱二 | 办公室主任 | | 13900000002 |
    """
    return sheet("two-columns", grid)


@listed
def many_columns() -> People:
    grid = """
    | 序号 | 单位 | 类别 | 姓名 | 部门 | 职务 | 固定电话 | 手机 | 传真 | QQ号 | 电子邮箱 | 备注 |
    | 1 | 赤壁市教育局 | 分管负责人 | 赵一 | 局领导 | 党组成员、副局长 | 5550001 | 13800000001 | 5550009 | 123456789 | | |
    | 2 | 赤壁市教育局 | 联系人 | 钱二 | 办公室 | 办公室主任 | | 13900000002 | | 987654321 | qian@example.cn | |
    """
    who = (TWO[0], ("liaison", "钱二", "办公室主任", ("13900000002", "qian@example.cn")))
    return sheet("many-columns", grid, who=who)


@listed
def flat_without_roles() -> People:
    grid = """
    | 单位 | 姓名 | 职务 | 电话 |
    | 赤壁市教育局 | 赵一 | 党组成员、副局长 | 0715-5550001、13800000001 |
    | 赤壁市教育局 | 钱二 | 办公室主任 | 13900000002 |
    """
    return sheet("flat-no-roles", grid)


@listed
def wide() -> People:
    grid = """
    | 单位 | 分管领导姓名 | 职务 | 电话 | 联络员姓名 | 职务 | 电话 |
    | 赤壁市教育局 | 赵一 | 党组成员、副局长 | 0715-5550001/13800000001 | 钱二 | 办公室主任 | 13900000002 |
    """
    return sheet("wide", grid)


@listed
def wide_two_rows() -> People:
    grid = """
    | 单位 | 分管领导 | < | < | 联络人 | < | < |
    | ^ | 姓名 | 职务 | 联系方式 | 姓名 | 职务 | 联系方式 |
    | 赤壁市教育局 | 赵一 | 党组成员、副局长 | 0715-5550001\\n13800000001 | 钱二 | 办公室主任 | 13900000002 |
    """
    return sheet("wide-two-rows", grid)


@listed
def wide_role_is_name() -> People:
    grid = """
    | 序号 | 填报单位 | 分管领导 | 职务 | 联系电话 | 联络人 | 职务 | 联系电话 |
    | 1 | 赤壁市教育局 | 赵一 | 党组成员、副局长 | 5550001，13800000001 | 钱二 | 办公室主任 | 13900000002 |
    """
    return sheet("wide-role-is-name", grid, TITLE, "填报时间：9月25日")


@listed
def vertical() -> People:
    grid = """
    | 填报单位 | 赤壁市教育局 |
    | 填报时间 | 二〇二〇年九月二十五日 |
    | 分管领导姓名 | 赵一 |
    | 分管领导职务 | 党组成员、副局长 |
    | 分管领导联系方式 | 0715-5550001 13800000001 |
    | 联络人姓名 | 钱二 |
    | 联络人职务 | 办公室主任 |
    | 联络人联系方式 | 13900000002 |
    """
    return sheet("vertical", grid, TITLE)


@listed
def vertical_with_blocks() -> People:
    grid = """
    | 单位名称 | 赤壁市教育局 | < |
    | 分管领导 | 姓名 | 赵一 |
    | ^ | 职务 | 党组成员、副局长 |
    | ^ | 联系方式 | 0715-5550001 13800000001 |
    | 联络人 | 姓名 | 钱二 |
    | ^ | 职务 | 办公室主任 |
    | ^ | 联系方式 | 13900000002 |
    """
    return sheet("vertical-blocks", grid, TITLE, "填报时间：2020/9/25")


@listed
def side_by_side_pairs() -> People:
    grid = """
    | 填报单位 | 赤壁市教育局 | 填报时间 | 2020年09月25日 |
    | 分管领导 | 赵一 | 职务 | 党组成员、副局长 |
    | 办公电话 | 0715-5550001 | 手机 | 13800000001 |
    | 联络人 | 钱二 | 职务 | 办公室主任 |
    | 办公电话 | | 手机 | 13900000002 |
    """
    return sheet("pairs", grid, TITLE)


@listed
def on_its_side() -> People:
    grid = """
    | | 分管领导 | 联络人 |
    | 姓名 | 赵一 | 钱二 |
    | 职务 | 党组成员、副局长 | 办公室主任 |
    | 联系方式 | 5550001 13800000001 | 13900000002 |
    """
    return sheet("on-its-side", grid)


@listed
def people_on_two_sheets_of_words() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导（负责人） | 赵一同志 | 党组成员、副局长 | 办：0715-5550001 手机：13800000001 |
    | 具体负责人 | 钱二（女） | 办公室主任 | 手机：13900000002（微信同号） |
    | 备注：如有变动请及时报送。 | < | < | < |
    """
    return sheet("words-around", grid)


@listed
def rare_names() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 张喆 | 副局长 | 5550001 |
    | 联络人 | 欧阳镕芃 | 科员 | 13900000002 |
    | 联络人 | 阿依古丽·买买提 | 科员 | 13900000003 |
    """
    who = (
        ("leader", "张喆", "副局长", ("0715-5550001",)),
        ("liaison", "欧阳镕芃", "科员", ("13900000002",)),
        ("liaison", "阿依古丽·买买提", "科员", ("13900000003",)),
    )
    return sheet("rare", grid, who=who)


@listed
def same_person_twice() -> People:
    grid = """
    | | 姓名 | 职务 | 联系方式 |
    | 分管领导 | 赵一 | 主任 | 13800000001 |
    | 联络人 | 赵一 | 主任 | 13800000001 |
    """
    who = (("leader", "赵一", "主任", ("13800000001",)), ("liaison", "赵一", "主任", ("13800000001",)))
    return sheet("same", grid, who=who)


NUMBERS: dict[str, tuple[str, ...]] = {
    "0715-5550001": ("0715-5550001",),
    "5550001": ("0715-5550001",),
    "07155550001": ("0715-5550001",),
    "0715 5550001": ("0715-5550001",),
    "（0715）5550001": ("0715-5550001",),
    "0715--5550001": ("0715-5550001",),
    "0715—5550001": ("0715-5550001",),
    "0715－5550001": ("0715-5550001",),
    "0715-5550001-801": ("0715-5550001-801",),
    "5550001转801": ("0715-5550001-801",),
    "5550001（分机801）": ("0715-5550001-801",),
    "024-42118066": ("024-42118066",),
    "0412-2310718": ("0412-2310718",),
    "13800000001": ("13800000001",),
    "138 0000 0001": ("13800000001",),
    "138-0000-0001": ("13800000001",),
    "+86 13800000001": ("13800000001",),
    "86-13800000001": ("13800000001",),
    "１３８０００００００１": ("13800000001",),
    "13800000001.0": ("13800000001",),
    "1.3800000001E+10": ("13800000001",),
    "办：5550001 手机：13800000001": ("0715-5550001", "13800000001"),
    "5550001/13800000001": ("0715-5550001", "13800000001"),
    "5550001、5550002": ("0715-5550001", "0715-5550002"),
    "5550001\n13800000001": ("0715-5550001", "13800000001"),
    "138000000015550001": (),
    "13800000001（微信同号） QQ：123456789": ("13800000001",),
    "13800000001 zhao@example.cn": ("13800000001", "zhao@example.cn"),
    "5550001（办）13800000001（手机）": ("0715-5550001", "13800000001"),
    "固话：0715-5550001；移动：13800000001": ("0715-5550001", "13800000001"),
    "0715-5550001/5550002": ("0715-5550001", "0715-5550002"),
    "0715-555 0001": ("0715-5550001",),
    "400-800-1234": ("400-800-1234",),
    "13800000001或5550001": ("13800000001", "0715-5550001"),
    "13800000001,短号666": ("13800000001",),
    "电话0715-5550001传真0715-5550009": ("0715-5550001",),
    "13800000001 13900000002": ("13800000001", "13900000002"),
}


def numbered(text: str) -> People:
    """One list whose leader's number is written so."""
    meant = NUMBERS[text]
    who = (("leader", "赵一", "副局长", meant), ("liaison", "钱二", "科员", ("13900000003",)))
    rows = "| | 姓名 | 职务 | 联系方式 |\n| 分管领导 | 赵一 | 副局长 | X |\n| 联络人 | 钱二 | 科员 | 13900000003 |"
    warnings = ("odd-number",) if "短号" in text else ()
    wanted = sheet("number", rows, who=who, errors=() if meant else ("no-number",), warnings=warnings)
    grid = wanted.case.pages[0].blocks[-1]
    assert not isinstance(grid, str | tuple)
    grid.rows[1][3] = text
    return wanted


DATES = {
    "2020年9月25日": DUE,
    "2020.9.25": DUE,
    "2020-09-25": DUE,
    "2020/9/25": DUE,
    "9月25日": DUE,
    "二〇二〇年九月二十五日": DUE,
    "二○二○年九月二十五日": DUE,
    "二零二零年九月廿五日": DUE,
    "2020年09月25日": DUE,
    "２０２０年９月２５日": DUE,
    "20200925": DUE,
    "44099": DUE,
    "2020年 9 月 25 日": DUE,
    "2020．9．25": DUE,
    "9.25": DUE,
    "20年9月25日": DUE,
    "2020年9月": None,
    "    年  月  日": None,
}


def dated(text: str) -> People:
    """One list whose day is written so."""
    rows = "| | 姓名 | 职务 | 联系方式 |\n| 分管领导 | 赵一 | 副局长 | 5550001 |\n| 联络人 | 钱二 | 科员 | 13900000003 |"
    who = (("leader", "赵一", "副局长", ("0715-5550001",)), ("liaison", "钱二", "科员", ("13900000003",)))
    return sheet("date", rows, TITLE, ("填报单位：赤壁市教育局", f"填报时间：{text}"), who=who, on=DATES[text])
