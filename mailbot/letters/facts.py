"""What letters say of submissions, findings and duties, as plain JSON values for templates.

No sentences here: names, counts and places only. The sentences are in ``templates/``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from mailbot.letters.clean import one_line
from mailbot.letters.wording import Wording, words
from mailbot.model.decision import Version
from mailbot.model.duty import COUNTS_AS_RECEIVED, Duty, DutyKey, DutyState
from mailbot.model.submission import Finding, Severity, Submission
from mailbot.rulebook.model import Rulebook, Unit

PLACES_SHOWN = 3
"""Places of one kind of finding in a letter; the workbook has them all (pitfalls, 51)."""

Fact = dict[str, object]

_STOP = "\u3002"
_ROW = re.compile(r"![A-Z]*(\d+)$")
FORM_ORDER = {"liaison": 0, "catalogue": 1}
"""In which order a letter tells the tables of a mail."""


def named(form: str, area: int | None, rulebook: Rulebook) -> Fact:
    """Name what is reported: the area's name, or only the form's title."""
    title = rulebook.forms[form].title if form in rulebook.forms else form
    return {"form": form, "form_title": title, "area": area, "area_name": rulebook.area_by_number[area].name if area else ""}


def full_name(unit: Unit) -> str:
    """Tell the name a letter opens with."""
    return unit.full_name or unit.name


def asked_of(unit: str | None, rulebook: Rulebook, duties: Sequence[Duty] = ()) -> list[Fact]:
    """List all that is asked of a unit, with its days: those of its duties where they are known, else the notice's (parts 3 and 4).

    What does not concern the unit is left out; what is here is said to be (``here``).
    """
    mine = [duty for duty in duties if duty.unit == unit and duty.state is not DutyState.EXEMPT]
    if mine:
        return [
            {**named(duty.form, duty.area, rulebook), "deadline": duty.deadline.isoformat(), "here": duty.state in COUNTS_AS_RECEIVED}
            for duty in mine
        ]
    asked: list[Fact] = []
    for rule in rulebook.timeline.duty:
        if rule.ask:
            areas: list[int | None] = [None] if rule.per == "unit" else [area.number for area in rulebook.areas_of(unit or "")]
            asked += [{**named(rule.form, area, rulebook), "deadline": rule.due.isoformat(), "here": False} for area in areas]
    return asked


def row_of(submission: Submission, standing: Version | None, rulebook: Rulebook) -> Fact:
    """Tell one table's result; ``standing`` is the version that stood before it."""
    rule = rulebook.unit_by_key.get(submission.unit or "")
    return {
        **named(submission.form, submission.area, rulebook),
        "unit_name": rule.name if rule else "",
        "sheet": one_line(submission.sheet, 40),
        "state": submission.outcome,
        "items": len(submission.items),
        "people": len(submission.people),
        "to_mend": submission.to_mend,
        "earlier": standing.size if standing else 0,
        "still_returned": bool(standing and standing.outcome == "returned" and submission.outcome == "same"),
        "earlier_stands": bool(standing and standing.outcome == "filed" and submission.outcome == "returned"),
        "why": _why_held(submission, rulebook),
    }


def _why_held(submission: Submission, rulebook: Rulebook) -> str:
    """Say why a table waits for the office: the last finding, which the decision added."""
    if submission.outcome != "held" or not submission.findings:
        return ""
    wording = words(submission.findings[-1], rulebook)
    return wording.text + wording.advice


def rows_of(submissions: Iterable[Submission], versions: Mapping[DutyKey, Version], rulebook: Rulebook) -> list[Fact]:
    """List the tables of a mail, the liaison list first, then by the notice's order of areas."""
    ordered = sorted(submissions, key=lambda one: (FORM_ORDER.get(one.form, 9), one.area or 0))
    return [row_of(one, versions.get((one.unit or "", one.form, one.area)), rulebook) for one in ordered]


