"""Answers to mails: decisions in, letters (data) out.

Every answer goes to the sender's own address, never to lists or copies (pitfalls, 62), and speaks
only of that mail; what the unit still owes is told to registered addresses only.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.letters import enclosures
from mailbot.letters.changes import changes_of
from mailbot.letters.clean import one_line
from mailbot.letters.facts import Fact, asked_of, full_name, groups, mend_by, owed, rows_of
from mailbot.model.decision import Version
from mailbot.model.duty import Duty, DutyKey
from mailbot.model.instant import shown
from mailbot.model.letter import Enclosure, Letter
from mailbot.model.mail import File, Mail
from mailbot.model.submission import Finding, Severity, Submission
from mailbot.rulebook.model import Rulebook

_REPLY_MARKS = re.compile(r"^(?:(?:re|fwd?|回复|答复|转发)\s*[:\uff1a]\s*)+", re.IGNORECASE)


class EmptyReturn(ValueError):
    """A table was returned without one concrete thing to mend: a bug in the checks (pitfalls, 48)."""


def result_letter(
    key: str,
    mail: Mail,
    unit: str | None,
    *,
    submissions: Sequence[Submission],
    findings: Sequence[Finding],
    files: Sequence[File],
    duties: Sequence[Duty],
    versions: Mapping[DutyKey, Version],
    rulebook: Rulebook,
    provisional: bool,
    now_day: date,
    on_behalf: bool = False,
    earlier: Mapping[DutyKey, Submission] | None = None,
    all_read: bool = True,
    brought: Sequence[str] = (),
) -> Letter:
    """Tell what became of each table of a mail, what to mend, and what is still to come.

    ``findings`` belong to the mail or its files, not to a table. ``duties`` are given for
    registered senders only, ``earlier`` tables to whoever may know them. ``on_behalf``: the office
    sent it for the unit and gets the answer. Without ``all_read`` nobody knows what is still to come.
    ``brought`` are the addresses that a list of people registered.
    """
    grouped = groups(submissions, findings, rulebook)
    if any(one.outcome == "returned" for one in submissions) and not grouped[Severity.ERROR]:
        # An office may have made every fault of this table a piece of advice; it was returned for them all the same.
        grouped[Severity.ERROR], grouped[Severity.WARNING] = grouped[Severity.WARNING], []
        if not grouped[Severity.ERROR]:
            raise EmptyReturn(key)
    told = [(one.unit or "", one.form, one.area) for one in submissions]
    enclosed = _for_result(unit, submissions, files, rulebook)
    return _reply(
        key,
        "result",
        mail,
        unit,
        rulebook,
        now_day,
        enclosed,
        {
            "rows": rows_of(submissions, versions, rulebook),
            "changes": changes_of(submissions, earlier or {}, rulebook),
            "mend": grouped[Severity.ERROR],
            "advise": grouped[Severity.WARNING],
            "notes": grouped[Severity.NOTE],
            "mend_by": mend_by(submissions, duties, rulebook, now_day),
            "owed": owed(duties, told, rulebook, now_day) if all_read else [],
            "provisional": provisional,
            "on_behalf": on_behalf,
            "brought": [one_line(address, 80) for address in brought],
        },
        files,
    )


def _for_result(unit: str | None, submissions: Sequence[Submission], files: Sequence[File], rulebook: Rulebook) -> tuple[Enclosure, ...]:
    """Enclose the marked workbook of each file with something to mend, and forms when nothing usable came."""
    by_path = {file.path: file for file in files}
    marked = dict.fromkeys(
        one.file for one in submissions if one.size and (one.to_mend or one.outcome == "returned") and one.file in by_path
    )
    enclosed = tuple(Enclosure("marked", unit=unit, file=path) for path in marked)
    if unit and all(one.outcome == "returned" and not one.size for one in submissions):
        enclosed += (Enclosure("forms", unit=unit),)
    return enclosed


def held_letter(
    key: str, mail: Mail, unit: str | None, submissions: Sequence[Submission], rulebook: Rulebook, *, now_day: date, on_behalf: bool = False
) -> Letter:
    """Tell that something came and is being looked at, and why."""
    facts: Fact = {"rows": rows_of(submissions, {}, rulebook), "on_behalf": on_behalf}
    return _reply(key, "held", mail, unit, rulebook, now_day, (), facts)


def unreadable_letter(
    key: str, mail: Mail, unit: str | None, *, findings: Sequence[Finding], files: Sequence[File], rulebook: Rulebook, now_day: date
) -> Letter:
    """Tell how to send it so that it can be read; the unit's forms go with it."""
    grouped = groups((), findings, rulebook)
    facts: Fact = {
        "reasons": [*grouped[Severity.ERROR], *grouped[Severity.WARNING], *grouped[Severity.NOTE]],
        "files": [one_line(file.name, 60) for file in files],
    }
    return _reply(key, "unreadable", mail, unit, rulebook, now_day, _forms(unit), facts)


