"""The layouts of published catalogues (domain, 1.1 and 1.2), transcribed with real rows."""

from collections.abc import Callable, Iterator

from tests.acceptance.cases import Case, Want, catalogue
from tests.acceptance.entries import Writing, area, chosen_only, full_list, plain
from tests.acceptance.pages import Page

OFFICE = """
| 序号 | 公开事项 | < | 公开内容（要素） | 公开依据 | 公开时限 | 公开主体 | 公开渠道和载体 | 公开对象 | < | 公开方式 | < | 公开层级 | < |
| ^ | 一级事项 | 二级事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群众 | 主动 | 依申请公开 | 县级 | 乡、村级 |
"""
MINISTRY = OFFICE.replace("特定群众", "特定群体（请写明）").replace("依申请公开", "依申请").replace("乡、村级", "乡级")
ROLES = "serial first second content basis limit publisher channels public specific active request county town"
TWELVE = """
| 序号 | 公开事项 | < | 公开内容（要素） | 公开依据 | 公开时限 | 公开主体 | 公开渠道和载体 | 公开对象 | < | 公开方式 | < |
| ^ | 一级\\n事项 | 二级\\n事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请 |
"""
TWELVE_ROLES = ROLES.removesuffix(" county town")
TOWN = {"乡级": "乡、村级"}


def layouts() -> Iterator[Callable[[], Case]]:
    """Every layout as a function that makes it anew."""
    yield from (office, ministry, v1, v2, v2_fourth, v3, v4, v5, v6, v6_third, v8, v9_none, v9_blank, v11, v12, v13)
    yield from (v14_mark, v14_square, v14_at_least, v14_content, v15_cut, v15_torn, v19, v19_with_channel)


def _no_levels(number: int, **more: object) -> list:  # type: ignore[type-arg]
    return [entry.but(levels=(), **more) for entry in area(number)]


def office() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5), Writing(channels=chosen_only()), merge=("first", "basis", "limit"))
    page = Page("Sheet1", ["（五）社会救助领域基层政务公开标准目录", laid.grid])
    return Case("office", [page], [laid.want(5, levels=TOWN)], "民政局")


def ministry() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6), Writing(channels=full_list(between="\n")))
    page = Page("养老", ["赤壁市养老服务领域基层政务公开标准目录（试行）", laid.grid])
    return Case("ministry", [page], [laid.want(6)])


def v1() -> Case:
    laid = catalogue(TWELVE, TWELVE_ROLES, _no_levels(23), Writing(channels=full_list(between="")))
    return Case("v1", [Page("Sheet1", ["附件23", "救灾生产领域基层政务公开标准目录", laid.grid])], [laid.want(23)])


def v2() -> Case:
    head = """
    | 序号 | 公开事项 | < | < | 公开内容 | 公开依据 | 公开时限 | 公开主体 | 公开渠道和载体 | 公开对象 | < | 公开方式 | < | 公开层级 | < |
    | ^ | 一级事项 | 二级事项 | 三级事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请 | 县级 | 乡级 |
    """
    thirds = ("权责清单", "办事指南", "办理结果", "执法依据", "处罚决定", "服务规范", "服务机构", "咨询方式")
    entries = [entry.but(third=third) for entry, third in zip(area(21), thirds, strict=True)]
    laid = catalogue(head, ROLES.replace("second", "second third"), entries, merge=("first", "publisher"))
    return Case("v2", [Page("卫健", ["卫生健康领域基层政务公开标准目录", laid.grid])], [laid.want(21)])


def v2_fourth() -> Case:
    head = """
    |序号|一级目录|公开事项|<|<|公开内容|公开依据|公开时限|公开主体|公开渠道和载体|公开对象|<|公开方式|<|公开层级|<|
    | ^ | ^ | 一级事项 | 二级事项 | 三级事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请 | 县级 | 乡级 |
    """
    entries = [entry.but(third=f"{entry.second}明细") for entry in area(22)]
    roles = "serial =安全生产领域 first second third content basis limit publisher channels public specific active request county town"
    laid = catalogue(head, roles, entries)
    return Case("v2-fourth", [Page("Sheet1", ["安全生产领域基层政务公开标准目录", laid.grid])], [laid.want(22)])


def v3() -> Case:
    head = TWELVE.replace("公开事项 | <", "公开事项").replace("一级\\n事项 | 二级\\n事项", "^")
    entries = [entry.but(first="", levels=()) for entry in area(16)]
    laid = catalogue(head, TWELVE_ROLES.replace("first second", "second"), entries, Writing(channels=plain), merge=())
    return Case("v3", [Page("Sheet1", ["农村危房改造领域政务公开标准目录", laid.grid])], [laid.want(16)])