def groups(submissions: Sequence[Submission], findings: Sequence[Finding], rulebook: Rulebook) -> dict[str, list[Fact]]:
    """Group findings by severity, then by kind and column, each with its first places and a count."""
    kinds: dict[tuple[str, str], list[tuple[Finding, Wording, str]]] = {}
    for finding in findings:
        wording = words(finding, rulebook)
        kinds.setdefault((finding.code, wording.title), []).append((finding, wording, ""))
    for submission in submissions:
        items = {item.row: one_line(item.text("second_level") or item.text("first_level"), 24) for item in submission.items}
        shown = submission.findings[:-1] if submission.outcome == "held" else submission.findings
        for finding in shown:
            wording = words(finding, rulebook)
            row = _ROW.search(finding.where)
            item = items.get(int(row.group(1)), "") if row else ""
            kinds.setdefault((finding.code, wording.title), []).append((finding, wording, item))
    grouped: dict[str, list[Fact]] = {severity.value: [] for severity in Severity}
    for found in kinds.values():
        grouped[found[0][1].severity].append(_group(found, rulebook))
    return grouped


def _group(found: Sequence[tuple[Finding, Wording, str]], rulebook: Rulebook) -> Fact:
    """Tell one kind of finding: title, the first places, how many more, how to write it everywhere."""
    first, wording, _ = found[0]
    if len(found) > 1:
        wording = words(replace(first, where=_together([finding.where for finding, _, _ in found])), rulebook)
    shown = [_place(*one) for one in found[:PLACES_SHOWN]]
    return {
        "code": first.code,
        "title": found[0][1].title,
        "count": len(found),
        "remark": _remark(shown),
        "places": shown,
        "rest": max(0, len(found) - PLACES_SHOWN),
        "advice": wording.advice,
        "example": wording.example,
    }


def _remark(places: Sequence[Fact]) -> str:
    """Take what all places say after their first sentence out of them, to be said once."""
    parted = [str(place["text"]).partition(_STOP) for place in places]
    remarks = {rest for _, _, rest in parted}
    if len(places) < 2 or len(remarks) > 1 or remarks == {""}:
        return ""
    for place, (sentence, stop, _) in zip(places, parted, strict=True):
        place["text"] = sentence + stop
    return remarks.pop()


def _together(places: Sequence[str]) -> str:
    """Name several cells shortly: the sheet once for its cells, the first ones and the number of all."""
    shown: list[str] = []
    sheet = ""
    for place in places[:PLACES_SHOWN]:
        before, mark, cell = place.rpartition("!")
        shown.append(cell if mark and before == sheet else place)
        sheet = before
    joined = "\u3001".join(dict.fromkeys(shown))
    return joined if len(places) <= PLACES_SHOWN else f"{joined}等{len(places)}处"


def _place(finding: Finding, wording: Wording, item: str) -> Fact:
    where = finding.where if "!" in finding.where and finding.where not in wording.text else ""
    return {"where": one_line(where, 60), "text": wording.text, "item": "" if item in wording.text else item}


def deadline_of(form: str, area: int | None, duties: Sequence[Duty], rulebook: Rulebook) -> date | None:
    """Tell when a form is due: by the unit's own duty, else by the timeline."""
    for duty in duties:
        if duty.form == form and duty.area == area:
            return duty.deadline
    return next((rule.due for rule in rulebook.timeline.duty if rule.form == form), None)


def mend_by(submissions: Sequence[Submission], duties: Sequence[Duty], rulebook: Rulebook, day: date) -> str:
    """Tell by when to mend: the latest deadline of what is to mend if it lies ahead, else ""."""
    wanted = [one for one in submissions if one.to_mend or one.outcome == "returned"]
    due = [found for one in wanted if (found := deadline_of(one.form, one.area, duties, rulebook)) and found >= day]
    return max(due).isoformat() if due else ""


def owed(duties: Iterable[Duty], told: Iterable[DutyKey], rulebook: Rulebook, day: date) -> list[Fact]:
    """List what is still to come: duties without a usable submission that this letter does not tell already."""
    told_keys = set(told)
    waiting = [
        duty for duty in duties if duty.state in (DutyState.OPEN, DutyState.RETURNED) and (duty.unit, duty.form, duty.area) not in told_keys
    ]
    waiting.sort(key=lambda duty: (duty.deadline, duty.area or 0))
    return [duty_fact(duty, rulebook, day) for duty in waiting]


def duty_fact(duty: Duty, rulebook: Rulebook, day: date) -> Fact:
    """Tell one duty: what, by when, whether that day has passed, how it stands."""
    return {
        **named(duty.form, duty.area, rulebook),
        "deadline": duty.deadline.isoformat(),
        "passed": duty.deadline < day,
        "today": duty.deadline == day,
        "state": duty.state.value,
        "items": duty.items,
        "to_mend": duty.to_mend,
    }
