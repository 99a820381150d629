"""The daily letter to the office: where things stand, what waits for a word, what comes tomorrow.

``jobs.announce`` fills ``DigestFacts`` with plain values; here they become facts for
``templates/digest.j2``: counts, a board by unit, numbered questions, a text for the work group.
Telephone numbers in what others wrote are masked (pitfalls, 91).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.letters.board_facts import Call, group_text, short_name, to_telephone, totals, unit_row
from mailbot.letters.clean import masked, one_line
from mailbot.letters.digest_health import Health, health_fact
from mailbot.letters.digest_phases import StandardFacts, correction_lines, standard_fact
from mailbot.letters.digest_proposals import Proposal, proposal_lines
from mailbot.letters.enclosures import progress_name
from mailbot.letters.facts import Fact, named
from mailbot.model.correction import Correction
from mailbot.model.duty import Duty
from mailbot.model.instant import shown
from mailbot.model.letter import Enclosure, Letter, Notice
from mailbot.rulebook.model import Phase, Rulebook

_COUNTED = frozenset({"command", "duplicate", "ignored", "bounce"})
"""Outcomes that the office need not look at one by one."""
_TOLD = "delivery-report-of-nobody"
"""But for a letter that came back and does not say from whom: nothing else tells of it."""


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
class OfficeLine:
    """One thing the office decided since the last digest: a word of ``[decisions]`` in rules/letters.toml, and about what."""

    what: str
    mail: int | None = None
    unit: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class DeadAddress:
    """An address that mail cannot be delivered to, and whose it is."""

    address: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """All a digest tells. Units are keys, ``phase`` is today's or the last one's.

    ``without_address`` can only be telephoned; ``telephone`` are units that no more letter will
    remind. ``tomorrow`` are the notices of the next working day if nothing comes until then.
    ``skipped`` counts reminders that came too late to go out. ``calendar_known`` is false in a
    year without a calendar: Monday to Friday is assumed. ``calls`` are numbers and notes by unit: full
    numbers stand here only. ``vetoed`` get no reminder tomorrow by the office's word. ``over``: the
    season has ended. ``events`` is the number of the last event that this digest knows. ``corrections``
    are those not closed. ``proposals`` are late duties that may count as on time.
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
    decided: tuple[OfficeLine, ...] = ()
    calls: Mapping[str, Call] = field(default_factory=dict)
    vetoed: tuple[str, ...] = ()
    over: bool = False
    events: int = 0
    standard: StandardFacts | None = None
    corrections: tuple[Correction, ...] = ()
    proposals: tuple[Proposal, ...] = ()


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
    board = [unit_row(unit.key, facts.duties, rulebook, facts.day) for unit in rulebook.units if unit.key in concerned]
    submitted = [mail for mail in facts.mails if mail.tables]
    asked = {question.mail.mail for question in facts.questions}
    told = [mail for mail in facts.mails if mail.outcome not in _COUNTED or mail.reason == _TOLD]
    others = [mail for mail in told if not mail.tables and mail.mail not in asked]
    return {
        "addressee": rulebook.campaign.office,
        "day": facts.day.isoformat(),
        "code": facts.code,
        "quiet": not (submitted or others or facts.questions or facts.proposals or facts.decided or (_waits(facts) and not facts.over)),
        "over": facts.over,
        "standard": standard_fact(facts.standard, rulebook, facts.day),
        "corrections": correction_lines(facts.corrections, rulebook),
        "events": facts.events,
        "decided": [_decided(one, rulebook) for one in facts.decided if one.what in rulebook.letters.decisions],
        "totals": totals(facts.duties),
        "phone": to_telephone(facts.telephone, facts.without_address, facts.duties, rulebook, facts.day, calls=facts.calls),
        "dead": [{"address": one_line(one.address, 80), "unit": short_name(one.unit, rulebook)} for one in facts.dead],
        "questions": [_question(one, rulebook) for one in facts.questions],
        "proposals": proposal_lines(facts.proposals, rulebook),
        "submitted": [_mail(mail, rulebook) for mail in submitted],
        "others": [_mail(mail, rulebook) for mail in others],
        "orders": sum(mail.outcome == "command" for mail in facts.mails),
        "needless": sum(mail.outcome in ("ignored", "bounce", "duplicate") and mail not in others for mail in facts.mails),
        "board": board,
        "late": [row for row in board if row["late_rows"]],
        "overdue": [row for row in board if row["overdue"]],
        "vetoed": [short_name(unit, rulebook) for unit in facts.vetoed],
        "tomorrow_day": facts.tomorrow_day.isoformat() if facts.tomorrow_day else "",
        "tomorrow": [_notice(notice, rulebook) for notice in facts.tomorrow],
        "skipped": facts.skipped,
        "phase": _phase(facts.phase, facts.day),
        "health": health_fact(facts.health, rulebook),
        "calendar_known": facts.calendar_known,
        "group": group_text(facts.duties, rulebook, facts.day),
        "enclosed": [{"kind": "board", "names": [progress_name(facts.day, rulebook)]}] if attach_board else [],
    }


def _waits(facts: DigestFacts) -> bool:
    """Tell whether the standard or an answered correction waits for the office."""
    standard = facts.standard
    owed = standard is not None and (standard.missing or standard.unsent or standard.questions or standard.opinions)
    return bool(owed) or any(one.answered for one in facts.corrections)


def _decided(one: OfficeLine, rulebook: Rulebook) -> Fact:
    return {
        "what": rulebook.letters.decisions[one.what],
        "mail": f"m{one.mail}" if one.mail else "",
        "unit": short_name(one.unit, rulebook),
        "day": one.day.isoformat() if one.day else "",
    }


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
        "unit": short_name(mail.unit, rulebook),
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
        "unit": short_name(notice.unit, rulebook),
        "kickoff": notice.kickoff,
        "phases": [phases[key] for key in notice.phases if key in phases],
        "rows": [named(form, area, rulebook) for form, area, _, _ in notice.steps],
        "corrections": len(notice.corrections),
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


def alert_letter(
    kind: str, ident: str, *, to: str, copies: tuple[str, ...] = (), title: str, lines: Sequence[str], day: date, rulebook: Rulebook
) -> Letter:
    """Tell the office at once of something that cannot wait for the digest."""
    facts: Fact = {
        "addressee": rulebook.campaign.office,
        "day": day.isoformat(),
        "title": one_line(title, 60),
        "lines": [one_line(line) for line in lines],
    }
    return Letter(f"alert:{kind}:{ident}", "alert", to, facts, copies=copies)
