"""Several mails found by one poll: an answer does not say that something is missing which lies right behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.mails import mail
from mailbot.mail.memory import MemorySource
from mailbot.mail.ports import TimeIsUp
from mailbot.model.mail import RawMail, SourceKey
from tests.season.builders import STRANGER, Sent, Stage, instant, people, stage, table, words

CIVIL, EDUCATION = "civil-affairs@example.cn", "education@example.cn"
FIRST, SECOND, POLLED = "2020-09-25T09:00", "2020-09-25T09:10", "2020-09-25T09:15"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.register("education")
        played.tick("2020-09-24T10:00")
        yield played


def replies(played: Stage, when: str = POLLED) -> list[Sent]:
    return [one for one in played.tick(when) if one.kind == "reply"]


def missing(one: Sent) -> str:
    return one.text.partition("贵单位还需报送\n")[2].partition("\n\n")[0]


def test_a_list_and_a_catalogue_in_one_poll_miss_nothing_of_each_other(office: Stage) -> None:
    office.arrive(people("赤壁市民政局", when=FIRST, sender=CIVIL), FIRST)
    office.arrive(table(office.rulebook, (5, 6), when=SECOND, sender=CIVIL), SECOND)
    first, second = replies(office)
    assert first.subject == "已收到：赤壁市民政局分管负责人及联络人名单"
    assert (missing(first), missing(second)) == ("", "")
    assert office.outcomes() == ("filed", "filed")


def test_what_does_not_lie_behind_is_still_missing(office: Stage) -> None:
    office.arrive(people("赤壁市民政局", when=FIRST, sender=CIVIL), FIRST)
    office.arrive(table(office.rulebook, (5,), when=SECOND, sender=CIVIL, file="社会救助领域目录.xlsx", subject="报送"), SECOND)
    first, second = replies(office)
    for one in (first, second):
        assert "养老服务" in missing(one)
        assert "社会救助" not in missing(one)


def test_another_units_mail_behind_it_says_nothing(office: Stage) -> None:
    office.arrive(people("赤壁市民政局", when=FIRST, sender=CIVIL), FIRST)
    office.arrive(table(office.rulebook, (3,), when=SECOND, sender=EDUCATION), SECOND)
    first, _ = replies(office)
    assert "社会救助" in missing(first)


def test_a_strangers_mail_that_names_the_unit_counts(office: Stage) -> None:
    office.arrive(people("赤壁市民政局", when=FIRST, sender=CIVIL), FIRST)
    office.arrive(table(office.rulebook, (5, 6), when=SECOND, sender=STRANGER, subject="民政局目录"), SECOND)
    assert missing(replies(office)[0]) == ""


def test_robots_and_thanks_behind_it_are_nothing(office: Stage) -> None:
    office.arrive(people("赤壁市民政局", when=FIRST, sender=CIVIL), FIRST)
    robot = mail(("钱二", CIVIL), "自动回复：工作提醒", "我在休假", instant(SECOND), headers=[("Auto-Submitted", "auto-replied")])
    office.arrive(robot, SECOND)
    office.arrive(words("收到，谢谢！", when=SECOND, sender=CIVIL, subject="回复：工作通知"), SECOND)
    assert "社会救助" in missing(replies(office)[0])


class Slow(MemorySource):
    """Gives one mail a listing, then its time is up."""

    given = 0

    def listing(self, above: SourceKey | None = None):  # type: ignore[no-untyped-def]
        self.given = 0
        return super().listing(above)

    def fetch(self, key: SourceKey) -> RawMail:
        self.given += 1
        if self.given > 1:
            raise TimeIsUp("enough")
        return super().fetch(key)


def test_while_mails_are_left_in_the_mailbox_no_answer_says_what_is_missing(office: Stage) -> None:
    office.source = source = Slow(office.desk.folder)
    office.desk.__dict__["source"] = source
    office.arrive(people("赤壁市民政局", when=FIRST, sender=CIVIL), FIRST)
    office.arrive(table(office.rulebook, (5,), when=SECOND, sender=CIVIL, subject="社会救助领域目录"), SECOND)
    (first,) = replies(office)
    assert missing(first) == ""
    (second,) = replies(office, "2020-09-25T09:20")
    assert "养老服务" in missing(second)


def test_a_question_behind_it_may_bring_something_and_is_not_reproached(office: Stage) -> None:
    office.arrive(people("赤壁市民政局", when=FIRST, sender=CIVIL), FIRST)
    office.arrive(words("请问社会救助目录怎么填？", when=SECOND, sender=CIVIL, subject="咨询社会救助目录"), SECOND)
    assert "养老服务" in missing(replies(office)[0])
