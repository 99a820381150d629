"""Which notices are due, and to whom."""

from datetime import date

import pytest

from mailbot.duties.board import board
from mailbot.duties.reminders import claims, preview
from mailbot.model.duty import Arrival, Duty
from mailbot.model.letter import Notice
from tests.duties.builders import ADDRESSES, AREAS_OF, RULEBOOK, TEN, arrival, claimed, liaison, moment, notices, steps_of

DONE = [liaison("09-24 09:00"), arrival("09-24 09:00"), arrival("09-24 09:00", area=6)]


def stand(when: str, *arrivals: Arrival, **more: object) -> tuple[Duty, ...]:
    return board(RULEBOOK, arrivals, moment(when), **more)  # type: ignore[arg-type]


def started(*phases: str, unit: str = "civil-affairs") -> frozenset[tuple[str, str, int | None, str, int]]:
    """The ledger after the kick-off and these phase letters."""
    return frozenset(claims(RULEBOOK, Notice(unit, "2020-09-24", kickoff=True, phases=phases or ("collect",))))


@pytest.mark.parametrize("when", ["09-23 12:00", "09-24 09:59", "09-26 12:00", "10-01 12:00", "10-08 12:00", "10-17 12:00", "11-07 12:00"])
def test_nothing_goes_out_before_the_hour_on_days_off_or_outside_the_campaign(when: str) -> None:
    due = notices(stand(when), when)
    assert (due.notices, due.no_address, due.skipped) == ((), (), ())


def test_the_first_day_brings_one_letter_a_unit_with_kick_off_phase_and_the_liaison_lists_step() -> None:
    due = notices(stand("09-24 10:00"), "09-24 10:00")
    assert [notice.unit for notice in due.notices] == list(AREAS_OF)
    assert {(notice.kickoff, notice.phases) for notice in due.notices} == {(True, ("collect",))}
    assert {notice.steps for notice in due.notices} == {(("liaison", None, "2020-09-25", -1),)}
    assert due.skipped == ()


@pytest.mark.parametrize(
    ("when", "liaison_step", "catalogue_step"),
    [
        ("09-24 10:00", -1, None),
        ("09-25 10:00", 0, None),
        ("09-27 10:00", 1, None),
        ("09-28 10:00", 1, None),
        ("09-29 10:00", 3, -1),
        ("09-30 10:00", 3, 0),
        ("10-09 10:00", 3, 1),
        ("10-10 10:00", 3, 1),
        ("10-12 10:00", 3, 3),
        ("10-13 10:00", 3, 3),
        ("11-06 10:00", 3, 3),
    ],
)
def test_the_newest_step_reached_is_the_one_that_is_due(when: str, liaison_step: int, catalogue_step: int | None) -> None:
    due = notices(stand(when), when, started("collect", "standard", "publish", "mechanism"))
    expected: set[tuple[str, int | None, int]] = {("liaison", None, liaison_step)}
    if catalogue_step is not None:
        expected |= {("catalogue", 5, catalogue_step), ("catalogue", 6, catalogue_step)}
    assert steps_of(due) == expected


def test_once_in_the_ledger_a_step_is_not_due_again_and_the_older_ones_neither() -> None:
    first = notices(stand("10-09 10:00"), "10-09 10:00")
    ledger = claimed(first.notices)
    again = notices(stand("10-10 10:00"), "10-10 10:00", ledger)
    assert again.notices == ()


def test_a_letter_of_today_in_the_outbox_stops_a_second_one() -> None:
    due = notices(stand("09-29 10:00"), "09-29 10:00", sent_notices=frozenset({"notice:civil-affairs:2020-09-29"}))
    assert "civil-affairs" not in [notice.unit for notice in due.notices]
    assert len(due.notices) == 17


@pytest.mark.parametrize("kind", ["filed", "held", "unreadable"])
def test_whatever_counts_as_received_stops_reminders(kind: str) -> None:
    came = stand("09-30 10:00", liaison("09-29 15:00", kind), arrival("09-29 15:00", kind), arrival("09-29 15:00", kind, area=6))
    assert steps_of(notices(came, "09-30 10:00", started())) == set()


@pytest.mark.parametrize(
    ("came", "steps"),
    [
        (arrival("09-29 15:00", "returned"), {("catalogue", 5, 0), ("catalogue", 6, 0)}),
        (arrival("09-29 15:00", to_mend=4), {("catalogue", 6, 0)}),
        (arrival("09-29 15:00", provisional=True), {("catalogue", 6, 0)}),
    ],
)
def test_a_return_is_reminded_of_and_what_is_to_mend_never_causes_a_letter(came: Arrival, steps: set[tuple[str, int, int]]) -> None:
    found = steps_of(notices(stand("09-30 10:00", liaison("09-25 09:00"), came), "09-30 10:00", started()))
    assert found == steps


def test_an_exempt_area_is_not_reminded_of() -> None:
    rows = stand("09-30 10:00", liaison("09-25 09:00"), exempt=frozenset({("civil-affairs", "catalogue", 5)}))
    assert steps_of(notices(rows, "09-30 10:00", started())) == {("catalogue", 6, 0)}


