"""The daily letter to the office: where things stand, what waits for a word, what comes tomorrow.

``jobs.announce`` fills ``DigestFacts`` with plain values; here they become facts for
``templates/digest.j2``: counts, a board by unit, numbered questions, a text for the work group.
Telephone numbers in what others wrote are masked (pitfalls, 91).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.letters.clean import masked, one_line
from mailbot.letters.enclosures import progress_name
from mailbot.letters.facts import Fact, duty_fact, named
from mailbot.model.duty import Duty, DutyState
from mailbot.model.instant import shown
from mailbot.model.letter import Enclosure, Letter, Notice
from mailbot.rulebook.model import Phase, Rulebook

_COUNTED = frozenset({"command", "duplicate", "ignored", "bounce"})
"""Outcomes that the office need not look at one by one."""
_HERE = frozenset({DutyState.FILED, DutyState.PROVISIONAL, DutyState.RECEIVED})


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table of a mail, for the digest: its outcome and its size (items or people)."""

    form: str
    area: int | None
    outcome: str
    size: int
    to_mend: int = 0


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail since the last digest; ``mail`` is its row (12 for m12), ``reason`` a code of the decision."""

    mail: int
    received_at: datetime
    sender: str
    subject: str
    outcome: str
    reason: str = ""
    unit: str | None = None
    provisional: bool = False
    tables: tuple[TableLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the office is asked: its number in this digest, the mail, what it may answer (each a line without the number)."""

    number: int
    mail: MailLine
    answers: tuple[str, ...]
    days_waiting: int = 0


