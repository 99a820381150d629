"""What all findings together come to: filed or returned, and how much to mend (interface, 5).

Returned is only what cannot be worked with: no items, an element missing or blank throughout, or
more than ``return_share`` of the items lacking one; of a list of people, nobody with a name and a
number. Everything else is filed, and a unit mends it in a later version.
"""

from collections.abc import Iterable
from dataclasses import replace

from mailbot.checks.cells import Cells
from mailbot.checks.elements import lacking
from mailbot.checks.liaison import reachable_people
from mailbot.checks.registry import ask
from mailbot.model.submission import Finding, Severity, Submission
from mailbot.rulebook.model import Rulebook

RETURNS = frozenset({"no-items", "missing-column", "empty-column"})
"""Codes that return a table whatever else is in it."""


def judge(submission: Submission, rulebook: Rulebook) -> Submission:
    """Add the findings of all checks to a submission, and set its outcome and count of faults."""
    cells = Cells.of(submission, rulebook)
    findings = _once((*submission.findings, *ask(cells)))
    faults = sum(1 for finding in findings if weighs(finding, rulebook) is Severity.ERROR)
    outcome = "returned" if _useless(cells, findings) else "filed"
    return replace(submission, findings=findings, to_mend=faults, outcome=outcome)


def weighs(finding: Finding, rulebook: Rulebook) -> Severity:
    """Tell how a finding weighs by today's rules; a code without words weighs nothing."""
    words = rulebook.findings.get(finding.code)
    return words.severity if words else Severity.NOTE


def _useless(cells: Cells, findings: Iterable[Finding]) -> bool:
    if cells.form.shape == "people":
        return not reachable_people(cells)
    if any(finding.code in RETURNS for finding in findings):
        return True
    items = cells.submission.items
    return lacking(cells) > cells.rulebook.campaign.return_share * len(items)


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Drop what was found before, by the reading stage or by another question about the same cell."""
    first: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        first.setdefault((finding.code, finding.where, finding.column), finding)
    return tuple(first.values())