def test_a_moved_deadline_has_its_own_steps() -> None:
    key = ("civil-affairs", "catalogue", 5)
    deferred = {key: date(2020, 10, 12)}
    rows = stand("09-30 10:00", *DONE[:1], deferred=deferred)
    assert steps_of(notices(rows, "09-30 10:00", started())) == {("catalogue", 6, 0)}
    sent = started("collect", "standard") | {("civil-affairs", "catalogue", 6, "2020-09-30", step) for step in (-1, 0, 1, 3)}
    sent |= {(*key, "2020-09-30", -1)}
    assert steps_of(notices(stand("10-10 10:00", *DONE[:1], deferred=deferred), "10-10 10:00", sent)) == {("catalogue", 5, -1)}
    assert steps_of(notices(stand("10-13 10:00", *DONE[:1], deferred=deferred), "10-13 10:00", sent)) == {("catalogue", 5, 1)}


def test_after_an_outage_only_the_newest_step_goes_and_the_older_are_recorded_as_skipped() -> None:
    ledger = started("collect", "standard") | {("civil-affairs", "liaison", None, "2020-09-25", step) for step in (-1, 0, 1, 3)}
    due = notices(stand("10-09 10:00"), "10-09 10:00", ledger)
    assert steps_of(due) == {("catalogue", 5, 1), ("catalogue", 6, 1)}
    mine = [key for key in due.skipped if key[0] == "civil-affairs"]
    assert sorted((key[2] or 0, key[4]) for key in mine) == [(5, -1), (5, 0), (6, -1), (6, 0)]


def test_a_phase_letter_that_was_missed_is_skipped_once_its_phase_is_over() -> None:
    due = notices(stand("10-19 10:00", *DONE), "10-19 10:00", started("collect"))
    letter = next(notice for notice in due.notices if notice.unit == "civil-affairs")
    assert (letter.phases, letter.steps) == (("publish",), ())
    assert ("civil-affairs", "phase:standard", None, "2020-10-09", 0) in due.skipped


def test_a_phase_letter_goes_to_units_that_owe_nothing_but_not_to_exempt_ones() -> None:
    exempt = frozenset({("civil-affairs", "liaison", None), ("civil-affairs", "catalogue", 5), ("civil-affairs", "catalogue", 6)})
    done = notices(stand("10-19 10:00", *DONE), "10-19 10:00", started("collect", "standard"))
    none = notices(stand("10-19 10:00", exempt=exempt), "10-19 10:00", started("collect", "standard"))
    assert "civil-affairs" in [notice.unit for notice in done.notices]
    assert "civil-affairs" not in [notice.unit for notice in none.notices]


def test_a_unit_without_address_is_named_and_gets_the_kick_off_with_its_first_letter() -> None:
    others = {unit: found for unit, found in ADDRESSES.items() if unit != "civil-affairs"}
    day_one = notices(stand("09-24 10:00"), "09-24 10:00", addresses=others | {"civil-affairs": ()})
    assert day_one.no_address == ("civil-affairs",)
    later = notices(stand("09-28 10:00"), "09-28 10:00", claimed(day_one.notices))
    letter = next(notice for notice in later.notices if notice.unit == "civil-affairs")
    assert (letter.kickoff, letter.phases, letter.steps) == (True, ("collect",), (("liaison", None, "2020-09-25", 1),))


@pytest.mark.parametrize(
    ("when", "done", "kickoff"),
    [("09-30 10:00", False, True), ("10-09 10:00", False, False), ("09-28 10:00", True, False)],
)
def test_a_late_kick_off_is_worth_sending_until_the_last_deadline_while_something_is_owed(when: str, *, done: bool, kickoff: bool) -> None:
    due = notices(stand(when, *(DONE if done else ())), when)
    assert {notice.kickoff for notice in due.notices if notice.unit == "civil-affairs"} <= {kickoff}


def test_after_the_last_step_the_unit_is_on_the_telephone_list() -> None:
    before = notices(stand("10-12 10:00", *DONE[:1]), "10-12 10:00")
    after = notices(stand("10-13 10:00", *DONE[:1]), "10-13 10:00")
    assert "civil-affairs" not in before.telephone
    assert "civil-affairs" in after.telephone
    assert "civil-affairs" not in notices(stand("10-13 10:00", *DONE), "10-13 10:00").telephone


def test_a_paused_unit_gets_its_phase_letter_but_no_reminder() -> None:
    due = notices(stand("10-09 10:00"), "10-09 10:00", paused=frozenset({"civil-affairs"}))
    letter = next(notice for notice in due.notices if notice.unit == "civil-affairs")
    assert (letter.phases, letter.steps) == (("standard",), ())


def test_the_preview_is_what_the_next_working_day_brings() -> None:
    rows = stand("09-30 16:30", *DONE[:2])
    ledger = started() | {("civil-affairs", "catalogue", 6, "2020-09-30", step) for step in (-1, 0)}
    found = preview(RULEBOOK, rows, ledger, ADDRESSES, moment("09-30 16:30"), reminders_at=TEN)
    letter = next(notice for notice in found.notices if notice.unit == "civil-affairs")
    assert (letter.day, letter.steps) == ("2020-10-09", (("catalogue", 6, "2020-09-30", 1),))


def test_claims_name_the_calendars_day_and_not_the_day_of_sending() -> None:
    late = Notice("tax", "2020-09-28", kickoff=True, phases=("collect",), steps=(("liaison", None, "2020-09-25", 1),))
    assert set(claims(RULEBOOK, late)) == {
        ("tax", "kickoff", None, "2020-09-24", 0),
        ("tax", "phase:collect", None, "2020-09-24", 0),
        ("tax", "liaison", None, "2020-09-25", 1),
    }
