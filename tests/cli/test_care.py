import sqlite3
from pathlib import Path

from tests.cli.builders import at_home, has_chinese


def test_a_backup_is_a_whole_database(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite"
    assert at_home(home, "backup", str(target)).code == 0
    with sqlite3.connect(target) as copy:
        assert copy.execute("SELECT count(*) FROM inbox").fetchone()[0] == 5
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert target.stat().st_mode & 0o077 == 0


def test_a_database_is_verified(home: Path) -> None:
    done = at_home(home, "verify")
    assert (done.code, has_chinese(done.out)) == (0, True)


def test_a_damaged_mail_is_named(home: Path) -> None:
    with sqlite3.connect(home / "data" / "mailbot.sqlite") as db:
        db.execute("DELETE FROM raw WHERE mail = 2")
    done = at_home(home, "verify")
    assert done.code == 1
    assert has_chinese(done.out + done.err)


def test_there_is_nothing_to_care_for_before_the_first_start(empty: Path, tmp_path: Path) -> None:
    for words in (("backup", str(tmp_path / "copy.sqlite")), ("verify",)):
        done = at_home(empty, *words)
        assert (done.code, "[no-database]" in done.err) == (1, True)
