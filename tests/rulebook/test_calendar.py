from datetime import date, timedelta

import chinese_calendar
import pytest

from mailbot.rulebook.calendar import add_working_days, is_working_day, known_year, working_days_between
from tests.rulebook.rules import shipped


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_of_a_year_agrees_with_chinesecalendar(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    wrong = [day for day in days if day.year == year and is_working_day(shipped(), day) != chinese_calendar.is_workday(day)]
    assert wrong == []


def test_every_year_names_its_source() -> None:
    assert all("国务院办公厅" in year.source for year in shipped().calendar.values())


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 9, 26), False),
        (date(2020, 9, 27), True),
        (date(2020, 9, 30), True),
        (date(2020, 10, 1), False),
        (date(2020, 10, 8), False),
        (date(2020, 10, 9), True),
        (date(2020, 10, 10), True),
        (date(2020, 10, 11), False),
    ],
)
def test_the_days_around_the_holiday_of_2020(day: date, works: bool) -> None:
    assert is_working_day(shipped(), day) is works


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2020, 9, 30), -1, date(2020, 9, 29)),
        (date(2020, 9, 30), 0, date(2020, 9, 30)),
        (date(2020, 9, 30), 1, date(2020, 10, 9)),
        (date(2020, 9, 30), 3, date(2020, 10, 12)),
        (date(2020, 9, 25), 1, date(2020, 9, 27)),
        (date(2020, 9, 25), -1, date(2020, 9, 24)),
        (date(2020, 9, 24), 20, date(2020, 10, 28)),
        (date(2020, 10, 3), 1, date(2020, 10, 9)),
        (date(2020, 10, 3), -1, date(2020, 9, 30)),
    ],
)
def test_working_days_are_counted_over_holidays(day: date, n: int, expected: date) -> None:
    assert add_working_days(shipped(), day, n) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2020, 9, 30), date(2020, 9, 30), 0),
        (date(2020, 9, 30), date(2020, 9, 28), 0),
        (date(2020, 9, 30), date(2020, 10, 8), 0),
        (date(2020, 9, 30), date(2020, 10, 9), 1),
        (date(2020, 9, 25), date(2020, 9, 27), 1),
        (date(2020, 9, 25), date(2020, 9, 28), 2),
        (date(2020, 9, 23), date(2020, 9, 30), 6),
        (date(2020, 10, 8), date(2020, 10, 16), 7),
    ],
)
def test_days_late_are_working_days_after_the_deadline(first: date, last: date, expected: int) -> None:
    assert working_days_between(shipped(), first, last) == expected


def test_an_unknown_year_is_monday_to_friday() -> None:
    assert known_year(shipped(), 2026)
    assert not known_year(shipped(), 2031)
    assert is_working_day(shipped(), date(2031, 10, 1))
    assert not is_working_day(shipped(), date(2031, 10, 4))
