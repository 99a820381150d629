import stat
from pathlib import Path

import pytest

from mailbot.errors import OperatorError
from mailbot.store.backup import Verdict, backup, verify
from mailbot.store.database import Database, open_database
from mailbot.store.inbox import load_raw
from tests.store.builders import arrive, catalogue, filed, raw


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mailbot.sqlite"


def test_a_backup_is_a_whole_database_of_one_file(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.sqlite"
    with open_database(path, campaign="test") as db:
        mail_id = arrive(db, b"kept")
        backup(db, target)
        arrive(db, b"later", uid=42)
    assert [file.name for file in target.parent.iterdir()] == ["copy.sqlite"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with open_database(target, campaign="test") as copy:
        assert load_raw(copy, mail_id) == raw(b"kept")
        assert verify(copy) == Verdict((), mails=1, submissions=0, letters=0)


def test_a_newer_backup_replaces_an_older_one(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite"
    with open_database(path, campaign="test") as db:
        backup(db, target)
        arrive(db)
        backup(db, target)
    with open_database(target, campaign="test", readonly=True) as copy:
        assert verify(copy).mails == 1


def test_a_sound_database_has_no_problems(db: Database) -> None:
    filed(db, catalogue())
    assert verify(db) == Verdict((), mails=1, submissions=1, letters=0)


def test_a_database_with_a_lost_row_is_not_sound_and_gives_no_backup(db: Database, tmp_path: Path) -> None:
    filed(db, catalogue())
    db.connection.execute("PRAGMA foreign_keys = OFF")
    db.connection.execute("DELETE FROM submission")
    assert any("item" in problem for problem in verify(db).problems)
    target = tmp_path / "copy.sqlite"
    target.write_bytes(b"the last good one")
    with pytest.raises(OperatorError) as raised:
        backup(db, target)
    assert raised.value.code == "bad-backup"
    assert target.read_bytes() == b"the last good one"
    assert [file.name for file in tmp_path.iterdir()] == ["copy.sqlite"]
