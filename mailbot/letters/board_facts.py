"""Where the units stand, as facts: counts, a row a unit, whom to telephone, what to tell the work group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from mailbot.letters.clean import one_line
from mailbot.letters.facts import Fact, duty_fact, named
from mailbot.model.duty import Duty, DutyState
from mailbot.model.instant import shown
from mailbot.rulebook.model import Rulebook

_HERE = frozenset({DutyState.FILED, DutyState.PROVISIONAL, DutyState.RECEIVED})
_COLOURS = {
    DutyState.FILED: "good",
    DutyState.PROVISIONAL: "waits",
    DutyState.RECEIVED: "waits",
    DutyState.RETURNED: "mend",
    DutyState.EXEMPT: "exempt",
    DutyState.OPEN: "open",
}
NOTES_SHOWN = 2
"""So many notes of calls stand beside a number, the latest first."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the office needs to call a unit: numbers with names, and its notes, the latest first."""

    numbers: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[datetime, str], ...] = ()


NO_CALLS: Mapping[str, Call] = MappingProxyType({})


def totals(duties: Sequence[Duty]) -> Fact:
    """Count the duties by state, the lists and areas that are here, their items and what is to mend."""
    asked = [duty for duty in duties if duty.state is not DutyState.EXEMPT]
    states = {state.value: sum(duty.state is state for duty in duties) for state in DutyState}
    lists = [duty for duty in asked if duty.area is None]
    areas = [duty for duty in asked if duty.area is not None]
    return {
        **states,
        "duties": len(asked),
        "lists": len(lists),
        "lists_here": sum(duty.state in _HERE for duty in lists),
        "areas": len(areas),
        "areas_here": sum(duty.state in _HERE for duty in areas),
        "items": sum(duty.items for duty in areas if duty.state in _HERE),
        "to_mend": sum(duty.to_mend for duty in asked if duty.state in _HERE),
    }


def unit_row(unit: str, duties: Sequence[Duty], rulebook: Rulebook, day: date) -> Fact:
    """Tell how one unit stands: its list, how many of its areas are here, what is missing, late or to mend."""
    mine = [duty for duty in duties if duty.unit == unit]
    lists = [duty for duty in mine if duty.area is None]
    areas = [duty for duty in mine if duty.area is not None and duty.state is not DutyState.EXEMPT]
    missing = [duty for duty in mine if duty.owed]
    return {
        "unit": short_name(unit, rulebook),
        "list": lists[0].state.value if lists else "",
        "areas": len(areas),
        "areas_here": sum(duty.state in _HERE for duty in areas),
        "missing": [duty_fact(duty, rulebook, day) for duty in missing if duty.area is not None and duty.state is DutyState.OPEN],
        "returned": [duty_fact(duty, rulebook, day) for duty in missing if duty.state is DutyState.RETURNED],
        "to_mend": sum(duty.to_mend for duty in mine if duty.state in _HERE),
        "late": max((duty.late_days for duty in mine), default=0),
        "rows": [_on_board(duty, rulebook, day) for duty in mine if duty.area is not None],
        "list_row": _on_board(lists[0], rulebook, day) if lists else {},
        "overdue": [duty_fact(duty, rulebook, day) for duty in missing if duty.deadline < day],
        "late_rows": [{**duty_fact(duty, rulebook, day), "days": duty.late_days} for duty in mine if duty.late_days],
        "silent": bool(missing) and all(duty.came_at is None for duty in mine) and any(duty.deadline < day for duty in missing),
        "done": not missing,
    }


def _on_board(duty: Duty, rulebook: Rulebook, day: date) -> Fact:
    """Tell one cell of the board: what, how it stands, and the colour that says so (rules/letters.toml has the words)."""
    overdue = duty.state is DutyState.OPEN and duty.deadline < day
    colour = "overdue" if overdue else _COLOURS[duty.state]
    return {**duty_fact(duty, rulebook, day), "colour": colour, "days": duty.late_days, "on_time": duty.on_time}


def to_telephone(
    silent: Iterable[str],
    without_address: Iterable[str],
    duties: Sequence[Duty],
    rulebook: Rulebook,
    day: date,
    *,
    calls: Mapping[str, Call] = NO_CALLS,
) -> list[Fact]:
    """List whom only the telephone reaches, each unit once, with the reason, the numbers the office holds and its notes."""
    why = dict.fromkeys(silent, "silent")
    why |= dict.fromkeys(without_address, "no-address")
    owed = {unit: [duty_fact(duty, rulebook, day) for duty in duties if duty.unit == unit and duty.owed] for unit in why}
    return [
        {"unit": unit.name, "why": why[unit.key], "owed": owed[unit.key], **_call(calls.get(unit.key, Call()))}
        for unit in rulebook.units
        if unit.key in why
    ]


def _call(call: Call) -> Fact:
    return {
        "numbers": [{"phone": one_line(phone, 40), "name": one_line(name, 20)} for phone, name in call.numbers],
        "notes": [{"at": shown(at), "text": one_line(text, 80)} for at, text in call.notes[:NOTES_SHOWN]],
    }


def group_text(duties: Sequence[Duty], rulebook: Rulebook, day: date) -> Fact:
    """Say for the work group how many are here and from whom nothing came, the nearest deadline first."""
    missing = sorted((duty for duty in duties if duty.state is DutyState.OPEN), key=lambda duty: (duty.deadline, duty.area or 0))
    awaited = [
        {
            "deadline": deadline.isoformat(),
            "passed": deadline < day,
            "form": form,
            "form_title": named(form, None, rulebook)["form_title"],
            "units": _awaited(mine, rulebook),
        }
        for deadline, form in dict.fromkeys((duty.deadline, duty.form) for duty in missing)
        if (mine := [duty for duty in missing if (duty.deadline, duty.form) == (deadline, form)])
    ]
    return {"awaited": awaited}


def _awaited(duties: Iterable[Duty], rulebook: Rulebook) -> list[Fact]:
    by_unit: dict[str, list[str]] = {}
    for duty in duties:
        by_unit.setdefault(duty.unit, []).extend([rulebook.area_by_number[duty.area].name] if duty.area else [])
    return [{"unit": short_name(unit, rulebook), "areas": areas} for unit, areas in by_unit.items()]


def short_name(unit: str | None, rulebook: Rulebook) -> str:
    """Name a unit without the county, as people of one county do."""
    rule = rulebook.unit_by_key.get(unit or "")
    if rule is None:
        return ""
    county = rulebook.campaign.county
    return rule.name.removeprefix(county) if len(rule.name.removeprefix(county)) > 1 else rule.name
