"""Every command that the manual shows is run, on a home in which what it speaks of is there.

The manual's m12 is any mail, its l31 any letter: here each stands for the one that the command fits.
Each runs on a copy of the home of its own. What the manual shows of phases two to four is run in its
order by ``test_manual_phases``.
"""

import io
import shlex
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from mailbot.cli.main import main
from mailbot.demo.books import catalogue, liaison
from mailbot.demo.mails import mail
from tests.docs.test_manual_phases import MANUAL, PART
from tests.docs.test_readme import CALL, CODE
from tests.season.builders import LEADER, LIAISON, STRANGER, Stage, instant, stage, table

SENDER = "civil-affairs@example.cn"
NOW = "2020-10-12T09:00"
MENTIONED = frozenset({"units add", "units remove", "held confirm", "held retry", "status --unit 该单位"})
"""Commands that a sentence only names, without what they are about."""
IDS = {
    "held confirm m12": "m2",
    "held confirm m12 --register": "m2",
    "held ignore m12": "m2",
    "held assign m12 住建局": "m3",
    "held merge m12": "m4",
    "held replace m12": "m4",
    "held retry m12": "m3",
    "held undo m12": "m2",
    "show m12": "m1",
    "outbox show l31": "l1",
}
"""What the manual's m12 or l31 stands for here."""
BEFORE = {
    "units remove 民政局 minzheng@example.cn": ("units add 民政局 minzheng@example.cn",),
    "duty resume 税务局": ("duty pause 税务局",),
    "duty defer 税务局 all --undo": ("duty defer 税务局 catalogue 2020-10-12 --why 上级目录未到",),
    "held undo m12": ("held confirm m2",),
    "season reopen": ("season close",),
}
"""What must have been done first."""
SAY_WHY = {
    "doctor": "✗",
    "status": "尚未收到",
    "check 文件.xlsx": "请",
    "check 文件.xlsx --unit 民政局": "请",
    "outbox retry l31": "l",
    "outbox drop l31": "l",
    "outbox release l31": "已放行 0 封",
    "outbox release --all": "已放行 0 封",
    "duty accept 民政局 社会救助 --why 已当面核对": "不需要认可",
    "duty on-time 民政局 社会救助 --why 邮箱故障": "没有晚报",
    "duty copy-leader 税务局": "没有分管领导的电子邮箱",
}
"""Commands that may end with 1 here: nothing of the kind is there, or something of the home is not right, and they say so."""


def shown() -> list[str]:
    """List the commands of the manual outside its part on phases two to four, each once."""
    text = PART.sub("", MANUAL.read_text("utf-8"))
    calls = (call.strip() for found in CODE.finditer(text) for call in CALL.findall(found[1] or found[2]))
    return [call for call in dict.fromkeys(calls) if call not in MENTIONED]


def lay_out(played: Stage, folder: Path) -> None:
    """Let a filed mail, a stranger's, one of two units and a partial update come, and lay the files there that the manual names."""
    rulebook = played.rulebook
    for unit in ("civil-affairs", "taxation", "education", "finance", "health"):
        played.register(unit)
    played.answer(table(rulebook, (5, 6), when="2020-09-28T09:00", sender=SENDER), "2020-09-28T09:00")
    played.answer(table(rulebook, (14,), when="2020-09-28T09:10", sender=STRANGER), "2020-09-28T09:10")
    played.answer(table(rulebook, (8, 13), when="2020-09-28T09:20", sender="qian@qq.example"), "2020-09-28T09:20")
    part = load_workbook(io.BytesIO(catalogue([rulebook.area_by_number[5]], rulebook)))
    part.worksheets[0].delete_rows(5, 40)
    some = io.BytesIO()
    part.save(some)
    content = mail(("钱二", SENDER), "目录更正", "见附件。", instant("2020-09-29T09:00"), [("更正.xlsx", some.getvalue())])
    played.answer(content, "2020-09-29T09:00")
    (folder / "来信.eml").write_bytes(table(rulebook, (25,), when="2020-09-28T15:04", sender="taxation@example.cn"))
    (folder / "文件.xlsx").write_bytes(catalogue([rulebook.area_by_number[5]], rulebook))
    (folder / "指引.xlsx").write_bytes(catalogue([rulebook.area_by_number[5]], rulebook))
    (folder / "附件2.xlsx").write_bytes(liaison("赤壁市民政局", "2020年9月25日", LEADER, LIAISON))
    addresses = Workbook()
    addresses.worksheets[0].append(["单位", "邮箱"])
    addresses.worksheets[0].append(["民政局", "mzj2@example.cn"])
    addresses.save(folder / "邮箱.xlsx")


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    words = [IDS.get(command, word) if word in ("m12", "l31") else word for word in shlex.split(command)]
    with pytest.raises(SystemExit) as ended:
        main(words)
    told = capsys.readouterr()
    return int(str(ended.value.code or 0)), told.out + told.err


def test_the_commands_of_the_manual_work_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    with stage(first) as played:
        lay_out(played, first)
    monkeypatch.setenv("MAILBOT_NOW", NOW)
    commands = shown()
    assert len(commands) > 45
    failed: list[tuple[str, int, str]] = []
    for number, command in enumerate(commands):
        home = tmp_path / f"{number}"
        shutil.copytree(first, home)
        monkeypatch.chdir(home)
        monkeypatch.setenv("MAILBOT_HOME", str(home))
        for earlier in BEFORE.get(command, ()):
            assert run(earlier, capsys)[0] == 0, earlier
        code, told = run(command, capsys)
        if code and not (code == 1 and command in SAY_WHY and SAY_WHY[command] in told):
            failed.append((command, code, told))
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(home)
    assert failed == []
