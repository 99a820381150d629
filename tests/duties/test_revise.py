"""Notices at the moment of sending."""

from datetime import date

import pytest

from mailbot.duties.board import board
from mailbot.duties.revise import revise
from mailbot.model.duty import Arrival
from mailbot.model.letter import Notice, Revision
from tests.duties.builders import RULEBOOK, arrival, liaison, moment

STEPS = (("catalogue", 5, "2020-09-30", 0), ("catalogue", 6, "2020-09-30", 0))
NOTICE = Notice("civil-affairs", "2020-09-30", steps=STEPS)


def revised(*arrivals: Arrival, when: str = "09-30 10:05", notice: Notice = NOTICE, **more: object) -> Revision:
    rows = board(RULEBOOK, [liaison("09-25 09:00"), *arrivals], moment(when), **more)  # type: ignore[arg-type]
    return revise(notice, rows, moment(when))


@pytest.mark.parametrize(
    ("arrivals", "verdict", "areas"),
    [
        ([], "send", [5, 6]),
        ([arrival("09-30 10:01")], "changed", [6]),
        ([arrival("09-30 10:01", "unreadable")], "changed", [6]),
        ([arrival("09-30 10:01", "returned")], "send", [5, 6]),
        ([arrival("09-30 10:01"), arrival("09-30 10:02", area=6)], "withdrawn", []),
        ([arrival("09-30 10:01"), arrival("09-30 10:06", area=6)], "changed", [6]),
    ],
)
def test_what_has_come_meanwhile_is_not_asked_for(arrivals: list[Arrival], verdict: str, areas: list[int]) -> None:
    found = revised(*arrivals)
    assert (found.verdict, [step[1] for step in found.notice.steps]) == (verdict, areas)


def test_a_notice_of_another_day_is_withdrawn() -> None:
    assert revised(when="10-09 10:00").verdict == "withdrawn"


def test_a_deadline_moved_meanwhile_drops_its_step() -> None:
    found = revised(deferred={("civil-affairs", "catalogue", 5): date(2020, 10, 12)})
    assert (found.verdict, found.notice.steps) == ("changed", STEPS[1:])


def test_a_kick_off_or_phase_letter_goes_even_when_nothing_is_owed() -> None:
    notice = Notice("civil-affairs", "2020-10-09", phases=("standard",), steps=(("catalogue", 5, "2020-09-30", 1),))
    found = revised(arrival("09-30 10:01"), arrival("09-30 10:02", area=6), when="10-09 10:00", notice=notice)
    assert (found.verdict, found.notice.steps, found.notice.phases) == ("changed", (), ("standard",))


def test_the_facts_say_how_near_and_what_is_wrong() -> None:
    facts = revised(arrival("09-29 15:00", "returned")).facts
    assert facts["owed"] == [
        {"form": "catalogue", "area": 5, "deadline": "2020-09-30", "nearness": "today", "days": 0, "wrong": "returned", "step": 0},
        {"form": "catalogue", "area": 6, "deadline": "2020-09-30", "nearness": "today", "days": 0, "wrong": "nothing", "step": 0},
    ]


def test_a_letter_that_goes_anyway_lists_all_that_is_owed_and_to_mend() -> None:
    notice = Notice("civil-affairs", "2020-09-27", steps=(("liaison", None, "2020-09-25", 1),))
    rows = board(RULEBOOK, [arrival("09-26 09:00", to_mend=3)], moment("09-27 10:00"))
    facts = revise(notice, rows, moment("09-27 10:00")).facts
    owed = facts["owed"]
    assert isinstance(owed, list)
    assert [(row["form"], row["area"], row["nearness"], row["days"], row["step"]) for row in owed] == [
        ("liaison", None, "after", 2, 1),
        ("catalogue", 6, "before", 3, None),
    ]
    assert facts["to_mend"] == [{"form": "catalogue", "area": 5, "count": 3}]
