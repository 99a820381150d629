"""The end of a season, by its last day or by the office's word: nobody is chased, mail is still taken, little is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.jobs.board import current_board
from mailbot.model.instant import local_day
from mailbot.store.database import transaction
from mailbot.store.reminding import close_season, reopen_season
from tests.season.builders import Sent, Stage, instant, stage, table, words

TAX = "taxation@example.cn"
LAST_FRIDAY = "2020-11-06"
AFTER = ("2020-11-09", "2020-11-10", "2020-11-11", "2020-11-12", "2020-11-13", "2020-11-14", "2020-11-16", "2020-11-17")
CLOSED = ("2020-10-10", "2020-10-12", "2020-10-13", "2020-10-14", "2020-10-16", "2020-10-17", "2020-10-19", "2020-10-20")


def close(one: Stage, when: str) -> None:
    with transaction(one.desk.db):
        assert close_season(one.desk.db, instant(when), by="test")


@pytest.fixture(params=["last day", "closed"])
def ended(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Stage, tuple[str, ...]]]:
    """A season in which taxation owes everything to the end; gives the days after it, a Monday among the first and one a week later."""
    with stage(tmp_path) as one:
        one.register("taxation")
        one.day("2020-09-24")
        if request.param == "closed":
            one.day("2020-09-30")
            close(one, "2020-10-09T09:00")
            one.day("2020-10-09")
            yield one, CLOSED
        else:
            one.day(LAST_FRIDAY)
            yield one, AFTER


def played(one: Stage, days: tuple[str, ...]) -> list[Sent]:
    return [sent for day in days for sent in one.day(day)]


def test_nobody_who_still_owes_is_chased(ended: tuple[Stage, tuple[str, ...]]) -> None:
    one, days = ended
    board = current_board(one.desk, instant(f"{days[-1]}T17:00"))
    assert any(duty.owed for duty in board if duty.unit == "taxation")
    assert [sent.key for sent in played(one, days) if sent.kind == "notice"] == []


def test_the_digest_comes_on_mondays_and_is_one_paragraph(ended: tuple[Stage, tuple[str, ...]]) -> None:
    one, days = ended
    digests = [sent for sent in played(one, days) if sent.kind == "digest"]
    assert {local_day(sent.at).weekday() for sent in digests} == {0}
    assert len(digests) == 2
    # The first after the office's word tells of that, with the board as it then stands.
    assert all("本次工作已收尾，" in sent.text for sent in digests)
    assert all("将发出" not in sent.text for sent in digests)
    assert "本次工作已收尾，今日无变化，系统正常。" in digests[-1].text
    assert "各单位情况" not in digests[-1].text
    assert len(digests[-1].text.strip().splitlines()) <= 12


def test_mail_is_still_taken_answered_and_told_on_its_day(ended: tuple[Stage, tuple[str, ...]]) -> None:
    one, days = ended
    tuesday = next(day for day in days if instant(f"{day}T09:00").weekday() == 1)
    for day in days[: days.index(tuesday)]:
        one.day(day)
    came = f"{tuesday}T09:00"
    (reply,) = (sent for sent in one.answer(table(one.rulebook, (25,), when=came, sender=TAX), came) if sent.kind == "reply")
    assert reply.subject == "已收到：赤壁市税务局税收管理领域目录"
    assert next(duty for duty in current_board(one.desk, instant(came)) if duty.area == 25).state == "filed"
    (digest,) = (sent for sent in one.day(tuesday) if sent.kind == "digest")
    assert "税收管理领域目录" in digest.text
    assert "今日无变化" not in digest.text


def test_a_request_for_forms_is_answered_after_the_end(ended: tuple[Stage, tuple[str, ...]]) -> None:
    one, days = ended
    came = f"{days[1]}T09:00"
    (reply,) = (sent for sent in one.answer(words("请发空表", when=came, sender=TAX, subject="空表"), came) if sent.kind == "reply")
    assert any(name.endswith(".xlsx") for name in reply.attachments)


def test_a_season_opened_again_reminds_and_tells_every_day(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        one.register("taxation")
        one.day("2020-09-24")
        close(one, "2020-09-28T09:00")
        assert [sent for sent in one.day("2020-09-29") if sent.kind == "notice"] == []
        with transaction(one.desk.db):
            assert reopen_season(one.desk.db, instant("2020-09-29T17:00"), by="test")
        assert {sent.kind for sent in one.day("2020-09-30")} == {"notice", "digest"}


@pytest.mark.parametrize("days", [("2020-09-21", "2020-09-23"), ("2020-11-09", "2020-11-10"), ("2021-03-01", "2021-03-02")])
def test_outside_the_campaign_no_notice_leaves(days: tuple[str, ...], tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        one.register_all()
        assert [sent for sent in played(one, days) if sent.kind == "notice"] == []


def test_long_after_the_end_mail_is_not_taken_and_nobody_is_told(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        one.register("taxation")
        one.day("2020-09-24")
        came = "2021-03-01T09:00"
        # The machine was off since September: a Monday's digest was missed.
        assert {sent.kind for sent in one.answer(table(one.rulebook, (25,), when=came, sender=TAX), came)} <= {"digest"}
        assert one.outcomes() == ("ignored",)
        assert one.day("2021-03-01") == ()
