"""What real files do to rows, serials and words (domain, 3)."""

from tests.acceptance.cases import Case, Want, catalogue
from tests.acceptance.entries import Writing, area, chosen_only
from tests.acceptance.mess import TITLE, cases, one, seen
from tests.acceptance.pages import Block, Grid, Page, from_text
from tests.acceptance.variants import MINISTRY, OFFICE, ROLES, TOWN

__all__ = ["cases"]
AGED = "养老服务领域基层政务公开标准目录"


@seen
def area_by_a_column() -> Case:
    head = MINISTRY.replace("| 序号 |", "| 序号 | 相应领域 |").replace("| ^ |", "| ^ | ^ |", 1)
    laid = catalogue(head, "serial =养老服务 " + ROLES.removeprefix("serial "), area(6))
    return one("area-by-column", laid.grid, laid.want(6), title="政务公开事项标准目录")


@seen
def two_areas_by_a_column() -> Case:
    head = MINISTRY.replace("| 序号 |", "| 序号 | 对相应领域 |").replace("| ^ |", "| ^ | ^ |", 1)
    entries = (*area(5), *area(6))
    laid = catalogue(head, "serial blank " + ROLES.removeprefix("serial "), entries)
    for _, row, entry in laid.rows:
        laid.grid.rows[row][1] = "社会救助领域" if entry in area(5) else "养老服务领域"
    laid.grid.merge(2, 1, 13, 1)
    laid.grid.merge(14, 1, 21, 1)
    wants = [Want(5, laid.rows[:12]), Want(6, laid.rows[12:])]
    return one("two-areas-by-column", laid.grid, *wants, title="赤壁市民政局政务公开事项标准目录")


@seen
def area_by_the_sheet() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6))
    return one("area-by-sheet", laid.grid, laid.want(6), title="政务公开事项标准目录", sheet="六、养老服务", file="养老服务")


@seen
def area_by_the_file() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6))
    return one("area-by-file", laid.grid, laid.want(6), title="", file="附件5：养老服务领域目录（民政局）(终稿)")


@seen
def area_by_a_file_with_other_numbers() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6))
    return one("area-by-file-5", laid.grid, laid.want(6), title="", file="（五）养老目录5-2020.9.28定稿2")


@seen
def area_by_the_subject() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6))
    case = one("area-by-subject", laid.grid, laid.want(6), title="", file="新建 Microsoft Excel 工作表")
    case.subject, case.unit = "民政局报送养老服务领域公开目录", "civil-affairs"
    return case


@seen
def area_by_the_only_one() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(7))
    case = one("area-by-unit", laid.grid, laid.want(7), title="", file="1")
    case.unit = "justice"
    return case


@seen
def area_by_the_first_levels() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(23))
    case = one("area-by-first-levels", laid.grid, laid.want(23), title="", file="1")
    case.unit = "emergency"
    return case


SERIALS = {
    "gaps": ("5", "22", "23", "24", "30", "31", "32", "40"),
    "from-22": tuple(str(number) for number in range(22, 30)),
    "restart": ("1", "2", "3", "1", "2", "3", "1", "2"),
    "missing": ("1", "", "3", "", "5", "6", "", "8"),
    "repeated": ("1", "1", "1", "2", "2", "2", "3", "3"),
    "codes": ("0101", "0102", "0201", "0202", "0301", "0302", "0401", "0402"),
    "dotted": ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2"),
    "brackets": ("（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）", "（8）"),
    "chinese": ("一", "二", "三", "四", "五", "六", "七", "八"),
    "circled": ("①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧"),
    "full-width": ("１", "２", "３", "４", "５", "６", "７", "８"),
    "none": ("",) * 8,
}


def serials(numbers: tuple[str, ...]) -> Case:
    entries = [entry.but(serial=number) for entry, number in zip(area(6), numbers, strict=True)]
    laid = catalogue(MINISTRY, ROLES, entries)
    return one("serials", laid.grid, laid.want(6), title=AGED)


@seen
def numbers_inside_the_names() -> Case:
    entries = [entry.but(serial="", second=f"{n // 3 + 1}.{n % 3 + 1}{entry.second}") for n, entry in enumerate(area(6))]
    laid = catalogue(MINISTRY.replace("| 序号 ", "").replace("| ^ | 一级", "| 一级"), ROLES.removeprefix("serial "), entries)
    return one("numbers-inside-names", laid.grid, laid.want(6), title=AGED)


