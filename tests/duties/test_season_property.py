"""Seasons with any arrivals, outages and late addresses: what must hold in each of them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.duties.board import board
from mailbot.duties.reminders import claims, due_notices
from mailbot.duties.revise import revise
from mailbot.duties.steps import step_day
from mailbot.model.duty import Arrival, Duty, LedgerKey
from mailbot.model.instant import at, days_between
from mailbot.rulebook.calendar import is_working_day
from tests.duties.builders import AREAS_OF, RULEBOOK, TEN

UNITS = ("civil-affairs", "emergency", "tax")
SMALL = RULEBOOK.model_copy(
    update={
        "units": tuple(unit for unit in RULEBOOK.units if unit.key in UNITS),
        "areas": tuple(area for area in RULEBOOK.areas if area.unit in UNITS),
    }
)
DAYS = days_between(date(2020, 9, 21), date(2020, 11, 9))
START = at(DAYS[0], TEN)
DUTIES: list[tuple[str, str, int | None]] = [(unit, "liaison", None) for unit in UNITS] + [
    (unit, "catalogue", area) for unit in UNITS for area in AREAS_OF[unit]
]

ARRIVALS = st.lists(
    st.builds(
        lambda key, kind, minutes, items, provisional: Arrival(
            key[0], key[1], key[2], kind, START + timedelta(minutes=minutes), provisional, items
        ),
        st.sampled_from(DUTIES),
        st.sampled_from(["filed", "returned", "held", "same", "unreadable"]),
        st.integers(0, len(DAYS) * 1440),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=12,
)


@dataclass
class Season:
    """One season played: what was sent at which instant, and the duties that had a chance to be reminded of."""

    sent: list[tuple[str, datetime, bool]] = field(default_factory=list)
    ledger: set[LedgerKey] = field(default_factory=set)
    reminded: set[LedgerKey] = field(default_factory=set)
    wrongly: list[LedgerKey] = field(default_factory=list)
    chances: set[tuple[str, str, int | None, str]] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


def play(arrivals: list[Arrival], down: set[int], since: dict[str, int], delay: int) -> Season:
    season = Season()
    for number, day in enumerate(DAYS):
        if number not in down:
            addresses: dict[str, tuple[str, ...]] = {unit: ("a@example.cn",) for unit in UNITS if since[unit] <= number}
            for hour in (9, 10, 15, 23):
                tick(season, arrivals, addresses, at(day, TEN) + timedelta(hours=hour - 10), timedelta(minutes=delay))
    return season


def tick(season: Season, arrivals: list[Arrival], addresses: dict[str, tuple[str, ...]], now: datetime, delay: timedelta) -> None:
    rows = board(SMALL, arrivals, now)
    ledger, keys = frozenset(season.ledger), frozenset(season.keys)
    due = due_notices(SMALL, rows, ledger, keys, addresses, now, reminders_at=TEN)
    season.ledger |= set(due.skipped)
    then = now + delay
    before, rows = rows, board(SMALL, arrivals, then)
    if delay < timedelta(hours=1) and now.hour == 10:
        season.chances |= chances(before, addresses, now) & chances(rows, addresses, then)
    owed = {(duty.unit, duty.form, duty.area, duty.deadline.isoformat()) for duty in rows if duty.owed}
    for notice in due.notices:
        revision = revise(notice, rows, then)
        season.keys.add(notice.key)
        if revision.verdict != "withdrawn":
            made = set(claims(SMALL, revision.notice))
            steps = {(notice.unit, *step) for step in revision.notice.steps}
            season.wrongly += [step for step in steps if step[:4] not in owed]
            season.wrongly += [key for key in made if key in season.reminded]
            season.sent.append((notice.unit, then, bool(steps)))
            season.reminded |= made
            season.ledger |= made


def chances(rows: tuple[Duty, ...], addresses: dict[str, tuple[str, ...]], then: datetime) -> set[tuple[str, str, int | None, str]]:
    """List the duties that a letter sent now must have reminded of by now."""
    day = then.date()
    if not (is_working_day(SMALL, day) and SMALL.campaign.first <= day <= SMALL.campaign.last):
        return set()
    return {
        (duty.unit, duty.form, duty.area, duty.deadline.isoformat())
        for duty in rows
        if duty.owed and duty.unit in addresses and step_day(SMALL, duty.deadline, -1) <= day
    }


@settings(max_examples=60, deadline=None)
@given(
    arrivals=ARRIVALS,
    down=st.sets(st.integers(0, len(DAYS) - 1), max_size=25),
    since=st.fixed_dictionaries({unit: st.integers(0, 40) for unit in UNITS}),
    delay=st.sampled_from([0, 5, 59, 300, 1440]),
)
def test_nobody_is_forgotten_and_nobody_is_chased_wrongly(
    arrivals: list[Arrival], down: set[int], since: dict[str, int], delay: int
) -> None:
    season = play(arrivals, down, since, delay)
    days = [(unit, instant.date()) for unit, instant, _ in season.sent]
    assert season.wrongly == []
    assert len(days) == len(set(days))
    assert all(is_working_day(SMALL, day) for _, day in days)
    assert all(SMALL.campaign.first <= day <= SMALL.campaign.last for _, day in days)
    assert season.chances <= {key[:4] for key in season.reminded}
