"""Which day's digest is due."""

from datetime import date, datetime

import pytest

from mailbot.duties.digest_day import due_digest
from tests.duties.builders import HALF_PAST_FOUR, RULEBOOK, moment


def digest(when: str, sent: str = "", *, news: bool = False, since: datetime | None = None) -> str | None:
    days = frozenset(date.fromisoformat(f"2020-{day}") for day in sent.split())
    found = due_digest(RULEBOOK, days, moment(when), HALF_PAST_FOUR, news=news, since=since)
    return found.strftime("%m-%d") if found else None


@pytest.mark.parametrize(
    ("when", "sent", "due"),
    [
        ("09-23 17:00", "", None),
        ("09-24 16:29", "", None),
        ("09-24 16:30", "", "09-24"),
        ("09-24 23:00", "09-24", None),
        ("09-26 17:00", "09-24 09-25", None),
        ("09-27 16:30", "09-25", "09-27"),
        ("10-01 17:00", "09-30", None),
        ("10-03 17:00", "09-29", None),
        ("10-08 17:00", "09-30", None),
        ("10-09 16:30", "09-30", "10-09"),
        ("10-10 16:30", "10-09", "10-10"),
        # Missed because the machine was off: at the next start, by its own day, only the newest.
        ("09-29 08:00", "09-25", "09-28"),
        ("09-29 08:00", "09-25 09-28", None),
        ("10-09 08:00", "09-29", "09-30"),
        ("10-09 17:00", "09-29", "10-09"),
        ("09-29 08:00", "", None),
        # After the last day: Mondays, and days with news.
        ("11-06 16:30", "11-05", "11-06"),
        ("11-10 16:30", "11-09", None),
        ("11-09 16:30", "11-06", "11-09"),
        ("11-10 08:00", "11-06", "11-09"),
        ("11-07 16:30", "11-06", None),
    ],
)
def test_the_day_whose_digest_is_due(when: str, sent: str, due: str | None) -> None:
    assert digest(when, sent) == due


def test_news_brings_a_digest_after_the_season_on_a_working_day_at_its_hour() -> None:
    assert digest("11-10 16:30", "11-09", news=True) == "11-10"
    assert digest("11-10 16:29", "11-09", news=True) is None
    assert digest("11-08 16:30", "11-06", news=True) is None


def test_long_after_the_season_there_is_none() -> None:
    assert digest("11-30 17:00", "11-06") == "11-30"
    long_after = datetime(2021, 2, 1, 17, 0, tzinfo=moment("01-01 00:00").tzinfo)
    assert due_digest(RULEBOOK, frozenset(), long_after, HALF_PAST_FOUR, news=True) is None


def test_a_first_start_in_mid_season_has_missed_nothing() -> None:
    assert digest("10-12 08:00", since=moment("10-12 08:00")) is None
    assert digest("10-12 08:00", since=moment("10-10 09:00")) == "10-10"


def test_a_clock_set_back_sends_no_older_digest() -> None:
    assert digest("09-29 08:00", "09-29 09-30") is None
