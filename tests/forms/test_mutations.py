"""A valid catalogue keeps its items however its layout is changed.

``MAILBOT_FUZZ=2000`` asks for so many examples; by default a small number runs.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.forms.draft import drafts
from mailbot.model.submission import Item
from mailbot.model.table import Merge, Table
from tests.forms.grids import contents, shipped

EXAMPLES = int(os.environ.get("MAILBOT_FUZZ", "40"))

CHANNELS = tuple(shipped().forms["catalogue"].channels[:12])
SIGNS = [("■", "□"), ("☑", "☐"), ("√", "×"), ("■", "口"), ("●", "○"), ("R", "£"), ("þ", "¨"), ("■", "")]
TICKS = ["√", "✓", "✔", "☑", "■", "是", "1", "1.0", "Y", " √ ", "●"]
GAPS = ["", " ", "\n", "\u3000", "\xa0", "  "]


@dataclass(frozen=True)
class Row:
    """One item before it is laid out."""

    first: str
    second: str
    content: str
    basis: str
    limit: str
    publisher: str
    channels: tuple[str, ...]
    public: bool
    active: bool
    county: bool


@dataclass(frozen=True)
class Layout:
    """How a catalogue is laid out; the default is the usual way."""

    order: tuple[str, ...] = ("serial", "tiers", "content", "basis", "limit", "publisher", "channels", "audience", "method", "level")
    merge_groups: bool = True
    merge_heading: bool = True
    titles: tuple[str, ...] = ("社会救助领域基层政务公开标准目录",)
    bands: tuple[int, ...] = ()
    signs: tuple[str, str] = ("■", "□")
    tick: str = "√"
    gap: str = ""
    separator: str = " "
    extras: tuple[str, ...] = ()
    left: int = 0
    blank_rows: tuple[int, ...] = ()
    footer: tuple[str, ...] = ()
    flat: bool = False
    floats: bool = False
    notes: bool = False
    full_list: bool = True


HEADINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "serial": ("序号", ()),
    "tiers": ("公开事项", ("一级事项", "二级事项")),
    "content": ("公开内容（要素）", ()),
    "basis": ("公开依据", ()),
    "limit": ("公开时限", ()),
    "publisher": ("公开主体", ()),
    "channels": ("公开渠道和载体", ()),
    "audience": ("公开对象", ("全社会", "特定群体")),
    "method": ("公开方式", ("主动", "依申请")),
    "level": ("公开层级", ("县级", "乡级")),
}
NOTES = {"content": "（“●”表示必选项）", "channels": "（用“■”标注）", "limit": "(必填)"}
FLAT = {"audience": ("全社会", "特定群体"), "method": ("主动", "依申请"), "level": ("县级", "乡级")}
EXTRAS = ("五公开", "公开格式", "责任科室", "咨询电话", "网址", "条款内容", "其他说明")


def words(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


rows = st.builds(
    Row,
    first=words("综合业务", "最低生活保障", "特困人员救助供养", "临时救助", "注销登记", "单位概况"),
    second=words("政策法规文件", "监督检查", "办事指南", "审核信息", "审批信息", "审批结果公示", "联系方式", "说明"),
    content=words("文件全文", "●对象名单；\n●监督电话", "1.条件\n2.标准", "内容见附件"),
    basis=words("《政府信息公开条例》", "《社会救助暂行办法》、《条例》", "《条例》（国务院令第711号）"),
    limit=words("信息形成之日起20个工作日内", "及时公开", "公示7个工作日", "长期公开"),
    publisher=words("赤壁市民政局", "各乡镇（街道）", "赤壁市民政局、各乡镇"),
    channels=st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=4, unique=True).map(
        lambda chosen: tuple(name for name in CHANNELS if name in chosen)
    ),
    public=st.booleans(),
    active=st.booleans(),
    county=st.booleans(),
)

layouts = st.builds(
    Layout,
    order=st.permutations(Layout.order).map(tuple),
    merge_groups=st.booleans(),
    merge_heading=st.booleans(),
    titles=st.lists(words("附件1", "社会救助领域基层政务公开标准目录", "填报单位：赤壁市民政局"), max_size=3).map(tuple),
    bands=st.lists(st.integers(1, 8), max_size=2, unique=True).map(lambda at: tuple(sorted(at))),
    signs=st.sampled_from(SIGNS),
    tick=st.sampled_from(TICKS),
    gap=st.sampled_from(GAPS),
    separator=words(" ", "\n", "", "  ", "；"),
    extras=st.lists(st.sampled_from(EXTRAS), max_size=3, unique=True).map(tuple),
    left=st.integers(0, 2),
    blank_rows=st.lists(st.integers(0, 8), max_size=2).map(tuple),
    footer=st.lists(words("注：以上内容", "填报人：赵一", "2020年9月28日", "赤壁市民政局"), max_size=2).map(tuple),
    flat=st.booleans(),
    floats=st.booleans(),
    notes=st.booleans(),
    full_list=st.booleans(),
)


def spaced(text: str, gap: str) -> str:
    return text if not gap else text[0] + gap + text[1:]


def heading(layout: Layout) -> tuple[list[list[str]], list[Merge]]:
    top: list[str] = [""] * layout.left
    sub: list[str] = [""] * layout.left
    merges = []
    for name in layout.order:
        parent, leaves = HEADINGS[name]
        parent = spaced(parent, layout.gap) + (NOTES.get(name, "") if layout.notes else "")
        if layout.flat and name in FLAT:
            leaves = ()
        column = len(top)
        width = max(1, len(leaves))
        top += [parent] + [""] * (width - 1)
        sub += [spaced(leaf, layout.gap) for leaf in leaves] or [""]
        merges.append(Merge(0, column, 0 if leaves else 1, column + width - 1))
    for extra in layout.extras:
        merges.append(Merge(0, len(top), 1, len(top)))
        top.append(extra)
        sub.append("")
    return [top, sub], merges if layout.merge_heading else []


def channel_cell(row: Row, layout: Layout) -> str:
    on, off = layout.signs
    if not layout.full_list or not off:
        return layout.separator.join(on + name for name in row.channels)
    return layout.separator.join((on if name in row.channels else off) + name for name in CHANNELS)


def cells(row: Row, number: int, layout: Layout) -> list[str]:
    def pair(name: str, first: bool) -> list[str]:
        if layout.flat:
            return [FLAT[name][0 if first else 1]]
        return [layout.tick if first else "", "" if first else layout.tick]

    parts: dict[str, Callable[[], list[str]]] = {
        "serial": lambda: [f"{number}.0" if layout.floats else str(number)],
        "tiers": lambda: [row.first, row.second],
        "content": lambda: [row.content],
        "basis": lambda: [row.basis],
        "limit": lambda: [row.limit],
        "publisher": lambda: [row.publisher],
        "channels": lambda: [channel_cell(row, layout)],
        "audience": lambda: pair("audience", row.public),
        "method": lambda: pair("method", row.active),
        "level": lambda: pair("level", row.county),
    }
    return [""] * layout.left + [text for name in layout.order for text in parts[name]()] + [f"其{number}" for _ in layout.extras]


def lay_out(items: Sequence[Row], layout: Layout) -> Table:
    lines: list[list[str]] = [[""] * layout.left + [title] for title in layout.titles]
    merges: list[Merge] = []
    head, head_merges = heading(layout)
    tier = next(column for column, text in enumerate(head[1]) if "".join(text.split()) == "一级事项")

    def add_band() -> None:
        merges.extend(Merge(m.top + len(lines), m.left, m.bottom + len(lines), m.right) for m in head_merges)
        lines.extend(list(line) for line in head)

    add_band()
    group_top = len(lines)
    for number, row in enumerate(items, 1):
        if number - 1 in layout.bands:
            add_band()
            group_top = len(lines)
        line = cells(row, number, layout)
        previous = items[number - 2] if number > 1 and number - 1 not in layout.bands else None
        if previous and previous.first == row.first:
            line[tier] = ""
        else:
            group_top = len(lines)
        lines.append(line)
        if layout.merge_groups and len(lines) - 1 > group_top:
            merges = [merge for merge in merges if (merge.top, merge.left) != (group_top, tier)]
            merges.append(Merge(group_top, tier, len(lines) - 1, tier))
        if number in layout.blank_rows and not layout.merge_groups:
            lines.append([])
    lines.extend([""] * layout.left + [text] for text in layout.footer)
    return Table("社会救助", tuple(tuple(line) for line in lines), tuple(merges))


def meaning(item: Item) -> tuple[object, ...]:
    keys = ("serial", "first_level", "second_level", "content", "basis", "time_limit", "publisher")
    flags = (item.public, item.specific, item.active, item.on_request)
    return (*(item.text(key) for key in keys), item.channels, *flags, item.levels)


def meant(row: Row, number: int) -> tuple[object, ...]:
    texts = (str(number), row.first, row.second, row.content, row.basis, row.limit, row.publisher)
    flags = (row.public, "" if row.public else "特定群体", row.active, not row.active)
    return (*texts, row.channels, *flags, ("县级",) if row.county else ("乡级",))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="MAILBOT_FUZZ" not in os.environ)
@given(st.lists(rows, min_size=2, max_size=9), layouts)
def test_items_are_the_same_in_every_layout(items: list[Row], layout: Layout) -> None:
    found = drafts(contents(lay_out(items, layout)), shipped())
    assert [submission.form for submission in found.submissions] == ["catalogue"]
    submission = found.submissions[0]
    seen = [tuple("".join(part.split()) if isinstance(part, str) else part for part in meaning(item)) for item in submission.items]
    wanted = [tuple("".join(part.split()) if isinstance(part, str) else part for part in meant(row, n)) for n, row in enumerate(items, 1)]
    assert seen == wanted
    assert submission.area == 5
    assert not submission.missing_columns


@settings(max_examples=EXAMPLES, deadline=None, derandomize="MAILBOT_FUZZ" not in os.environ)
@given(st.lists(rows, min_size=2, max_size=9), layouts)
def test_every_value_stands_where_it_says(items: list[Row], layout: Layout) -> None:
    sheet = lay_out(items, replace(layout, merge_groups=False))
    for submission in drafts(contents(sheet), shipped()).submissions:
        for item in submission.items:
            for value in item.values.values():
                if value.text and not value.note:
                    written = sheet.text(item.row - 1, _column(value.where)).strip()
                    assert written.removesuffix(".0") == value.text.removesuffix(".0")


def _column(where: str) -> int:
    letters = where.partition("!")[2].rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
