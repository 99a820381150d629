"""One mail's decision, top to bottom: screening, then the tables, then what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mailbot.checks.judge import judge
from mailbot.decide import received
from mailbot.decide.case import Case
from mailbot.decide.contacts import brought_addresses
from mailbot.decide.losses import loss_findings
from mailbot.decide.screening import screened
from mailbot.decide.versions import advanced, duty_of, place
from mailbot.forms.sorting import together
from mailbot.letters import replies
from mailbot.model.decision import Decision, Outcome, Standing, Version
from mailbot.model.duty import DutyKey
from mailbot.model.instant import local_day
from mailbot.model.letter import Letter
from mailbot.model.mail import DRESSING, File
from mailbot.model.submission import Finding, Submission
from mailbot.reading import screen

STAMPED_COPIES = frozenset({"image", "pdf", "ofd"})
"""Formats that beside a readable table are the signed copy of it: kept, no complaint (domain, 6.1)."""

_KEPT = dict.fromkeys(("zip", "eml", "tnef"), "container") | {DRESSING: "dressing"}


def decide(case: Case) -> Decision:
    """Tell what becomes of a mail, and every letter and row that follows from it (interface, 4)."""
    decision = screened(case)
    if decision is None and case.drafts.submissions:
        decision = _tables(case)
    if decision is None:
        decision = _unreadable(case) or _other(case)
    behalf = case.behalf
    return replace(
        decision,
        evidence=case.attribution.evidence,
        file_reasons=_file_reasons(case, decision),
        received_at=behalf.received_at if behalf else None,
    )


@dataclass(slots=True)
class _Judged:
    """What the tables of one mail came to, gathered one after the other."""

    submissions: list[Submission] = field(default_factory=list)
    hold: list[int] = field(default_factory=list)
    standing: dict[DutyKey, Version | None] = field(default_factory=dict)


def _tables(case: Case) -> Decision:
    """Judge every recognised table, place it against the version that stands, and answer."""
    attribution = case.attribution
    provisional = attribution.standing is Standing.PROVISIONAL
    judged = _Judged(standing=dict(case.history.versions))
    for draft in case.drafts.submissions:
        _judge(draft, case, judged, provisional=provisional)
    submissions = tuple(judged.submissions)
    outcome, reason = _outcome(submissions, attribution.standing, case.history.versions)
    held = [submission for submission in submissions if submission.outcome == "held"]
    spoiled = _spoiled(case.contents.files) if outcome is not Outcome.HELD else ()
    decision = Decision(
        outcome,
        reason,
        unit=attribution.unit,
        provisional=provisional,
        submissions=submissions,
        findings=(*case.drafts.findings, *_file_findings(spoiled), *loss_findings(case.contents.files, case.rulebook)),
        received=received.of_submissions(held, attribution.candidates, case.rulebook),
        hold_submissions=tuple(judged.hold),
    )
    return replace(decision, letters=_answers(case, decision))


def _judge(draft: Submission, case: Case, judged: _Judged, *, provisional: bool) -> None:
    """Judge one table and add it, with what it does to the version that stands."""
    unit, problem = _unit_of(draft, case)
    submission = judge(replace(draft, unit=unit), case.rulebook)
    if problem is not None:
        judged.submissions.append(replace(submission, outcome="held", findings=(*submission.findings, problem)))
        return
    key = duty_of(submission)
    standing = judged.standing.get(key)
    sender = case.mail.sender
    placed = place(submission, standing, case.rulebook.campaign, provisional=provisional, sender=sender)
    judged.submissions.append(placed.submission)
    judged.hold += [number for number in placed.hold if number]
    if len(case.drafts.submissions) > 1:
        judged.standing[key] = advanced(standing, placed.submission, provisional=provisional, sender=sender)


def _unit_of(draft: Submission, case: Case) -> tuple[str | None, Finding | None]:
    """Tell whose table it is within this mail, or why a person must say."""
    attribution, rulebook = case.attribution, case.rulebook
    owner = rulebook.area_by_number[draft.area].unit if draft.area else None
    if attribution.standing is Standing.NONE:
        return None, Finding("unit-unknown")
    if draft.form == "catalogue" and draft.area is None:
        return attribution.unit, together(draft, rulebook) or Finding("area-unknown", where=draft.sheet)
    if attribution.standing is Standing.SEVERAL:
        return None, Finding("unit-unclear", facts={"found": "、".join(_names(case, attribution.candidates))})
    if owner is not None and owner not in attribution.candidates:
        return attribution.unit, Finding("area-not-yours", where=draft.sheet, facts={"area": rulebook.area_by_number[draft.area or 0].name})
    if owner is not None:
        return owner, None
    if attribution.unit is not None:
        return attribution.unit, None
    named = [
        piece.unit
        for piece in attribution.evidence
        if piece.kind in ("reported-by", "title") and piece.where.startswith(f"{draft.file}#{draft.sheet}")
    ]
    if len(set(named)) == 1:
        return named[0], None
    return None, Finding("unit-unclear", facts={"found": "、".join(_names(case, attribution.candidates))})


def _names(case: Case, units: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(case.rulebook.unit_by_key[unit].name for unit in units)


def _outcome(submissions: tuple[Submission, ...], standing: Standing, versions: Mapping[DutyKey, Version]) -> tuple[Outcome, str]:
    """Sum the tables up: one held table makes the mail the office's; a return sent again unchanged is a return."""
    if standing is Standing.NONE:
        return Outcome.HELD, "no-unit"
    if standing is Standing.SEVERAL:
        return Outcome.HELD, "several-units"
    outcomes = {submission.outcome for submission in submissions}
    if "held" in outcomes:
        held = next(submission for submission in submissions if submission.outcome == "held")
        return Outcome.HELD, held.findings[-1].code
    stand = {_as_it_stands(submission, versions) for submission in submissions}
    unchanged = outcomes == {"same"}
    if stand == {"returned"}:
        return Outcome.RETURNED, "no-change" if unchanged else "all-returned"
    if "returned" in stand:
        return Outcome.MIXED, "some-returned"
    return Outcome.FILED, "no-change" if unchanged else "all-filed"