@dataclass(frozen=True, slots=True)
class DeadAddress:
    """An address that mail cannot be delivered to, and whose it is."""

    address: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the machine is. Instants are None where it never happened; ``faults`` are sentences or codes."""

    last_poll_ok: datetime | None = None
    last_sent: datetime | None = None
    waiting: int = 0
    withheld: int = 0
    unconfirmed: int = 0
    dead_letters: int = 0
    shunted: tuple[int, ...] = ()
    disk_free_gb: int | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """All a digest tells. Units are keys, ``phase`` is today's or the last one's.

    ``without_address`` can only be telephoned; ``telephone`` are units that no more letter will
    remind. ``tomorrow`` are the notices of the next working day if nothing comes until then.
    ``skipped`` counts reminders that came too late to go out. ``calendar_known`` is false in a
    year without a calendar: Monday to Friday is assumed.
    """

    day: date
    code: str
    duties: tuple[Duty, ...]
    mails: tuple[MailLine, ...] = ()
    questions: tuple[Question, ...] = ()
    without_address: tuple[str, ...] = ()
    telephone: tuple[str, ...] = ()
    dead: tuple[DeadAddress, ...] = ()
    tomorrow: tuple[Notice, ...] = ()
    tomorrow_day: date | None = None
    skipped: int = 0
    phase: Phase | None = None
    health: Health = field(default_factory=Health)
    calendar_known: bool = True


def digest_letter(facts: DigestFacts, rulebook: Rulebook, *, to: str, copies: tuple[str, ...] = (), attach_board: bool = True) -> Letter:
    """Write the digest of a day; ``attach_board`` announces the progress workbook that goes with it."""
    enclosed = (Enclosure("board"),) if attach_board else ()
    return Letter(
        f"digest:{facts.day.isoformat()}",
        "digest",
        to,
        digest_facts(facts, rulebook, attach_board=attach_board),
        enclosures=enclosed,
        copies=copies,
    )


def digest_facts(facts: DigestFacts, rulebook: Rulebook, *, attach_board: bool) -> Fact:
    """Turn the plain values into what the template says."""
    concerned = {duty.unit for duty in facts.duties}
    board = [_unit_row(unit.key, facts.duties, rulebook, facts.day) for unit in rulebook.units if unit.key in concerned]
    submitted = [mail for mail in facts.mails if mail.tables]
    others = [mail for mail in facts.mails if not mail.tables and mail.outcome not in _COUNTED]
    return {
        "addressee": rulebook.campaign.office,
        "day": facts.day.isoformat(),
        "code": facts.code,
        "quiet": not (submitted or others or facts.questions),
        "totals": _totals(facts.duties),
        "phone": _to_telephone(facts, rulebook),
        "dead": [{"address": one_line(one.address, 80), "unit": _short(one.unit, rulebook)} for one in facts.dead],
        "questions": [_question(one, rulebook) for one in facts.questions],
        "submitted": [_mail(mail, rulebook) for mail in submitted],
        "others": [_mail(mail, rulebook) for mail in others],
        "orders": sum(mail.outcome == "command" for mail in facts.mails),
        "needless": sum(mail.outcome in ("ignored", "bounce", "duplicate") for mail in facts.mails),
        "board": board,
        "late": [row for row in board if row["late"]],
        "tomorrow_day": facts.tomorrow_day.isoformat() if facts.tomorrow_day else "",
        "tomorrow": [_notice(notice, rulebook) for notice in facts.tomorrow],
        "skipped": facts.skipped,
        "phase": _phase(facts.phase, facts.day),
        "health": _health(facts.health),
        "calendar_known": facts.calendar_known,
        "group": _group_text(facts, rulebook),
        "enclosed": [{"kind": "board", "names": [progress_name(facts.day, rulebook)]}] if attach_board else [],
    }


def _totals(duties: Sequence[Duty]) -> Fact:
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


def _unit_row(unit: str, duties: Sequence[Duty], rulebook: Rulebook, day: date) -> Fact:
    """Tell how one unit stands: its list, how many of its areas are here, what is missing, late or to mend."""
    mine = [duty for duty in duties if duty.unit == unit]
    lists = [duty for duty in mine if duty.area is None]
    areas = [duty for duty in mine if duty.area is not None and duty.state is not DutyState.EXEMPT]
    missing = [duty for duty in mine if duty.owed]
    return {
        "unit": _short(unit, rulebook),
        "list": lists[0].state.value if lists else "",
        "areas": len(areas),
        "areas_here": sum(duty.state in _HERE for duty in areas),
        "missing": [duty_fact(duty, rulebook, day) for duty in missing if duty.area is not None and duty.state is DutyState.OPEN],
        "returned": [duty_fact(duty, rulebook, day) for duty in missing if duty.state is DutyState.RETURNED],
        "to_mend": sum(duty.to_mend for duty in mine if duty.state in _HERE),
        "late": max((duty.late_days for duty in mine), default=0),
        "silent": bool(missing) and all(duty.came_at is None for duty in mine) and any(duty.deadline < day for duty in missing),
        "done": not missing,
    }


def _to_telephone(facts: DigestFacts, rulebook: Rulebook) -> list[Fact]:
    """List whom only the telephone reaches, each unit once, with the reason."""
    why = dict.fromkeys(facts.telephone, "silent")
    why |= dict.fromkeys(facts.without_address, "no-address")
    owed = {unit: [duty_fact(duty, rulebook, facts.day) for duty in facts.duties if duty.unit == unit and duty.owed] for unit in why}
    return [{"unit": unit.name, "why": why[unit.key], "owed": owed[unit.key]} for unit in rulebook.units if unit.key in why]


def _question(question: Question, rulebook: Rulebook) -> Fact:
    return {
        "number": question.number,
        "mail": _mail(question.mail, rulebook),
        "answers": [f"{question.number} {answer}" for answer in question.answers],
        "days_waiting": question.days_waiting,
    }


def _mail(mail: MailLine, rulebook: Rulebook) -> Fact:
    text = rulebook.findings.get(mail.reason)
    own = (rulebook.campaign.telephone,)
    return {
        "id": f"m{mail.mail}",
        "received_at": shown(mail.received_at),
        "sender": one_line(mail.sender, 80),
        "subject": masked(one_line(mail.subject, 60), keep=own),
        "outcome": mail.outcome,
        "reason": text.title if text else rulebook.letters.reasons.get(mail.reason, ""),
        "unit": _short(mail.unit, rulebook),
        "provisional": mail.provisional,
        "tables": [
            {**named(table.form, table.area, rulebook), "state": table.outcome, "items": table.size, "people": 0, "to_mend": table.to_mend}
            if table.form != "liaison"
            else {
                **named(table.form, table.area, rulebook),
                "state": table.outcome,
                "items": 0,
                "people": table.size,
                "to_mend": table.to_mend,
            }
            for table in mail.tables
        ],
    }


def _notice(notice: Notice, rulebook: Rulebook) -> Fact:
    phases = {phase.key: phase.title for phase in rulebook.timeline.phase}
    return {
        "unit": _short(notice.unit, rulebook),
        "kickoff": notice.kickoff,
        "phases": [phases[key] for key in notice.phases if key in phases],
        "rows": [named(form, area, rulebook) for form, area, _, _ in notice.steps],
    }


def _phase(phase: Phase | None, day: date) -> Fact:
    if phase is None:
        return {}
    return {
        "title": phase.title,
        "last": phase.last.isoformat() if phase.last else "",
        "days_left": (phase.last - day).days if phase.last else 0,
        "office_owes": phase.office_owes,
    }


def _health(health: Health) -> Fact:
    return {
        "last_poll_ok": shown(health.last_poll_ok) if health.last_poll_ok else "",
        "last_sent": shown(health.last_sent) if health.last_sent else "",
        "waiting": health.waiting,
        "withheld": health.withheld,
        "unconfirmed": health.unconfirmed,
        "dead_letters": health.dead_letters,
        "shunted": [f"m{mail}" for mail in health.shunted],
        "disk_free_gb": health.disk_free_gb if health.disk_free_gb is not None else "",
        "faults": [one_line(fault) for fault in health.faults],
    }


def _group_text(facts: DigestFacts, rulebook: Rulebook) -> Fact:
    """Say for the work group how many are here and from whom nothing came, the nearest deadline first."""
    missing = sorted((duty for duty in facts.duties if duty.state is DutyState.OPEN), key=lambda duty: (duty.deadline, duty.area or 0))
    awaited = [
        {
            "deadline": deadline.isoformat(),
            "passed": deadline < facts.day,
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
    return [{"unit": _short(unit, rulebook), "areas": areas} for unit, areas in by_unit.items()]


def _short(unit: str | None, rulebook: Rulebook) -> str:
    """Name a unit without the county, as people of one county do."""
    rule = rulebook.unit_by_key.get(unit or "")
    if rule is None:
        return ""
    county = rulebook.campaign.county
    return rule.name.removeprefix(county) if len(rule.name.removeprefix(county)) > 1 else rule.name


def alert_letter(kind: str, ident: str, *, to: str, title: str, lines: Sequence[str], day: date, rulebook: Rulebook) -> Letter:
    """Tell the office at once of something that cannot wait for the digest."""
    facts: Fact = {
        "addressee": rulebook.campaign.office,
        "day": day.isoformat(),
        "title": one_line(title, 60),
        "lines": [one_line(line) for line in lines],
    }
    return Letter(f"alert:{kind}:{ident}", "alert", to, facts)
