"""Findings in words: facts are put in once and can neither crash nor inject."""

from mailbot.letters.wording import filled, words
from mailbot.model.submission import Finding, Severity
from tests.letters.builders import missing, rulebook


def test_words_of_a_finding_name_the_place_and_the_column() -> None:
    wording = words(missing("社会救助!F9", "公开时限"), rulebook())
    assert wording.severity is Severity.ERROR
    assert wording.title == "“公开时限”未填写"
    assert wording.text.startswith("社会救助!F9：事项“监督检查”的“公开时限”未填写。")
    assert "社会救助!F9" in wording.advice


def test_fact_that_is_not_given_leaves_its_place_empty() -> None:
    assert "事项“”的" in words(Finding("missing-value", "A!B1", "公开依据"), rulebook()).text


def test_text_of_a_finding_without_a_place_does_not_begin_with_a_colon() -> None:
    assert words(Finding("missing-value", "", "公开依据"), rulebook()).text.startswith("事项")


def test_braces_in_facts_are_only_braces() -> None:
    assert filled("{a}{b}", {"a": "{b}{0}{a.__class__}", "b": "x"}) == "{b}{0}{a.__class__}x"


def test_line_breaks_and_length_of_facts_are_tamed() -> None:
    wording = words(Finding("limit-without-start", "A!B1", "公开时限", {"found": "甲\r\n乙" + "丙" * 500}), rulebook())
    assert "\n" not in wording.text
    assert len(wording.text) < 250


def test_unknown_code_is_a_note_and_no_reproach() -> None:
    wording = words(Finding("never-heard-of", "A!B1"), rulebook())
    assert wording.severity is Severity.NOTE
    assert wording.text == "A!B1 never-heard-of"
