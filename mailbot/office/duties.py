"""Orders about what a unit owes: 不涉及, 认可, 延期, 按时; about whom to remind; notes of calls.

Each takes its own order back when it is given with "end". The store writes the event that says who
and when.
"""

from collections.abc import Callable, Mapping
from datetime import date

from mailbot.duties.reminders import next_reminders
from mailbot.letters.board_facts import short_name
from mailbot.model.decision import Order
from mailbot.model.duty import Duty, DutyState
from mailbot.office.addresses import learn
from mailbot.office.answer import Answer, Office, done, refused
from mailbot.office.board import board_of
from mailbot.store import arrivals, outbox_office, reminding
from mailbot.store.standing import standing
from mailbot.store.submissions import load_table
from mailbot.texts import sentences

END = "end"
"""The word of an order that takes an earlier one back."""
DECLINE = "decline"
"""The word of an order that leaves a duty late."""


def carry(office: Office, order: Order) -> Answer:
    """Carry out an order about a unit, in the caller's transaction."""
    if order.unit and order.unit not in office.rulebook.unit_by_key:
        return refused("no-unit", unit=order.unit)
    return DUTY_ORDERS[order.kind](office, order)


def _exempt(office: Office, order: Order) -> Answer:
    duty = _one_duty(office, order)
    if isinstance(duty, Answer):
        return duty
    facts = _facts(office, order, duty)
    if END in order.args:
        ended = arrivals.end_exempt(office.db, duty.key, office.now, by=order.by)
        return done("exempt-ended", "again-exempt", **facts) if ended else refused("not-exempt", **facts)
    if duty.state is DutyState.EXEMPT:
        return refused("exempt-before", **facts)
    arrivals.set_exempt(office.db, duty.key, office.now, why=order.why, by=order.by)
    return done("exempt", "undo-exempt", **facts)


def _accept(office: Office, order: Order) -> Answer:
    duty = _one_duty(office, order)
    if isinstance(duty, Answer):
        return duty
    facts = _facts(office, order, duty)
    stands = standing(office.db, *duty.key)
    if END in order.args:
        ended = stands is not None and arrivals.end_acceptance(office.db, stands.submission, office.now, by=order.by)
        return done("acceptance-ended", "again-accepted", **facts) if ended else refused("not-accepted", **facts)
    if stands is None or duty.state is not DutyState.RETURNED:
        return refused("not-returned", state=office.rulebook.letters.states[duty.state], **facts)
    arrivals.accept(office.db, stands.submission, office.now, by=order.by)
    if duty.area is None:
        learn(office.db, duty.unit, load_table(office.db, stands.submission), office.now, by=order.by, never=office.ours)
    return done("accepted", "undo-accept", **facts)


def _on_time(office: Office, order: Order) -> Answer:
    duty = _one_duty(office, order)
    if isinstance(duty, Answer):
        return duty
    facts = _facts(office, order, duty)
    if END in order.args:
        ended = arrivals.end_on_time(office.db, duty.key, office.now, by=order.by)
        return done("on-time-ended", "again-on-time", **facts) if ended else refused("not-excused", **facts)
    if DECLINE in order.args:
        if duty.key in arrivals.on_time_declined(office.db, office.now):
            return refused("declined-before", **facts)
        if not (duty.late or duty.on_time):
            return refused("not-late", **facts)
        arrivals.decline_on_time(office.db, duty.key, office.now, why=order.why, by=order.by)
        return done("on-time-declined", "undo-on-time", **facts)
    if duty.on_time:
        return refused("on-time-before", **facts)
    if duty.received_at is None:
        return refused("nothing-came", **facts)
    if not duty.late or duty.state is DutyState.EXEMPT:
        return refused("not-late", **facts)
    arrivals.set_on_time(office.db, duty.key, office.now, why=order.why, by=order.by)
    return done("on-time", "undo-on-time", **facts)


