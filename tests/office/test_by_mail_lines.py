"""The many ways in which people write one line, and what is asked because it can be meant in two."""

from datetime import date

import pytest

from mailbot.model.decision import Order
from mailbot.office.by_mail import Asked, orders_in
from tests.decide.builders import OFFICE, mail
from tests.forms.grids import shipped

LATE = {6: ("justice", "catalogue", 7), 7: ("health", "catalogue", 21)}
QUESTIONS = {1: 11, 2: 12, 3: 13, 4: 14, 5: 15}
TAKE_ALL = [("confirm", number) for number in range(11, 16)]


def orders(text: str) -> tuple[Order, ...]:
    asked = Asked(QUESTIONS, shipped(), date(2020, 9, 28), OFFICE, "K7Q3M2XP", LATE)
    return orders_in(mail(OFFICE, subject="回复：日报 9月28日〔K7Q3M2XP〕", text=text), asked, authenticated=True)


def done(text: str) -> list[tuple[str, int | str | None]]:
    """Give kind and what it is about of every order that may be carried out."""
    return [(order.kind, order.target or order.unit) for order in orders(text) if not order.problem]


def problems(text: str) -> list[str]:
    return [order.problem for order in orders(text) if order.problem]


@pytest.mark.parametrize(
    "line",
    [
        "3、归属住建局",
        "3.归属 住建局",
        "３．归属　住建局。",
        "第3项 归属 住建局",
        "第三项归属给住建局",
        "（3）归属：赤壁市住建局",
        "您好，3 归属 住建局，谢谢！",
        "麻烦 3 归属 住建局",
    ],
)
def test_a_mail_is_given_to_a_unit(line: str) -> None:
    assert done(line) == [("assign", 13)]
    assert problems(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第3项 收下", [("confirm", 13)]),
        ("3：收下", [("confirm", 13)]),
        ("③ 收下", [("confirm", 13)]),
        ("【3】收下", [("confirm", 13)]),
        ("m13 收下", [("confirm", 13)]),
        ("编号3 收下", [("confirm", 13)]),
        ("好的，3 收下", [("confirm", 13)]),
        ("同意 3 收下", [("confirm", 13)]),
        ("3收下谢谢！", [("confirm", 13)]),
        ("3 收下（谢谢）", [("confirm", 13)]),
        ("3收下；4作废", [("confirm", 13), ("ignore", 14)]),
        ("3收下，4作废", [("confirm", 13), ("ignore", 14)]),
        ("3 收下 4 作废", [("confirm", 13), ("ignore", 14)]),
        ("3 收下。4 作废。", [("confirm", 13), ("ignore", 14)]),
        ("1.收下 2.作废", [("confirm", 11), ("ignore", 12)]),
        ("收下 1，作废 2", [("confirm", 11), ("ignore", 12)]),
        ("1-2收下3作废", [("confirm", 11), ("confirm", 12), ("ignore", 13)]),
        ("3 归属 住建局，4 作废", [("assign", 13), ("ignore", 14)]),
        ("民政局 社会救助 认可；税务局 暂停提醒", [("accept", "civil-affairs"), ("pause", "taxation")]),
        ("民政局 社会救助 认可，3 收下", [("accept", "civil-affairs"), ("confirm", 13)]),
        ("延期 税务局 10月12日 出差；暂停提醒 教育局", [("defer", "taxation"), ("pause", "education")]),
        ("收下1-5", TAKE_ALL),
        ("收下第1至5项", TAKE_ALL),
        ("1-5 都收下", TAKE_ALL),
        ("收下 1、3、5", [("confirm", 11), ("confirm", 13), ("confirm", 15)]),
        ("收下 1 3 5", [("confirm", 11), ("confirm", 13), ("confirm", 15)]),
        ("1 3 5 收下", [("confirm", 11), ("confirm", 13), ("confirm", 15)]),
        ("１　３　５　收下", [("confirm", 11), ("confirm", 13), ("confirm", 15)]),
        ("1、3和5都收下", [("confirm", 11), ("confirm", 13), ("confirm", 15)]),
        ("撤销 m12", [("undo", 12)]),
        ("撤销收下 2", [("undo", 12)]),
        ("恢复 2", [("undo", 12)]),
        ("暂停提醒 税务局、教育局", [("pause", "taxation"), ("pause", "education")]),
        ("民政局和教育局 暂停提醒", [("pause", "civil-affairs"), ("pause", "education")]),
        ("明日不提醒税务局、教育局", [("veto", "taxation"), ("veto", "education")]),
        ("民政局 社会救助、养老服务 认可", [("accept", "civil-affairs"), ("accept", "civil-affairs")]),
        ("延期 税务局、教育局 10月12日 出差", [("defer", "taxation"), ("defer", "education")]),
        ("1. 暂停提醒 教育局\n2. 延期 税务局 10月12日", [("pause", "education"), ("defer", "taxation")]),
        ("1、收下\n2、作废", [("confirm", 11), ("ignore", 12)]),
    ],
)
def test_a_line_means_what_a_person_means(line: str, expected: list[tuple[str, int | str]]) -> None:
    assert done(line) == expected
    assert problems(line) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 收下？", "像是询问"),
        ("收下 1-2 吗", "像是询问"),
        ("暂停提醒 税务局？", "像是询问"),
        ("民政局 社会救助 认可 不行", "前后意思不一"),
        ("延期 税务局 10月12日 再说", "前后意思不一"),
        ("备注 民政局 已电话；3 收下", "分不清是备注还是指令"),
        ("税务局 暂停提醒 教育局", "分不清各指什么"),
        ("民政局、教育局 社会救助 认可", "分不清各指什么"),
        ("1、3 收下\n2、4 作废", "分不清是行号还是事项编号"),
        ("1、收下 3\n2、作废 4", "分不清是行号还是事项编号"),
        ("3 收下\n3 作废", "相互矛盾"),
        ("1 收下 / 1 收下并登记 / 1 作废", "没有看懂"),
        ("1 收下\n1 作废\n1 合并", "相互矛盾"),
        ("延期 税务局 10月12日\n延期 税务局 10月13日", "相互矛盾"),
        ("收下 1 2 作废", "没有看懂"),
        ("1 收下 2", "没有看懂"),
        ("1 收下，如有问题再联系", "没有看懂"),
        ("收下 3-1", "没有编号为 3-1"),
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked_and_not_done(text: str, said: str) -> None:
    assert done(text) == []
    assert all(said in problem for problem in problems(text))
    assert len(problems(text)) >= len(text.splitlines())


