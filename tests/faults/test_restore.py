"""The drill: back up, go on, lose the database, restore, tick; nobody gets a letter twice and nothing is lost."""

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from mailbot.app import Clock, at_desk, load_home, reading, writing
from mailbot.cli.main import main
from mailbot.jobs.tick import tick
from mailbot.mail.memory import MemorySource, MemoryTransport
from mailbot.model.instant import parse_instant
from mailbot.store import outbox
from mailbot.store.backup import backup
from mailbot.store.database import transaction
from mailbot.store.directory import add_address
from tests.season.builders import Sent, make_home, people, table

CIVIL, ECOLOGY = "civil-affairs@example.cn", "ecology@example.cn"


class Office:
    """A home whose database may be lost between two passes; mailbox and way out stay."""

    def __init__(self, folder: Path) -> None:
        self.home = load_home(make_home(folder))
        self.source, self.transport = MemorySource("inbox"), MemoryTransport()
        with writing(self.home) as db, transaction(db):
            for unit, address in (("civil-affairs", CIVIL), ("ecology", ECOLOGY)):
                add_address(db, unit, address, parse_instant("2020-09-23T09:00"), source="import", by="test")

    def arrive(self, content: bytes, when: str) -> None:
        self.source.put(content, parse_instant(when))

    def tick(self, *instants: str) -> list[Sent]:
        before = len(self.transport.letters)
        for when in instants:
            with at_desk(self.home, Clock(parse_instant(when))) as desk:
                desk.make_source = lambda: self.source
                desk.make_transport = lambda: self.transport
                tick(desk, parse_instant(when))
        return [Sent(parse_instant(instants[-1]), letter) for letter in self.transport.letters[before:]]

    def command(self, *words: str, now: str) -> int:
        with pytest.raises(SystemExit) as ended:
            main(["--home", str(self.home.path), "--now", now, *words])
        return int(ended.value.code or 0)


def liaison(unit: str, sender: str, when: str) -> bytes:
    return people(unit, when=when, sender=sender)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAILBOT_HOME", "MAILBOT_NOW"):
        monkeypatch.setenv(name, "")


def test_after_backup_damage_and_restore_no_letter_leaves_twice_and_no_mail_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, copy = Office(tmp_path / "home"), tmp_path / "copy.sqlite"
    office.arrive(liaison("赤壁市民政局", CIVIL, "2020-09-24T11:00"), "2020-09-24T11:00")
    office.tick("2020-09-24T10:00", "2020-09-24T11:00", "2020-09-24T16:30")
    assert office.command("backup", str(copy), now="2020-09-24T17:00") == 0

    # Life goes on after the backup: a reminder leaves, a list comes and is answered.
    gone = office.tick("2020-09-25T10:00")
    office.arrive(liaison("咸宁市生态环境局赤壁市分局", ECOLOGY, "2020-09-25T11:00"), "2020-09-25T11:00")
    gone += office.tick("2020-09-25T11:00", "2020-09-25T16:30")
    assert Counter(one.kind for one in gone) == {"notice": 1, "reply": 1, "digest": 1}

    office.home.database.write_bytes(b"\0" * 4096)
    assert office.command("status", now="2020-09-28T09:00") == 1
    assert office.command("restore", str(copy), now="2020-09-28T09:00") == 0
    assert "before-20200928T010000Z" in capsys.readouterr().out
    assert office.command("verify", now="2020-09-28T09:00") == 0

    again = office.tick("2020-09-28T09:30", "2020-09-28T10:00", "2020-09-28T16:30", "2020-09-28T17:00")
    with reading(office.home) as db:
        letters = outbox.list_letters(db)
        outcomes = [row[0] for row in db.connection.execute("SELECT outcome FROM inbox ORDER BY id")]
    assert outcomes == ["filed", "filed"]
    # The list of the 25th came within three days and is answered again, with the Message-ID of the first answer.
    replies = [one for one in again if one.kind == "reply"]
    assert [one.to for one in replies] == [ECOLOGY]
    assert [one.identifier for one in replies] == [one.identifier for one in gone if one.kind == "reply"]
    # No reminder of the time that was lost leaves again, and the digest says that some were left out.
    reminded = [(one.to, one.subject) for one in again if one.kind == "notice"]
    assert not {(one.to, one.subject) for one in gone} & set(reminded)
    assert "过期未发的提醒" in next(one for one in again if one.kind == "digest").text
    assert not [one for one in letters if one.state in ("waiting", "sending")]


