"""The words of findings, read over once more by a test: plain, complete, courteous."""

import re

import pytest

from mailbot.model.submission import Severity
from mailbot.rulebook.load import packaged
from tests.rulebook.rules import shipped

CODES = sorted(shipped().findings)


@pytest.mark.parametrize("code", CODES)
def test_no_unit_is_reproached(code: str) -> None:
    words = shipped().findings[code]
    said = "".join((words.title, words.text, words.advice))
    assert not re.search("退回|警告|错误|催办|迟报|您|不合格|违规|处罚(?!法)|考核|督查|通报", said)


@pytest.mark.parametrize("code", CODES)
def test_every_finding_says_what_and_how(code: str) -> None:
    words = shipped().findings[code]
    assert words.text.endswith("。")
    assert words.advice.endswith("。")
    assert not words.title.endswith("。")
    assert len(re.sub(r"\{\w+\}", "", words.title)) <= 20


@pytest.mark.parametrize("code", CODES)
def test_every_declared_fact_is_used(code: str) -> None:
    words = shipped().findings[code]
    said = "".join((words.title, words.text, words.advice, words.example))
    assert [fact for fact in words.facts if f"{{{fact}}}" not in said] == []


@pytest.mark.parametrize("code", CODES)
def test_punctuation_is_full_width(code: str) -> None:
    words = shipped().findings[code]
    assert not re.search("[\u4e00-\u9fff][,;:?!]", words.title + words.text + words.advice)


def test_what_must_be_mended_is_what_the_notice_asks_for() -> None:
    errors = {code for code, words in shipped().findings.items() if words.severity is Severity.ERROR and not code.startswith("unreadable-")}
    assert errors == {
        "missing-value",
        "missing-column",
        "empty-column",
        "no-items",
        "template-rest",
        "excel-error",
        "uncached-formula",
        "id-number",
        "bank-number",
        "ditto-first-row",
        "wrong-kind",
        "area-unknown",
        "areas-together",
        "no-leader",
        "no-liaison",
        "no-name",
        "no-number",
        "no-attachment",
    }


def test_advice_of_a_warning_suggests_and_of_a_note_leaves_it() -> None:
    for code, words in shipped().findings.items():
        if words.severity is Severity.WARNING:
            assert re.search("建议|请核对|请改正|请在|请分成|请重新|如需", words.advice), code


def test_every_finding_that_is_raised_has_words() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in packaged("rules").parent.joinpath("mailbot").rglob("*.py"))
    raised = set(re.findall(r'(?:Finding|\.finding)\(\s*"([a-z-]+)"', source)) | set(re.findall(r'"(unreadable-[a-z-]+)"', source))
    assert raised - set(CODES) == set()