@seen
def empty_numbered_rows() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6))
    for number in range(9, 14):
        laid.grid.rows.append([str(number), *[""] * 13])
    return one("empty-numbered-rows", laid.grid, laid.want(6, notes=("rows-dropped",)), title=AGED)


@seen
def an_empty_numbered_row_in_between() -> Case:
    laid = catalogue(MINISTRY, ROLES, area(6), merge=())
    laid.grid.rows.insert(4, ["3", *[""] * 13])
    rows = [(grid, row + (row > 3), entry) for grid, row, entry in laid.rows]
    return one("empty-numbered-between", laid.grid, Want(6, rows, notes=("rows-dropped",)), title=AGED)


@seen
def spaces_inside_words() -> Case:
    head = OFFICE.replace("序号", "序 号").replace("全社会", "全社 会").replace("县级", "县 级").replace("公开依据", "公 开\\n依 据")
    head = head.replace("公开渠道和载体", "公开渠道\\n和 载 体").replace("一级事项", "一级事\\n项").replace("特定群众", "特 定\\n群 众")
    entries = [entry.but(limit="制 定 或 获 取 信 息之日起 10 个 工作日内") for entry in area(5)]
    laid = catalogue(head, ROLES, entries, Writing(channels=lambda entry: " ".join("■ " + " ".join(n) for n in entry.channels or ())))
    return one("spaces-inside-words", laid.grid, laid.want(5, levels=TOWN))


@seen
def broken_lines_inside_words() -> Case:
    entries = [
        entry.but(publisher=entry.publisher[:3] + "\n" + entry.publisher[3:], limit="自该信\n息形成\n或者变\n更之日起20个\n工作日内")
        for entry in area(7)
    ]
    laid = catalogue(MINISTRY, ROLES, entries, Writing(channels=chosen_only("■", "\n")))
    return one("broken-lines", laid.grid, laid.want(7), title="公共法律服务领域基层政务公开标准目录")


@seen
def notes_below() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5))
    grid = laid.grid
    for text in ("注：1.“■”表示公开渠道和载体的选择项。", "2.各乡镇（街道）参照执行。", "备注：本目录实行动态调整。", "说明 本表一式两份"):
        grid.rows.append([text, *[""] * 13])
        grid.merge(len(grid.rows) - 1, 0, len(grid.rows) - 1, 13)
    return one("notes-below", grid, laid.want(5, levels=TOWN))


@seen
def footers() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5))
    laid.grid.rows.append(
        ["填报人：赵一", "", "", "审核人：钱二", "", "", "联系电话：0715-5550001", "", "填报日期：2020年9月28日", *[""] * 5]
    )
    laid.grid.rows.append([""] * 10 + ["赤壁市民政局（盖章）", "", "", ""])
    laid.grid.rows.append([""] * 10 + ["二〇二〇年九月二十八日", "", "", ""])
    return one("footers", laid.grid, laid.want(5, levels=TOWN))


@seen
def footers_in_cells() -> Case:
    """Label and value of a footer in cells of their own."""
    laid = catalogue(OFFICE, ROLES, area(5))
    laid.grid.rows.append([""] * 14)
    laid.grid.rows.append(["填报单位", "赤壁市民政局", "填报人", "赵一", "审核人", "钱二", "联系电话", "5550001", *[""] * 6])
    laid.grid.rows.append(["单位负责人签字：", "", "", "", "填表日期", "2020.9.28", *[""] * 8])
    return one("footers-in-cells", laid.grid, laid.want(5, levels=TOWN))


@seen
def footers_as_lines() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5))
    blocks: list[Block] = [
        TITLE,
        "填报单位：赤壁市民政局（盖章）",
        laid.grid,
        "注：本表由民政局负责解释。",
        ("单位负责人：赵一", "填报人：钱二", "联系电话：5550001"),
    ]
    return Case("footers-as-lines", [Page("Sheet1", blocks)], [laid.want(5, levels=TOWN)])


