"""Every code there is: raised at the right place, not raised by what nearly is, put into words, told in the manual."""

import re

import pytest

from mailbot.checks.registry import codes, run_checks
from mailbot.letters.wording import words
from tests.checks import cases as checked
from tests.checks.builders import rulebook
from tests.docs.findings_table import MANUAL
from tests.findings.cases import CASES, Case

RAISED = [pytest.param(code, case, id=f"{code}-{n}") for code, cases in CASES.items() for n, case in enumerate(cases) if case.where]
SPARED = [pytest.param(code, case, id=f"{code}-{n}") for code, cases in CASES.items() for n, case in enumerate(cases) if not case.where]
LEFT_BLANK = re.compile(r"“”|（）|：：|：。|，，|^，|^。|unknown|None|\{")


@pytest.mark.parametrize(("code", "case"), RAISED)
def test_it_is_told_at_its_place(code: str, case: Case) -> None:
    assert case.scene().places(code) == case.where


@pytest.mark.parametrize(("code", "case"), SPARED)
def test_what_nearly_is_one_is_not_told(code: str, case: Case) -> None:
    assert case.scene().places(code) == ()


@pytest.mark.parametrize(("code", "case"), RAISED)
def test_its_words_are_whole_sentences(code: str, case: Case) -> None:
    said = case.scene().words(code)
    for text in (said.title, said.text, said.advice):
        assert not LEFT_BLANK.search(text), text


def test_every_code_has_a_case_that_raises_it_one_that_must_not_words_and_a_line_in_the_manual() -> None:
    told = set(re.findall(r"^\| \S+ \| `([a-z-]+)` \|", MANUAL.read_text("utf-8"), re.MULTILINE))
    places = {code: [case.where for case in cases] for code, cases in checked.CASES.items()}
    places |= {code: [case.where for case in cases] for code, cases in CASES.items()}
    raised = {code for code, wheres in places.items() if any(wheres)}
    spared = {code for code, wheres in places.items() if not all(wheres)}
    every = set(rulebook().findings)
    lacking = {"raises it": every - raised, "must not": every - spared, "manual": every - told}
    assert {what: missing for what, missing in lacking.items() if missing} == {}
    assert (raised | spared | told) - every == set()
    assert codes() <= every
    assert not set(CASES) & codes()


def test_words_of_checks_are_whole_sentences_too() -> None:
    for code, cases in checked.CASES.items():
        case = next(case for case in cases if case.where)
        finding = next(found for found in run_checks(case.submission, rulebook()) if found.code == code)
        said = words(finding, rulebook())
        for text in (said.title, said.text, said.advice):
            assert not LEFT_BLANK.search(text), text
