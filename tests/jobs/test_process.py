"""In which order mails are decided, whatever happened before."""

from pathlib import Path

from mailbot.demo.books import Faults
from mailbot.jobs.board import current_board
from mailbot.jobs.poll import poll
from mailbot.store import inbox
from mailbot.store.database import transaction
from tests.season.builders import Stage, instant, people, stage, table

CIVIL = "civil-affairs@example.cn"
FIRST, SECOND, NOW = "2020-09-24T11:00", "2020-09-24T11:30", "2020-09-24T12:00"


def tried_before(played: Stage, content: bytes, *, times: int = 1) -> None:
    """Leave a mail as a worker leaves it that was killed while deciding it, so many times."""
    played.arrive(content, FIRST)
    poll(played.desk, instant(FIRST))
    with transaction(played.desk.db):
        for _ in range(times):
            inbox.begin_attempt(played.desk.db, 1, instant(FIRST))


def decided(played: Stage) -> list[int]:
    return [row[0] for row in played.desk.db.connection.execute("SELECT mail FROM event WHERE kind IN ('decided', 'shunted') ORDER BY id")]


def test_after_a_crash_a_version_is_still_decided_before_the_one_that_replaces_it(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        tried_before(played, table(played.rulebook, (5,), when=FIRST, sender=CIVIL, faults=Faults({(1, "time_limit"): ""})))
        played.answer(table(played.rulebook, (5,), when=SECOND, sender=CIVIL), SECOND)
        assert decided(played) == [1, 2]
        (duty,) = [duty for duty in current_board(played.desk, instant(NOW)) if duty.area == 5]
        assert (duty.version, duty.to_mend) == (2, 0)


def test_a_mail_that_ended_the_worker_each_time_is_set_aside_and_the_others_go_on(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        tried_before(played, people("赤壁市民政局", when=FIRST, sender=CIVIL), times=inbox.MAX_ATTEMPTS)
        played.arrive(table(played.rulebook, (5,), when=SECOND, sender=CIVIL), SECOND)
        done = played.pass_at(SECOND)
        assert done.failed == ["shunted:m1"]
        assert played.outcomes() == ("shunted", "filed")