@seen
def notes_between_rows() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5), merge=())
    laid.grid.rows.insert(6, ["注：以上为综合业务和最低生活保障办事指南", *[""] * 13])
    laid.grid.merge(6, 0, 6, 13)
    rows = [(grid, row + (row > 5), entry) for grid, row, entry in laid.rows]
    return one("notes-between", laid.grid, Want(5, rows, levels=TOWN))


@seen
def stray_signs() -> Case:
    entries = [entry.but(content=f"〔*{entry.content}〕", specific="", public=True) for entry in area(6)]
    laid = catalogue(MINISTRY, ROLES, entries)
    for _, row, _entry in laid.rows:
        for column in (9, 11):
            if not laid.grid.rows[row][column]:
                laid.grid.rows[row][column] = ("?", "_", "\xa0", "\u3000", "　?")[row % 5]
    return one("stray-signs", laid.grid, laid.want(6), title=AGED)


@seen
def two_serial_columns() -> Case:
    head = MINISTRY.replace("| 序号 |", "| 序号 | 序号 |").replace("| ^ |", "| ^ | ^ |", 1)
    entries = [entry.but(serial=str(number)) for number, entry in enumerate(area(6), 1)]
    laid = catalogue(head, "serial blank " + ROLES.removeprefix("serial "), entries)
    for number, (_, row, _entry) in enumerate(laid.rows):
        laid.grid.rows[row][1] = str(number % 3 + 1)
    return one("two-serials", laid.grid, laid.want(6), title=AGED)


@seen
def rests_of_a_template() -> Case:
    entries = list(area(6))
    entries[2] = entries[2].but(basis="《XX省养老服务条例》")
    entries[4] = entries[4].but(publisher="XX市民政局")
    laid = catalogue(MINISTRY, ROLES, entries)
    return one("template-rests", laid.grid, laid.want(6, errors=("template-rest",)), title=AGED)


@seen
def group_rows() -> Case:
    """The first level stands in a row of its own across the table."""
    head = from_text(MINISTRY.replace("公开事项 | <", "公开事项").replace("一级事项 | 二级事项", "^"))
    grid, rows, last = Grid([list(line) for line in head.rows], list(head.merges)), [], ""
    roles = ROLES.replace("first second", "second").split()
    for number, entry in enumerate(area(5)):
        if entry.first != last:
            last = entry.first
            grid.rows.append([f"{'一二三四五'[number // 3]}、{last}", *[""] * 12])
            grid.merge(len(grid.rows) - 1, 0, len(grid.rows) - 1, 12)
        rows.append((grid, len(grid.rows), entry))
        grid.rows.append([Writing().cell(role, entry) for role in roles])
    return one("group-rows", grid, Want(5, rows))


@seen
def totals() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5))
    laid.grid.rows.append(["合计", "", "12项", *[""] * 11])
    laid.grid.rows.append(["共计12项", *[""] * 13])
    laid.grid.rows.append(["总计", "4个一级事项", "12个二级事项", *[""] * 11])
    return one("totals", laid.grid, laid.want(5, levels=TOWN))


@seen
def subtotals() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5), merge=())
    laid.grid.rows.insert(4, ["小计", "", "2", *[""] * 11])
    rows = [(grid, row + (row > 3), entry) for grid, row, entry in laid.rows]
    return one("subtotals", laid.grid, Want(5, rows, levels=TOWN))


@seen
def empty_columns() -> Case:
    """Columns left empty between the others, one with a heading and no value at all."""
    laid = catalogue(OFFICE, ROLES, area(5))
    for line in laid.grid.rows:
        line.insert(0, "")
        line.insert(5, "")
    laid.grid.merges = [(t, left + 1 + (left > 3), b, right + 1 + (right > 3)) for t, left, b, right in laid.grid.merges]
    return one("empty-columns", laid.grid, laid.want(5, levels=TOWN))


@seen
def blank_rows_between() -> Case:
    laid = catalogue(OFFICE, ROLES, area(5), merge=())
    for at in (11, 9, 5):
        laid.grid.rows.insert(at, [""] * 14)
    rows = [(grid, row + (row >= 5) + (row >= 9) + (row >= 11), entry) for grid, row, entry in laid.rows]
    return one("blank-rows", laid.grid, Want(5, rows, levels=TOWN))
