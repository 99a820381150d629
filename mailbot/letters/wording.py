"""Findings in words: ``rules/findings.toml`` filled with a finding's facts.

Used by letters, by marked workbooks and by ``check --json``, so that all three say the same.
Facts come from outside: they are put in once, and braces inside them are only braces.
"""

import re
from dataclasses import dataclass

from mailbot.letters.clean import one_line
from mailbot.model.submission import Finding, Severity
from mailbot.rulebook.model import Rulebook

_NAME = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_COLON = ":\uff1a"
"""What is left at the head of a text when a finding has no place."""
_FACT_LIMIT = 120
"""Characters of one fact in a letter; the cell itself shows the rest."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a finding says: a few words, what was found, how to write it, an example."""

    code: str
    severity: Severity
    title: str
    text: str
    advice: str
    example: str = ""


def words(finding: Finding, rulebook: Rulebook) -> Wording:
    """Put a finding into words; a fact that is not given leaves its place empty.

    A code without a text (``rules check`` reports it) is a note that says its code: never a reproach.
    """
    rule = rulebook.findings.get(finding.code)
    if rule is None:
        return Wording(finding.code, Severity.NOTE, finding.code, f"{finding.where} {finding.code}".strip(), "")
    facts = {
        "where": finding.where,
        "column": finding.column,
        **{name: one_line(str(fact), _FACT_LIMIT) for name, fact in finding.facts.items()},
    }
    return Wording(
        finding.code,
        rule.severity,
        filled(rule.title, facts),
        filled(rule.text, facts).lstrip(_COLON),
        filled(rule.advice, facts),
        filled(rule.example, facts),
    )


def filled(text: str, facts: dict[str, str]) -> str:
    """Fill {names} in one pass; unknown names become empty."""
    return _NAME.sub(lambda match: facts.get(match.group(1), ""), text).strip()
