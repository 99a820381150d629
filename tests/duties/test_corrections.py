"""A correction is told at the first chance and reminded of around its day, in the unit's one letter of a day."""

from dataclasses import replace
from datetime import date

import pytest

from mailbot.duties.corrections import TOLD, correction_key, due_corrections
from mailbot.duties.reminders import claims
from mailbot.duties.revise import revise
from mailbot.model.correction import Correction
from mailbot.model.letter import Notice
from tests.duties.builders import RULEBOOK, moment

UNIT = RULEBOOK.units[0].key
ONE = Correction(3, UNIT, 1, "审核信息", "inaccurate", "金额有误", date(2020, 10, 27), moment("10-20 09:00"))
BEFORE = correction_key(ONE, -1)
SENT = frozenset({correction_key(ONE, TOLD)})


@pytest.mark.parametrize(
    ("day", "ledger", "expected"),
    [
        (date(2020, 10, 20), frozenset(), TOLD),
        (date(2020, 10, 21), SENT, None),
        (date(2020, 10, 26), SENT, -1),
        (date(2020, 10, 26), SENT | {BEFORE}, None),
        (date(2020, 10, 27), SENT | {BEFORE}, 0),
        (date(2020, 10, 30), SENT, 3),
    ],
)
def test_it_is_told_once_and_then_reminded_around_its_day(
    day: date, ledger: frozenset[tuple[str, str, int | None, str, int]], expected: int | None
) -> None:
    found = due_corrections(RULEBOOK, (ONE,), ledger, day)
    assert found.due == (() if expected is None else ((3, expected),))


def test_after_a_pause_only_the_newest_step_is_due_and_the_older_ones_are_skipped() -> None:
    found = due_corrections(RULEBOOK, (ONE,), SENT, date(2020, 10, 30))
    assert [key[-1] for key in found.skipped] == [-1, 0, 1]


def test_an_answered_or_closed_one_is_never_reminded_of() -> None:
    answered, closed = replace(ONE, answered_by=7), replace(ONE, closed_at=moment("10-21 09:00"))
    assert due_corrections(RULEBOOK, (answered, closed), frozenset(), date(2020, 10, 27)).due == ()


def test_one_answered_while_the_letter_waited_is_taken_out_of_it() -> None:
    notice = Notice(UNIT, "2020-10-27", corrections=((3, 0),))
    assert revise(notice, (), moment("10-27 10:00"), corrections=(ONE,)).facts["corrections"] == [
        {"area": 1, "item": "审核信息", "kind": "inaccurate", "what": "金额有误", "due": "2020-10-27", "told": False, "nearness": "today"}
    ]
    assert revise(notice, (), moment("10-27 10:00"), corrections=(replace(ONE, answered_by=7),)).verdict == "withdrawn"


def test_a_claimed_letter_stands_for_its_corrections_in_the_ledger() -> None:
    assert claims(RULEBOOK, Notice(UNIT, "2020-10-26", corrections=((3, -1),)), (ONE,)) == (BEFORE,)