def test_of_a_range_only_the_contradicted_number_is_asked_about() -> None:
    assert done("收下 1-3\n2 作废") == [("confirm", 11), ("confirm", 13)]


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("3 是住建局的", "3 归属 住建局"),
        ("请把3收下", "3 收下"),
        ("3", "3 收下"),
        ("3 不收", "3 作废"),
        ("先不收下3", "3 作废"),
        ("取消 3", "撤销 3"),
        ("收下", "1 收下"),
        ("卫健局卫生健康不涉及", "卫健局 卫生健康 不涉及"),
        ("税务局暂停提醒", "暂停提醒 税务局"),
        ("税务局延期到10月12日", "延期 税务局 10月12日 原因"),
    ],
)
def test_a_line_nobody_understands_is_answered_with_the_nearest_one(line: str, example: str) -> None:
    (problem,) = problems(line)
    assert f"未作改动。可以这样写：{example}。" in problem
    assert problems(example) == []


@pytest.mark.parametrize(
    "line",
    [
        "赵一",
        "13800000001",
        "86 138 0000 0001",
        "0715-5550001",
        "2020 年 9 月 28 日",
        "9 月 28 日",
        "3 号楼 305 室",
        "此致",
        "谢谢",
        "您好：",
    ],
)
def test_signatures_and_greetings_are_not_answered(line: str) -> None:
    assert orders(line) == ()


def test_a_note_keeps_its_marks_and_its_courtesies() -> None:
    (order,) = orders("请备注 民政局 已电话，周五报；谢谢")
    assert (order.kind, order.unit, order.why) == ("note", "civil-affairs", "已电话，周五报；谢谢")


@pytest.mark.parametrize("line", ["1-" * 4000 + " 收下", "收下" + " 1" * 4000, " ," * 4000 + "x", "收下，" * 2000, "（" * 5000])
def test_a_line_of_any_length_is_read_at_once(line: str) -> None:
    assert done(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("6 视为按时", [("justice", (), "办公室一方的延误")]),
        ("６　按时。", [("justice", (), "办公室一方的延误")]),
        ("第6项 视为按时 机器停电", [("justice", (), "机器停电")]),
        ("6、7 视为按时", [("justice", (), "办公室一方的延误"), ("health", (), "办公室一方的延误")]),
        ("6 视为按时；7 不视为按时", [("justice", (), "办公室一方的延误"), ("health", ("decline",), "办公室一方的延误")]),
        ("6 不视为按时，已电话说明", [("justice", ("decline",), "已电话说明")]),
        ("6 撤销按时", [("justice", ("end",), "办公室一方的延误")]),
        # The digest's own line, two answers to choose from, and what takes itself back.
        ("6 视为按时 / 6 不视为按时", []),
        ("6 视为按时 再议", []),
        ("6 视为按时？", []),
        ("1 视为按时", []),
        ("6 收下", []),
    ],
)
def test_a_proposal_is_decided_by_its_number(line: str, expected: list[tuple[str, tuple[str, ...], str]]) -> None:
    found = [order for order in orders(line) if not order.problem]
    assert [(order.unit, order.args, order.why) for order in found] == expected
    assert all((order.kind, order.form) == ("on-time", "catalogue") for order in found)
    assert bool(problems(line)) is (expected == [])


def test_two_answers_to_one_proposal_are_asked_about() -> None:
    assert done("6 视为按时\n6 不视为按时") == []
    assert all("相互矛盾" in problem for problem in problems("6 视为按时\n6 不视为按时"))
