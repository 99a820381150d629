"""The notice's timetable by the day."""

from datetime import date

import pytest

from mailbot.duties.phases import campaign_open, kickoff_day, phase_of, phases_opening
from mailbot.model.instant import days_between
from tests.duties.builders import RULEBOOK

SEASON = days_between(date(2020, 9, 20), date(2020, 11, 10))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("09-23", None),
        ("09-24", "collect"),
        ("09-30", "collect"),
        ("10-01", None),
        ("10-09", "standard"),
        ("10-17", None),
        ("10-30", "publish"),
        ("11-06", "mechanism"),
        ("11-07", None),
    ],
)
def test_a_day_lies_in_one_phase_or_between_two(day: str, key: str | None) -> None:
    phase = phase_of(RULEBOOK, date.fromisoformat(f"2020-{day}"))
    assert (phase.key if phase else None) == key


def test_each_phase_opens_on_its_first_working_day_only() -> None:
    opening = {day: phases_opening(RULEBOOK, day) for day in SEASON}
    assert {day.isoformat(): [phase.key for phase in phases] for day, phases in opening.items() if phases} == {
        "2020-09-24": ["collect"],
        "2020-10-09": ["standard"],
        "2020-10-19": ["publish"],
        "2020-11-02": ["mechanism"],
    }


def test_a_phase_that_begins_on_a_day_off_opens_on_the_next_working_day() -> None:
    phase = RULEBOOK.timeline.phase[1].model_copy(update={"first": date(2020, 10, 1)})
    timeline = RULEBOOK.timeline.model_copy(update={"phase": (phase,)})
    moved = RULEBOOK.model_copy(update={"timeline": timeline})
    assert phases_opening(moved, date(2020, 10, 1)) == ()
    assert phases_opening(moved, date(2020, 10, 9)) == (phase,)


def test_the_campaign_is_open_from_its_first_to_its_last_day() -> None:
    days = ("2020-09-23", "2020-09-24", "2020-11-06", "2020-11-07")
    assert [campaign_open(RULEBOOK, date.fromisoformat(day)) for day in days] == [False, True, True, False]
    assert kickoff_day(RULEBOOK) == date(2020, 9, 24)
