"""Which late duties were late after a delay of ours: proposals for 视为按时 (pitfalls, 77).

Punctuality is judged by receipt, so a machine that was off makes nobody late by itself. Two things
still may. Something of the unit's came in time, needed our answer (a scan, a request for forms), and
the answer left so late that it used up the last day. Or our server had the mail in time and the
mailbox dates it later. Who decides is the office; here it is only asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.duty import Duty, DutyKey, DutyState
from mailbot.model.instant import local_day

ANSWER_WITHIN = timedelta(hours=2)
"""An answer that leaves within this time is prompt: polls, caps and greylisting take minutes."""


@dataclass(frozen=True, slots=True)
class Waited:
    """Something that needed an answer, and when that left; None: not yet. ``form`` "" and ``area`` None stand for any."""

    unit: str
    form: str
    area: int | None
    received_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a duty may count as on time: ``answer`` (ours was late) or ``delivery``; from when until when we delayed it."""

    duty: DutyKey
    kind: str
    since: datetime
    until: datetime | None


def excuses(
    duties: Iterable[Duty], waited: Iterable[Waited], delivered: Iterable[tuple[DutyKey, datetime]], now: datetime
) -> tuple[Excuse, ...]:
    """Tell which late duties have an excuse of our making, in the board's order.

    ``delivered`` tells when our server says it had the mail that is judged late.
    """
    late = [duty for duty in duties if duty.late and not duty.on_time and duty.state is not DutyState.EXEMPT]
    delays = tuple(one for one in waited if (one.answered_at or now) - one.received_at >= ANSWER_WITHIN)
    at_server = dict(delivered)
    found = (_excuse(duty, delays, at_server.get(duty.key), now) for duty in late)
    return tuple(one for one in found if one is not None)


def _excuse(duty: Duty, delays: Iterable[Waited], at_server: datetime | None, now: datetime) -> Excuse | None:
    if at_server is not None and local_day(at_server) <= duty.deadline:
        return Excuse(duty.key, "delivery", at_server, duty.received_at)
    for one in delays:
        ours = one.unit == duty.unit and one.form in ("", duty.form) and one.area in (None, duty.area)
        in_time = local_day(one.received_at) <= duty.deadline <= local_day(one.answered_at or now)
        if ours and in_time and (duty.received_at is None or one.received_at < duty.received_at):
            return Excuse(duty.key, "answer", one.received_at, one.answered_at)
    return None
