from dataclasses import replace

from mailbot.forms.draft import drafts, settle_areas
from mailbot.model.mail import Contents, File
from mailbot.model.table import Table
from tests.forms.grids import contents, mail, shipped, table

ITEMS = """
| 序号 | 一级事项 | 二级事项 | 公开内容 | 公开依据 | 公开时限 | 公开主体 | 公开渠道 | 公开对象 | 公开方式 |
| 1 | 行政许可 | 办事指南 | 条件 | 《条例》 | 及时公开 | 本单位 | ■政府网站 | 全社会 | 主动 |
"""
WELFARE = (
    ITEMS.replace("行政许可", "最低生活保障")
    + "| 2 | 临时救助 | 审核 | 名单 | 《条例》 | 及时公开 | 本单位 | ■政府网站 | 全社会 | 主动 |\n"
)
PEOPLE = """
|  | 姓名 | 职务 | 联系方式 |
| 分管领导 | 赵一 | 副局长 | 13800000001 |
| 联络人 | 钱二 | 科员 | 13800000002 |
"""


def _files(*tables: Table, subject: str = "") -> Contents:
    files = tuple(File(str(n), f"{n}.xlsx", "xlsx", 1, str(n) * 64, tables=(one,)) for n, one in enumerate(tables, 1))
    return Contents(mail(subject=subject), files)


def _areas(given: Contents, unit: str | None) -> list[tuple[int | None, str]]:
    found = settle_areas(drafts(given, shipped()), given, unit, shipped())
    return [(submission.area, submission.area_by) for submission in found.submissions]


def test_the_subject_gives_the_area_where_the_table_is_silent() -> None:
    assert _areas(contents(table(ITEMS), subject="报送养老服务领域目录"), "civil-affairs") == [(6, "subject")]


def test_a_subject_that_names_two_areas_gives_the_one_that_is_left() -> None:
    given = _files(table(ITEMS, "社会救助"), table(ITEMS), subject="社会救助、养老服务领域目录")
    assert _areas(given, "civil-affairs") == [(5, "sheet"), (6, "subject")]


def test_a_subject_never_gives_one_area_to_two_tables() -> None:
    given = _files(table(ITEMS), table(ITEMS.replace("办事指南", "结果")), subject="养老服务领域目录")
    assert _areas(given, "civil-affairs") == [(None, ""), (None, "")]


def test_a_unit_with_one_area_needs_no_title() -> None:
    assert _areas(contents(table(ITEMS)), "education") == [(3, "unit")]


def test_first_levels_speak_last() -> None:
    assert _areas(contents(table(WELFARE)), "civil-affairs") == [(5, "first-levels")]


def test_without_any_word_the_area_stays_open() -> None:
    assert _areas(contents(table(ITEMS)), "civil-affairs") == [(None, "")]
    assert _areas(contents(table(ITEMS)), None) == [(None, "")]


def test_a_title_outranks_sheet_file_subject_and_unit() -> None:
    given = contents(table("| 社会救助领域政务公开目录 |" + ITEMS, "养老服务"), name="户籍管理.xlsx", subject="就业")
    assert _areas(given, "education") == [(5, "title")]


def test_the_same_content_twice_counts_once() -> None:
    assert len(drafts(_files(table(ITEMS, "养老服务"), table(ITEMS, "养老服务")), shipped()).submissions) == 1


def test_equal_items_of_two_areas_are_two_catalogues() -> None:
    assert len(drafts(_files(table(ITEMS, "养老服务"), table(ITEMS, "社会救助")), shipped()).submissions) == 2


def test_a_list_in_the_text_does_not_repeat_the_one_attached() -> None:
    given = contents(table(PEOPLE), text="分管领导：赵一 13800000001\n联络人：钱二 13800000002")
    assert [submission.file for submission in drafts(given, shipped()).submissions] == ["1"]


def test_a_list_in_the_text_counts_beside_a_catalogue() -> None:
    given = contents(table(ITEMS, "养老服务"), text="分管领导：赵一 13800000001\n联络人：钱二 13800000002")
    assert [submission.form for submission in drafts(given, shipped()).submissions] == ["catalogue", "liaison"]


def test_a_hidden_sheet_is_read_where_nothing_else_is() -> None:
    hidden = replace(table(ITEMS, "养老服务"), hidden=True)
    found = drafts(contents(hidden), shipped())
    assert ([submission.area for submission in found.submissions], [finding.code for finding in found.findings]) == ([6], ["hidden-sheet"])


def test_a_file_without_a_table_of_ours_is_named() -> None:
    found = drafts(contents(table("| 会议纪要 |\n| 时间 | 地点 |")), shipped())
    assert (found.submissions, found.findings, found.unread) == ((), (), ("1",))


def test_a_file_without_tables_is_nobody_s_fault_here() -> None:
    assert drafts(contents(), shipped()).unread == ()


def test_the_folder_inside_an_archive_names_the_area() -> None:
    file = File("1/报送.zip!/养老服务/目录.xlsx", "目录.xlsx", "xlsx", 1, "0" * 64, tables=(table(ITEMS),))
    assert _areas(Contents(mail(), (file,)), "civil-affairs") == [(6, "file")]


def test_our_own_sheets_are_no_tables() -> None:
    given = contents(
        table(ITEMS, "养老服务"), table("| 位置 | 问题 |\n| 养老服务!F2 | 缺填 |", "需补正事项"), table("| 每行一项 |", "填写说明")
    )
    assert len(drafts(given, shipped()).submissions) == 1
