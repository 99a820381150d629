"""Every check: raised at the right cell, not raised by what nearly is, said in words that can be filled."""

import string

import pytest

from mailbot.checks.registry import codes, run_checks
from tests.checks.builders import catalogue, rows, rulebook
from tests.checks.cases import CASES, Case

RAISED = [pytest.param(code, case, id=f"{code}-{n}") for code, cases in CASES.items() for n, case in enumerate(cases) if case.where]
SPARED = [pytest.param(code, case, id=f"{code}-{n}") for code, cases in CASES.items() for n, case in enumerate(cases) if not case.where]
ALWAYS = {"where", "column", "found", "file"}


@pytest.mark.parametrize(("code", "case"), RAISED)
def test_a_fault_is_told_at_its_cell(code: str, case: Case) -> None:
    assert tuple(finding.where for finding in run_checks(case.submission, rulebook()) if finding.code == code) == case.where


@pytest.mark.parametrize(("code", "case"), SPARED)
def test_what_nearly_is_a_fault_is_not_told(code: str, case: Case) -> None:
    assert [finding for finding in run_checks(case.submission, rulebook()) if finding.code == code] == []


def test_every_code_has_a_case_that_raises_it_and_one_that_must_not() -> None:
    assert set(CASES) == codes()
    assert [code for code, cases in CASES.items() if not any(case.where for case in cases) or all(case.where for case in cases)] == []


@pytest.mark.parametrize(("code", "case"), RAISED)
def test_the_words_of_a_finding_use_only_facts_that_the_check_gives(code: str, case: Case) -> None:
    words = rulebook().findings[code]
    finding = next(found for found in run_checks(case.submission, rulebook()) if found.code == code)
    used = {name for text in (words.title, words.text, words.advice) for _, name, _, _ in string.Formatter().parse(text) if name}
    assert used - {"where", "column", "file"} <= set(finding.facts)
    assert set(words.facts) <= set(finding.facts)
    assert set(finding.facts) <= set(words.facts) | ALWAYS
    assert finding.column or "column" not in used


def test_a_plain_table_raises_nothing() -> None:
    assert run_checks(catalogue(*rows(13)), rulebook()) == ()


def test_what_a_finding_quotes_of_a_number_is_masked() -> None:
    quoted = [
        run_checks(case.submission, rulebook()) for code in ("id-number", "bank-number", "mobile-in-catalogue") for case in CASES[code]
    ]
    found = [
        str(finding.facts["found"]) for findings in quoted for finding in findings if "number" in finding.code or "mobile" in finding.code
    ]
    assert found
    assert all("****" in text for text in found)