def forms_letter(key: str, mail: Mail, unit: str | None, rulebook: Rulebook, *, now_day: date, duties: Sequence[Duty] = ()) -> Letter:
    """Send the unit the forms it asked for; ``duties`` where the sender may hear how they stand."""
    return _reply(key, "forms", mail, unit, rulebook, now_day, _forms(unit), {"asked": asked_of(unit, rulebook, duties)})


def question_letter(key: str, mail: Mail, unit: str | None, rulebook: Rulebook, *, now_day: date) -> Letter:
    """Answer a question with the office's telephone: one line, nothing guessed."""
    return _reply(key, "question", mail, unit, rulebook, now_day, (), {})


def command_letter(key: str, mail: Mail, lines: Sequence["CommandLine"], rulebook: Rulebook, *, now_day: date) -> Letter:
    """Answer the office's orders line by line."""
    facts: Fact = {"lines": [{"line": one_line(one.line, 80), "done": one.done, "answer": one.answer} for one in lines], "on_behalf": True}
    return _reply(key, "commands", mail, None, rulebook, now_day, (), facts)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One line of the office's mail and what became of it."""

    line: str
    done: bool
    answer: str


def standing_letter(unit: str, address: str, mail: Mail, submissions: Sequence[Submission], rulebook: Rulebook, *, now_day: date) -> Letter:
    """Tell a unit's registered address, once, that another address sent in its name."""
    facts: Fact = {**_of_another(unit, mail, rulebook, now_day), "rows": rows_of(submissions, {}, rulebook)}
    return Letter(f"standing:{unit}:{mail.sender}:{address}", "standing", address, facts, unit=unit)


def contact_letter(
    unit: str, address: str, mail: Mail, brought: Sequence[str], rulebook: Rulebook, *, now_day: date, on_behalf: bool = False
) -> Letter:
    """Tell an address that was registered before which ones a list of people brought: nobody takes over unseen (pitfalls, 89)."""
    facts: Fact = {
        **_of_another(unit, mail, rulebook, now_day),
        "brought": [one_line(one, 80) for one in brought],
        "on_behalf": on_behalf,
    }
    return Letter(f"contact:{unit}:{'+'.join(brought)}:{address}", "contact", address, facts, unit=unit)


def _of_another(unit: str, mail: Mail, rulebook: Rulebook, now_day: date) -> Fact:
    """Tell what a unit's address should know of a mail that came from another one."""
    return {
        "day": now_day.isoformat(),
        "addressee": full_name(rulebook.unit_by_key[unit]),
        "received_at": shown(mail.received_at),
        "sender": one_line(mail.sender, 80),
    }


def _forms(unit: str | None) -> tuple[Enclosure, ...]:
    return (Enclosure("forms", unit=unit),) if unit else ()


def _reply(
    key: str,
    template: str,
    mail: Mail,
    unit: str | None,
    rulebook: Rulebook,
    day: date,
    enclosed: tuple[Enclosure, ...],
    facts: Fact,
    files: Sequence[File] = (),
) -> Letter:
    """Address an answer and add what every answer says."""
    rule = rulebook.unit_by_key.get(unit or "")
    office = bool(facts.get("on_behalf"))
    shared: Fact = {
        "addressee": rulebook.campaign.office if office else full_name(rule) if rule else "",
        "unit_name": rule.name if rule else "",
        "day": day.isoformat(),
        "received_at": shown(mail.received_at),
        "subject_line": _REPLY_MARKS.sub("", one_line(mail.subject, 60)),
        "enclosed": [{"kind": one.kind, "names": list(enclosures.names(one, files, rulebook))} for one in enclosed],
    }
    return Letter(
        key,
        template,
        mail.sender,
        {**shared, **facts},
        unit=unit,
        in_reply_to=mail.message_id,
        references=mail.in_reply_to,
        enclosures=enclosed,
    )
