"""Stored mails by today's rules: listed, and written only when that is wanted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.cli.recheck_shapes import lines_of, shape_of
from mailbot.demo.books import Faults
from mailbot.jobs.board import current_board
from mailbot.jobs.rechecking import Rechecked, recheck
from mailbot.model.decision import Order
from mailbot.model.duty import DutyState
from mailbot.model.submission import Severity
from mailbot.office.orders import Office, apply
from mailbot.rulebook.model import Rulebook
from mailbot.store.outbox import list_letters
from mailbot.store.submissions import versions_of
from tests.season.builders import STRANGER, Stage, instant, stage, table

CLERK, OTHER = "civil-affairs@example.cn", "education@example.cn"
AT, LATER, TODAY = "2020-09-24T09:05", "2020-09-24T09:10", "2020-09-24T09:30"
LACKING = Faults({(row, "basis"): "" for row in range(2)}, rows=9)


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Stage]:
    """Two catalogues of one unit, the first with two blanks in nine rows, and one of another."""
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        played.register("education", OTHER)
        played.answer(table(played.rulebook, (5,), when=AT, sender=CLERK, faults=LACKING), AT)
        played.answer(table(played.rulebook, (6,), when=LATER, sender=CLERK), LATER)
        played.answer(table(played.rulebook, (3,), when=LATER, sender=OTHER), LATER)
        yield played


def with_rules(played: Stage, **campaign: float) -> Rulebook:
    rules = played.rulebook
    return rules.model_copy(update={"campaign": rules.campaign.model_copy(update=campaign)})


def again(played: Stage, *, write: bool = False, reply: bool = False, unit: str | None = None) -> list[Rechecked]:
    return list(recheck(played.desk, instant(TODAY), unit=unit, apply=write, reply=reply, by="test"))


def state(played: Stage, area: int) -> DutyState:
    return next(duty.state for duty in current_board(played.desk, instant(TODAY)) if duty.area == area)


def test_under_the_same_rules_nothing_changes(stored: Stage) -> None:
    assert [(one.mail, one.changed) for one in again(stored)] == [(1, False), (2, False), (3, False)]


def test_a_laxer_rule_is_listed_and_nothing_is_written(stored: Stage) -> None:
    stored.desk.rulebook = with_rules(stored, return_share=0.5)
    (first,) = (one for one in again(stored) if one.changed)
    assert (first.before.outcome, first.after.outcome, first.applied) == ("returned", "filed", False)
    assert [(one.outcome, one.to_mend) for one in (*first.before.tables, *first.after.tables)] == [("returned", 2), ("filed", 2)]
    assert state(stored, 5) is DutyState.RETURNED


def test_a_severity_that_was_lowered_is_listed_as_advice(stored: Stage) -> None:
    findings = dict(stored.rulebook.findings)
    findings["missing-value"] = findings["missing-value"].model_copy(update={"severity": Severity.WARNING})
    stored.desk.rulebook = stored.rulebook.model_copy(update={"findings": findings})
    (first,) = (one for one in again(stored) if one.changed)
    assert [(one.to_mend, one.advice) for one in (*first.before.tables, *first.after.tables)] == [(2, 2), (0, 2)]


def test_apply_writes_the_new_decision_and_writes_to_nobody(stored: Stage) -> None:
    stored.desk.rulebook = with_rules(stored, return_share=0.5)
    before = len(list_letters(stored.desk.db, mail=1))
    assert [one.mail for one in again(stored, write=True) if one.applied] == [1]
    assert state(stored, 5) is DutyState.FILED
    assert len(list_letters(stored.desk.db, mail=1)) == before
    versions = versions_of(stored.desk.db, ("civil-affairs", "catalogue", 5))
    assert [(one.shown_outcome, one.version) for one in versions] == [("void", 1), ("filed", 2)]
    assert [one for one in again(stored) if one.changed] == []


def test_reply_answers_what_changed(stored: Stage) -> None:
    stored.desk.rulebook = with_rules(stored, return_share=0.5)
    again(stored, write=True, reply=True)
    (letter,) = (one for one in stored.tick(TODAY) if one.kind == "reply")
    assert (letter.key, letter.to) == ("reply:1:2", CLERK)
    assert letter.subject.startswith("已收到，请补正2处")


def test_one_unit_can_be_asked_for(stored: Stage) -> None:
    assert [one.mail for one in again(stored, unit="education")] == [3]


def test_what_the_office_decided_stays(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.answer(table(played.rulebook, (5,), when=AT, sender=STRANGER, faults=LACKING), AT)
        assert apply(Office(played.desk.db, played.rulebook, instant(LATER)), Order("confirm", 1, by="test")).done
        played.desk.rulebook = with_rules(played, return_share=0.5)
        (found,) = again(played, write=True)
        assert (found.changed, found.kept, found.applied) == (True, "office", False)
        assert any("办公室已拍板" in line for line in lines_of([found], played.rulebook))


def test_what_changes_is_printed_by_mail_and_table(stored: Stage) -> None:
    stored.desk.rulebook = with_rules(stored, return_share=0.5)
    found = again(stored)
    assert list(lines_of(found, stored.rulebook)) == [
        "m1 赤壁市民政局 请补正 → 已收到",
        "  社会救助：请补正，9 条（人），须补正 2 处，建议 0 处 → 已收到，9 条（人），须补正 2 处，建议 0 处",
        "核对了 3 封来信，按现行规则有 1 封会有变化。没有改动；加 --apply 写入。",
    ]
    shape = shape_of(found, replied=False)
    assert shape["checked"] == 3
    assert list(lines_of([replace(found[1])], stored.rulebook))[-1].startswith("核对了 1 封来信，按现行规则有 0 封")
