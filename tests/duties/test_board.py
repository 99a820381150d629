"""The board: states and punctuality of every duty at an instant."""

from datetime import date, timedelta

import pytest

from mailbot.duties.board import board
from mailbot.model.duty import Arrival, Duty, DutyState
from mailbot.rulebook.load import load_rulebook
from tests.duties.builders import AREAS_OF, RULEBOOK, arrival, liaison, moment

KEY = ("civil-affairs", "catalogue", 5)


def duty(arrivals: list[Arrival], when: str = "10-30 12:00", **more: object) -> Duty:
    rows = board(RULEBOOK, arrivals, moment(when), **more)  # type: ignore[arg-type]
    return next(row for row in rows if row.key == KEY)


def test_the_board_has_eighteen_liaison_lists_then_twenty_six_catalogues_in_the_notices_order() -> None:
    rows = board(RULEBOOK, (), moment("09-24 09:00"))
    assert [row.unit for row in rows[:18]] == list(AREAS_OF)
    assert [row.area for row in rows[18:]] == list(range(1, 27))
    assert {row.deadline for row in rows[:18]} == {date(2020, 9, 25)}
    assert {row.deadline for row in rows[18:]} == {date(2020, 9, 30)}
    assert {row.state for row in rows} == {DutyState.OPEN}


@pytest.mark.parametrize(
    ("arrivals", "state", "version"),
    [
        ([], "open", 0),
        ([arrival("09-28 15:00")], "filed", 1),
        ([arrival("09-28 15:00", "returned")], "returned", 1),
        ([arrival("09-28 15:00", provisional=True)], "provisional", 1),
        ([arrival("09-28 15:00", "returned", provisional=True)], "provisional", 1),
        ([arrival("09-28 15:00", "unreadable")], "received", 0),
        ([arrival("09-28 15:00", "held")], "received", 1),
        ([arrival("09-28 15:00", void=True)], "open", 0),
        ([arrival("09-28 15:00", "unreadable", registered=True)], "filed", 0),
        # A worse later file never displaces a filed one; a better one replaces.
        ([arrival("09-28 15:00"), arrival("09-29 15:00", "returned", version=2)], "filed", 1),
        ([arrival("09-28 15:00"), arrival("09-29 15:00", "held", version=2)], "filed", 1),
        ([arrival("09-28 15:00"), arrival("09-29 15:00", "unreadable")], "filed", 1),
        ([arrival("09-28 15:00"), arrival("09-29 15:00", version=2)], "filed", 2),
        ([arrival("09-29 15:00", version=2), arrival("09-28 15:00")], "filed", 2),
        ([arrival("09-28 15:00"), arrival("09-29 15:00", provisional=True, version=2)], "filed", 1),
        ([arrival("09-28 15:00", "returned"), arrival("09-29 15:00", version=2)], "filed", 2),
        ([arrival("09-28 15:00", "returned"), arrival("09-29 15:00", provisional=True, version=2)], "provisional", 2),
        ([arrival("09-28 15:00", "returned"), arrival("09-29 15:00", "same")], "returned", 1),
        # A scan after a return waits for a person; a return after a scan is a return.
        ([arrival("09-28 15:00", "returned"), arrival("09-29 15:00", "unreadable")], "received", 0),
        ([arrival("09-28 15:00", "unreadable"), arrival("09-29 15:00", "returned")], "returned", 1),
        ([arrival("09-28 15:00", "unreadable"), arrival("09-28 15:00", "returned")], "returned", 1),
        # A scan of an unknown area may be any of the unit's; a table of one is not.
        ([arrival("09-28 15:00", "unreadable", area=None)], "received", 0),
        ([arrival("09-28 15:00", "filed", area=None)], "open", 0),
        ([arrival("09-28 15:00", area=6)], "open", 0),
        ([arrival("09-28 15:00", unit="education")], "open", 0),
    ],
)
def test_the_state_is_that_of_the_best_that_stands(arrivals: list[Arrival], state: str, version: int) -> None:
    found = duty(arrivals)
    assert (found.state, found.version) == (state, version)


