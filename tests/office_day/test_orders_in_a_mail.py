"""What the lines of the office's mail mean, without a mailbox."""

from datetime import date
from functools import cache

import pytest

from mailbot.model.decision import Order
from mailbot.office.by_mail import Asked, orders_in
from mailbot.office.by_mail_duties import day_near
from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook
from tests.letters.builders import mail

QUESTIONS = {1: 11, 2: 12, 3: 13, 4: 14}
TODAY = date(2020, 9, 28)


@cache
def rulebook() -> Rulebook:
    return load_rulebook(None)


def read(text: str, *, authenticated: bool = True) -> tuple[Order, ...]:
    asked = Asked(QUESTIONS, rulebook(), TODAY, "office@example.cn m9", "K7Q3M2XP")
    return orders_in(mail(text=text), asked, authenticated=authenticated)


def about_mails(text: str) -> list[tuple[str, int | None, tuple[str, ...]]]:
    return [(order.kind, order.target, order.args) for order in read(text)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 归属 住建局", [("assign", 13, ("住建局",))]),
        ("3归属住建局", [("assign", 13, ("住建局",))]),
        ("3 收下", [("confirm", 13, ())]),
        ("３　收下。", [("confirm", 13, ())]),
        ("3、收下", [("confirm", 13, ())]),
        ("第3条 收下", [("confirm", 13, ())]),
        ("3 收下并登记", [("confirm", 13, ("register",))]),
        ("收下并登记 3", [("confirm", 13, ("register",))]),
        ("收下 1-3", [("confirm", 11, ()), ("confirm", 12, ()), ("confirm", 13, ())]),
        ("收下 １－３", [("confirm", 11, ()), ("confirm", 12, ()), ("confirm", 13, ())]),
        ("1至2 收下", [("confirm", 11, ()), ("confirm", 12, ())]),
        ("1、3 收下", [("confirm", 11, ()), ("confirm", 13, ())]),
        ("1，3收下", [("confirm", 11, ()), ("confirm", 13, ())]),
        ("全部收下", [("confirm", 11, ()), ("confirm", 12, ()), ("confirm", 13, ()), ("confirm", 14, ())]),
        ("4 作废", [("ignore", 14, ())]),
        ("2 合并", [("merge", 12, ())]),
        ("2 替换", [("replace", 12, ())]),
        ("2 重试", [("retry", 12, ())]),
        ("1 收下；2 作废", [("confirm", 11, ()), ("ignore", 12, ())]),
        ("放行", [("release", None, ())]),
    ],
)
def test_a_line_about_mails_is_understood(line: str, expected: list[tuple[str, int | None, tuple[str, ...]]]) -> None:
    assert about_mails(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("卫健局 卫生健康 不涉及 无此类事项", Order("exempt", unit="health", form="catalogue", area=21, why="无此类事项")),
        ("卫健局 不涉及 无此类事项", Order("exempt", unit="health", why="无此类事项")),
        ("不涉及 卫健局 卫生健康 无此类事项", Order("exempt", unit="health", form="catalogue", area=21, why="无此类事项")),
        ("不涉及 卫健局 无此类事项", Order("exempt", unit="health", why="无此类事项")),
        ("卫健局 21 涉及", Order("exempt", args=("end",), unit="health", form="catalogue", area=21)),
        ("民政局 社会救助 认可", Order("accept", unit="civil-affairs", form="catalogue", area=5)),
        ("民政局，社会救助，认可，已核对", Order("accept", unit="civil-affairs", form="catalogue", area=5, why="已核对")),
        ("民政局 名单 认可", Order("accept", unit="civil-affairs", form="liaison")),
        ("民政局 社会救助 撤销认可", Order("accept", args=("end",), unit="civil-affairs", form="catalogue", area=5)),
        ("民政局 社会救助 按时 系统故障", Order("on-time", unit="civil-affairs", form="catalogue", area=5, why="系统故障")),
        ("延期 税务局 10月12日 出差", Order("defer", unit="taxation", day=date(2020, 10, 12), why="出差")),
        ("延期税务局10月12日出差", Order("defer", unit="taxation", day=date(2020, 10, 12), why="出差")),
        ("税务局 延期到10月12日", Order("defer", unit="taxation", day=date(2020, 10, 12))),
        ("延期 税务局 名单 １０月１２日", Order("defer", unit="taxation", form="liaison", day=date(2020, 10, 12))),
        ("延期 税务局 税收管理 2020-10-12", Order("defer", unit="taxation", form="catalogue", area=25, day=date(2020, 10, 12))),
        ("延期 各单位 目录 10月12日 假期", Order("defer", form="catalogue", day=date(2020, 10, 12), why="假期")),
        ("暂停提醒 税务局", Order("pause", unit="taxation")),
        ("暂停提醒 税务局 已电话", Order("pause", unit="taxation", why="已电话")),
        ("税务局 暂停提醒", Order("pause", unit="taxation")),
        ("恢复提醒 税务局", Order("pause", args=("end",), unit="taxation")),
        ("明日不提醒 教育局", Order("veto", unit="education")),
        ("备注 民政局 已电话，周五报", Order("note", unit="civil-affairs", why="已电话，周五报")),
        ("民政局 备注：已电话", Order("note", unit="civil-affairs", why="已电话")),
        ("抄送领导 税务局", Order("copy-leader", unit="taxation")),
        ("不抄送领导 税务局", Order("copy-leader", args=("end",), unit="taxation")),
    ],
)
def test_a_line_about_a_unit_is_understood(line: str, expected: Order) -> None:
    (order,) = read(line)
    assert order.problem == ""
    assert (order.kind, order.args, order.unit, order.form, order.area, order.day, order.why) == (
        expected.kind,
        expected.args,
        expected.unit,
        expected.form,
        expected.area,
        expected.day,
        expected.why,
    )
    assert (order.by, order.line) == ("office@example.cn m9", line)


