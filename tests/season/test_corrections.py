"""Part five of the notice: the office opens a correction, the unit is told, reminded, answers, and the office agrees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.books import Faults
from mailbot.errors import OperatorError
from mailbot.model.correction import Correction
from mailbot.office.corrections import open_correction
from mailbot.store.corrections import close_correction, corrections
from mailbot.store.database import transaction
from mailbot.store.reminding import close_season
from tests.office_day.builders import digest, ordered, told
from tests.season.builders import Stage, instant, stage, table, words

pytestmark = pytest.mark.xdist_group("season")
UNIT = "finance@example.cn"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as found:
        found.register("finance")
        found.answer(table(found.rulebook, (8,), when="2020-09-28T09:00", sender=UNIT), "2020-09-28T09:00")
        for day in ("2020-10-19", "2020-10-20"):
            found.day(day)
        yield found


def opened(played: Stage, item: str = "", **changes: str) -> Correction:
    name = item or str(played.desk.db.connection.execute("SELECT second_level FROM item ORDER BY id").fetchone()[0])
    facts = {"area": "8", "kind": "不准确", "what": "金额与批复不一致", "due": "2020-10-27", **changes}
    with transaction(played.desk.db):
        return open_correction(played.desk.db, played.rulebook, instant("2020-10-20T17:00"), unit="finance", item=name, by="test", **facts)


def now(played: Stage, when: str) -> tuple[Correction, ...]:
    return corrections(played.desk.db, instant(when))


def test_a_correction_is_told_and_reminded_of_in_the_letter_of_the_day(played: Stage) -> None:
    one = opened(played)
    letters = [letter for day in range(21, 31) for letter in played.day(f"2020-10-{day}") if letter.kind == "notice"]
    assert [letter.key for letter in letters] == [f"notice:finance:2020-10-{day}" for day in (21, 26, 27, 28, 30)]
    assert letters[0].subject == f"请补正公开信息：赤壁市财政局（{one.item}）"
    assert f"财政预决算·{one.item}（公开不准确）：金额与批复不一致。请于10月27日前补正。" in letters[0].text
    assert letters[1].subject.startswith("工作提醒：请补正公开信息")
    assert "尚未收到补正情况" in letters[-1].text


def test_an_updated_row_answers_it_and_no_reminder_follows(played: Stage) -> None:
    opened(played)
    played.day("2020-10-21")
    played.answer(
        table(played.rulebook, (8,), when="2020-10-22T09:00", sender=UNIT, faults=Faults({(0, "content"): "更正后的金额和批复文号"})),
        "2020-10-22T09:00",
    )
    assert [one.awaited for one in now(played, "2020-10-23T09:00")] == [False]
    assert [one for day in (26, 27, 28, 30) for one in played.day(f"2020-10-{day}") if one.kind == "notice"] == []


def test_it_is_closed_when_the_office_agrees(played: Stage) -> None:
    one = opened(played)
    with transaction(played.desk.db):
        assert close_correction(played.desk.db, one.id, instant("2020-10-23T09:00"), why="已更正", by="test")
    assert [found.closed_at is None for found in now(played, "2020-10-22T09:00")] == [True]
    assert [found.close_why for found in now(played, "2020-10-24T09:00")] == ["已更正"]


def test_what_does_not_fit_is_told_at_once(played: Stage) -> None:
    with pytest.raises(OperatorError) as told:
        opened(played, item="不存在的事项", area="5", kind="太少", due="2020-10-01")
    assert len(told.value.problems) == 3
    with pytest.raises(OperatorError) as told:
        opened(played, item="不存在的事项")
    assert "相近的有" in told.value.problems[0]


def test_an_answer_in_words_stops_the_reminders_until_the_office_has_looked(played: Stage) -> None:
    one = opened(played)
    letter = next(letter for letter in played.day("2020-10-21") if letter.kind == "notice")
    said = words("网站上已经改好。", when="2020-10-22T09:00", sender=UNIT, subject=f"回复：{letter.subject}", answers=letter.identifier)
    played.answer(said, "2020-10-22T09:00")
    assert [(found.id, found.awaited, found.answered_in) for found in now(played, "2020-10-23T09:00")] == [(one.id, False, 2)]
    assert [letter for day in (26, 27, 28, 30) for letter in played.day(f"2020-10-{day}") if letter.kind == "notice"] == []


@pytest.mark.parametrize("text", ["收到，谢谢！", "请问具体要改哪里？"])
def test_thanks_and_questions_are_no_answer(played: Stage, text: str) -> None:
    opened(played)
    letter = next(letter for letter in played.day("2020-10-21") if letter.kind == "notice")
    said = words(text, when="2020-10-22T09:00", sender=UNIT, subject=f"回复：{letter.subject}", answers=letter.identifier)
    played.answer(said, "2020-10-22T09:00")
    assert [found.awaited for found in now(played, "2020-10-23T09:00")] == [True]


def test_the_office_opens_and_closes_a_correction_by_mail(played: Stage) -> None:
    name = played.desk.db.connection.execute("SELECT second_level FROM item ORDER BY id").fetchone()[0]
    day = digest(played, "2020-10-21T16:30")
    answer = told(ordered(played, day, f"更正 财政局 财政预决算 {name} 不准确 10月27日 金额与批复不一致", when="2020-10-21T17:00"))
    assert len(answer) == 1
    assert answer[0].startswith(f"已办：c1 已登记：财政局“{name}”，10月27日前补正")
    assert "如需撤销，请回复：完成更正 c1" in answer[0]
    letters = [letter for letter in played.kinds("notice") if letter.at == instant("2020-10-21T17:00")]
    assert [f"{name}（公开不准确）：金额与批复不一致。请于10月27日前补正。" in letter.text for letter in letters] == [True]
    answers = told(ordered(played, day, "完成更正 c1 已核对网站", "完成更正 c1", when="2020-10-22T15:00"))
    assert answers[0] == f"已办：c1 已办结：财政局“{name}”。 如需再次登记，请回复：更正 单位 领域 事项 情形"
    assert answers[1].startswith("未办：目前没有待办的更正")
    assert [found.close_why for found in now(played, "2020-10-24T09:00")] == ["已核对网站"]
    assert [letter for day in (26, 27, 28, 30) for letter in played.day(f"2020-10-{day}") if letter.kind == "notice"] == []


def test_a_line_that_names_no_item_of_the_unit_opens_nothing(played: Stage) -> None:
    day = digest(played, "2020-10-21T16:30")
    (answer,) = told(ordered(played, day, "更正 财政局 不存在的事项 不准确 10月27日 金额不符", when="2020-10-21T17:00"))
    assert answer.startswith("未办：没有名为“不存在的事项”的事项。相近的有：")
    assert now(played, "2020-10-22T09:00") == ()


def test_after_the_last_day_corrections_are_still_told_and_reminded_of_and_nothing_else_is_chased(played: Stage) -> None:
    played.register("taxation")
    opened(played, due="2020-11-12")
    played.day("2020-10-21")
    days = ("2020-11-09", "2020-11-10", "2020-11-11", "2020-11-12", "2020-11-13", "2020-11-14", "2020-11-16", "2020-11-17", "2020-11-18")
    letters = [letter for day in days for letter in played.day(day) if letter.kind == "notice"]
    assert [letter.key.rpartition(":")[2] for letter in letters] == ["2020-11-11", "2020-11-12", "2020-11-13", "2020-11-17"]
    assert {letter.to for letter in letters} == {UNIT}
    assert not any("名单" in letter.text for letter in letters)


def test_a_correction_opened_after_the_last_day_or_the_season_was_closed_is_told(played: Stage) -> None:
    played.day("2020-11-06")
    name = played.desk.db.connection.execute("SELECT second_level FROM item ORDER BY id").fetchone()[0]
    facts = {"area": "8", "item": name, "kind": "late", "what": "应于月底前公开", "due": "2020-12-03"}
    with transaction(played.desk.db):
        close_season(played.desk.db, instant("2020-11-12T09:00"), by="test")
        open_correction(played.desk.db, played.rulebook, instant("2020-11-27T09:00"), unit="finance", by="test", **facts)
    letters = [letter for letter in played.day("2020-11-27") if letter.kind == "notice"]
    assert [f"{name}（公开不及时）" in letter.text for letter in letters] == [True]


def test_no_correction_falls_due_after_answers_are_taken(played: Stage) -> None:
    with pytest.raises(OperatorError) as told_problems:
        opened(played, due="2021-02-01")
    assert "已过收信的最后一天" in told_problems.value.problems[0]
