"""A letter of every template with facts made from the rulebook itself: what ``rules check`` renders.

Everything that a template can meet stands in one of them: each severity, each outcome, each nearness.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from mailbot.duties.excuses import Excuse
from mailbot.letters import replies
from mailbot.letters.board_facts import Call
from mailbot.letters.digest import DeadAddress, DigestFacts, MailLine, OfficeLine, Question, TableLine, alert_letter, digest_letter
from mailbot.letters.digest_health import Health, UnfetchedLine
from mailbot.letters.digest_phases import FIXABLE, OpinionLine, StandardFacts
from mailbot.letters.digest_proposals import Proposal
from mailbot.letters.feedback import AreaCount, Changed, Told, standard_letter
from mailbot.letters.notices import notice_letter
from mailbot.model.correction import KINDS, Correction
from mailbot.model.duty import Duty, DutyState
from mailbot.model.letter import Letter, Notice, Revision
from mailbot.model.mail import File, Mail
from mailbot.model.submission import Finding, Item, Severity, Submission, Value
from mailbot.rulebook.model import Rulebook, Unit

_ADDRESS = "unit@example.cn"


def samples(rulebook: Rulebook) -> tuple[Letter, ...]:
    """Give letters of every template for the unit with most areas."""
    unit = max(rulebook.units, key=lambda one: len(rulebook.areas_of(one.key)))
    day = rulebook.campaign.first
    return (*_replies(unit, day, rulebook), *_notices(unit, day, rulebook), *_standards(unit, day, rulebook), *_office(unit, day, rulebook))


def _mail(day: date, rulebook: Rulebook) -> Mail:
    received_at = datetime.combine(day, time(7), UTC)
    return Mail("0" * 64, "<1@example.cn>", _ADDRESS, "", rulebook.campaign.title, "", received_at)


def _submission(unit: Unit, outcome: str, rulebook: Rulebook) -> Submission:
    """Give a table with every finding there is, as many of each as a letter shows and more."""
    area = next(iter(rulebook.areas_of(unit.key)), None)
    findings = tuple(
        Finding(code, f"{area.name if area else '1'}!F{row}", code, dict.fromkeys(text.facts, "1"))
        for code, text in rulebook.findings.items()
        for row in range(4, 9)
    )
    return Submission(
        "catalogue",
        "1",
        "1",
        (2, 3),
        unit=unit.key,
        area=area.number if area else None,
        items=(Item(4, {"second_level": Value(rulebook.campaign.title)}),),
        findings=findings,
        outcome=outcome,
        to_mend=sum(rulebook.findings[finding.code].severity is Severity.ERROR for finding in findings),
    )


def _replies(unit: Unit, day: date, rulebook: Rulebook) -> tuple[Letter, ...]:
    mail, file = _mail(day, rulebook), File("1", "1.xlsx", "xlsx", 1, "0" * 64)
    duties = tuple(Duty(unit.key, rule.form, None, rule.due, DutyState.OPEN) for rule in rulebook.timeline.duty)
    filed, returned, held = (_submission(unit, outcome, rulebook) for outcome in ("filed", "returned", "held"))
    same = Submission("liaison", "1", "1", (3,), unit=unit.key, outcome="same")
    before = replace(filed, items=tuple(Item(row, {"second_level": Value(str(row))}) for row in range(4, 9)))
    results = tuple(
        replies.result_letter(
            "reply:1:1",
            mail,
            unit.key,
            submissions=tables,
            findings=(),
            files=(file,),
            duties=duties,
            versions={},
            rulebook=rulebook,
            provisional=provisional,
            now_day=day,
            earlier={(unit.key, filed.form, filed.area): before},
        )
        for tables, provisional in (((filed,), False), ((returned,), False), ((filed, returned, held, same), True), ((same,), False))
    )
    line = replies.CommandLine("1", done=True, answer="1")
    return (
        *results,
        replies.held_letter("reply:1:1", mail, unit.key, (held,), rulebook, now_day=day),
        replies.unreadable_letter("reply:1:1", mail, unit.key, findings=filed.findings, files=(file,), rulebook=rulebook, now_day=day),
        replies.forms_letter("reply:1:1", mail, unit.key, rulebook, now_day=day),
        replies.question_letter("reply:1:1", mail, unit.key, rulebook, now_day=day),
        replies.command_letter("reply:1:1", mail, (line, replies.CommandLine("2", done=False, answer="2")), rulebook, now_day=day),
        replies.standing_letter(unit.key, _ADDRESS, mail, (filed,), rulebook, now_day=day),
        replies.contact_letter(unit.key, _ADDRESS, mail, (_ADDRESS,), rulebook, now_day=day),
    )


def _notices(unit: Unit, day: date, rulebook: Rulebook) -> Iterator[Letter]:
    today = day.isoformat()
    form = rulebook.timeline.duty[0].form
    owed = [
        {"form": form, "area": None, "deadline": today, "nearness": nearness, "days": 1, "wrong": wrong, "step": step}
        for nearness in ("before", "today", "after")
        for wrong in ("nothing", "returned")
        for step in (1, None)
    ]
    phases = tuple(phase.key for phase in rulebook.timeline.phase)
    to_mend = [{"form": form, "area": None, "count": 1}]
    fact = {"area": rulebook.areas[0].number, "item": "1", "what": "1", "due": today}
    told = [
        {**fact, "kind": kind, "told": first, "nearness": nearness}
        for kind in KINDS
        for first in (True, False)
        for nearness in ("before", "today", "after")
    ]
    for some in (told, told[-1:]):
        yield notice_letter(Revision("send", Notice(unit.key, today), {"corrections": some}), _ADDRESS, rulebook, day=day)
    for notice in (Notice(unit.key, today, kickoff=True, phases=phases), Notice(unit.key, today, phases=phases[:1])):
        asked = [
            {"form": form, "area": None, "deadline": deadline, "here": here} for deadline in (today, "2099-01-01") for here in (True, False)
        ]
        revision = Revision("send", notice, {"owed": owed, "to_mend": to_mend, "asked": asked if notice.kickoff else []})
        yield notice_letter(revision, _ADDRESS, rulebook, day=day, enclosed=("1.xlsx",))
    for one in owed:
        yield notice_letter(Revision("send", Notice(unit.key, today), {"owed": [one], "to_mend": []}), _ADDRESS, rulebook, day=day)


def _standards(unit: Unit, day: date, rulebook: Rulebook) -> Iterator[Letter]:
    area = rulebook.areas[0].number
    fates = tuple(Changed(fate, area, "1", ("1",)) for fate in ("changed", "moved", "added", "removed"))
    for first, areas, changes in ((True, (AreaCount(area, 1, 1, 1, 1),), fates * 4), (False, (AreaCount(area, 1, 0, 0, 0),), ())):
        told = Told(unit.key, 1, first, areas, changes)
        yield standard_letter(told, rulebook, key="standard:1:1", to=_ADDRESS, day=day, enclosed=("1.xlsx",))


def _standard_state(unit: Unit, rulebook: Rulebook) -> StandardFacts:
    areas = tuple((rulebook.areas[0].number, why) for why in (FIXABLE, *(state.value for state in DutyState)))
    opinions = (OpinionLine(unit.key, 1, ("1",), "1"), OpinionLine(unit.key, 1, (), "1"))
    return StandardFacts(rulebook.timeline.phase[0], 1, areas, 1, (unit.key,), (unit.key,), 1, 1, 1, opinions)


def _office(unit: Unit, day: date, rulebook: Rulebook) -> Sequence[Letter]:
    at = datetime.combine(day, time(8), UTC)
    form = rulebook.timeline.duty[0].form
    duties = tuple(Duty(unit.key, form, None, day, state, items=1, to_mend=1, late_days=1) for state in DutyState)
    tables = tuple(TableLine(form, None, outcome, 1, 1) for outcome in ("filed", "returned", "held", "same"))
    mails = tuple(
        MailLine(1, at, _ADDRESS, "1", outcome, unit=unit.key, provisional=True, tables=tables) for outcome in rulebook.letters.outcomes
    )
    one = Correction(1, unit.key, rulebook.areas[0].number, "1", KINDS[0], "1", day, at)
    corrections = tuple(replace(one, kind=kind, answered_by=by) for kind in KINDS for by in (1, None))
    facts = DigestFacts(
        day,
        "K7Q3M2XP",
        duties,
        mails=(*mails, MailLine(2, at, _ADDRESS, "2", "other")),
        questions=tuple(Question(number, mail, ("1", "2"), 3) for number, mail in enumerate(mails, start=1)),
        without_address=(unit.key,),
        telephone=(unit.key,),
        dead=(DeadAddress(_ADDRESS, unit.key), DeadAddress(_ADDRESS)),
        tomorrow=(Notice(unit.key, day.isoformat(), kickoff=True, steps=((form, None, day.isoformat(), 1),)),),
        tomorrow_day=day,
        skipped=1,
        phase=rulebook.timeline.phase[0],
        health=Health(at, at, 1, 1, 1, 1, (1,), 1, ("1",), unfetched=(UnfetchedLine((unit.key,), "1", "1", at), UnfetchedLine(waits=True))),
        calendar_known=False,
        decided=tuple(OfficeLine(what, 1, unit.key, day) for what in rulebook.letters.decisions),
        calls={unit.key: Call((("0715-5550001", "1"),), ((at, "1"),))},
        vetoed=(unit.key,),
        standard=_standard_state(unit, rulebook),
        corrections=corrections,
        proposals=tuple(
            Proposal(9, Excuse((unit.key, form, None), kind, at, until), at, 1)
            for kind, until in (("answer", at), ("answer", None), ("delivery", at))
        ),
    )
    trouble = Health(limits=("per-hour", "per-address"), unsorted=("1",), loose=("1",), stuck=("1",))
    over = DigestFacts(day, "K7Q3M2XP", (), over=True, corrections=corrections, health=trouble)
    quiet = DigestFacts(day, "K7Q3M2XP", ())
    alert = alert_letter("sample", "1", to=_ADDRESS, title="1", lines=("1",), day=day, rulebook=rulebook)
    digests = (digest_letter(one, rulebook, to=_ADDRESS, attach_board=one is facts) for one in (facts, quiet, over))
    return (*digests, alert)