@pytest.mark.parametrize("line", ["您好", "以上，谢谢！", "赵一 0715-5550001", "昨天的事已经和领导说过了", ""])
def test_courtesy_is_no_order(line: str) -> None:
    assert read(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "1 收下 / 1 收下并登记 / 1 作废",
        "待您决定（直接回复本邮件，一行一件，如“1 收下”）",
        "5",
        "把1号的收下吧，谢谢",
        "民政局的材料我已电话认可",
        "卫健局卫生健康不涉及",
    ],
)
def test_what_merely_looks_like_an_order_is_answered_and_not_carried_out(line: str) -> None:
    (order,) = read(line)
    assert order.problem


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9 收下", "没有编号为 9"),
        ("暂停提醒 气象局", "气象局"),
        ("民政局 天气 认可", "天气"),
        ("延期 税务局 下周", "日期"),
        ("备注", "没有找到单位"),
        ("帮助", "可用的写法"),
    ],
)
def test_a_line_that_cannot_be_carried_out_says_why(line: str, said: str) -> None:
    (order,) = read(line)
    assert said in order.problem


@pytest.mark.parametrize("line", ["1 作废", "1 收下并登记", "卫健局 卫生健康 不涉及 无", "放行"])
def test_without_authentication_what_cannot_be_undone_needs_the_command_line(line: str) -> None:
    (order,) = read(line, authenticated=False)
    assert "用命令办理：mailbot " in order.problem


@pytest.mark.parametrize(
    "line", ["1 收下", "卫健局 卫生健康 涉及", "2 合并", "民政局 社会救助 认可", "延期 税务局 10月12日", "1 归属 住建局"]
)
def test_without_authentication_what_can_be_undone_is_carried_out(line: str) -> None:
    (order,) = read(line, authenticated=False)
    assert order.problem == ""


@pytest.mark.parametrize(
    "quote",
    [
        "------------------ 原始邮件 ------------------\n发件人: 办公室",
        "在 2020年9月28日 16:30，办公室写道：",
        "> 1 作废",
        "发件人：办公室 <zwgkbgs@chibi.gov.cn>\n发送时间：2020年9月28日",
        "主题：日报 9月28日〔K7Q3M2XP〕",
        "赤壁市政务公开领导小组办公室：",
    ],
)
def test_what_is_quoted_below_the_answer_is_no_order(quote: str) -> None:
    assert about_mails(f"1 收下\n\n{quote}\n> 2 作废") == [("confirm", 11, ())]


def test_a_code_on_the_first_line_does_not_end_the_orders() -> None:
    assert about_mails("〔K7Q3M2XP〕\n1 收下") == [("confirm", 11, ())]


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("1月5日", date(2020, 12, 28), date(2021, 1, 5)),
        ("12月28日", date(2021, 1, 5), date(2020, 12, 28)),
        ("10月12日", date(2020, 9, 28), date(2020, 10, 12)),
        ("9月25日", date(2020, 9, 28), date(2020, 9, 25)),
        ("2019-10-12", date(2020, 9, 28), date(2019, 10, 12)),
        ("13月1日", date(2020, 9, 28), None),
    ],
)
def test_a_day_without_a_year_is_the_nearest(text: str, today: date, day: date | None) -> None:
    assert day_near(text, today) == day
