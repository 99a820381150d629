"""Whoever has sent something is not chased while it waits, was set aside, or lies with the office (pitfalls, 73)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.mails import mail
from mailbot.errors import OperatorError, TryLater
from mailbot.jobs.board import current_board
from mailbot.model.decision import Order
from mailbot.model.mail import File, Part
from mailbot.office.board import board_of
from mailbot.office.orders import Office, apply
from tests.season.builders import STRANGER, Stage, instant, people, stage, table

CIVIL, NAME = "civil-affairs@example.cn", "赵一"
CAME, REMINDED, AFTER, LATER = "2020-09-28T09:00", "2020-09-29T10:00", "2020-10-09T10:00", "2020-10-10T10:00"


class Broken:
    """The child with a bug of ours, or one that cannot be started; after ``mended`` the real one."""

    def __init__(self, played: Stage, trouble: Exception) -> None:
        self.real = played.desk.sandbox
        self.trouble: Exception | None = trouble

    def read(self, part: Part) -> tuple[File, ...]:
        if self.trouble is not None:
            raise self.trouble
        return self.real.read(part)

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Stage]:
    """Civil affairs has sent its list and owes two areas, education owes everything."""
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.register("education")
        played.tick("2020-09-24T10:00")
        played.answer(people("赤壁市民政局", when="2020-09-24T11:00", sender=CIVIL), "2020-09-24T11:00")
        yield played


def broken(played: Stage, trouble: Exception) -> Broken:
    child = Broken(played, trouble)
    played.desk.__dict__["sandbox"] = child
    return child


def reminded(played: Stage, when: str) -> set[str]:
    return {one.key.split(":")[1] for one in played.tick(when) if one.kind == "notice" and "工作提醒" in one.subject}


def states(played: Stage, when: str) -> dict[int | None, str]:
    return {one.area: str(one.state) for one in current_board(played.desk, instant(when)) if one.unit == "civil-affairs"}


def sends(played: Stage, areas: tuple[int, ...], when: str = CAME, sender: str = CIVIL, subject: str = "政务公开事项目录") -> None:
    played.arrive(table(played.rulebook, areas, when=when, sender=sender, subject=subject), when)


def aside(played: Stage, **how: object) -> None:
    """Let a mail come and be set aside through a bug of ours."""
    broken(played, ZeroDivisionError())
    sends(played, (5, 6), **how)  # type: ignore[arg-type]
    for when in (CAME, "2020-09-28T09:30", "2020-09-28T10:30"):
        played.tick(when)
    assert played.outcomes()[-1] == "shunted"


def test_who_sent_a_mail_that_was_set_aside_is_not_reminded(office: Stage) -> None:
    aside(office)
    assert reminded(office, REMINDED) == {"education"}
    assert states(office, REMINDED) == {None: "filed", 5: "received", 6: "received"}
    assert reminded(office, AFTER) == {"education"}


def test_a_stranger_who_names_the_unit_keeps_it_from_being_reminded(office: Stage) -> None:
    aside(office, sender=STRANGER, subject="赤壁市民政局目录")
    assert reminded(office, REMINDED) == {"education"}


def test_only_what_the_mail_speaks_of_counts(office: Stage) -> None:
    broken(office, ZeroDivisionError())
    book = table(office.rulebook, (5,), when=CAME, sender=CIVIL, file="社会救助领域目录.xlsx")
    office.arrive(book, CAME)
    for when in (CAME, "2020-09-28T09:30", "2020-09-28T10:30"):
        office.tick(when)
    assert states(office, REMINDED) == {None: "filed", 5: "received", 6: "open"}


def test_thrown_out_by_the_office_it_stops_nothing_any_more(office: Stage) -> None:
    aside(office)
    number = office.mails()[-1].id
    assert apply(Office(office.desk.db, office.rulebook, instant("2020-09-28T17:00")), Order("ignore", number, by="test")).done
    assert reminded(office, REMINDED) == {"education", "civil-affairs"}


def test_while_mails_cannot_be_decided_their_senders_are_not_reminded(office: Stage) -> None:
    child = broken(office, OperatorError("no-child", "the child cannot be started"))
    sends(office, (5, 6))
    assert reminded(office, REMINDED) == {"education"}
    assert office.outcomes()[-1] == "received"
    assert states(office, REMINDED) == {None: "filed", 5: "received", 6: "received"}
    child.trouble = None
    assert reminded(office, "2020-09-29T10:30") == set()
    assert states(office, REMINDED) == {None: "filed", 5: "filed", 6: "filed"}


def test_a_reminder_already_queued_is_withdrawn_when_its_unit_has_sent_something_undecided(office: Stage) -> None:
    office.transport.troubles += [TryLater("no route")]
    office.tick(REMINDED)
    broken(office, ZeroDivisionError())
    sends(office, (5, 6), when="2020-09-29T11:00")
    assert reminded(office, "2020-09-29T11:00") == {"education"}


def test_a_robot_and_a_delivery_report_that_wait_stop_nothing(office: Stage) -> None:
    broken(office, OperatorError("no-child", "the child cannot be started"))
    robot = [("Auto-Submitted", "auto-replied")]
    office.arrive(mail((NAME, CIVIL), "自动回复：工作提醒", "我在休假", instant(CAME), headers=robot), CAME)
    assert states(office, REMINDED) == {None: "filed", 5: "open", 6: "open"}


def test_a_table_of_another_units_area_stops_reminders_to_who_sent_it_and_to_who_owes_it(office: Stage) -> None:
    office.register("justice")
    sends(office, (7,))
    office.tick(CAME)
    assert (office.mails()[-1].outcome, office.mails()[-1].reason) == ("held", "area-not-yours")
    assert "civil-affairs" not in reminded(office, REMINDED)
    justice = {one.area: str(one.state) for one in board_of(office.desk.db, office.rulebook, instant(REMINDED)) if one.unit == "justice"}
    assert justice == {None: "open", 7: "received"}


def test_a_mail_of_two_units_stops_reminders_to_both(office: Stage) -> None:
    sends(office, (3, 5), sender=STRANGER, subject="赤壁市民政局、教育局目录")
    office.tick(CAME)
    assert office.outcomes()[-1] == "held"
    board = {(one.unit, one.area): str(one.state) for one in current_board(office.desk, instant(REMINDED))}
    assert (board["education", 3], board["civil-affairs", 5]) == ("received", "received")