def _defer(office: Office, order: Order) -> Answer:
    """Move the deadline of what is named, or of all that the unit still owes; for all units of one form."""
    if END in order.args:
        return _defer_no_longer(office, order)
    if order.day is None:
        return refused("no-day", line=order.line)
    if not order.unit:
        return _defer_all(office, order, order.day)
    mine = [duty for duty in _duties(office, order) if duty.owed or order.form]
    if not mine:
        return refused("nothing-owed", **_facts(office, order))
    named = "\u3001".join(dict.fromkeys(_material(office, duty) for duty in mine))
    facts = {**_facts(office, order), "material": named, "day": _day(order.day), "form": _word(office, order), "kind": order.form or "all"}
    if all(duty.deadline == order.day for duty in mine):
        return refused("deferred-before", **facts)
    for duty in mine:
        arrivals.defer(office.db, duty.unit, duty.form, duty.area, order.day, office.now, why=order.why, by=order.by)
    return done("deferred", "undo-defer", **facts)


def _defer_all(office: Office, order: Order, day: date) -> Answer:
    rules = {rule.form: rule for rule in office.rulebook.timeline.duty if rule.ask}
    if order.form not in rules:
        return refused("which-form", line=order.line)
    title = office.rulebook.forms[order.form].title
    facts = {"material": title, "day": _day(day), "form": _word(office, order).strip(), "kind": order.form}
    moved = [
        due for unit, form, area, due in arrivals.deferrals(office.db, office.now) if (unit, form, area) == (None, order.form, order.area)
    ]
    if moved[-1:] == [day]:
        return refused("deferred-before", **{**facts, "unit": title})
    arrivals.defer(office.db, None, order.form, order.area, day, office.now, why=order.why, by=order.by)
    return done("deferred-all", "undo-defer-all", **facts)


def _defer_no_longer(office: Office, order: Order) -> Answer:
    """Take the last 延期 back; what it had moved has again the day it had before."""
    facts = {**_facts(office, order), "form": _word(office, order)}
    if not order.unit:
        facts |= {"unit": sentences("office")["word-all"], "key": "all", "form": f" {_word(office, order).strip()}"}
    ended = arrivals.end_deferral(office.db, order.unit or None, order.form, order.area, office.now, by=order.by)
    if not ended:
        return refused("not-deferred", **facts)
    moved = {(form, area) for form, area, _ in ended}
    board = board_of(office.db, office.rulebook, office.now, queued=False)
    now = [
        duty
        for duty in board
        if order.unit in ("", duty.unit) and any(form == duty.form and area in (None, duty.area) for form, area in moved)
    ]
    named = dict.fromkeys(f"{facts['unit']}{_material(office, duty) if order.unit else ''}{_day(duty.deadline)}" for duty in now)
    return done("deferral-ended", "again-deferred", **{**facts, "material": "\u3001".join(named)})


def _pause(office: Office, order: Order) -> Answer:
    facts = _facts(office, order)
    if END in order.args:
        ended = reminding.resume_unit(office.db, order.unit, office.now, by=order.by)
        return done("resumed", "again-paused", **facts) if ended else refused("not-paused", **facts)
    new = reminding.pause_unit(office.db, order.unit, office.now, why=order.why, by=order.by)
    return done("paused", "undo-pause", **facts) if new else refused("paused-before", **facts)


def _veto(office: Office, order: Order) -> Answer:
    day = next_reminders(office.rulebook, office.now, office.reminders_at)
    facts = {**_facts(office, order), "day": _day(day)}
    if END in order.args:
        ended = reminding.end_veto(office.db, order.unit, day, office.now, by=order.by)
        return done("unvetoed", "again-vetoed", **facts) if ended else refused("not-vetoed", **facts)
    new = reminding.veto(office.db, order.unit, day, office.now, by=order.by)
    return done("vetoed", "undo-veto", **facts) if new else refused("vetoed-before", **facts)


