"""What becomes of a notice at the moment of sending.

A letter may wait for hours behind a dead server; what it asks for may have come meanwhile (pitfalls,
73). A notice of another day is withdrawn: its steps are not in the ledger yet, so the calendar makes
a new one with the words of that day.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from mailbot.duties.corrections import correction_facts
from mailbot.duties.reminders import has_content
from mailbot.model.correction import Correction
from mailbot.model.duty import Duty, DutyState
from mailbot.model.instant import local_day
from mailbot.model.letter import Notice, Revision

WRONG = {DutyState.OPEN: "nothing", DutyState.RETURNED: "returned"}


def revise(
    notice: Notice,
    board: Sequence[Duty],
    now: datetime,
    *,
    muted: bool = False,
    over: bool = False,
    corrections: Sequence[Correction] = (),
) -> Revision:
    """Tell whether a notice is sent as it is ("send"), with fewer steps ("changed"), or "withdrawn".

    ``facts`` of the revision: ``owed``, all the unit still owes, each with form, area, deadline (ISO),
    nearness (before, today, after), days to or since the deadline, wrong (nothing, returned), and step
    (None when only mentioned); ``to_mend``, filed tables that want mending, with form, area and count.
    ``asked``, with a kick-off: all that concerns the unit with its days, and whether it is here.
    ``corrections``, those told or reminded of and still awaited. A notice that must not go has none.
    ``muted``: the office wants no reminder to go to the unit. ``over``: the campaign has ended, nothing but
    corrections is asked for any more.
    """
    today = local_day(now)
    mine = [duty for duty in board if duty.unit == notice.unit and not over]
    asked = replace(notice, kickoff=False, phases=(), steps=()) if over else notice
    owed = {(duty.form, duty.area, duty.deadline.isoformat()): duty for duty in mine if duty.owed}
    awaited = {} if muted else {one.id: one for one in corrections if one.awaited}
    left = replace(
        asked,
        steps=() if muted else tuple(step for step in asked.steps if step[:3] in owed),
        corrections=tuple((number, step) for number, step in notice.corrections if number in awaited),
    )
    if today.isoformat() != notice.day or not has_content(left):
        return Revision("withdrawn", left)
    steps = {step[:3]: step[3] for step in left.steps}
    facts = {
        "owed": [_owed_facts(duty, today, steps.get(key)) for key, duty in owed.items()],
        "to_mend": [
            {"form": duty.form, "area": duty.area, "count": duty.to_mend}
            for duty in mine
            if duty.state is DutyState.FILED and duty.to_mend > 0
        ],
        "asked": [
            {"form": duty.form, "area": duty.area, "deadline": duty.deadline.isoformat(), "here": not duty.owed}
            for duty in mine
            if notice.kickoff and duty.state is not DutyState.EXEMPT
        ],
        "corrections": [correction_facts(awaited[number], step, today) for number, step in left.corrections],
    }
    return Revision("send" if left == notice else "changed", left, facts)


def _owed_facts(duty: Duty, today: date, step: int | None) -> dict[str, object]:
    days = (duty.deadline - today).days
    return {
        "form": duty.form,
        "area": duty.area,
        "deadline": duty.deadline.isoformat(),
        "nearness": "before" if days > 0 else "after" if days < 0 else "today",
        "days": abs(days),
        "wrong": WRONG[duty.state],
        "step": step,
    }
