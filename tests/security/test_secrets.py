"""Passwords stand in no log, no database, no answer of doctor; what we write is for its owner only."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.servers import MailWorld
from tests.faults import office
from tests.season.builders import instant, people

SECRET, WRONG, HOOK = "hunter2-canary", "hunter3-canary", "hook-key-canary"
ROOT = Path(__file__).resolve().parents[2]
NOW = "2020-09-28T10:00"
USER = "office@example.cn"
SETTINGS = """
[alarm]
webhook = "http://127.0.0.1:9/robot?key={hook}"
after_minutes = 1
[log]
format = "{format}"
level = "DEBUG"
"""


def lay_out(folder: Path, world: MailWorld, password: str, form: str = "json") -> Path:
    extra = SETTINGS.format(hook=HOOK, format=form)
    return office.lay_out(folder, imap=world.imap_port, smtp=world.smtp_port, user=USER, password=password, smtp_user=USER, extra=extra)


def run(home: Path, *words: str, now: str = NOW) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}
    command = [sys.executable, "-m", "mailbot", "--home", str(home), "--now", now, *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60, umask=0o022, check=False)
    return done.stdout + done.stderr


def stored(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def world() -> Iterator[MailWorld]:
    with MailWorld() as made:
        yield made


@pytest.fixture(scope="module")
def used(world: MailWorld, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home that was used in every way, and all that was said."""
    from mailbot.demo.servers import PASSWORD

    home = lay_out(tmp_path_factory.mktemp("used") / "home", world, PASSWORD)
    world.deliver(USER, people("赤壁市民政局", when=NOW, sender="a@example.cn"), instant(NOW))
    said = [run(home, *words) for words in (("tick",), ("doctor", "--json"), ("status", "--json"), ("show", "m1", "--json"))]
    said.append(run(home, "backup", str(home / "data" / "copy.sqlite")))
    return home, "\n".join(said)


def test_a_password_that_is_taken_is_said_and_stored_nowhere(used: tuple[Path, str]) -> None:
    from mailbot.demo.servers import PASSWORD

    home, said = used
    assert '"mail": 1' in said or "m1" in said
    assert f'"{PASSWORD}"' not in said
    assert HOOK not in said
    assert HOOK.encode() not in stored(home)


def test_a_password_that_is_refused_is_said_and_stored_nowhere(world: MailWorld, tmp_path: Path) -> None:
    home = lay_out(tmp_path / "home", world, SECRET, "text")
    said = run(home, "tick", now="2020-09-28T10:00") + run(home, "tick", now="2020-09-28T11:00") + run(home, "doctor", "--json")
    assert "imap-login-refused" in said
    for secret in (SECRET, HOOK):
        assert secret not in said
        assert secret.encode() not in stored(home)


def test_a_setting_that_is_wrong_is_told_without_the_password(world: MailWorld, tmp_path: Path) -> None:
    home = lay_out(tmp_path / "home", world, SECRET)
    with (home / ".env").open("a") as file:
        file.write(f"MAILBOT_IMAP__PASWORD={WRONG}\n")
    said = run(home, "doctor")
    assert "PASWORD" in said.upper()
    assert WRONG not in said
    assert SECRET not in said


def test_everything_in_data_is_for_its_owner_only(used: tuple[Path, str]) -> None:
    data = used[0] / "data"
    files = [path for path in data.rglob("*") if path.is_file()]
    assert {"mailbot.sqlite", "copy.sqlite", "health.json", "worker.lock"} <= {path.name for path in files}
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in files} == {path.name: "0o600" for path in files}


def test_letters_in_a_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    (home / "mailbot.toml").write_text('[mailbox]\nsource = "folder"\npath = "inbox"\n[smtp]\ntransport = "folder"\n', encoding="utf-8")
    (home / "inbox" / "1.eml").write_bytes(people("赤壁市民政局", when=NOW, sender="a@example.cn"))
    run(home, "tick", now="2020-09-28T11:00")
    letters = list((home / "data" / "outbox").iterdir())
    assert len(letters) == 1
    assert stat.S_IMODE(letters[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(letters[0].parent.stat().st_mode) == 0o700
