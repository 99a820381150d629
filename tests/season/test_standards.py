"""Phase two as the office plays it: nothing of the standard leaves without its word."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from mailbot.jobs.feedback import plan, queue
from mailbot.jobs.standards import Imported, build, import_workbook
from mailbot.standards.rows import Edited
from mailbot.store import standards as kept
from tests.season.builders import Stage, instant, stage, table, words
from tests.standards.edits import read

pytestmark = pytest.mark.xdist_group("season")
UNIT, OTHER = "civil-affairs@example.cn", "taxation@example.cn"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as found:
        found.register("civil-affairs")
        found.register("taxation")
        found.answer(table(found.rulebook, (5, 6), when="2020-09-28T09:00", sender=UNIT), "2020-09-28T09:00")
        found.answer(table(found.rulebook, (25,), when="2020-09-28T09:10", sender=OTHER), "2020-09-28T09:10")
        yield found


def draft(played: Stage, when: str = "2020-10-09T09:00") -> bytes:
    return build(played.desk.db, played.rulebook, instant(when), by="test")[1]


def take(played: Stage, workbook: Edited, when: str) -> Imported:
    return import_workbook(played.desk.db, played.rulebook, workbook, instant(when), by="test", sha256="", answers={})


def send(played: Stage, when: str) -> tuple[int, ...]:
    return queue(played.desk, plan(played.desk.db, played.rulebook), instant(when), by="test")


def changed(content: bytes, change: Callable[[Any], None]) -> Edited:
    book = load_workbook(io.BytesIO(content))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return read(saved.getvalue())


def limit(sheet: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet]["F4"] = "自信息形成或者变更之日起5个工作日内"

    return change


def test_a_draft_names_mail_sheet_and_row_of_every_item(played: Stage) -> None:
    sheet = load_workbook(io.BytesIO(draft(played)))["社会救助"]
    assert str(sheet["P4"].value).startswith("赤壁市民政局 m1 目录.xlsx 社会救助!4")


def test_a_draft_built_twice_is_one_draft(played: Stage) -> None:
    draft(played)
    draft(played, "2020-10-10T09:00")
    assert kept.next_number(played.desk.db, "draft") == 2


def test_no_standard_leaves_without_the_offices_word(played: Stage) -> None:
    take(played, read(draft(played)), "2020-10-12T09:00")
    for day in ("2020-10-12", "2020-10-16", "2020-10-19", "2020-11-02"):
        played.day(day)
    assert played.kinds("standard") == ()
    send(played, "2020-11-03T09:00")
    assert [one.to for one in played.tick("2020-11-03T09:05")] == [UNIT, OTHER]


def test_an_adjustment_goes_to_those_it_touches(played: Stage) -> None:
    content = draft(played)
    take(played, read(content), "2020-10-12T09:00")
    assert len(send(played, "2020-10-12T09:01")) == 2
    played.tick("2020-10-12T09:05")
    assert send(played, "2020-10-12T09:10") == ()
    done = take(played, changed(content, limit("税收管理")), "2020-10-14T09:00")
    assert done.against_version is not None
    assert [(one.fate, one.columns) for one in done.against_version if one.fate != "kept"] == [("changed", ("time_limit",))]
    send(played, "2020-10-14T09:01")
    sent = [one for one in played.tick("2020-10-14T09:05") if one.kind != "digest"]
    assert [(one.to, one.subject) for one in sent] == [(OTHER, "公开事项标准目录有调整（第2版）：赤壁市税务局")]
    assert "税收管理·" in sent[0].text


def test_thanks_are_the_receipt_and_other_answers_are_listed_by_item(played: Stage) -> None:
    take(played, read(draft(played)), "2020-10-12T09:00")
    send(played, "2020-10-12T09:01")
    letters = {one.to: one.identifier for one in played.tick("2020-10-12T09:05")}
    played.answer(words("收到", when="2020-10-12T10:00", sender=OTHER, subject="回复：标准", answers=letters[OTHER]), "2020-10-12T10:00")
    opinion = "“监督检查”的公开时限建议改为10个工作日。"
    played.answer(words(opinion, when="2020-10-12T11:00", sender=UNIT, subject="回复：标准", answers=letters[UNIT]), "2020-10-12T11:00")
    planned = plan(played.desk.db, played.rulebook)
    assert planned is not None
    assert list(planned.receipts) == ["taxation"]
    assert [(one.unit, one.items, one.text) for one in planned.opinions] == [("civil-affairs", ("监督检查",), opinion)]


def test_an_edit_with_a_question_keeps_nothing(played: Stage) -> None:
    def forget(book: Any) -> None:
        book["社会救助"]["O4"], book["社会救助"]["C4"] = None, "政策法规"

    done = take(played, changed(draft(played), forget), "2020-10-12T09:00")
    assert [one.kind for one in done.questions] == ["resembles"]
    assert kept.latest(played.desk.db, "version") is None