def _note(office: Office, order: Order) -> Answer:
    text = order.why.strip()
    facts = {**_facts(office, order), "text": text}
    if not text:
        return refused("empty-note", **facts)
    if END in order.args:
        ended = arrivals.end_note(office.db, order.unit, text, office.now, by=order.by)
        return done("note-ended", "again-noted", **facts) if ended else refused("no-such-note", **facts)
    if text in (known for _, _, known in arrivals.notes(office.db, order.unit)[-1:]):
        return refused("noted-before", **facts)
    arrivals.add_note(office.db, order.unit, text, office.now, by=order.by)
    return done("noted", "undo-note", **facts)


def _copy_leader(office: Office, order: Order) -> Answer:
    facts = _facts(office, order)
    if END in order.args:
        ended = reminding.copy_leader(office.db, order.unit, office.now, by=order.by, copied=False)
        return done("leader-not-copied", "again-leader", **facts) if ended else refused("leader-never-copied", **facts)
    if not reminding.leader_addresses(office.db, order.unit):
        return refused("no-leader-address", **facts)
    new = reminding.copy_leader(office.db, order.unit, office.now, by=order.by)
    return done("leader-copied", "undo-copy-leader", **facts) if new else refused("leader-copied-before", **facts)


def _release(office: Office, order: Order) -> Answer:
    released = outbox_office.release(office.db, office.now, by=order.by)
    return done("released", "undo-released", count=len(released)) if released else refused("nothing-withheld")


def _one_duty(office: Office, order: Order) -> Duty | Answer:
    """Find the one duty an order is about; an answer that asks for more where there are several."""
    area = office.rulebook.area_by_number.get(order.area or 0)
    if area is not None and area.unit != order.unit:
        facts = {**_facts(office, order), "area": area.name, "owner": short_name(area.unit, office.rulebook)}
        return refused("area-of-another", **facts)
    mine = _duties(office, order)
    if not order.form:
        mine = [duty for duty in mine if duty.area is not None]
    return mine[0] if len(mine) == 1 else refused("which-duty", **_facts(office, order))


def _duties(office: Office, order: Order) -> list[Duty]:
    """List the duties of a unit that an order may mean."""
    return [
        duty
        for duty in board_of(office.db, office.rulebook, office.now, queued=False)
        if duty.unit == order.unit and order.form in ("", duty.form) and order.area in (None, duty.area)
    ]


def _facts(office: Office, order: Order, duty: Duty | None = None) -> dict[str, str]:
    """Name the unit and the duty, for the answer and for the words that take the order back."""
    return {
        "unit": short_name(order.unit, office.rulebook),
        "key": order.unit,
        "material": _material(office, duty) if duty else "",
        "area": (office.rulebook.area_by_number[duty.area].name if duty.area else _list_word(office, duty.form)) if duty else "",
        "number": str(duty.area or duty.form) if duty else "",
        "why": order.why,
    }


def _material(office: Office, duty: Duty) -> str:
    if duty.area is None:
        return office.rulebook.forms[duty.form].title
    return f"{office.rulebook.area_by_number[duty.area].name}{_list_word(office, 'area')}"


def _list_word(office: Office, key: str) -> str:
    """Give the short word by which the office names a kind of table in a mail."""
    form = office.rulebook.forms.get(key)
    return sentences("office").get(f"word-{key}", form.title if form else key)


def _word(office: Office, order: Order) -> str:
    """Give the words that name the same duties again, after the unit: an area, a form, or nothing."""
    if order.area is not None:
        return f" {office.rulebook.area_by_number[order.area].name}"
    return f" {_list_word(office, order.form)}" if order.form else ""


def _day(day: date) -> str:
    return f"{day.month}\u6708{day.day}\u65e5"


DUTY_ORDERS: Mapping[str, Callable[[Office, Order], Answer]] = {
    "accept": _accept,
    "copy-leader": _copy_leader,
    "defer": _defer,
    "exempt": _exempt,
    "note": _note,
    "on-time": _on_time,
    "pause": _pause,
    "release": _release,
    "veto": _veto,
}
