"""Every command that the manual's part on phases two to four shows is run in its order, on a home with what came."""

import re
import shlex
from pathlib import Path

import pytest

from mailbot.cli.main import main
from tests.season.builders import people, stage, table
from tests.tree import ROOT

MANUAL = ROOT / "docs" / "操作手册.md"
PART = re.compile(r"^## 十、.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
SHOWN = re.compile(r"^\s*\$ mailbot (.+)$", re.MULTILINE)
SENDER = "civil-affairs@example.cn"


def shown() -> list[str]:
    part = PART.search(MANUAL.read_text("utf-8"))
    assert part is not None
    return SHOWN.findall(part[0])


def test_the_part_shows_every_command_of_these_phases() -> None:
    groups = {" ".join(command.split()[:2]) for command in shown()}
    assert {"standard build", "standard import", "standard send", "correction add", "correction list", "correction close"} <= groups
    assert {f"report {what}" for what in ("progress", "catalogue", "liaisons", "assessment", "evidence", "originals")} <= groups


def test_the_commands_of_the_part_work_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.answer(table(played.rulebook, (5, 6), when="2020-09-28T09:00", sender=SENDER), "2020-09-28T09:00")
        played.answer(people("赤壁市民政局", when="2020-09-28T09:10", sender=SENDER), "2020-09-28T09:10")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAILBOT_HOME", str(tmp_path))
    monkeypatch.setenv("MAILBOT_NOW", "2020-10-12T09:00")
    for command in shown():
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(command))
        told = capsys.readouterr()
        # A draft with areas missing is told with 1; everything else is done.
        assert ended.value.code == (1 if command.startswith("standard build") else 0), (command, told)
    assert {path.name for path in tmp_path.glob("*.*")} >= {"汇编稿.xlsx", "考核报告.docx", "证据.zip", "原件.zip"}
