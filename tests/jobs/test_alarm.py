"""Somebody is told by another way when mail has failed for long."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.errors import TryLater
from mailbot.jobs import alarm
from tests.season.builders import OFFICE, SETTINGS, Stage, instant, people, stage
from tests.season.test_outage import DeafSource
from tests.servers.webhook import Webhook

NOON = instant("2020-09-24T12:00")
CLERK = "civil-affairs@example.cn"


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as found:
        yield found


@pytest.fixture
def deaf(tmp_path: Path, hook: Webhook) -> Iterator[Stage]:
    """A home with an alarm, whose mailbox cannot be listed."""
    with stage(tmp_path, f'{SETTINGS}[alarm]\nwebhook = "{hook.url}"\nafter_minutes = 60\n') as played:
        played.source = DeafSource("inbox")
        played.source.deaf = True
        played.desk.make_source = lambda: played.source
        yield played


def minutes(played: Stage, *after: int) -> None:
    for one in after:
        played.pass_at(NOON + timedelta(minutes=one))


def test_it_rings_when_polling_has_failed_for_as_long_as_set_and_once_a_day(deaf: Stage, hook: Webhook) -> None:
    minutes(deaf, 0, 30, 59)
    assert hook.rung == []
    minutes(deaf, 60, 90, 600)
    assert [one["mailbot"] for one in hook.rung] == [{"failing": "poll", "code": "TryLater"}]
    minutes(deaf, 60 + 24 * 60)
    assert len(hook.rung) == 2


def test_the_office_is_written_to_once_a_day_while_nothing_can_be_polled(deaf: Stage) -> None:
    minutes(deaf, 0, 30, 60, 65, 70)
    (letter,) = deaf.kinds("alert")
    assert (letter.to, letter.subject) == (OFFICE, "请处理：9月24日12:00起收不到邮件")
    assert "原因代码：TryLater" in letter.text
    minutes(deaf, 60 + 24 * 60, 65 + 24 * 60, 70 + 24 * 60)
    assert len(deaf.kinds("alert")) == 2


def test_nobody_is_written_to_when_it_is_the_way_out_that_fails(deaf: Stage) -> None:
    assert isinstance(deaf.source, DeafSource)
    deaf.source.deaf = False
    deaf.arrive(people("赤壁市民政局", when="2020-09-24T11:00", sender=CLERK), "2020-09-24T11:00")
    deaf.transport.troubles += [TryLater("450 busy")] * 9
    minutes(deaf, 0, 10, 30, 70, 100, 300)
    assert deaf.kinds("alert") == ()


def test_a_ring_nobody_took_is_tried_again(deaf: Stage, hook: Webhook) -> None:
    hook.status = 503
    minutes(deaf, 0, 60, 65)
    hook.status = 200
    minutes(deaf, 70, 75)
    assert len(hook.rung) == 3


def test_one_good_poll_begins_anew(deaf: Stage, hook: Webhook) -> None:
    minutes(deaf, 0, 50)
    assert isinstance(deaf.source, DeafSource)
    deaf.source.deaf = False
    minutes(deaf, 55)
    assert alarm.failing_since(deaf.desk, alarm.POLL) is None
    deaf.source.deaf = True
    minutes(deaf, 60, 70)
    assert hook.rung == []


def test_it_rings_when_letters_do_not_leave_and_names_nobody(deaf: Stage, hook: Webhook) -> None:
    assert isinstance(deaf.source, DeafSource)
    deaf.source.deaf = False
    deaf.arrive(people("赤壁市民政局", when="2020-09-24T11:00", sender=CLERK), "2020-09-24T11:00")
    deaf.transport.troubles += [TryLater(f"450 {CLERK} busy")] * 9
    minutes(deaf, 0, 10, 30, 70)
    (body,) = hook.rung
    assert body["mailbot"]["failing"] == "send"
    assert not any(word in str(body) for word in (CLERK, "赵一", "13800000001", "目录"))


def test_a_rehearsal_rings_nowhere(deaf: Stage, hook: Webhook) -> None:
    deaf.desk.rehearsal = True
    minutes(deaf, 0, 60)
    assert hook.rung == []


def test_it_rings_when_not_even_the_database_can_be_used(deaf: Stage, hook: Webhook) -> None:
    resort = alarm.LastResort()
    for after in (0, 30, 60, 90):
        resort.failed(deaf.desk, NOON + timedelta(minutes=after), "try-later")
    assert [one["mailbot"] for one in hook.rung] == [{"failing": "pass", "code": "try-later"}]
    resort.well()
    resort.failed(deaf.desk, NOON + timedelta(minutes=120), "try-later")
    assert len(hook.rung) == 1