def _as_it_stands(submission: Submission, versions: Mapping[DutyKey, Version]) -> str:
    """Tell the outcome of a table; one with nothing new in it has that of the version it repeats."""
    repeated = versions.get(duty_of(submission)) if submission.outcome == "same" else None
    return repeated.outcome if repeated else submission.outcome


def _answers(case: Case, decision: Decision) -> tuple[Letter, ...]:
    """Write the answer, and tell the registered address once that another one sent, or was registered."""
    mail, history, attribution = case.mail, case.history, case.attribution
    day = local_day(case.now)
    known = attribution.standing is Standing.KNOWN
    if not mail.sender:
        return ()
    if decision.outcome is Outcome.HELD and all(submission.outcome == "held" for submission in decision.submissions):
        if not known and not case.familiar:
            return ()
        return (
            replies.held_letter(
                case.reply_key, mail, decision.unit, decision.submissions, case.rulebook, now_day=day, on_behalf=case.trusted
            ),
        )
    brought = brought_addresses(case, decision)
    letters = [
        replies.result_letter(
            case.reply_key,
            mail,
            decision.unit,
            submissions=decision.submissions,
            findings=decision.findings,
            files=case.contents.files,
            duties=history.duties if known and not case.trusted else (),
            versions=history.versions,
            earlier=history.earlier,
            rulebook=case.rulebook,
            provisional=decision.provisional,
            now_day=day,
            on_behalf=case.trusted,
            all_read=history.complete,
            brought=brought,
        )
    ]
    unit, others = decision.unit, [address for address in history.addresses if address != mail.sender]
    if unit and decision.provisional:
        letters += [replies.standing_letter(unit, address, mail, decision.submissions, case.rulebook, now_day=day) for address in others]
    elif unit and brought:
        letters += [
            replies.contact_letter(unit, address, mail, brought, case.rulebook, now_day=day, on_behalf=case.trusted) for address in others
        ]
    return tuple(letters)


