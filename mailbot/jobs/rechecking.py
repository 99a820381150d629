"""Stored mails judged again by today's rules: what would change, and the change itself when it is wanted.

Rules are not retroactive (design, 8). A mail is weighed as on the day it came: against what stood
before it, by today's rules and today's addresses. What the office has decided stays. A new decision
is written in the order of receipt, one transaction a mail, and nobody is written to unless asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.checks.judge import weighs
from mailbot.jobs.deciding import decided, read_mail, weigh, write
from mailbot.jobs.desk import Desk
from mailbot.model.decision import Decision
from mailbot.model.submission import Finding, Severity
from mailbot.rulebook.model import Rulebook
from mailbot.store import inbox
from mailbot.store.database import Database, transaction
from mailbot.store.deciding_again import DecidedMail, decided_mails
from mailbot.store.submissions import load_findings, submissions_of


@dataclass(frozen=True, slots=True, order=True)
class TableSummary:
    """What a table came to. ``advice`` counts what is advised (warnings)."""

    form: str
    area: int
    unit: str
    sheet: str
    outcome: str
    items: int
    to_mend: int
    advice: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a mail came to."""

    outcome: str
    unit: str | None
    provisional: bool
    tables: tuple[TableSummary, ...]


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One mail: what it came to, and what it comes to today. ``kept`` says why it stays: office or rival."""

    mail: int
    before: Summary
    after: Summary
    kept: str = ""
    applied: bool = False

    @property
    def changed(self) -> bool:
        """Tell whether today's rules say something else."""
        return self.before != self.after


def recheck(
    desk: Desk, now: datetime, *, unit: str | None = None, apply: bool = False, reply: bool = False, by: str = ""
) -> Iterator[Rechecked]:
    """Weigh every decided mail again; with ``apply`` write what differs, with ``reply`` answer it anew."""
    for mail in decided_mails(desk.db, unit):
        read = read_mail(desk, mail.waiting)
        found = Rechecked(
            mail.waiting.id,
            _of_store(desk.db, mail, desk.rulebook),
            _of_decision(weigh(desk, read, now), desk.rulebook),
            kept=mail.kept,
        )
        if apply and found.changed and not found.kept:
            ready = decided(desk, read, now)
            with transaction(desk.db):
                inbox.reopen(desk.db, found.mail, now, by=by)
                write(desk, ready if reply else replace(ready, letters=()), now)
            found = replace(found, applied=True)
        yield found


def _of_store(db: Database, mail: DecidedMail, rulebook: Rulebook) -> Summary:
    tables = (
        TableSummary(
            one.form,
            one.area or 0,
            one.unit or "",
            one.sheet,
            one.outcome,
            one.size,
            one.to_mend,
            _advice(load_findings(db, submission=one.id), rulebook),
        )
        for one in submissions_of(db, mail.waiting.id)
    )
    return Summary(mail.outcome, mail.unit, mail.provisional, tuple(sorted(tables)))


def _of_decision(decision: Decision, rulebook: Rulebook) -> Summary:
    tables = (
        TableSummary(
            one.form, one.area or 0, one.unit or "", one.sheet, one.outcome, one.size, one.to_mend, _advice(one.findings, rulebook)
        )
        for one in decision.submissions
    )
    return Summary(str(decision.outcome), decision.unit, decision.provisional, tuple(sorted(tables)))


def _advice(findings: Iterable[Finding], rulebook: Rulebook) -> int:
    return sum(weighs(finding, rulebook) is Severity.WARNING for finding in findings)
