"""Working days, from ``rules/calendar/<year>.toml`` (pitfalls, 75).

A year without a file is Monday to Friday; whoever counts with it asks ``known_year`` and says so.
"""

from datetime import date, timedelta

from mailbot.rulebook.model import Rulebook

_SATURDAY = 5


def is_working_day(rulebook: Rulebook, day: date) -> bool:
    """Tell whether offices work on a day: weekdays less holidays, plus the days worked in exchange."""
    year = rulebook.calendar.get(day.year)
    if year is None:
        return day.weekday() < _SATURDAY
    return day in year.workdays or (day.weekday() < _SATURDAY and day not in year.holidays)


def add_working_days(rulebook: Rulebook, day: date, n: int) -> date:
    """Go n working days on from a day (back where n is negative); 0 is the day itself.

    The day itself need not be a working day: one on from a Saturday is Monday.
    """
    step = timedelta(1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(rulebook, day)
    return day


def working_days_between(rulebook: Rulebook, first: date, last: date) -> int:
    """Count the working days after first up to and with last; 0 when last is not later."""
    return sum(is_working_day(rulebook, first + timedelta(n)) for n in range(1, (last - first).days + 1))


def known_year(rulebook: Rulebook, year: int) -> bool:
    """Tell whether the holidays of a year are known."""
    return year in rulebook.calendar