def _spoiled(files: tuple[File, ...]) -> tuple[File, ...]:
    """List the files that carry trouble and are no stamped copy of a readable one."""
    return tuple(file for file in files if file.trouble and file.format not in STAMPED_COPIES)


def _file_findings(files: tuple[File, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(file.trouble, where=file.path, facts={"file": file.name, **file.facts}) for file in files)


def _unreadable(case: Case) -> Decision | None:
    """Decide a mail that brings something for this campaign that could not be read as a table."""
    mail, attribution, rulebook = case.mail, case.attribution, case.rulebook
    if attribution.unit is None or (case.trusted and case.behalf is None):
        return None
    known = attribution.standing is Standing.KNOWN
    if not known and not screen.names_campaign(mail, rulebook.screen, file_names=tuple(file.name for file in case.contents.files)):
        return None
    troubled = tuple(file for file in case.contents.files if file.trouble)
    findings = (*_file_findings(troubled), *case.drafts.findings)
    links = screen.cloud_links(mail, rulebook.screen)
    findings += tuple(Finding("unreadable-cloud-link", facts={"found": link.service, "expiry": link.expiry}) for link in links)
    brought = any(file.format != DRESSING for file in case.contents.files)
    if not findings and not brought and screen.promises_attachment(mail, rulebook.screen):
        findings = (Finding("no-attachment"),)
    if not findings:
        findings = tuple(
            Finding("unreadable-no-table", where=file.path, facts={"file": file.name})
            for file in case.contents.files
            if file.tables or file.format in ("xlsx", "xls", "docx", "doc", "ods", "csv", "html")
        )
    if not findings or (screen.is_question(mail, rulebook.screen) and not troubled):
        return None
    letters: tuple[Letter, ...] = ()
    if mail.sender and not case.trusted:
        letters = (
            replies.unreadable_letter(
                case.reply_key,
                mail,
                attribution.unit,
                findings=findings,
                files=case.contents.files,
                rulebook=rulebook,
                now_day=local_day(case.now),
            ),
        )
    return Decision(
        Outcome.UNREADABLE,
        findings[0].code,
        unit=attribution.unit,
        provisional=not known,
        findings=findings,
        received=received.of_files(case, case.contents.files),
        letters=letters,
    )


def _other(case: Case) -> Decision:
    """Decide the rest: other notices, citizens' letters, questions."""
    unit, mail = case.attribution.unit, case.mail
    from_unit = case.attribution.standing is Standing.KNOWN and not case.trusted
    if screen.is_question(mail, case.rulebook.screen):
        letters = (
            (replies.question_letter(case.reply_key, mail, unit, case.rulebook, now_day=local_day(case.now)),)
            if from_unit and unit and mail.sender
            else ()
        )
        return Decision(Outcome.OTHER, "question", unit=unit if from_unit else None, letters=letters)
    return Decision(Outcome.OTHER, "other-letter", unit=unit if from_unit else None)


def _file_reasons(case: Case, decision: Decision) -> dict[str, tuple[str, str]]:
    """Tell of each attachment what became of it: (outcome, reason)."""
    by_file: dict[str, list[Submission]] = {}
    for submission in decision.submissions:
        by_file.setdefault(submission.file, []).append(submission)
    reasons: dict[str, tuple[str, str]] = {}
    for file in case.contents.files:
        if file.path in by_file:
            outcomes = sorted({submission.outcome for submission in by_file[file.path]})
            reasons[file.path] = (outcomes[0] if len(outcomes) == 1 else "mixed", "")
        elif file.trouble:
            stamped = bool(by_file) and file.format in STAMPED_COPIES
            reasons[file.path] = ("kept", "stamped-copy") if stamped else ("unreadable", file.trouble)
        elif decision.outcome is Outcome.DUPLICATE:
            reasons[file.path] = ("kept", "same-as-before")
        else:
            reasons[file.path] = ("kept", _KEPT.get(file.format, "no-table-recognised"))
    return reasons