def test_answers_to_mail_of_long_ago_wait_for_the_office_after_a_restore(tmp_path: Path) -> None:
    office, copy = Office(tmp_path / "home"), tmp_path / "copy.sqlite"
    office.tick("2020-09-24T10:00")
    office.command("backup", str(copy), now="2020-09-24T10:30")
    for hour in (11, 12):
        office.arrive(liaison("赤壁市民政局", CIVIL, f"2020-09-24T{hour}:00"), f"2020-09-24T{hour}:00")
        office.tick(f"2020-09-24T{hour}:00")
    assert office.command("restore", str(copy), now="2020-09-29T09:00") == 0
    again = office.tick("2020-09-29T09:30")
    assert [one.kind for one in again if one.kind == "reply"] == []
    with reading(office.home) as db:
        assert [one.state for one in outbox.list_letters(db, ("withheld",))] == ["withheld"] * 2
    assert office.command("outbox", "release", "--all", now="2020-09-29T10:00") == 0
    assert [one.to for one in office.tick("2020-09-29T10:05") if one.kind == "reply"] == [CIVIL] * 2


def test_a_restore_keeps_the_reminders_of_the_days_to_come(tmp_path: Path) -> None:
    office, copy = Office(tmp_path / "home"), tmp_path / "copy.sqlite"
    office.tick("2020-09-24T10:00")
    office.command("backup", str(copy), now="2020-09-24T10:30")
    office.command("restore", str(copy), now="2020-09-24T10:31")
    left = office.tick("2020-09-25T10:00", "2020-09-27T10:00", "2020-09-29T10:00")
    assert {one.to for one in left if one.kind == "notice"} == {CIVIL, ECOLOGY}


def test_a_restore_while_a_worker_runs_is_refused(tmp_path: Path) -> None:
    office, copy = Office(tmp_path / "home"), tmp_path / "copy.sqlite"
    office.command("backup", str(copy), now="2020-09-24T10:30")
    before = office.home.database.read_bytes()
    with at_desk(office.home, Clock(parse_instant("2020-09-24T10:30"))):
        assert office.command("restore", str(copy), now="2020-09-24T10:31") == 3
    assert office.home.database.read_bytes() == before


def test_a_purge_says_first_what_would_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path / "home")
    office.arrive(table(office.home.rulebook, (5, 6), when="2020-09-24T11:00", sender=CIVIL), "2020-09-24T11:00")
    office.tick("2020-09-24T11:00")
    assert office.command("purge", "--before", "2020-10-01", now="2020-11-10") == 0
    said = capsys.readouterr()
    assert "1 封来信原文" in said.out
    assert "--yes" in said.err
    assert "1095" in said.err
    with reading(office.home) as db:
        assert db.connection.execute("SELECT count(*) FROM raw").fetchone()[0] == 1
    assert office.command("purge", "--before", "2020-10-01", "--yes", now="2020-11-10") == 0
    with reading(office.home) as db:
        assert db.connection.execute("SELECT count(*) FROM raw").fetchone()[0] == 0
    assert CIVIL.encode() not in office.home.database.read_bytes()
    assert office.command("verify", now="2020-11-10") == 0
    assert office.command("status", now="2020-11-10") == 0
    assert office.command("show", "m1", now="2020-11-10") == 0
    assert office.command("held", "retry", "m1", now="2020-11-10") == 1
    assert office.command("purge", "--before", "2020-12-01", now="2020-11-10") == 2
    assert office.command("purge", "--before", "soon", now="2020-11-10") == 2


def test_the_health_command_ends_with_one_when_nobody_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path / "home")
    assert office.command("health", now="2020-09-24T12:00") == 1
    assert "还没有运行记录" in capsys.readouterr().out
    office.tick("2020-09-24T12:00")
    assert office.command("health", now="2020-09-24T12:10") == 0
    assert "一切正常：最近一次运行 2020-09-24T12:00" in capsys.readouterr().out
    assert office.command("health", now="2020-09-25T12:10") == 1
    assert "程序停了：最近一次运行是 2020-09-24T12:00" in capsys.readouterr().out
    assert office.command("health", "--json", now="2020-09-25T12:10") == 1
    assert '"stale"' in capsys.readouterr().out


def test_a_copy_can_be_taken_while_the_worker_writes(tmp_path: Path) -> None:
    office = Office(tmp_path / "home")
    with writing(office.home) as db, transaction(db), reading(office.home) as reader:
        backup(reader, tmp_path / "copy.sqlite")
    connection = sqlite3.connect(tmp_path / "copy.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