def v4() -> Case:
    head = """
    |序号|一级事项|二级事项|公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象|<|公开方式|<|公开层级|<|
    | ^ | ^ | ^ | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请公开 | 县级 | 乡、村级 |
    """
    laid = catalogue(head, ROLES, area(21), merge=("first", "limit", "publisher"))
    return Case("v4", [Page("目录", ["（二十一）医疗卫生领域基层政务公开标准目录", laid.grid])], [laid.want(21, levels=TOWN)])


def v5() -> Case:
    laid = catalogue(OFFICE.replace("一级事项", "一级").replace("二级事项", "二级"), ROLES, area(7))
    return Case("v5", [Page("Sheet1", ["公共法律服务领域基层政务公开事项标准目录", laid.grid])], [laid.want(7, levels=TOWN)])


def v6() -> Case:
    head = MINISTRY.replace("一级事项", "一级目录").replace("二级事项", "二级目录")
    laid = catalogue(head, ROLES, area(22), Writing(channels=chosen_only("■", "\n")))
    return Case("v6", [Page("Sheet1", ["赤壁市安全生产领域政务公开目录", laid.grid])], [laid.want(22)])


def v6_third() -> Case:
    head = """
    | 序号 | 公开目录 | < | < | 公开内容（要素） | 公开依据 | 公开时限 | 公开主体 | 公开渠道和载体 | 公开对象 | < | 公开方式 | < |
    | ^ | 一级目录 | 二级目录 | 三级目录 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请 |
    """
    entries = [entry.but(third=f"{entry.second}信息", levels=()) for entry in area(23)]
    laid = catalogue(head, TWELVE_ROLES.replace("second", "second third"), entries)
    return Case("v6-third", [Page("Sheet1", ["救灾领域政务公开标准目录", laid.grid])], [laid.want(23)])


def v8() -> Case:
    head = """
    | 公开事项 | < | 公开内容 | 公开主体 | 公开时限 | 公开渠道 | 公开依据 | 公开对象 | < | 公开方式 | < |
    | 一级事项 | 二级事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群众 | 主动 | 依申请 |
    """
    entries = [entry.but(serial="", levels=()) for entry in area(23)]
    laid = catalogue(head, "first second content publisher limit channels basis public specific active request", entries)
    return Case("v8", [Page("Sheet1", ["救灾领域基层政务公开标准目录", laid.grid])], [laid.want(23)])


def v9_none() -> Case:
    head = OFFICE.replace("| 序号 | 公开事项", "| 公开事项").replace("| ^ | 一级事项", "| 一级事项")
    entries = [entry.but(serial="") for entry in area(7)]
    laid = catalogue(head, ROLES.removeprefix("serial "), entries, merge=("first", "limit"))
    return Case("v9-none", [Page("Sheet1", ["公共法律服务领域基层政务公开标准目录", laid.grid])], [laid.want(7, levels=TOWN)])


def v9_blank() -> Case:
    laid = catalogue(OFFICE.replace("序号", ""), ROLES, area(5))
    return Case("v9-blank", [Page("Sheet1", ["社会救助领域基层政务公开标准目录", laid.grid])], [laid.want(5, levels=TOWN)])


def v11() -> Case:
    head = "| 序号 | 一级事项 | 二级事项 | 公开内容 | 公开依据 | 公开时限 | 公开主体 | 公开渠道 | 公开对象 | 公开方式 | 公开层级 |"
    roles = "serial first second content basis limit publisher channels audience_text method_text level_text"
    laid = catalogue(head, roles, area(8), Writing(channels=plain))
    return Case("v11", [Page("Sheet1", ["2020年财政预决算领域公开标准目录", laid.grid])], [laid.want(8)])


def v12() -> Case:
    head = """
    | 序号 | 公开事项 | < | 公开内容（要素） | 公开依据 | 公开时限 | 公开主体 | 公开渠道 | 公开对象 | 公开属性 | 公开方式 |
    | ^ | 一级事项 | 二级事项 | ^ | ^ | ^ | ^ | ^ | ^ | ^ | ^ |
    """
    roles = "serial first second content basis limit publisher channels audience_text method_text =全文发布"
    entries = [entry.but(levels=(), extra=(("公开方式", "全文发布"),)) for entry in area(5)]
    laid = catalogue(head, roles, entries, Writing(channels=plain))
    return Case("v12", [Page("Sheet1", ["（三）社会救助领域基层政务公开标准目录", laid.grid])], [laid.want(5)])


def v13() -> Case:
    laid = catalogue(OFFICE.replace("公开层级", "公开方式"), ROLES, area(22))
    return Case("v13", [Page("Sheet1", ["安全生产领域基层政务公开标准目录", laid.grid])], [laid.want(22, levels=TOWN)])


def _v14(name: str, old: str, new: str) -> Case:
    laid = catalogue(OFFICE.replace(old, new), ROLES, area(5), merge=("first", "basis"))
    return Case(name, [Page("Sheet1", ["社会救助领域基层政务公开标准目录", laid.grid])], [laid.want(5, levels=TOWN)])


