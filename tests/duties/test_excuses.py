"""Which late duties are proposed as on time, and which are the unit's own."""

from datetime import date, datetime

import pytest

from mailbot.duties.excuses import Waited, excuses
from mailbot.model.duty import Duty, DutyState
from mailbot.model.instant import parse_instant

DUTY = ("justice", "catalogue", 7)
NOW = parse_instant("2020-10-12T16:30")


def at(text: str) -> datetime:
    return parse_instant(f"2020-{text}")


def late(**changes: object) -> Duty:
    facts: dict[str, object] = {"received_at": at("10-09T11:00"), "late_days": 1, "late_calendar_days": 9} | changes
    return Duty(*DUTY, deadline=date(2020, 9, 30), state=DutyState.FILED, **facts)  # type: ignore[arg-type]


def kinds(duty: Duty, *waited: Waited, server: str = "") -> list[str]:
    delivered = [(DUTY, at(server))] if server else []
    return [one.kind for one in excuses([duty], waited, delivered, NOW)]


@pytest.mark.parametrize(
    ("form", "area", "came", "answered", "expected"),
    [
        # Came in time, answered after the deadline: our delay.
        ("catalogue", 7, "09-29T10:00", "10-09T09:00", ["answer"]),
        ("catalogue", None, "09-29T10:00", "10-09T09:00", ["answer"]),
        ("", None, "09-29T10:00", "10-09T09:00", ["answer"]),
        ("catalogue", 7, "09-30T08:00", "09-30T16:00", ["answer"]),
        ("catalogue", 7, "09-29T10:00", None, ["answer"]),
        # Answered at once, or a whole day before the deadline.
        ("catalogue", 7, "09-29T10:00", "09-29T10:05", []),
        ("catalogue", 7, "09-30T23:30", "10-01T00:10", []),
        ("catalogue", 7, "09-28T10:00", "09-29T16:00", []),
        # Came late itself, or was about something else.
        ("catalogue", 7, "10-01T10:00", "10-09T09:00", []),
        ("catalogue", 8, "09-29T10:00", "10-09T09:00", []),
        ("liaison", None, "09-29T10:00", "10-09T09:00", []),
    ],
)
def test_an_answer_of_ours_that_used_up_the_last_day_excuses(
    form: str, area: int | None, came: str, answered: str | None, expected: list[str]
) -> None:
    waited = Waited("justice", form, area, at(came), at(answered) if answered else None)
    assert kinds(late(), waited) == expected


def test_another_units_mail_excuses_nobody() -> None:
    assert kinds(late(), Waited("health", "", None, at("09-29T10:00"), at("10-09T09:00"))) == []


def test_a_mail_that_our_server_had_in_time_excuses() -> None:
    assert kinds(late(), server="09-30T23:59") == ["delivery"]
    assert kinds(late(), server="10-01T00:01") == []


@pytest.mark.parametrize("changes", [{"late_calendar_days": 0, "late_days": 0}, {"on_time": True}])
def test_what_is_not_late_needs_no_excuse(changes: dict[str, object]) -> None:
    assert kinds(late(**changes), Waited("justice", "", None, at("09-29T10:00"), None), server="09-29T10:00") == []
