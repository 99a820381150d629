import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.jobs.health import judge, path_of
from tests.season.builders import instant, people, stage
from tests.season.test_outage import DeafSource

NOON = instant("2020-09-24T12:00")
CLERK = "civil-affairs@example.cn"


def opinion(home: Path, minutes: int) -> tuple[str, ...]:
    return judge(path_of(home), NOON + timedelta(minutes=minutes), poll_minutes=5, after_minutes=60).wrong


def test_every_pass_leaves_a_file_for_its_owner_only_that_names_nobody(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.arrive(people("赤壁市民政局", when="2020-09-24T11:00", sender=CLERK), "2020-09-24T11:00")
        played.tick(NOON)
    text = path_of(tmp_path).read_text("utf-8")
    assert stat.S_IMODE(path_of(tmp_path).stat().st_mode) == 0o600
    assert json.loads(text)["last_poll_ok"] == "2020-09-24T12:00:00+08:00"
    assert json.loads(text)["letters"] == {"sent": 1}
    assert not any(word in text for word in (CLERK, "赵一", "钱二", "138", "民政"))
    assert opinion(tmp_path, 1) == ()


def test_a_worker_that_has_stopped_is_seen_by_the_age_of_the_file(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.tick(NOON)
    assert opinion(tmp_path, 44) == ()
    assert opinion(tmp_path, 46) == ("stale",)


def test_a_mailbox_that_cannot_be_read_for_an_hour_is_named(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        deaf = DeafSource("inbox")
        deaf.deaf = True
        played.desk.make_source = lambda: deaf
        for minutes in (0, 30, 60):
            played.pass_at(NOON + timedelta(minutes=minutes))
            assert opinion(tmp_path, minutes) == (("poll-failing",) if minutes == 60 else ())


def test_a_rehearsal_leaves_no_file(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.desk.rehearsal = True
        played.tick(NOON)
    assert not path_of(tmp_path).exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"at": "x", "failing": {}}', '{"at": "2020-09-24", "failing": []}'])
def test_a_file_that_is_none_is_named_and_not_believed(tmp_path: Path, text: str) -> None:
    assert opinion(tmp_path, 0) == ("no-health-file",)
    (tmp_path / "data").mkdir()
    path_of(tmp_path).write_text(text)
    assert opinion(tmp_path, 0) == ("bad-health-file",)
