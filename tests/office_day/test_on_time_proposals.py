"""A machine that was off makes a unit late: the digest proposes 视为按时, and the office's word decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.model.decision import Order
from mailbot.model.duty import Duty
from mailbot.office.orders import Office, apply
from tests.office_day.builders import digest, order, told
from tests.season.builders import STRANGER, Sent, Stage, instant, stage, table

JUSTICE = "justice@example.cn"
SCANNED, BACK, TABLE, EVENING, NIGHT = "2020-09-29T10:00", "2020-10-09T09:00", "2020-10-09T11:00", "2020-10-09T16:30", "2020-10-09T17:00"
NEXT = "2020-10-10T16:30"


def scan(when: str) -> bytes:
    files = [("公共法律服务领域目录.pdf", b"%PDF-1.4\n%scan\n")]
    return mail(("孙三", JUSTICE), "公共法律服务领域目录", "见附件", instant(when), files)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Stage, Sent]]:
    """司法局's scan came in time while the machine was off; told after the holidays, it sent its table the same day."""
    with stage(tmp_path) as played:
        played.register("justice")
        played.tick("2020-09-28T16:30")
        played.arrive(scan(SCANNED), SCANNED)
        played.tick(BACK)
        played.answer(table(played.rulebook, [5], when="2020-10-09T09:30", sender=STRANGER), "2020-10-09T09:30")
        played.answer(table(played.rulebook, [7], when=TABLE, sender=JUSTICE), TABLE)
        yield played, digest(played, EVENING)


def duty(played: Stage, when: str = NIGHT) -> Duty:
    return next(one for one in current_board(played.desk, instant(when)) if one.key == ("justice", "catalogue", 7))


def answered(played: Stage, letter: Sent, line: str, when: str = NIGHT) -> tuple[str, ...]:
    (answer,) = [one for one in played.answer(order(letter, line, when=when), when) if one.kind == "reply"]
    return told(answer.text)


def test_the_digest_proposes_it_with_a_number_after_the_questions(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    assert duty(played).late_days == 1
    assert "待您决定2件" in letter.text
    assert "2. 晚报是否视为按时：司法局公共法律服务领域目录，10月9日11:00收到（晚1个工作日）。" in letter.text
    assert "该单位9月29日10:00的来信须答复，系统10月9日09:00才发出答复。" in letter.text
    assert "2 视为按时 / 2 不视为按时" in letter.text


@pytest.mark.parametrize("line", ["2 视为按时", "2视为按时。", "第2项 视为按时", "２　按时", "1 收下；2 视为按时"])
def test_the_reply_carries_it_out_and_the_words_of_the_answer_take_it_back(asked: tuple[Stage, Sent], line: str) -> None:
    played, letter = asked
    answer = answered(played, letter, line)[-1]
    assert answer.startswith("已办：司法局 公共法律服务领域目录 视为按时。")
    assert (duty(played).on_time, duty(played).late_days) == (True, 0)
    assert "司法局 公共法律服务 撤销按时" in answer
    answered(played, letter, "司法局 公共法律服务 撤销按时", "2020-10-09T17:10")
    assert (duty(played).on_time, duty(played).late_days) == (False, 1)
    assert "晚报是否视为按时：司法局" in digest(played, NEXT).text


def test_declined_it_is_proposed_no_more(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    (answer,) = answered(played, letter, "2 不视为按时")
    assert answer.startswith("已办：司法局 公共法律服务领域目录 不视为按时，仍按实际收到时间计；不再提出。")
    assert duty(played).late_days == 1
    assert answered(played, letter, "2 不视为按时", "2020-10-09T17:10")[0].startswith("未办：")
    assert "晚报是否视为按时" not in digest(played, NEXT).text
    answered(played, letter, "司法局 公共法律服务 视为按时", "2020-10-10T17:00")
    assert duty(played, "2020-10-10T17:00").on_time


@pytest.mark.parametrize(
    "decided",
    [
        Order("on-time", by="command-line", unit="justice", form="catalogue", area=7, why="停电"),
        Order("exempt", by="command-line", unit="justice", form="catalogue", area=7, why="无"),
        Order("defer", by="command-line", unit="justice", form="catalogue", day=instant(EVENING).date(), why="停电"),
        Order("on-time", args=("decline",), by="command-line", unit="justice", form="catalogue", area=7, why="已电话"),
    ],
    ids=["on-time", "exempt", "deferred", "declined"],
)
def test_decided_otherwise_it_is_withdrawn(asked: tuple[Stage, Sent], decided: Order) -> None:
    played, letter = asked
    assert apply(Office(played.desk.db, played.rulebook, instant(NIGHT)), decided).done
    assert "晚报是否视为按时" not in digest(played, NEXT).text
    if "decline" not in decided.args:
        assert answered(played, letter, "2 视为按时", "2020-10-10T17:00")[0].startswith("未办：")


def test_numbers_of_questions_and_proposals_are_not_mixed_up(asked: tuple[Stage, Sent]) -> None:
    played, letter = asked
    assert "不是晚报的事项" in answered(played, letter, "1 视为按时")[0]
    assert "不是来信，请写：2 视为按时" in answered(played, letter, "2 收下", "2020-10-09T17:10")[0]
    assert len(answered(played, letter, "全部收下", "2020-10-09T17:20")) == 1
    assert not duty(played).on_time


def test_answered_at_once_it_is_the_units_own_delay(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("justice")
        played.answer(scan(SCANNED), SCANNED)
        played.answer(table(played.rulebook, [7], when=TABLE, sender=JUSTICE), TABLE)
        assert duty(played).late_days == 1
        assert "晚报是否视为按时" not in digest(played, EVENING).text


def test_a_mail_that_our_server_had_in_time_is_proposed(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("justice")
        received = b"Received: from mail.example.cn by mx.chibi.example; Wed, 30 Sep 2020 17:40:00 +0800\r\n"
        played.answer(received + table(played.rulebook, [7], when=TABLE, sender=JUSTICE), TABLE)
        text = digest(played, EVENING).text
        assert "邮件服务器9月30日17:40已收到该信，邮箱记为期限以后。" in text
        assert "1 视为按时 / 1 不视为按时" in text
