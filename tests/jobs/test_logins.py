"""A login that is refused is tried three times and no more, until somebody has changed something."""

import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.jobs import logins
from mailbot.mail.memory import MemorySource, MemoryTransport
from mailbot.mail.ports import Listing, Refusal
from mailbot.mail.trouble import auth_refused
from mailbot.model.mail import SourceKey
from tests.season.builders import SETTINGS, Stage, instant, people, stage
from tests.servers.webhook import Webhook

NOON = instant("2020-09-24T12:00")
MINUTES = timedelta(minutes=5)
CLERK = "civil-affairs@example.cn"


class Locked(MemorySource):
    """A mailbox whose server takes the password only when ``opens``; ``tries`` are counted."""

    opens = False
    tries = 0

    def listing(self, above: SourceKey | None = None) -> Listing:
        self.tries += 1
        if not self.opens:
            raise auth_refused("imap-login-refused", user="office", detail="no")
        return super().listing(above)


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as made:
        made.source = Locked("inbox")
        made.desk.make_source = lambda: made.source
        yield made


def locked(played: Stage) -> Locked:
    assert isinstance(played.source, Locked)
    return played.source


def test_after_three_refusals_nobody_logs_in_any_more(played: Stage) -> None:
    failed = [played.pass_at(NOON + n * MINUTES).failed for n in range(6)]
    assert failed == [["poll:imap-login-refused"]] * 3 + [["poll:imap-login-paused"]] * 3
    assert locked(played).tries == 3


def test_what_to_do_is_told_in_words(played: Stage) -> None:
    for n in range(4):
        done = played.pass_at(NOON + n * MINUTES)
    assert "授权码" in done.problems[0]


@pytest.mark.parametrize("name", ["mailbot.toml", ".env"])
def test_a_changed_file_of_settings_lets_it_try_again(played: Stage, name: str) -> None:
    for n in range(5):
        played.pass_at(NOON + n * MINUTES)
    path = played.desk.settings.home / name
    path.touch()
    os.utime(path, (1, 1))
    played.pass_at(NOON + 5 * MINUTES)
    assert locked(played).tries == 4


def test_a_restart_of_the_worker_lets_it_try_again(played: Stage) -> None:
    for n in range(4):
        played.pass_at(NOON + n * MINUTES)
    logins.start_anew(played.desk)
    played.pass_at(NOON + 5 * MINUTES)
    assert locked(played).tries == 4


def test_one_try_a_day_heals_what_was_mended_at_the_server(played: Stage) -> None:
    for n in range(4):
        played.pass_at(NOON + n * MINUTES)
    locked(played).opens = True
    assert played.pass_at(NOON + timedelta(hours=23)).failed == ["poll:imap-login-paused"]
    assert played.pass_at(NOON + timedelta(hours=25)).failed == []
    assert played.pass_at(NOON + timedelta(hours=26)).failed == []


def test_a_login_that_is_taken_forgets_the_refusals_before(played: Stage) -> None:
    for n in range(8):
        locked(played).opens = n % 3 == 2
        played.pass_at(NOON + n * MINUTES)
    assert locked(played).tries == 8


def test_the_digest_tells_of_it_and_answers_go_on(played: Stage) -> None:
    locked(played).opens = True
    played.arrive(people("赤壁市民政局", when="2020-09-25T09:00", sender=CLERK), "2020-09-25T09:00")
    played.tick("2020-09-25T09:00")
    locked(played).opens = False
    for n in range(4):
        played.pass_at(instant("2020-09-25T12:00") + n * MINUTES)
    alert, digest = played.tick("2020-09-25T16:30")
    assert alert.subject == "请处理：9月25日12:00起收不到邮件"
    assert "收信登录已被拒绝三次" in digest.text


def test_a_refused_login_rings_the_alarm_by_its_own_code_although_nobody_tries_any_more(tmp_path: Path) -> None:
    with Webhook() as hook, stage(tmp_path, f'{SETTINGS}[alarm]\nwebhook = "{hook.url}"\nafter_minutes = 60\n') as played:
        played.source = Locked("inbox")
        played.desk.make_source = lambda: played.source
        played.desk.make_transport = Shut
        played.register("civil-affairs")
        played.arrive(people("赤壁市民政局", when="2020-09-24T09:00", sender=CLERK), "2020-09-24T09:00")
        for n in range(40):
            locked(played).opens = n == 0
            played.pass_at(NOON + n * MINUTES)
        assert locked(played).tries == 4
        rung = [one["mailbot"] for one in hook.rung]
    assert sorted(one["code"] for one in rung) == ["imap-login-paused", "smtp-login-paused"]


class Shut(MemoryTransport):
    """A way out whose server takes the password only when ``opens``."""

    opens = False
    tries = 0

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        self.tries += 1
        if not self.opens:
            raise auth_refused("smtp-login-refused", user="office", detail="535")
        return super().send(content, sender, recipients)


def test_a_refused_login_of_the_way_out_stops_after_three_tries_and_loses_no_letter(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.transport = shut = Shut()
        played.desk.make_transport = lambda: shut
        played.register("civil-affairs")
        played.arrive(people("赤壁市民政局", when="2020-09-24T09:00", sender=CLERK), "2020-09-24T09:00")
        failed = [played.pass_at(instant("2020-09-24T09:00") + n * timedelta(hours=1)).failed for n in range(6)]
        assert shut.tries == 3
        assert (failed[0], failed[-1]) == (["send:smtp-login-refused"], ["send:smtp-login-paused"])
        shut.opens = True
        logins.start_anew(played.desk)
        assert [one.kind for one in played.tick("2020-09-24T16:00")][:1] == ["reply"]
