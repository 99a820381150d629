from datetime import UTC, date, datetime

import pytest

from mailbot.model.duty import Duty, DutyState
from mailbot.reports.figures import MEASURES, AreaFigures, Figure, UnitFigures, VersionFigures
from mailbot.rulebook.load import load_rulebook

CAME = datetime(2020, 10, 9, 2, tzinfo=UTC)


def duty(form: str, area: int | None, state: DutyState = DutyState.FILED, late: int = 0) -> Duty:
    came = None if state is DutyState.OPEN else CAME
    return Duty("civil-affairs", form, area, date(2020, 9, 30), state, came, late_days=late)


UNIT = UnitFigures(
    "civil-affairs",
    duty("liaison", None, late=2),
    (
        AreaFigures(
            duty("catalogue", 5, late=1),
            2,
            VersionFigures(10, 4, {"limit-without-start": 3, "generic-publisher": 1}),
            VersionFigures(12, 1, {"limit-without-start": 1}),
            guide=8,
            covered=6,
            published=6,
            standard=12,
        ),
        AreaFigures(duty("catalogue", 6, DutyState.OPEN), guide=9),
    ),
    corrections=2,
    closed=1,
)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("first-to-mend", Figure(40.0, "4/10")),
        ("last-to-mend", Figure(8.3, "1/12")),
        ("advice-taken", Figure(75.0, "3/4")),
        ("guide-covered", Figure(75.0, "6/8")),
        ("items", Figure(12.0, "12")),
        ("liaison-late", Figure(2.0, "1/1")),
        ("catalogue-late", Figure(1.0, "1/2", missing=True)),
        ("published", Figure(50.0, "6/12")),
        ("corrections", Figure(None, "1/2")),
    ],
)
def test_a_measure_gives_its_value_and_the_numbers_behind_it(measure: str, expected: Figure) -> None:
    assert MEASURES[measure](UNIT) == expected


def test_what_was_not_sent_has_no_figure() -> None:
    silent = UnitFigures("finance", None, ())
    assert {key for key, measure in MEASURES.items() if measure(silent).value is not None} == {"items"}


def test_an_exempt_area_is_not_missing() -> None:
    unit = UnitFigures("finance", None, (AreaFigures(duty("catalogue", 8, DutyState.EXEMPT)),))
    assert MEASURES["catalogue-late"](unit) == Figure(None, "")


def test_every_measure_of_the_rules_can_be_worked_out() -> None:
    assert {measure.key for measure in load_rulebook(None).assessment.measure} <= set(MEASURES)
