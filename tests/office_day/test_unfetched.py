"""A mail that lies in the mailbox and cannot be fetched must not lead to a false reproach, nor stop reminders for ever."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.errors import TryLater
from mailbot.jobs.board import current_board
from mailbot.mail.memory import MemorySource
from mailbot.mail.ports import BadAnswer
from mailbot.model.mail import RawMail, SourceKey
from tests.office_day.builders import digest
from tests.season.builders import STRANGER, Sent, Stage, instant, people, stage, table, words

CIVIL = "civil-affairs@example.cn"
CAME, REMINDED = "2020-09-29T09:50", "2020-09-29T10:00"


class Broken(MemorySource):
    """Shows the body of no mail in ``bodies``, and its headers only where ``heads`` says so."""

    bodies: frozenset[int] = frozenset()
    heads = True
    trouble: type[TryLater] = BadAnswer

    def fetch(self, key: SourceKey) -> RawMail:
        if key.uid in self.bodies:
            raise self.trouble(f"{key.uid}")
        return super().fetch(key)

    def head(self, key: SourceKey) -> RawMail:
        if not self.heads:
            raise TryLater("no headers either")
        return super().head(key)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Stage, Broken]]:
    """Civil affairs has sent its list and owes two areas, education owes everything."""
    with stage(tmp_path) as played:
        played.source = source = Broken(played.desk.folder)
        played.desk.make_source = lambda: source
        played.register("civil-affairs")
        played.register("education")
        played.tick("2020-09-24T10:00")
        played.answer(people("赤壁市民政局", when="2020-09-24T11:00", sender=CIVIL), "2020-09-24T11:00")
        played.day("2020-09-25")
        played.day("2020-09-28")
        yield played, source


def sends(played: Stage, source: Broken, sender: str = CIVIL, subject: str = "政务公开事项目录", when: str = CAME) -> None:
    """Let a mail with both areas of civil affairs come whose body cannot be read."""
    played.arrive(table(played.rulebook, (5, 6), when=when, sender=sender, subject=subject), when)
    source.bodies |= {max(key.uid for key in source.listing().keys)}


def reminded(sent: tuple[Sent, ...]) -> dict[str, str]:
    return {one.key.split(":")[1]: one.text for one in sent if one.kind == "notice"}


def states(played: Stage, when: str) -> dict[int | None, str]:
    return {one.area: str(one.state) for one in current_board(played.desk, instant(when)) if one.unit == "civil-affairs"}


def warnings(one: Sent) -> str:
    return one.text.partition("请留意\n")[2].partition("\n\n")[0]


def test_whose_mail_cannot_be_fetched_is_not_chased_and_everybody_else_is(office: tuple[Stage, Broken]) -> None:
    played, source = office
    sends(played, source)
    assert set(reminded(played.tick(REMINDED))) == {"education"}
    assert states(played, REMINDED)[5] == "received"
    text = warnings(digest(played, "2020-09-29T16:30"))
    assert "有1封邮件未能取回" in text
    assert "民政局" in text
    assert "9月29日09:50" in text
    assert "政务公开事项目录" in text


def test_what_the_subject_speaks_of_is_not_chased_and_the_rest_is(office: tuple[Stage, Broken]) -> None:
    played, source = office
    sends(played, source, subject="社会救助领域目录")
    assert "养老服务" in reminded(played.tick(REMINDED))["civil-affairs"]
    assert (states(played, REMINDED)[5], states(played, REMINDED)[6]) == ("received", "open")


def test_a_stranger_whose_subject_names_the_unit_counts_too(office: tuple[Stage, Broken]) -> None:
    played, source = office
    sends(played, source, sender=STRANGER, subject="民政局政务公开事项目录")
    assert set(reminded(played.tick(REMINDED))) == {"education"}


@pytest.mark.parametrize("heads", [True, False], ids=["a stranger", "no headers"])
def test_while_nobody_knows_whose_it_is_all_reminders_wait_for_a_while(office: tuple[Stage, Broken], heads: bool) -> None:
    played, source = office
    source.heads = heads
    sends(played, source, sender=STRANGER, subject="报送材料")
    assert reminded(played.tick(REMINDED)) == {}
    left: dict[str, str] = {}
    for minute in range(5, 240, 5):
        now = f"2020-09-29T{10 + minute // 60}:{minute % 60:02d}"
        left |= dict.fromkeys(reminded(played.tick(now)), now)
    assert left == dict.fromkeys(("civil-affairs", "education"), "2020-09-29T12:40")
    assert "提醒已照常发出" in warnings(digest(played, "2020-09-29T16:30"))


def test_who_looks_twice_a_day_waits_one_day_at_most(office: tuple[Stage, Broken]) -> None:
    played, source = office
    source.heads = False
    sends(played, source)
    assert reminded(played.tick(REMINDED)) == {}
    letter = digest(played, "2020-09-29T16:30")
    assert "提醒暂缓发出" in warnings(letter)
    assert set(reminded(played.tick("2020-09-30T10:00"))) == {"civil-affairs", "education"}


def test_headers_that_come_with_a_later_try_free_the_others(office: tuple[Stage, Broken]) -> None:
    played, source = office
    source.heads, source.trouble = False, TryLater
    sends(played, source)
    assert played.pass_at(REMINDED).failed == ["poll:TryLater"]
    assert reminded(played.tick("2020-09-29T10:00:30")) == {}
    source.heads = True
    played.tick("2020-09-29T10:02")
    assert set(reminded(played.tick("2020-09-29T10:03"))) == {"education"}


def test_a_mail_fetched_at_last_or_taken_away_is_forgotten(office: tuple[Stage, Broken]) -> None:
    played, source = office
    sends(played, source)
    sends(played, source, sender=STRANGER, subject="报送材料")
    assert reminded(played.tick(REMINDED)) == {}
    *_, gone = source.listing().keys
    source.bodies = frozenset()
    source.remove(gone)
    assert set(reminded(played.tick("2020-09-29T10:05"))) == {"education"}
    assert states(played, "2020-09-29T10:05")[5] == "filed"
    assert "未能取回" not in digest(played, "2020-09-29T16:30").text


def test_a_mailbox_numbered_anew_ends_old_failures(office: tuple[Stage, Broken]) -> None:
    played, source = office
    source.heads = False
    sends(played, source)
    played.tick(REMINDED)
    source.bodies = frozenset()
    source.renumber(2)
    assert set(reminded(played.tick("2020-09-29T10:30"))) == {"education"}
    assert played.mails()[-1].outcome == "filed"
    assert "未能取回" not in digest(played, "2020-09-29T16:30").text


def test_a_robots_mail_that_cannot_be_fetched_stops_nothing(office: tuple[Stage, Broken]) -> None:
    played, source = office
    played.arrive(words("退信", when=CAME, sender="MAILER-DAEMON@example.cn", subject="Undelivered Mail Returned to Sender"), CAME)
    source.bodies = frozenset({2})
    assert set(reminded(played.tick(REMINDED))) == {"education", "civil-affairs"}


@pytest.mark.parametrize("heads", [True, False], ids=["of this unit", "of nobody knows whom"])
def test_an_answer_given_meanwhile_does_not_say_that_it_is_missing(office: tuple[Stage, Broken], heads: bool) -> None:
    played, source = office
    source.heads = heads
    sends(played, source, subject="养老服务领域目录")
    (reply,) = played.answer(table(played.rulebook, (5,), when=CAME, sender=CIVIL), "2020-09-29T09:55")
    assert reply.subject == "已收到：赤壁市民政局社会救助领域目录"
    assert "养老服务" not in reply.text
