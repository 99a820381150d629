"""Lines of the office's mails, and the orders they are."""

from datetime import date

import pytest

from mailbot.model.mail import Mail
from mailbot.office.by_mail import Asked, orders_in
from mailbot.office.by_mail_mails import numbers_in
from mailbot.texts import say
from tests.decide.builders import OFFICE, mail
from tests.forms.grids import shipped

QUESTIONS = {1: 12, 2: 14, 3: 15, 8: 27}
QUOTE = "------------------ 原始邮件 ------------------\n> 赤壁市政务公开领导小组办公室：\n> 1 收下 / 1 收下并登记 / 1 作废\n"


def asked() -> Asked:
    return Asked(QUESTIONS, shipped(), date(2020, 9, 28), OFFICE, "K7Q3M2XP")


def read(text: str, *, authenticated: bool = True) -> list[tuple[str, int | None, tuple[str, ...]]]:
    """Give kind, mail and words of every order that may be carried out."""
    orders = orders_in(written(text), asked(), authenticated=authenticated)
    return [(order.kind, order.target, order.args) for order in orders if not order.problem]


def problems(text: str, *, authenticated: bool = True) -> list[str]:
    return [order.problem for order in orders_in(written(text), asked(), authenticated=authenticated) if order.problem]


def written(text: str) -> Mail:
    return mail(OFFICE, subject="回复：日报 9月28日〔K7Q3M2XP〕", text=text)


@pytest.mark.parametrize(
    ("line", "orders"),
    [
        ("1 收下", [("confirm", 12, ())]),
        ("１　收下", [("confirm", 12, ())]),
        ("1收下", [("confirm", 12, ())]),
        ("1、收下。", [("confirm", 12, ())]),
        ("1. 收下", [("confirm", 12, ())]),
        ("第1条 收下", [("confirm", 12, ())]),
        ("收下 1", [("confirm", 12, ())]),
        ("收下1-3", [("confirm", 12, ()), ("confirm", 14, ()), ("confirm", 15, ())]),
        ("收下 １－３", [("confirm", 12, ()), ("confirm", 14, ()), ("confirm", 15, ())]),
        ("收下 1～2", [("confirm", 12, ()), ("confirm", 14, ())]),
        ("收下 1至2", [("confirm", 12, ()), ("confirm", 14, ())]),
        ("收下 1、3、8", [("confirm", 12, ()), ("confirm", 15, ()), ("confirm", 27, ())]),
        ("1,2 收下", [("confirm", 12, ()), ("confirm", 14, ())]),
        ("全部收下", [("confirm", number, ()) for number in QUESTIONS.values()]),
        ("收下全部", [("confirm", number, ()) for number in QUESTIONS.values()]),
        ("1 收下并登记", [("confirm", 12, ("register",))]),
        ("全部收下并登记", [("confirm", number, ("register",)) for number in QUESTIONS.values()]),
        ("2 作废", [("ignore", 14, ())]),
        ("2 重试", [("retry", 14, ())]),
        ("3 归属 住建局", [("assign", 15, ("住建局",))]),
        ("3归属：住建局。", [("assign", 15, ("住建局",))]),
        ("3 归属 赤壁市住房和城乡建设局", [("assign", 15, ("赤壁市住房和城乡建设局",))]),
        ("1 收下；2 作废", [("confirm", 12, ()), ("ignore", 14, ())]),
        # Courtesy is no order.
        ("您好！", []),
        ("知道了，谢谢。", []),
        ("收下了，谢谢", []),
        ("1 收下 / 1 收下并登记 / 1 作废", []),
        ("", []),
    ],
)
def test_a_line_is_the_orders_it_says(line: str, orders: list[tuple[str, int | None, tuple[str, ...]]]) -> None:
    assert read(line) == orders


@pytest.mark.parametrize(
    "quote", [QUOTE, "在 2020年9月28日 16:30，办公室写道：\n> 1 作废\n", "发件人：办公室\n发送时间：2020年9月28日\n主题：日报\n\n1 作废\n"]
)
def test_what_is_quoted_orders_nothing(quote: str) -> None:
    assert read(f"1 收下\n\n{quote}") == [("confirm", 12, ())]
    assert read(quote) == []


@pytest.mark.parametrize("line", ["9 收下", "收下 9", "9 归属 住建局"])
def test_a_number_that_the_digest_does_not_have_is_told(line: str) -> None:
    assert problems(line) == [say("office", "no-number", number=9)]


@pytest.mark.parametrize("line", ["1 收一下", "3 归属", "1 合格"])
def test_a_line_that_looks_like_an_order_and_is_none_is_answered(line: str) -> None:
    (problem,) = problems(line)
    assert line in problem


@pytest.mark.parametrize("line", ["帮助", "help", "HELP", "？", "帮助。"])
def test_help_is_an_order(line: str) -> None:
    assert problems(line) == [say("office", "help")]


def test_without_authentication_what_cannot_be_undone_is_left_to_the_command_line() -> None:
    text = "1 收下\n2 作废\n3 收下并登记\n8 归属 住建局"
    assert read(text, authenticated=False) == [("confirm", 12, ()), ("assign", 27, ("住建局",))]
    told = problems(text, authenticated=False)
    assert ["mailbot held ignore m14" in told[0], "mailbot held confirm m15 --register" in told[1]] == [True, True]


def test_every_line_is_kept_as_it_was_written() -> None:
    orders = orders_in(written("１　收下\n9 收下"), asked(), authenticated=True)
    assert [order.line for order in orders] == ["１　收下", "9 收下"]
    assert {order.by for order in orders} == {OFFICE}


def test_a_range_names_no_number_twice_and_has_an_end() -> None:
    assert numbers_in("1-3、2、3-5 和 m12") == ("1", "2", "3", "4", "5", "m12")
    assert len(numbers_in("1-999")) == 100
