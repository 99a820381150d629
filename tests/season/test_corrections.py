"""Part five of the notice: the office opens a correction, the unit is told, reminded, answers, and the office agrees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.books import Faults
from mailbot.errors import OperatorError
from mailbot.jobs.corrections import open_correction
from mailbot.model.correction import Correction
from mailbot.store.corrections import close_correction, corrections
from mailbot.store.database import transaction
from tests.season.builders import Stage, instant, stage, table

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
