"""The first start on a mailbox that is full already: nothing is sent, nothing is lost, the office is told."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.demo.script import address_of
from mailbot.jobs.tick import Ticked
from mailbot.store.database import transaction
from mailbot.store.outbox import list_letters
from mailbot.store.outbox_office import release
from mailbot.store.status import health
from tests.season.builders import OFFICE, Stage, instant, people, stage, table, words

pytestmark = pytest.mark.xdist_group("first-start")

FIRST_TICK, RELEASED = "2020-09-29T14:00", "2020-09-29T15:00"
ROBOT = [("Auto-Submitted", "auto-replied")]
UNITS = ("civil-affairs", "finance", "education", "health")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Ticked]]:
    with stage(tmp_path_factory.mktemp("first")) as played:
        for content, when in old_mails(played):
            played.arrive(content, when)
        for unit in UNITS:
            played.register(unit)
        yield played, played.pass_at(FIRST_TICK)


def old_mails(played: Stage) -> Iterator[tuple[bytes, datetime]]:
    """Write 300 mails: last year's, robots', citizens', and the units' of last week."""
    last_year, last_week = instant("2019-09-20T09:00"), instant("2020-09-24T10:30")
    for number in range(120):
        when = last_year + timedelta(hours=number)
        yield (
            words("去年的事。", when=f"{when:%Y-%m-%dT%H:%M}", sender=f"zhao{number}@example.cn", subject=f"关于去年工作的函{number}"),
            when,
        )
    for number in range(8):
        when = last_year + timedelta(days=number)
        yield table(played.rulebook, (5,), when=f"{when:%Y-%m-%dT%H:%M}", sender=address_of("civil-affairs")), when
    for number in range(80):
        when = last_week + timedelta(minutes=number)
        at = f"{when:%Y-%m-%dT%H:%M}"
        yield words("您好，邮件已收到，谢谢！", when=at, sender=f"r{number}@example.cn", subject="自动回复:通知", headers=ROBOT), when
    for number in range(80):
        when = last_week + timedelta(minutes=100 + number)
        at = f"{when:%Y-%m-%dT%H:%M}"
        yield words("我家门口的路灯坏了。", when=at, sender=f"someone{number}@example.com", subject=f"反映路灯不亮{number}"), when
    for number, unit in enumerate(UNITS):
        rule, sender = played.rulebook.unit_by_key[unit], address_of(unit)
        areas = tuple(area.number for area in played.rulebook.areas_of(unit))
        for kind in range(2):
            when = last_week + timedelta(hours=3 + number, minutes=kind)
            at = f"{when:%Y-%m-%dT%H:%M}"
            yield (people(rule.name, when=at, sender=sender) if kind else table(played.rulebook, areas, when=at, sender=sender)), when
    for number, unit in enumerate(UNITS):
        when = last_week + timedelta(hours=5, minutes=number)
        at = f"{when:%Y-%m-%dT%H:%M}"
        yield words("请发空表。", when=at, sender=address_of(unit), subject="请发一份样表"), when


def test_every_old_mail_is_stored_and_decided(full: tuple[Stage, Ticked]) -> None:
    played, done = full
    assert (done.polled, len(done.processed), done.failed) == (300, 300, [])
    assert Counter(played.outcomes()) == {"ignored": 208, "other": 80, "filed": 8, "request": 4}
    assert Counter(mail.reason for mail in played.mails() if mail.outcome == "ignored")["outside-campaign"] == 128


def test_the_first_start_answers_no_old_mail(full: tuple[Stage, Ticked]) -> None:
    played, _ = full
    assert not played.kinds("reply")
    assert Counter(letter.state for letter in list_letters(played.desk.db) if letter.kind == "reply") == {"withheld": 12}
    assert health(played.desk.db).outbox["withheld"] == 12


def test_nobody_whose_old_mail_was_filed_is_reminded(full: tuple[Stage, Ticked]) -> None:
    played, _ = full
    assert not [one.subject for one in played.kinds("notice") if "工作提醒" in one.subject]


def test_the_digest_says_how_many_answers_are_withheld_and_release_sends_them(full: tuple[Stage, Ticked]) -> None:
    played, _ = full
    (digest,) = played.tick("2020-09-29T16:30")
    assert digest.to == OFFICE
    assert "暂缓发出的回信12封，须用outbox release放行" in digest.text
    with transaction(played.desk.db):
        assert len(release(played.desk.db, instant("2020-09-29T16:40"), by="test")) == 12
    letters = played.tick("2020-09-29T16:40")
    assert Counter(one.to for one in letters) == {address_of(unit): 3 for unit in UNITS}
    assert {one.kind for one in letters} == {"reply"}
    assert played.tick("2020-09-29T16:45") == ()


def test_a_mail_of_the_last_three_days_is_answered_at_once(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.arrive(
            words("请发空表。", when="2020-09-28T09:00", sender=address_of("civil-affairs"), subject="请发一份样表"), "2020-09-28T09:00"
        )
        assert [one.kind for one in played.tick("2020-09-29T09:00")] == ["reply"]


def test_new_uid_validity_withholds_old_answers_again_and_repeats_none(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.register("finance")
        asks = words("请发空表。", when="2020-09-24T09:00", sender=address_of("civil-affairs"), subject="请发一份样表")
        assert len(played.answer(asks, "2020-09-24T09:00")) == 1
        played.day("2020-09-24")
        played.source.renumber(2)
        unseen = words("请发空表。", when="2020-09-24T09:30", sender=address_of("finance"), subject="请发一份样表")
        played.arrive(unseen, "2020-09-24T09:30")
        assert not [one for one in played.tick("2020-09-29T09:00") if one.kind == "reply"]
        assert played.outcomes() == ("request", "request")
        assert health(played.desk.db).outbox["withheld"] == 1
