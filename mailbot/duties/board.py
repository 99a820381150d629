"""How every duty stands at an instant, computed from rules and what has come (interface, 5).

Punctuality and quality are two things. Punctuality looks at the first mail in which a table of that
form and area was recognised; the state looks at what stands now, by the rule of ``store.standing``:
the latest by receipt, or by when the office chose it; a worse later file never displaces a filed one::

    exempt > filed > provisional > the later of returned and received > open

A return and a mail that a person must read weigh by their time: who sends a scan after a return is
not reminded before somebody has looked at it (pitfalls, 73).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from mailbot.duties.owed import NO_DEFERRALS, owed
from mailbot.model.duty import Arrival, Duty, DutyKey, DutyState
from mailbot.model.instant import local_day
from mailbot.rulebook.calendar import working_days_between
from mailbot.rulebook.model import Rulebook

WAITS_FOR_A_PERSON = frozenset({"held", "unreadable", "undecided"})
RECOGNISED = frozenset({"filed", "returned", "held", "same"})


def board(
    rulebook: Rulebook,
    arrivals: Iterable[Arrival],
    now: datetime,
    *,
    units: Collection[str] | None = None,
    exempt: frozenset[DutyKey] = frozenset(),
    deferred: Mapping[DutyKey, date] = NO_DEFERRALS,
    on_time: frozenset[DutyKey] = frozenset(),
) -> tuple[Duty, ...]:
    """Tell how every duty stands at ``now``, of some units or of all, in the notice's order.

    Only arrivals received by the mailbox up to ``now`` count. Days are Asia/Shanghai's; a deadline is
    the end of its day. ``late_days`` are working days, so a table that comes in a holiday right after
    its deadline has 0 of them and some ``late_calendar_days``. ``on_time`` duties are never late: the
    fault was ours (视为按时).
    """
    came = _by_duty(arrivals, now)
    asked = owed(rulebook, deferred, units)
    judged = (_judged(rulebook, duty, _for(duty, came), exempt=duty.key in exempt) for duty in asked)
    return tuple(_excused(duty) if duty.key in on_time else duty for duty in judged)


def _by_duty(arrivals: Iterable[Arrival], now: datetime) -> dict[DutyKey, list[Arrival]]:
    came: defaultdict[DutyKey, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        if arrival.received_at <= now and not arrival.void:
            came[arrival.unit, arrival.form, arrival.area].append(arrival)
    return came


def _for(duty: Duty, came: Mapping[DutyKey, list[Arrival]]) -> list[Arrival]:
    mine = list(came.get(duty.key, ()))
    if duty.area is not None:
        # Something of an unknown area that a person must read may be any of the unit's.
        unknown = came.get((duty.unit, duty.form, None), ())
        mine += [arrival for arrival in unknown if arrival.kind in WAITS_FOR_A_PERSON]
    return sorted(mine, key=_order)


def _order(arrival: Arrival) -> tuple[datetime, int, int]:
    return arrival.received_at, arrival.version, arrival.submission or 0


def _rank(arrival: Arrival) -> tuple[datetime, int, int]:
    """Order what may stand as the store does: by receipt, or by when the office chose it."""
    return arrival.ranked_at or arrival.received_at, arrival.submission or 0, arrival.version


def _judged(rulebook: Rulebook, duty: Duty, mine: list[Arrival], *, exempt: bool) -> Duty:
    state, stands = _standing(mine)
    judged = next((arrival for arrival in mine if _counts_for_punctuality(arrival, duty)), None)
    if judged is not None:
        day = local_day(judged.received_at)
        duty = replace(
            duty,
            received_at=judged.received_at,
            late_days=working_days_between(rulebook, duty.deadline, day),
            late_calendar_days=max(0, (day - duty.deadline).days),
        )
    if stands is not None:
        duty = replace(duty, items=stands.items, to_mend=stands.to_mend, version=stands.version, came_at=mine[0].received_at)
    return replace(duty, state=DutyState.EXEMPT if exempt else state)


def _excused(duty: Duty) -> Duty:
    return replace(duty, late_days=0, late_calendar_days=0, on_time=True)


def _counts_for_punctuality(arrival: Arrival, duty: Duty) -> bool:
    if arrival.area != duty.area:
        return False
    return arrival.registered or (arrival.kind in RECOGNISED and arrival.items > 0)


def _standing(mine: list[Arrival]) -> tuple[DutyState, Arrival | None]:
    filed = provisional = waiting = returned = None
    for arrival in sorted(mine, key=_rank):
        if arrival.registered and arrival.submission is None and filed is not None and filed.submission is not None:
            # A scan that the office has read makes the duty filed; the table with its items stands all the same.
            continue
        if arrival.registered or (arrival.kind == "filed" and not arrival.provisional):
            filed = arrival
        elif arrival.provisional and arrival.kind in {"filed", "returned"}:
            provisional = arrival
        elif arrival.kind in WAITS_FOR_A_PERSON:
            waiting = arrival
        elif arrival.kind == "returned":
            returned = arrival
    if filed:
        return DutyState.FILED, filed
    if provisional:
        return DutyState.PROVISIONAL, provisional
    if returned and (waiting is None or waiting.received_at <= returned.received_at):
        return DutyState.RETURNED, returned
    return (DutyState.RECEIVED, waiting) if waiting else (DutyState.OPEN, None)
