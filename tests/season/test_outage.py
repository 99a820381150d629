"""What happens after a machine that was off, a mailbox that could not be read, a way out that was blocked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.errors import TryLater
from mailbot.jobs.board import current_board
from mailbot.mail.memory import MemorySource
from mailbot.mail.ports import Listing, Refusal
from mailbot.model.mail import SourceKey
from mailbot.store import ledger
from tests.season.builders import OFFICE, Stage, instant, people, stage, table

CIVIL, ECOLOGY = "civil-affairs@example.cn", "ecology@example.cn"


class DeafSource(MemorySource):
    """A mailbox that cannot be listed while ``deaf``."""

    deaf = False

    def listing(self, above: SourceKey | None = None) -> Listing:
        if self.deaf:
            raise TryLater("no route")
        return super().listing(above)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stage]:
    """Two units with an address; the campaign has begun, nothing came."""
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.register("ecology")
        played.day("2020-09-24")
        played.day("2020-09-25")
        yield played


def notices(played: Stage, day: str) -> list[tuple[str, str]]:
    return [(one.to, one.subject) for one in played.day(day) if one.kind == "notice"]


def test_after_an_outage_only_the_newest_step_goes(two: Stage) -> None:
    letters = [one for one in two.day("2020-10-09") if one.kind == "notice"]
    assert [(one.to, one.text.count("尚未收到贵单位的")) for one in letters] == [(CIVIL, 2), (ECOLOGY, 2)]
    assert "尚未收到贵单位的社会救助、养老服务领域目录（原定9月30日前）" in letters[0].text
    assert two.day("2020-10-10") == two.kinds("digest")[-1:]
    assert left_out(two, "ecology") == {("liaison", 1), ("catalogue", -1), ("catalogue", 0)}
    assert {key[1:] for key in ledger.seen(two.desk.db) if key[0] == "ecology"} >= {
        ("liaison", None, "2020-09-25", 3),
        ("catalogue", 13, "2020-09-30", 1),
    }


def left_out(played: Stage, unit: str) -> set[tuple[str, int]]:
    """List the steps of a unit that are in the ledger without a letter."""
    first, last = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    return {(key[1], key[4]) for key in ledger.skipped_between(played.desk.db, first, last) if key[0] == unit}


def test_the_digest_after_an_outage_says_how_many_reminders_were_left_out(two: Stage) -> None:
    digests = [one.text for one in two.day("2020-10-09") if one.kind == "digest"]
    assert ["过期未发的提醒8项" in text for text in digests] == [True, False]


def test_the_preview_of_a_missed_digest_leaves_out_what_is_on_its_way(two: Stage) -> None:
    missed = next(one for one in two.tick("2020-10-09T10:00") if one.kind == "digest")
    assert "将发出（届时已报送的不再发）" not in missed.text


def test_a_digest_missed_in_the_outage_goes_out_first_named_by_its_own_day(two: Stage) -> None:
    digests = [one.key for one in two.day("2020-10-09") if one.kind == "digest"]
    assert digests == ["digest:2020-09-30", "digest:2020-10-09"]


def test_what_came_during_the_outage_is_read_before_anybody_is_reminded(two: Stage) -> None:
    two.arrive(people("赤壁市民政局", when="2020-10-03T09:00", sender=CIVIL), "2020-10-03T09:00")
    two.arrive(table(two.rulebook, (5, 6), when="2020-09-29T15:00", sender=CIVIL), "2020-09-29T15:00")
    letters = two.tick("2020-10-09T10:00")
    assert [(one.kind, one.subject) for one in letters if one.to == CIVIL] == [
        ("reply", "已收到：赤壁市民政局社会救助、养老服务领域目录"),
        ("reply", "已收到：赤壁市民政局分管负责人及联络人名单"),
        ("notice", "工作安排（制定事项公开标准）：赤壁市民政局"),
    ]


def test_lateness_counts_from_the_mailbox_and_not_from_our_outage(two: Stage) -> None:
    two.arrive(table(two.rulebook, (5, 6), when="2020-09-29T15:00", sender=CIVIL), "2020-09-29T15:00")
    two.day("2020-10-09")
    duties = [duty for duty in current_board(two.desk, instant("2020-10-09T16:30")) if duty.unit == "civil-affairs" and duty.area]
    assert [(duty.state, duty.late_days, duty.late_calendar_days) for duty in duties] == [("filed", 0, 0)] * 2


def test_while_the_mailbox_cannot_be_read_nobody_is_reminded_but_the_digest_goes(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        deaf = DeafSource(played.desk.folder)
        played.desk.make_source = lambda: deaf
        played.register("civil-affairs")
        played.day("2020-09-24")
        deaf.deaf = True
        morning = played.pass_at("2020-09-25T10:00")
        assert (morning.sent, morning.failed) == (0, ["poll:TryLater"])
        alert, digest = played.tick("2020-09-25T16:30")
        assert (alert.kind, alert.to, digest.kind) == ("alert", OFFICE, "digest")
        assert "最近收信9月24日16:30" in digest.text
        deaf.deaf = False
        assert [one.kind for one in played.tick("2020-09-25T16:35")] == ["notice"]


def test_a_reminder_that_could_not_leave_yesterday_is_written_anew_today(two: Stage) -> None:
    two.transport.troubles.append(TryLater("no route"))
    two.day("2020-09-29")
    assert (CIVIL, "工作提醒：请于今天报送社会救助、养老服务领域目录（赤壁市民政局）") in notices(two, "2020-09-30")


def test_an_address_that_refuses_is_dead_and_its_unit_must_be_telephoned(two: Stage) -> None:
    two.transport.refusals[CIVIL] = Refusal(CIVIL, 550, "no such user")
    two.tick("2020-09-29T10:00")
    (digest,) = two.tick("2020-09-29T16:30")
    assert digest.to == OFFICE
    section = digest.text.partition("需电话通知")[2].partition("\n\n")[0]
    assert "赤壁市民政局：没有登记邮箱" in section
    assert CIVIL in digest.text
    assert [to for to, _ in notices(two, "2020-09-30")] == [ECOLOGY]
