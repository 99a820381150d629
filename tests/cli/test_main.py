import subprocess
import sys
from pathlib import Path

import pytest

from mailbot.cli.main import main
from tests.cli.builders import NOW, at_home, called, has_chinese


@pytest.mark.parametrize(
    "words",
    [
        ("--home", "{home}", "--now", "2020-09-28T17:00", "status", "--json"),
        ("status", "--home", "{home}", "--json", "--now", "2020-09-28T17:00"),
        ("--now=2020-09-28T17:00+08:00", "status", "--home={home}", "--json"),
        ("status", "--json", "--now", "2020-09-28T09:00Z", "--home", "{home}"),
    ],
)
def test_home_and_now_stand_before_or_after_the_command(lived: Path, words: tuple[str, ...]) -> None:
    done = called(*(word.format(home=lived) for word in words))
    assert (done.code, done.shape["now"], done.err) == (0, "2020-09-28T17:00:00+08:00", "")


def test_the_environment_names_home_and_now(lived: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MAILBOT_HOME", str(lived))
    monkeypatch.setenv("MAILBOT_NOW", "2020-09-28T17:00")
    with pytest.raises(SystemExit) as left:
        main(["status", "--json"])
    assert not left.value.code
    assert '"now": "2020-09-28T17:00:00+08:00"' in capsys.readouterr().out


def test_help_is_english_and_lists_every_command() -> None:
    done = called("--help")
    assert done.code == 0
    assert not has_chinese(done.out)
    for command in (
        "init",
        "doctor",
        "rules",
        "run",
        "tick",
        "import",
        "check",
        "status",
        "show",
        "units",
        "held",
        "outbox",
        "digest",
        "backup",
    ):
        assert command in done.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nonsense",), 2),
        (("show",), 2),
        (("show", "m1", "--nonsense"), 2),
        (("tick", "--wait", "soon"), 2),
        (("--now",), 2),
        (("status", "--now", "gestern"), 2),
        (("status", "--unit", "不存在局"), 2),
        (("show", "x1"), 2),
        (("show", "m99"), 1),
        (("show", "s99"), 1),
        (("show", "l99"), 1),
        (("units", "add", "不存在局", "a@example.cn"), 2),
        (("units", "add", "民政局", "not-an-address"), 2),
        (("units", "remove", "民政局", "nobody@example.cn"), 1),
        (("held", "confirm", "m1"), 1),
        (("held", "confirm", "seven"), 2),
        (("held", "assign", "m3", "不存在局"), 1),
        (("held", "ignore", "m99"), 1),
        (("outbox", "show", "l99"), 1),
        (("outbox", "retry", "l99"), 1),
        (("outbox", "drop", "x"), 2),
        (("outbox", "release"), 2),
        (("outbox", "release", "l2", "--all"), 2),
        (("digest", "--date", "28.9."), 2),
        (("check", "nowhere.xlsx"), 2),
        (("check", "--unit", "不存在局", "nowhere.xlsx"), 2),
        (("import", "nowhere.eml"), 2),
        (("import", "{home}/inbox"), 2),
        (("import", "{home}/mailbot.toml", "--received", "gestern"), 2),
        (("forms", "不存在局"), 2),
        (("forms", "民政局", "-o", "{home}/mailbot.toml"), 1),
        (("init", "{home}/mailbot.toml"), 1),
        (("backup", "{home}/mailbot.toml/copy.sqlite"), 1),
        (("--home", "{home}/nowhere", "status"), 2),
        (("--home", "{home}/mailbot.toml", "status"), 2),
    ],
)
def test_a_wrong_call_is_told_in_chinese_without_a_traceback(home: Path, words: tuple[str, ...], code: int) -> None:
    done = at_home(home, *(word.format(home=home) for word in words))
    assert done.code == code, done.err
    assert has_chinese(done.out + done.err), done.err
    if code == 2:
        assert "[usage" in done.err


def test_every_problem_of_broken_settings_is_told(empty: Path) -> None:
    (empty / "mailbot.toml").write_text('[imap]\nhots = "x"\nport = "many"\n[worker]\npoll_minutes = -1\n', encoding="utf-8")
    for command in (("status",), ("tick",), ("run",), ("units", "list"), ("outbox", "list")):
        done = at_home(empty, *command)
        assert done.code == 1
        assert "hots" in done.err
        assert "host" in done.err
        assert "port" in done.err
        assert "poll_minutes" in done.err
        assert "[bad-settings]" in done.err


def test_broken_toml_is_told_with_its_line(empty: Path) -> None:
    (empty / "mailbot.toml").write_text("[imap\nhost = 1\n", encoding="utf-8")
    done = at_home(empty, "status")
    assert (done.code, has_chinese(done.err)) == (1, True)


def test_every_problem_of_broken_rules_is_told(empty: Path) -> None:
    (empty / "rules").mkdir()
    (empty / "rules" / "campaign.toml").write_text('nonsense = 1\nreturn_share = "much"\n', encoding="utf-8")
    done = at_home(empty, "status")
    assert done.code == 1
    assert "nonsense" in done.err
    assert "return_share" in done.err
    assert "[bad-rules]" in done.err


def test_a_file_that_is_no_database_is_told(empty: Path) -> None:
    (empty / "data").mkdir()
    (empty / "data" / "mailbot.sqlite").write_bytes(b"this is no database, but long enough to look like one" * 40)
    done = at_home(empty, "status")
    assert (done.code, has_chinese(done.err)) == (1, True)
    assert "[not-a-database]" in done.err


def test_a_reader_that_has_seen_enough_gets_no_traceback(lived: Path) -> None:
    command = [sys.executable, "-m", "mailbot", "--home", str(lived), "--now", NOW, "status", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
