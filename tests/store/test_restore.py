"""A backup goes back in place whole, and nothing is lost by trying."""

import os
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.errors import OperatorError
from mailbot.store import outbox
from mailbot.store.backup import backup, verify
from mailbot.store.database import meta, open_database, set_meta, transaction
from mailbot.store.events import events_since
from mailbot.store.restore import fold, last_known, mark, prepare, put_in_place
from tests.store.builders import MINUTE, NOW, arrive, catalogue, filed, letter

OLD = timedelta(days=3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mailbot.sqlite"


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """A backup of a database that then went on."""
    target = tmp_path / "copy.sqlite"
    with open_database(path, campaign="test") as db:
        filed(db, catalogue())
        with transaction(db):
            set_meta(db, "first_poll_at", NOW.isoformat())
        backup(db, target)
        arrive(db, b"Subject: later\r\n\r\n", uid=42)
    return target


def restore(file: Path, database: Path) -> Path | None:
    prepared = prepare(file, database, campaign="test")
    with open_database(prepared, campaign="test") as db:
        mark(db, file, NOW, old_mail=OLD, by="test")
        fold(db)
    return put_in_place(prepared, database, NOW)


def test_the_backup_stands_in_place_and_the_old_database_beside_it(path: Path, copy: Path) -> None:
    before = copy.read_bytes()
    kept = restore(copy, path)
    assert kept is not None
    assert copy.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == sorted([path.name, kept.name])
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(kept.stat().st_mode) == 0o600
    with open_database(path, campaign="test") as db, open_database(kept, campaign="test") as old:
        assert (verify(db).mails, verify(old).mails) == (1, 2)
        assert verify(db).problems == verify(old).problems == ()
        assert meta(db, "first_poll_at") is None
        assert events_since(db, NOW - MINUTE, NOW + MINUTE)[-1].kind == "restored"


def test_a_damaged_database_with_its_journal_is_kept_as_it_is(path: Path, copy: Path) -> None:
    path.write_bytes(b"SQLite format 3\0 and then nothing")
    path.with_name(path.name + "-wal").write_bytes(b"journal")
    kept = restore(copy, path)
    assert kept is not None
    assert kept.read_bytes() == b"SQLite format 3\0 and then nothing"
    with open_database(path, campaign="test", readonly=True) as db:
        assert verify(db).mails == 1


def test_without_a_database_the_backup_becomes_one(path: Path, copy: Path) -> None:
    path.unlink()
    assert restore(copy, path) is None
    with open_database(path, campaign="test", readonly=True) as db:
        assert verify(db).mails == 1


def test_two_restores_in_one_second_keep_two_databases(path: Path, copy: Path) -> None:
    assert restore(copy, path) != restore(copy, path)


def test_letters_that_waited_are_not_sent_again_but_answers_are(path: Path, copy: Path) -> None:
    with open_database(copy, campaign="test") as db, transaction(db):
        for number, kind in enumerate(("notice", "digest", "alert", "standing", "reply")):
            outbox.enqueue(db, letter(f"{kind}:{number}", kind=kind), NOW)
        outbox.claim(db, 1, NOW)
    with open_database(copy, campaign="test") as db:
        fold(db)
    restore(copy, path)
    with open_database(path, campaign="test", readonly=True) as db:
        assert [one.state for one in outbox.list_letters(db)] == ["unconfirmed"] * 4 + ["waiting"]


def test_answers_to_old_mail_wait_for_the_office(path: Path, copy: Path) -> None:
    with open_database(copy, campaign="test") as db:
        old = arrive(db, b"Subject: old\r\n\r\n", uid=50, received_at=NOW - OLD - MINUTE)
        new = arrive(db, b"Subject: new\r\n\r\n", uid=51, received_at=NOW - OLD + MINUTE)
        with transaction(db):
            outbox.enqueue(db, letter("reply:old", mail=old), NOW)
            outbox.enqueue(db, letter("reply:new", mail=new), NOW)
        fold(db)
    restore(copy, path)
    with open_database(path, campaign="test", readonly=True) as db:
        assert [one.state for one in outbox.list_letters(db)] == ["withheld", "waiting"]
        withheld = db.connection.execute("SELECT withhold FROM inbox WHERE outcome = 'received' ORDER BY id").fetchall()
        assert [row[0] for row in withheld] == [1, 0]


def test_it_is_known_up_to_when_a_backup_knows(copy: Path) -> None:
    with open_database(copy, campaign="test", readonly=True) as db:
        assert last_known(db) == NOW


def test_a_file_that_is_no_good_backup_changes_nothing(path: Path, copy: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    bad = tmp_path / "bad.sqlite"
    cases: dict[str, bytes | None] = {"no-backup": None, "not-a-database": b"nothing of the kind" * 100}
    for code, content in cases.items():
        if content is not None:
            bad.write_bytes(content)
        with pytest.raises(OperatorError) as raised:
            prepare(bad, path, campaign="test")
        assert raised.value.code == code
    sqlite3.connect(tmp_path / "empty.sqlite").close()
    with pytest.raises(OperatorError):
        prepare(tmp_path / "empty.sqlite", path, campaign="test")
    with pytest.raises(OperatorError) as raised:
        prepare(copy, path, campaign="another")
    assert raised.value.code == "other-campaign"
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("sql", ["UPDATE raw SET content = x'00'", "DELETE FROM raw"])
def test_a_backup_whose_mails_have_lost_their_bytes_is_refused(path: Path, copy: Path, sql: str) -> None:
    connection = sqlite3.connect(copy)
    connection.execute(sql)
    connection.commit()
    connection.close()
    with pytest.raises(OperatorError) as raised:
        prepare(copy, path, campaign="test")
    assert raised.value.code == "damaged-backup"
    assert "m1" in str(raised.value)


def test_a_backup_cut_short_is_refused(path: Path, copy: Path) -> None:
    os.truncate(copy, copy.stat().st_size // 2)
    with pytest.raises(OperatorError):
        prepare(copy, path, campaign="test")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
