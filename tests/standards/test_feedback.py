import io
from dataclasses import replace

from openpyxl import load_workbook

from mailbot.letters.feedback import AreaCount, Changed
from mailbot.model.standard import Entry, Standard
from mailbot.standards.feedback import ADDED, CHANGED, feedback, told, unit_workbook
from tests.standards.builders import entry, rules

SENT = (entry(1, "审核信息"), entry(2, "审批信息"), entry(3, "机构名录", area=6), entry(4, "招标公告", area=2))


def version(*entries: Entry, number: int = 1) -> Standard:
    return Standard(number, "version", number, entries)


def retyped(one: Entry, **elements: str) -> Entry:
    return replace(one, elements={**one.elements, **elements})


def test_a_unit_is_told_of_its_own_items_only_with_what_differs() -> None:
    fixed = version(retyped(SENT[0], time_limit="及时公开"), SENT[2], entry(9, "补贴标准", area=6), SENT[3])
    one = feedback("civil-affairs", fixed, SENT, first=True)
    assert told(one, rules()).areas == (AreaCount(5, 1, 1, 0, 1), AreaCount(6, 2, 0, 1, 0))
    assert told(one, rules()).changes == (
        Changed("changed", 5, "审核信息", ("公开时限",)),
        Changed("added", 6, "补贴标准"),
        Changed("removed", 5, "审批信息"),
    )


def test_what_differs_is_coloured_with_what_stood_there_and_listed() -> None:
    fixed = version(retyped(SENT[0], time_limit="及时公开"), SENT[2], entry(9, "补贴标准", area=6))
    book = load_workbook(io.BytesIO(unit_workbook(feedback("civil-affairs", fixed, SENT, first=True), rules()).content))
    assert book.sheetnames == ["修改对照", "社会救助", "养老服务"]
    cell = book["社会救助"]["F4"]
    assert (cell.fill.start_color.rgb, cell.comment and cell.comment.text) == (
        f"00{CHANGED}",
        "原内容：自信息形成或者变更之日起20个工作日内",
    )
    assert {book["养老服务"].cell(5, column).fill.start_color.rgb for column in range(1, 15)} == {f"00{ADDED}"}
    assert [row[3] for row in book["修改对照"].iter_rows(min_row=4, values_only=True)] == ["修改", "新增", "删除"]


def test_an_adjustment_touches_only_those_whose_items_it_changes() -> None:
    second = version(SENT[0], SENT[1], SENT[2], retyped(SENT[3], publisher="赤壁市公共资源交易中心、市财政局"), number=2)
    assert not feedback("civil-affairs", second, SENT, first=False).touched
    assert feedback("public-resources", second, SENT, first=False).touched


def test_the_first_version_is_told_even_where_nothing_was_changed() -> None:
    assert feedback("civil-affairs", version(*SENT), SENT, first=True).touched
