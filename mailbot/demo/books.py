"""Workbooks as units make them, written by code: catalogues in the national layout and annex 2.

Everything in them is made up, from the guides' item names; ``Faults`` say what is wrong on purpose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.letters.book import HEADING, TITLE, Book, Sheet
from mailbot.model.table import Merge
from mailbot.rulebook.model import Area, Rulebook

HEADS = (
    ("序号", ()),
    ("公开事项", ("一级事项", "二级事项")),
    ("公开内容（要素）", ()),
    ("公开依据", ()),
    ("公开时限", ()),
    ("公开主体", ()),
    ("公开渠道和载体", ()),
    ("公开对象", ("全社会", "特定群体")),
    ("公开方式", ("主动", "依申请")),
    ("公开层级", ("县级", "乡级")),
)
WIDTHS = (6, 14, 18, 34, 30, 22, 16, 30, 7, 12, 7, 7, 7, 7)
COLUMNS = {"content": 3, "basis": 4, "time_limit": 5, "publisher": 6, "channels": 7}
CONTENTS = (
    "机构职能、联系方式、办理地点和时间；\n受理条件、所需材料、办理流程",
    "政策文件全文；解读材料；咨询电话",
    "对象名单、金额、批准时间；监督举报方式",
    "年度计划、进展情况、完成结果",
)
BASES = (
    "《中华人民共和国政府信息公开条例》（国务院令第711号）",
    "《中华人民共和国政府信息公开条例》（国务院令第711号）\n《重大行政决策程序暂行条例》（国务院令第713号）",
)
LIMITS = ("自信息形成或者变更之日起20个工作日内", "自信息形成或者变更之日起10个工作日内")
CHANNELS = (
    "■政府网站 □政府公报\n■两微一端 □发布会/听证会\n■政务服务中心 □便民服务站",
    "■政府网站\n■社区/企事业单位/村公示栏（电子屏）",
    "■政府网站 ■公开查阅点",
)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a catalogue: (row, column key) cells left empty or given another text; rows left out."""

    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    rows: int | None = None
    without: frozenset[str] = frozenset()


GOOD = Faults()


def catalogue(areas: Sequence[Area], rulebook: Rulebook, *, faults: Faults = GOOD, title: bool = True) -> bytes:
    """Write a workbook with a sheet for each area; ``faults`` go into the first one."""
    book = Book("示例")
    for number, area in enumerate(areas):
        _catalogue(book.sheet(area.name if title else "Sheet1"), area, rulebook, faults if number == 0 else GOOD, title=title)
    return book.content()


def _catalogue(sheet: Sheet, area: Area, rulebook: Rulebook, faults: Faults, *, title: bool) -> None:
    sheet.widths(WIDTHS)
    top = 0
    if title:
        sheet.put(0, 0, f"{rulebook.campaign.county}{area.name}领域基层政务公开标准目录", TITLE)
        sheet.merge(Merge(0, 0, 0, len(WIDTHS) - 1))
        top = 1
    kept = _heads(sheet, top, faults.without)
    unit = rulebook.unit_by_key[area.unit].name
    names = names_of(area, rulebook)[: faults.rows]
    for index, (first, second) in enumerate(names):
        values: list[str | int] = [
            index + 1,
            first,
            second,
            CONTENTS[index % 4],
            BASES[index % 2],
            LIMITS[index % 2],
            unit,
            CHANNELS[index % 3],
        ]
        for key, column in COLUMNS.items():
            values[column] = faults.cells.get((index, key), values[column])
        ticks = ["√", "", "√", "", "√", "√" if index % 2 else ""]
        row = [value for column, value in enumerate([*values, *ticks]) if column in kept]
        sheet.put_row(top + 2 + index, row)
    _merge_groups(sheet, top + 2, [first for first, _ in names])


def _heads(sheet: Sheet, top: int, without: frozenset[str]) -> list[int]:
    """Write the two heading rows; gives the columns that are kept."""
    kept: list[int] = []
    column, place = 0, 0
    for parent, leaves in HEADS:
        width = max(1, len(leaves))
        if parent not in without:
            sheet.put(top, place, parent, HEADING)
            if leaves:
                sheet.put_row(top + 1, leaves, HEADING, first=place)
                sheet.merge(Merge(top, place, top, place + width - 1))
            else:
                sheet.merge(Merge(top, place, top + 1, place))
            kept += range(column, column + width)
            place += width
        column += width
    return kept


def _merge_groups(sheet: Sheet, top: int, firsts: Sequence[str]) -> None:
    """Join the cells of one first level, as units do; only the top one keeps its text."""
    start = 0
    for index in range(1, len(firsts) + 1):
        if index == len(firsts) or firsts[index] != firsts[start]:
            if index - start > 1:
                sheet.merge(Merge(top + start, 1, top + index - 1, 1))
            start = index


def names_of(area: Area, rulebook: Rulebook) -> list[tuple[str, str]]:
    """List first and second levels of an area's guide."""
    guide = rulebook.guides.get(area.number)
    found = [(item.first_level, item.second_level or item.first_level) for item in guide.item if item.sure] if guide else []
    return found or [(word, f"{area.name}{word}") for word in (*area.words, "政策文件", "监督检查")]


@dataclass(frozen=True, slots=True)
class Contact:
    """A made-up person of a liaison list."""

    name: str
    post: str
    number: str


def liaison(unit: str, day: str, leader: Contact | None, contact: Contact | None) -> bytes:
    """Write annex 2 as it is printed in the notice."""
    book = Book("示例")
    sheet = book.sheet("附件2")
    sheet.widths((12, 14, 22, 34))
    sheet.put(0, 0, "分管负责人及联络人名单", TITLE)
    sheet.merge(Merge(0, 0, 0, 3))
    sheet.put(1, 0, f"填报单位：{unit}")
    sheet.put(1, 2, f"填报时间：{day}")
    sheet.put_row(2, ("", "姓  名", "职  务", "联系方式"), HEADING)
    for row, (role, person) in enumerate((("分管领导", leader), ("联络人", contact)), start=3):
        sheet.put_row(row, (role, *((person.name, person.post, person.number) if person else ("", "", ""))))
    return book.content()


def register(lines: Sequence[tuple[str, str, str, str, str]], heads: Sequence[str]) -> bytes:
    """Write a register of publication: area, page, number, day and state of each line."""
    book = Book("示例")
    sheet = book.sheet("登记表")
    sheet.widths((6, 16, 26, 34, 12, 14, 12, 16))
    sheet.put(0, 0, "公开情况登记表", TITLE)
    sheet.merge(Merge(0, 0, 0, len(heads) - 1))
    sheet.put_row(1, heads, HEADING)
    for row, (area, page, number, day, state) in enumerate(lines, start=2):
        sheet.put_row(row, (row - 1, area, "", page, number, day, state, ""))
    sheet.print_wide((1, 1))
    return book.content()
