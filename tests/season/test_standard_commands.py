"""standard import, send and drop where an edit waits for answers."""

import json
from pathlib import Path

import pytest

from mailbot.cli.main import main
from mailbot.demo.mails import mail
from mailbot.jobs.importing import import_mails
from mailbot.store import standard_edits
from tests.office_day.builders import digest, order
from tests.season.builders import SETTINGS, instant, stage, table
from tests.season.test_standards_by_mail import UNIT, edited, forget, limit

pytestmark = pytest.mark.xdist_group("season")
AT = "2020-10-10T09:00"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    told = capsys.readouterr()
    return int(str(ended.value.code)), told.out, told.err


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose edit of the standard was mailed and raised a question: m2."""
    with stage(tmp_path, SETTINGS) as played:
        played.register("civil-affairs")
        played.answer(table(played.rulebook, (5, 6), when="2020-09-28T09:00", sender=UNIT), "2020-09-28T09:00")
        day = digest(played, "2020-10-09T16:30")
        (tmp_path / "定稿.xlsx").write_bytes(edited(played, limit))
        played.answer(order(day, when="2020-10-09T17:00", attachments=[("改稿.xlsx", edited(played, forget))]), "2020-10-09T17:00")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAILBOT_HOME", str(tmp_path))
    monkeypatch.setenv("MAILBOT_NOW", AT)
    return tmp_path


def test_nothing_is_sent_while_an_edit_waits_and_giving_it_up_frees_the_way(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "standard", "import", "m2")
    assert code == 1
    code, _, err = run(capsys, "standard", "send", "--yes")
    assert (code, "还没有定稿" in err) == (1, True)
    assert run(capsys, "standard", "import", "定稿.xlsx")[0] == 0
    assert run(capsys, "standard", "import", "m2")[0] == 1
    code, out, err = run(capsys, "standard", "send", "--yes")
    assert (code, "还有 1 处没有答复" in err, "已放入" in out) == (1, True, False)
    assert run(capsys, "standard", "drop")[:2] == (0, "已放弃待答复的一稿，此前的一版不变。\n")
    assert run(capsys, "standard", "drop")[0] == 1
    code, out, _ = run(capsys, "standard", "send", "--yes")
    assert (code, "已放入发件队列 1 封" in out) == (0, True)


def test_a_mailed_edit_is_answered_at_the_command_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = json.loads(run(capsys, "standard", "import", "m2", "--json")[1])["questions"]
    assert [one["place"] for one in asked] == ["社会救助!4"]
    code, out, _ = run(capsys, "standard", "import", "m2", "--answer", f"社会救助!4={asked[0]['options'][0]['key']}")
    assert (code, "已存为第 1 版" in out) == (0, True)
    with stage(home) as played:
        assert standard_edits.pending(played.desk.db) is None


def test_a_mail_without_the_standard_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "standard", "import", "m9")[0] == 1
    with stage(home) as played:
        import_mails(played.desk, [mail(("赵一", "x@example.cn"), "函", "见附件", instant(AT))], instant(AT))
    assert "no-standard" in run(capsys, "standard", "import", "m3")[2]
