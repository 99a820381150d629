"""Lines about corrections, and the orders they are."""

from datetime import date

import pytest

from mailbot.office.by_mail_corrections import correction_order
from mailbot.texts import say
from tests.forms.grids import shipped

TODAY = date(2020, 10, 13)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "更正 民政局 社会救助 审核信息 不全面 10月20日 缺办理时限",
            ("civil-affairs", 5, "不全面", "审核信息", date(2020, 10, 20), "缺办理时限"),
        ),
        ("更正:民政局 社会救助 “审核信息” 公开不全面:缺办理时限", ("civil-affairs", 5, "不全面", "审核信息", None, "缺办理时限")),
        ("更正 民政局 5 审核 信息 不及时 2020-10-21前 补上", ("civil-affairs", 5, "不及时", "审核 信息", date(2020, 10, 21), "补上")),
        ("更正 财政局 财政预决算 预算公开 不准确", ("finance", 8, "不准确", "预算公开", None, "")),
        ("更正 财政局 预算公开 不准确 金额不符", ("finance", 8, "不准确", "预算公开", None, "金额不符")),
        (
            "更正 财政局 金额 明细(草案) 不规范 10月21日 格式不符",
            ("finance", 8, "不规范", "金额 明细(草案)", date(2020, 10, 21), "格式不符"),
        ),
    ],
)
def test_a_line_names_unit_area_item_kind_day_and_reason(line: str, found: tuple[object, ...]) -> None:
    order = correction_order(line, shipped(), TODAY)
    assert order is not None
    assert order.problem == ""
    assert (order.unit, order.area, *order.args, order.day, order.why) == found


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("更正 不存在局 社会救助 审核信息 不全面", say("office", "no-unit", unit="不存在局")),
        ("更正 民政局 审核信息 不全面", say("office", "correction-how", line="更正 民政局 审核信息 不全面")),
        (
            "更正 民政局 社会救助 审核信息 10月20日 缺办理时限",
            say("office", "correction-how", line="更正 民政局 社会救助 审核信息 10月20日 缺办理时限"),
        ),
        ("完成更正 不存在局 审核信息", say("office", "no-unit", unit="不存在局")),
    ],
)
def test_what_does_not_fit_is_told(line: str, problem: str) -> None:
    order = correction_order(line, shipped(), TODAY)
    assert order is not None
    assert order.problem == problem


@pytest.mark.parametrize(
    ("line", "args", "unit", "why"),
    [
        ("完成更正 c1", ("1", ""), "", ""),
        ("完成更正c12 已核对", ("12", ""), "", "已核对"),
        ("办结更正 3 网站已改", ("3", ""), "", "网站已改"),
        ("更正 c2 已办结", ("2", ""), "", ""),
        ("C2 已更正", ("2", ""), "", ""),
        ("完成更正 民政局 审核信息", ("", "审核信息"), "civil-affairs", ""),
        ("完成更正 民政局 社会救助 审核信息", ("", "审核信息"), "civil-affairs", ""),
    ],
)
def test_a_line_closes_by_number_or_by_item(line: str, args: tuple[str, str], unit: str, why: str) -> None:
    order = correction_order(line, shipped(), TODAY)
    assert order is not None
    assert (order.kind, order.args, order.unit, order.why) == ("close-correction", args, unit, why)


@pytest.mark.parametrize("line", ["更正说明见附件", "已通知民政局更正", "请尽快完成更正。", "更正"])
def test_courtesy_is_no_order(line: str) -> None:
    assert correction_order(line, shipped(), TODAY) is None
