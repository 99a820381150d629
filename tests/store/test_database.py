import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mailbot.errors import OperatorError, TryLater
from mailbot.store.database import Database, empty_database, meta, open_database, savepoint, set_meta, transaction, upgrade
from mailbot.store.migrations import SCHEMA
from tests.store.builders import NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mailbot.sqlite"


def test_a_new_database_and_its_folder_are_for_their_owner_only(path: Path) -> None:
    with open_database(path, campaign="chibi-2020") as db, transaction(db):
        set_meta(db, "first_poll_at", NOW.isoformat())
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"mailbot.sqlite": 0o600, "mailbot.sqlite-wal": 0o600, "mailbot.sqlite-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_connection_keeps_promises_on_disk(path: Path) -> None:
    with open_database(path, campaign="chibi-2020") as db:
        pragmas = {
            name: db.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000, "trusted_schema": 0}


def test_every_table_is_strict(path: Path) -> None:
    with open_database(path, campaign="chibi-2020") as db:
        rows = db.connection.execute("PRAGMA table_list").fetchall()
    loose = [row["name"] for row in rows if not row["strict"] and not row["name"].startswith(("sqlite_", "_sqlite_"))]
    assert loose == []


def test_opening_a_current_database_does_not_import_sqlite_utils(path: Path) -> None:
    open_database(path, campaign="chibi-2020").close()
    script = f"""
import sys
from pathlib import Path
from mailbot.store.database import open_database
open_database(Path({str(path)!r}), campaign="chibi-2020").close()
open_database(Path({str(path)!r}), campaign="chibi-2020", readonly=True).close()
sys.exit("sqlite_utils" in sys.modules or "pandas" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_reader_sees_what_is_committed_and_cannot_write(path: Path) -> None:
    open_database(path, campaign="chibi-2020").close()
    with open_database(path, campaign="chibi-2020", readonly=True) as reader:
        assert meta(reader, "campaign") == "chibi-2020"
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.connection.execute("DELETE FROM meta")


def test_a_reader_without_a_database_is_told_so(path: Path) -> None:
    with pytest.raises(OperatorError) as raised:
        open_database(path, campaign="chibi-2020", readonly=True)
    assert raised.value.code == "no-database"
    assert not path.exists()


def test_the_database_of_another_campaign_is_refused(path: Path) -> None:
    open_database(path, campaign="chibi-2020").close()
    with pytest.raises(OperatorError) as raised:
        open_database(path, campaign="chibi-2021")
    assert raised.value.code == "other-campaign"


def test_a_newer_schema_is_refused(path: Path) -> None:
    with open_database(path, campaign="chibi-2020") as db:
        db.connection.execute("PRAGMA user_version = 9999")
    with pytest.raises(OperatorError) as raised:
        open_database(path, campaign="chibi-2020")
    assert raised.value.code == "newer-schema"


def test_a_database_is_copied_beside_itself_before_an_upgrade(path: Path) -> None:
    with open_database(path, campaign="chibi-2020") as db, transaction(db):
        set_meta(db, "program", "before")
    with open_database(path, campaign="chibi-2020") as db:
        upgrade(db.connection, path)
    with open_database(path.with_name(f"mailbot-schema{SCHEMA}.sqlite"), campaign="chibi-2020", readonly=True) as copy:
        assert meta(copy, "program") == "before"


@pytest.mark.parametrize("content", [b"this is a letter and no database" * 100, None])
def test_a_file_of_something_else_is_refused_and_left_alone(path: Path, content: bytes | None) -> None:
    path.parent.mkdir()
    if content is None:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE contacts (name)")
        other.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(OperatorError) as raised:
        open_database(path, campaign="chibi-2020")
    assert raised.value.code == "not-a-database"
    assert path.read_bytes() == before


def test_a_path_with_odd_characters_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "政务 公开?#%41" / "mailbot.sqlite"
    open_database(path, campaign="chibi-2020").close()
    assert path.exists()


def test_an_error_rolls_a_transaction_back(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.connection.executemany("INSERT INTO meta VALUES (?, ?)", [("program", "1"), ("campaign", "twice")])
    assert meta(db, "program") is None
    assert not db.connection.in_transaction


def test_a_savepoint_keeps_its_neighbours(db: Database) -> None:
    with transaction(db):
        with savepoint(db):
            set_meta(db, "first", "kept")
        with pytest.raises(sqlite3.IntegrityError), savepoint(db):
            db.connection.executemany("INSERT INTO meta VALUES (?, ?)", [("second", "lost"), ("campaign", "twice")])
        with savepoint(db):
            set_meta(db, "third", "kept")
    assert [meta(db, name) for name in ("first", "second", "third")] == ["kept", None, "kept"]


def test_a_write_outside_a_transaction_is_a_bug(db: Database) -> None:
    with pytest.raises(RuntimeError):
        set_meta(db, "program", "1")


def test_a_locked_database_is_tried_later(path: Path) -> None:
    with open_database(path, campaign="chibi-2020") as first, open_database(path, campaign="chibi-2020") as second:
        second.connection.execute("PRAGMA busy_timeout = 1")
        with transaction(first), pytest.raises(TryLater, match="SQLITE_BUSY"), transaction(second):
            pass


def test_a_full_disk_is_tried_later_and_loses_nothing(path: Path) -> None:
    with open_database(path, campaign="chibi-2020") as db:
        pages = db.connection.execute("PRAGMA page_count").fetchone()[0]
        db.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(TryLater, match="SQLITE_FULL"), transaction(db):
            set_meta(db, "program", "x" * 1_000_000)
        assert meta(db, "program") is None
        assert not db.connection.in_transaction


def test_an_empty_database_has_the_same_schema_as_one_on_disk(path: Path) -> None:
    query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%sqlite_%' ORDER BY name"
    with open_database(path, campaign="chibi-2020") as stored, empty_database("chibi-2020") as empty:
        on_disk, in_memory = ([tuple(row) for row in db.connection.execute(query)] for db in (stored, empty))
    assert on_disk == in_memory
