"""A home that asks for registers and procedure papers by mail (``ask = true``): duties with reminders; by default there are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.app import Clock, Home, at_desk
from mailbot.demo.books import register
from mailbot.demo.mails import mail
from mailbot.demo.office import REGISTER
from mailbot.duties.owed import owed
from mailbot.jobs.board import current_board
from mailbot.mail.memory import MemorySource, MemoryTransport
from mailbot.rulebook.load import load_rulebook
from mailbot.settings.load import load_settings
from tests.season.builders import Stage, instant, make_home, shipped

pytestmark = pytest.mark.xdist_group("season")
ASKED = """
[[duty]]
form = "liaison"
per = "unit"
due = 2020-09-25
phase = "catalogue"

[[duty]]
form = "catalogue"
per = "area"
due = 2020-09-30
phase = "catalogue"

[[duty]]
form = "publication"
per = "unit"
due = 2020-10-30
phase = "publish"
ask = true

[[duty]]
form = "procedure"
per = "unit"
due = 2020-11-06
phase = "procedure"
ask = true
"""
UNIT = "taxation@example.cn"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    make_home(tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "timeline.toml").write_text(ASKED, encoding="utf-8")
    home = Home(tmp_path, load_settings(tmp_path), load_rulebook(tmp_path))
    transport = MemoryTransport()
    with at_desk(home, Clock(instant("2020-09-24T09:00"))) as desk:
        source = MemorySource(desk.folder)
        desk.make_source = lambda: source
        desk.make_transport = lambda: transport
        found = Stage(desk, source, transport)
        found.register("taxation")
        found.register("finance")
        yield found


def test_by_default_nobody_owes_a_register_or_a_paper() -> None:
    assert {duty.form for duty in owed(shipped())} == {"liaison", "catalogue"}


def test_where_the_rules_ask_every_unit_owes_both_and_is_reminded_until_they_come(played: Stage) -> None:
    assert {duty.form for duty in owed(played.rulebook)} == {"liaison", "catalogue", "publication", "procedure"}
    letters = [one for one in played.day("2020-10-29") if one.kind == "notice"]
    assert {one.to for one in letters} == {UNIT, "finance@example.cn"}
    assert all("公开情况登记表" in one.text for one in letters)
    book = register([("税收管理", "政务公开/税收管理", "3", "2020-10-27", "已发布")], REGISTER)
    sent = mail(("税务局", UNIT), "公开情况登记表", "见附件。", instant("2020-10-29T17:00"), [("登记表.xlsx", book)])
    played.answer(sent, "2020-10-29T17:00")
    states = {duty.unit: duty.state for duty in current_board(played.desk, instant("2020-10-30T09:00")) if duty.form == "publication"}
    assert (states["taxation"], states["finance"]) == ("filed", "open")
    reminded = [one for one in played.day("2020-10-30") if one.kind == "notice" and "公开情况登记表" in one.text]
    assert {one.to for one in reminded} == {"finance@example.cn"}


def test_a_paper_on_procedure_that_came_is_not_asked_for_again(played: Stage) -> None:
    paper = [("政务公开审批发布流程.pdf", b"%PDF-1.4\n%demo\n")]
    played.answer(mail(("税务局", UNIT), "公开流程", "流程见附件。", instant("2020-11-04T10:30"), paper), "2020-11-04T10:30")
    letters = {one.to: one.text for one in played.day("2020-11-05") if one.kind == "notice"}
    assert "流程" in letters["finance@example.cn"]
    assert "流程" not in letters.get(UNIT, "")
