"""New versions through the pipeline: what changed is told to who may know it, and by show."""

from pathlib import Path

from mailbot.cli.stories import lines_of, story
from mailbot.demo.books import Faults
from mailbot.jobs.board import current_board
from mailbot.model.decision import Order
from mailbot.model.duty import DutyState
from mailbot.office.orders import Office, apply
from mailbot.store.submissions import versions_of
from tests.season.builders import STRANGER, Sent, Stage, instant, stage, table

CLERK = "civil-affairs@example.cn"
FIRST, SECOND, THIRD = "2020-09-24T09:05", "2020-09-24T09:10", "2020-09-24T09:30"
LIMIT = {(0, "time_limit"): "长期"}
LACKING = {(row, "basis"): "" for row in range(6)}


def answered(played: Stage, when: str, faults: Faults, *, sender: str = CLERK) -> Sent:
    letters = played.answer(table(played.rulebook, (5,), when=when, sender=sender, faults=faults), when)
    (reply,) = (letter for letter in letters if letter.kind == "reply")
    return reply


def test_the_answer_to_a_new_version_tells_what_it_changes(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        first = answered(played, FIRST, Faults(rows=9))
        assert "与上一版相比" not in first.text
        second = answered(played, SECOND, Faults(LIMIT, rows=8))
        assert "社会救助领域目录与上一版相比，删去1条、修改1处。\n  删去：" in second.text
        assert "\n  修改：政策法规文件（公开时限）\n" in second.text
        body = second.message.get_body(("html",))
        assert body is not None
        assert "已收到（替换此前收到的9条）" in body.get_content()


def test_show_tells_every_change_with_both_values(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        answered(played, FIRST, Faults(rows=9))
        answered(played, SECOND, Faults(LIMIT, rows=9))
        shown = story(played.desk.db, "s2", played.rulebook)
        assert shown is not None
        changes = shown["submission"]["changes"]
        assert (changes["from"], changes["added"], changes["removed"]) == ("s1", [], [])
        assert [(one["where"], one["column"], one["after"]) for one in changes["changed"]] == [("社会救助!F4", "公开时限", "长期")]
        assert changes["changed"][0]["before"].endswith("20个工作日内")
        assert any("现为：长期" in line for line in lines_of(shown, played.rulebook))
        first = story(played.desk.db, "s1", played.rulebook)
        assert first is not None
        assert first["submission"]["changes"] is None


def test_a_strangers_version_is_told_nothing_of_what_stands(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        lacking = answered(played, FIRST, Faults(LACKING, rows=9))
        assert lacking.subject.startswith("请补正")
        strange = answered(played, SECOND, Faults(rows=9), sender=STRANGER)
        assert "与上一版相比" not in strange.text
        again = answered(played, THIRD, Faults(rows=8), sender=STRANGER)
        assert "与上一版相比，删去1条。" in again.text


def test_a_smaller_right_version_takes_the_place_of_a_returned_one(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        answered(played, FIRST, Faults(LACKING, rows=9))
        letter = answered(played, SECOND, Faults(rows=5))
        assert letter.subject == "已收到：赤壁市民政局社会救助领域目录"
        (duty,) = (one for one in current_board(played.desk, instant(SECOND)) if one.area == 5)
        assert (duty.state, duty.items, duty.version, duty.received_at) == (DutyState.FILED, 5, 2, instant(FIRST))


def test_a_return_sent_again_unchanged_is_still_a_return(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        answered(played, FIRST, Faults(LACKING, rows=9))
        again = answered(played, SECOND, Faults(LACKING, rows=9))
        assert again.subject == "请补正：赤壁市民政局社会救助领域目录"
        assert "与此前收到的内容一致，社会救助领域目录仍请补正后重新报送。" in again.text
        assert again.attachments == ("目录（标注）.xlsx",)
        assert played.outcomes() == ("returned", "returned")
        versions = versions_of(played.desk.db, ("civil-affairs", "catalogue", 5))
        assert [(one.outcome, one.version) for one in versions] == [("returned", 1), ("same", 1)]


def test_a_held_version_counts_for_punctuality_and_shows_what_it_would_change(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        answered(played, FIRST, Faults(rows=9))
        held = answered(played, SECOND, Faults(LIMIT, rows=3))
        assert held.subject.startswith("已收到，正在核实")
        (duty,) = (one for one in current_board(played.desk, instant(SECOND)) if one.area == 5)
        assert (duty.state, duty.items, duty.version) == (DutyState.FILED, 9, 1)
        shown = story(played.desk.db, "s2", played.rulebook)
        assert shown is not None
        assert len(shown["submission"]["changes"]["removed"]) == 6


def test_a_mail_decided_again_meets_only_what_came_before_it(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        answered(played, FIRST, Faults(rows=9))
        answered(played, SECOND, Faults(LIMIT, rows=9))
        for mail, standing in ((1, 2), (2, 4)):
            assert apply(Office(played.desk.db, played.rulebook, instant(THIRD)), Order("retry", mail, by="test")).done
            played.tick(THIRD)
            (duty,) = (one for one in current_board(played.desk, instant(THIRD)) if one.area == 5)
            assert (duty.state, duty.version) == (DutyState.FILED, standing)
        versions = versions_of(played.desk.db, ("civil-affairs", "catalogue", 5))
        assert [(one.shown_outcome, one.replaces) for one in versions] == [("void", None), ("filed", None), ("void", 1), ("filed", 3)]
