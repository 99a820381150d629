"""What all findings come to."""

from dataclasses import replace

import pytest

from mailbot.checks.judge import judge, weighs
from mailbot.model.submission import Finding, Severity, Submission
from tests.checks.builders import catalogue, liaison, person, rows, rulebook

BLANK = {"time_limit": ""}
LEADER, LIAISON = person("leader"), person("liaison", "钱二")


@pytest.mark.parametrize(
    ("submission", "outcome", "to_mend"),
    [
        (catalogue(*rows(13)), "filed", 0),
        # One blank of five is 20 per cent and not more.
        (catalogue(BLANK, *rows(4)), "filed", 1),
        (catalogue(BLANK, *rows(3)), "returned", 1),
        (catalogue({"time_limit": "", "basis": ""}, *rows(4)), "filed", 2),
        (catalogue({"time_limit": "#REF!"}, *rows(3)), "returned", 1),
        (catalogue({"time_limit": "=A1"}, *rows(3)), "returned", 1),
        (catalogue({"time_limit": "同上"}, *rows(3)), "returned", 1),
        (catalogue(), "returned", 1),
        (catalogue({}, without=("basis",)), "returned", 1),
        (catalogue(*rows(3, basis="")), "returned", 1),
        # Advice returns nothing, however much of it there is.
        (catalogue(*rows(13, public=False, active=False, publisher="相关部门", time_limit="20个工作日")), "filed", 0),
        # Faults that are no lack return nothing either.
        (catalogue(*rows(13, publisher="XX省民政厅")), "filed", 13),
        (catalogue({"content": "申请人420000199001010016"}), "filed", 1),
        (liaison(LEADER, LIAISON), "filed", 0),
        (liaison(LIAISON), "filed", 1),
        (liaison(LEADER, person("liaison", "钱二", contact="")), "filed", 1),
        (liaison(), "returned", 2),
        (liaison(person("leader", contact=""), person("liaison", "钱二", contact="")), "returned", 2),
        (liaison(person("leader", ""), person("liaison", "")), "returned", 2),
    ],
)
def test_only_what_cannot_be_worked_with_is_returned(submission: Submission, outcome: str, to_mend: int) -> None:
    judged = judge(submission, rulebook())
    assert (judged.outcome, judged.to_mend) == (outcome, to_mend)


def test_findings_of_the_reading_stage_count_and_are_told_once() -> None:
    table = catalogue({}, BLANK, *rows(10))
    missing = Finding("missing-value", "社会救助!F5", "公开时限", {"item": "事项2"})
    dropped = Finding("rows-dropped", "社会救助!A20", facts={"rows": "20"})
    judged = judge(replace(table, findings=(missing, dropped)), rulebook())
    assert judged.to_mend == 1
    assert [finding.code for finding in judged.findings[:2]] == ["missing-value", "rows-dropped"]
    assert [finding.code for finding in judged.findings].count("missing-value") == 1


@pytest.mark.parametrize("code", ["excel-error", "uncached-formula", "ditto-first-row"])
def test_a_cell_that_reading_could_not_make_text_of_is_told_once_and_lacks_all_the_same(code: str) -> None:
    told = tuple(Finding(code, f"社会救助!F{row}", "公开时限", {"found": ""}) for row in (4, 5))
    judged = judge(replace(catalogue(*rows(2, time_limit="")), findings=told), rulebook())
    assert (judged.outcome, judged.to_mend) == ("returned", 2)
    beside = judge(replace(catalogue(*rows(3, time_limit="")), findings=told), rulebook())
    assert [(finding.code, finding.where) for finding in beside.findings[2:4]] == [
        ("missing-value", "社会救助!F6"),
        ("item-count-low", "社会救助!A3"),
    ]


def test_a_table_judged_again_is_judged_the_same() -> None:
    once = judge(catalogue({}, BLANK, *rows(3, publisher="相关部门")), rulebook())
    assert judge(once, rulebook()) == once


def test_severity_is_what_the_rules_say_today() -> None:
    assert weighs(Finding("missing-value"), rulebook()) is Severity.ERROR
    assert weighs(Finding("limit-bare"), rulebook()) is Severity.WARNING
    assert weighs(Finding("not-a-code"), rulebook()) is Severity.NOTE
