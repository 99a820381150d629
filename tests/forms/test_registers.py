"""Registers of publication and papers on procedure are told apart from catalogues, and read."""

from datetime import UTC, datetime

from mailbot.forms.draft import Drafts, drafts
from mailbot.model.mail import Contents, File, Mail
from mailbot.model.table import Merge, Table
from mailbot.reports.published import published
from mailbot.rulebook.load import load_rulebook

RULES = load_rulebook(None)
HEADS = ("序号", "领域", "公开事项", "栏目/网址", "已发布条数", "发布日期", "状态", "备注")
ROWS = (
    ("公开情况登记表", "", "", "", "", "", "", ""),
    HEADS,
    ("1", "社会救助", "审核信息", "政务公开/社会救助", "12", "2020-10-20", "已发布", ""),
    ("2", "", "审批信息", "", "0", "", "尚未发布", ""),
    ("3", "养老服务", "", "政务公开/养老服务", "5", "2020-10-21", "", ""),
    ("", "", "", "", "", "", "", "合计"),
)


def read(*files: File) -> Drafts:
    mail = Mail("", "", "mzj@example.cn", "", "公开情况登记表", "", datetime(2020, 10, 26, tzinfo=UTC))
    return drafts(Contents(mail, files), RULES)


def workbook(*tables: Table, name: str = "登记表.xlsx", kind: str = "xlsx", trouble: str = "") -> File:
    return File("1", name, kind, 1, "0" * 64, tables, trouble=trouble)


def test_a_register_is_read_line_by_line_and_is_no_catalogue() -> None:
    found = read(workbook(Table("登记", ROWS, (Merge(2, 1, 3, 1),))))
    assert [(one.form, one.heading_rows, len(one.items)) for one in found.submissions] == [("publication", (2,), 3)]
    second = found.submissions[0].items[1]
    assert [(second.text(key), second.values[key].note) for key in ("area", "second_level")] == [("社会救助", "merged"), ("审批信息", "")]
    assert second.values["second_level"].where == "登记!C4"


def test_what_is_published_is_counted_by_area_and_never_above_the_standard() -> None:
    items = read(workbook(Table("登记", ROWS, (Merge(2, 1, 3, 1),)))).submissions[0].items
    assert published(items, "civil-affairs", {5: 13, 6: 4}, RULES) == {5: 1, 6: 4}


def test_a_catalogue_with_a_column_of_links_stays_a_catalogue() -> None:
    heads = ("序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "网址")
    row = ("1", "综合业务", "审核信息", "对象名单", "《社会救助暂行办法》", "20个工作日内", "赤壁市民政局", "■政府网站", "")
    assert [one.form for one in read(workbook(Table("社会救助", (heads, row)))).submissions] == ["catalogue"]


def test_a_paper_counts_by_its_name_also_as_a_stamped_copy() -> None:
    found = read(workbook(name="政务公开工作制度.pdf", kind="pdf", trouble="unreadable-pdf"))
    assert [(one.form, one.size, one.title) for one in found.submissions] == [("procedure", 1, "政务公开工作制度.pdf")]


def test_a_register_beside_a_catalogue_leaves_the_catalogue_as_it_is() -> None:
    heads = ("一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道和载体")
    row = ("综合业务", "审核信息", "对象名单", "《社会救助暂行办法》", "20个工作日内", "赤壁市民政局", "■政府网站")
    found = read(workbook(Table("登记", ROWS), Table("社会救助", (heads, row))))
    assert sorted(one.form for one in found.submissions) == ["catalogue", "publication"]


def test_another_file_is_no_paper() -> None:
    assert read(workbook(name="关于召开会议的通知.pdf", kind="pdf", trouble="unreadable-pdf")).submissions == ()