def v14_mark() -> Case:
    return _v14("v14-mark", "公开渠道和载体", "公开渠道和载体（用“■”标注）")


def v14_square() -> Case:
    return _v14("v14-square", "公开渠道和载体", "公开渠道和载体\\n（“■”表示必选项，“□”表示可选项）")


def v14_at_least() -> Case:
    return _v14("v14-at-least", "公开渠道和载体", "公开渠道和载体（在标注范围内至少选择其一公开，法律法规规章另有规定的从其规定）")


def v14_content() -> Case:
    return _v14("v14-content", "公开内容（要素）", "公开内容（要素）\\n（“●”表示必选项，“〇”表示可选项）")


def v15_cut() -> Case:
    head = """
    | 序号 | 公开事项 | < | 公开内容（要素） | 公开依据 | 公开时限 | 公开主体 | 公开渠道和载体 | 公开对 | < | 公开方 | < | 公开层 | < |
    | ^ | 一级事项 | 二级事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群 | 主动 | 申请公开 | 县级 | 、村级 |
    """
    laid = catalogue(head, ROLES, area(7), Writing(channels=chosen_only()))
    return Case("v15-cut", [Page("Sheet1", ["公共法律服务领域基层政务公开标准目录", laid.grid])], [laid.want(7, levels={"乡级": "、村级"})])


def v15_torn() -> Case:
    head = """
    | 序号 | 公开事项 | < | 公开内容（要素） | 公开依据 | 公开时限 | 公开主体 | 公开渠道和载体 | 公开对象 | | 公开方式 | | 公开层级 | |
    | | 一级事项 | 二级事项 | | | | | | 全社会 | 特定 | 主动 | 依申请 | 县级 | 乡 |
    | | | | | | | | | | 群众 | | 公开 | | 、村级 |
    """
    laid = catalogue(head, ROLES, area(16))
    return Case("v15-torn", [Page("Sheet1", ["农村危房改造领域基层政务公开标准目录", laid.grid])], [laid.want(16, levels=TOWN)])


def v19() -> Case:
    head = "| 序号 | 一级事项 | 二级事项 | 公开内容（要素） | 公开依据 | 公开时限 | 公开时长 | 公开范围 |"
    laid = catalogue(head, "serial first second content basis limit =长期公开 =面向社会", area(5))
    page = Page("Sheet1", ["赤壁市民政局主动公开基本目录", laid.grid])
    return Case("v19", [page], [], file_codes=("wrong-kind",))


def v19_with_channel() -> Case:
    head = "| 一级事项 | 二级事项 | 公开内容（要素） | 公开依据 | 公开时限 | 公开时长 | 公开范围 | 公开渠道 | 公开方式 |"
    laid = catalogue(head, "first second content basis limit =长期公开 =社会公众 channels =主动公开", area(5), Writing(channels=plain))
    page = Page("主动公开基本目录", ["主动公开基本目录", laid.grid])
    return Case("v19-with-channel", [page], [], file_codes=("wrong-kind",))


LEVELS = {
    "市级+县级": ("市级", "县级"),
    "市级+县级+乡级": ("市级", "县级", "乡级"),
    "区级+乡级": ("区级", "乡级"),
    "区级+镇街级": ("区级", "镇街级"),
    "州级县级+乡、村级": ("州级县级", "乡、村级"),
    "镇级+村级": ("镇级", "村级"),
    "东阳市级+镇街乡+村": ("东阳市级", "镇街乡", "村"),
    "乡级": ("乡级",),
    "镇级": ("镇级",),
    "村级": ("村级",),
    "市级+镇街（园区）级": ("市级", "镇街（园区）级"),
    "市本级+县（市、区）级+乡镇（街道）": ("市本级", "县（市、区）级", "乡镇（街道）"),
    "国家级+省级+市级+县级": ("国家级", "省级", "市级", "县级"),
}


def levels_of(heads: tuple[str, ...]) -> Case:
    """V18: levels by other names; every row is ticked at the first, even rows at all."""
    top = "|序号|公开事项|<|公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象|<|公开方式|<|公开层级|"
    low = "| ^ | 一级事项 | 二级事项 | ^ | ^ | ^ | ^ | ^ | 全社会 | 特定群体 | 主动 | 依申请 | "
    head = top + " < |" * (len(heads) - 1) + "\n" + low + " | ".join(heads) + " |"
    entries = [entry.but(levels=heads if number % 2 else heads[:1]) for number, entry in enumerate(area(5))]
    laid = catalogue(head, TWELVE_ROLES + " blank" * len(heads), entries)
    for grid, row, entry in laid.rows:
        for place, level in enumerate(heads):
            grid.rows[row][12 + place] = "√" if level in entry.levels else ""
    page = Page("Sheet1", ["社会救助领域基层政务公开标准目录", laid.grid])
    return Case("v18-" + "-".join(heads), [page], [Want(5, laid.rows)])