@pytest.mark.parametrize(
    ("when", "late_days", "late_calendar_days"),
    [
        ("09-30 23:59", 0, 0),
        ("10-01 00:00", 0, 1),
        ("10-08 12:00", 0, 8),
        ("10-09 08:00", 1, 9),
        ("10-10 08:00", 2, 10),
        ("10-11 08:00", 2, 11),
        ("10-12 08:00", 3, 12),
    ],
)
def test_lateness_counts_working_days_after_the_deadlines_day_in_chibi(when: str, late_days: int, late_calendar_days: int) -> None:
    found = duty([arrival(when)])
    assert (found.late_days, found.late_calendar_days) == (late_days, late_calendar_days)
    assert found.late is (late_calendar_days > 0)


@pytest.mark.parametrize(
    ("arrivals", "judged"),
    [
        ([arrival("09-28 15:00", "returned"), arrival("10-12 15:00", version=2)], "09-28 15:00"),
        ([arrival("09-28 15:00", "returned", items=0), arrival("10-12 15:00", version=2)], "10-12 15:00"),
        ([arrival("09-28 15:00", "unreadable"), arrival("10-12 15:00")], "10-12 15:00"),
        ([arrival("09-28 15:00", "unreadable", registered=True), arrival("10-12 15:00")], "09-28 15:00"),
        ([arrival("09-28 15:00", "held"), arrival("10-12 15:00")], "09-28 15:00"),
        ([arrival("09-28 15:00", provisional=True), arrival("10-12 15:00")], "09-28 15:00"),
        ([arrival("09-28 15:00", void=True), arrival("10-12 15:00")], "10-12 15:00"),
        ([arrival("09-28 15:00", "unreadable", area=None), arrival("10-12 15:00")], "10-12 15:00"),
    ],
)
def test_punctuality_is_judged_by_the_first_recognised_table_with_a_row(arrivals: list[Arrival], judged: str) -> None:
    assert duty(arrivals).received_at == moment(judged)


def test_something_unreadable_alone_has_come_but_is_not_judged() -> None:
    found = duty([arrival("10-12 15:00", "unreadable")])
    assert (found.received_at, found.late_days, found.came_at) == (None, 0, moment("10-12 15:00"))


def test_what_comes_after_now_is_not_seen() -> None:
    assert duty([arrival("09-28 15:00")], "09-28 14:59").state == DutyState.OPEN
    assert duty([arrival("09-28 15:00")], "09-28 15:00").state == DutyState.FILED


def test_counts_are_those_of_the_version_that_stands() -> None:
    found = duty([arrival("09-28 15:00", items=9, to_mend=4), arrival("09-29 15:00", items=13, to_mend=1, version=2)])
    assert (found.items, found.to_mend, found.version) == (13, 1, 2)


def test_an_exempt_duty_is_exempt_whatever_came() -> None:
    assert duty([], exempt=frozenset({KEY})).state == DutyState.EXEMPT
    assert duty([arrival("09-28 15:00", "returned")], exempt=frozenset({KEY})).state == DutyState.EXEMPT


def test_a_deferred_deadline_is_the_one_that_lateness_counts_from() -> None:
    found = duty([arrival("10-12 15:00")], deferred={KEY: date(2020, 10, 12)})
    assert (found.deadline, found.late_days) == (date(2020, 10, 12), 0)


def test_a_liaison_list_stands_for_itself() -> None:
    rows = board(RULEBOOK, [liaison("09-27 09:00")], moment("10-30 12:00"))
    changed = [row for row in rows if row.state != DutyState.OPEN]
    assert [(row.unit, row.form, row.late_days, row.late_calendar_days, row.items) for row in changed] == [
        ("civil-affairs", "liaison", 1, 2, 2)
    ]


def test_a_thousand_arrivals_take_milliseconds() -> None:
    many = [
        arrival("09-28 15:00", unit=unit, area=area, version=n) for unit, areas in AREAS_OF.items() for area in areas for n in range(40)
    ]
    rows = board(RULEBOOK, many, moment("09-28 15:00") + timedelta(1))
    assert {row.version for row in rows if row.form == "catalogue"} == {39}


def test_the_shipped_rules_make_the_notices_forty_four_duties() -> None:
    rows = board(load_rulebook(None), (), moment("09-24 09:00"))
    assert [(row.form, row.area, row.deadline.day) for row in rows] == [("liaison", None, 25)] * 18 + [
        ("catalogue", n, 30) for n in range(1, 27)
    ]
