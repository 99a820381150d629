import sqlite3
import threading
from pathlib import Path

from mailbot.errors import OperatorError, TryLater
from mailbot.store.database import open_database
from mailbot.store.migrations import SCHEMA, STEPS, create, migrate, schema_of, statements


def test_statements_end_where_sqlite_says_so() -> None:
    script = """-- a comment; with a semicolon
CREATE TABLE a (
  x TEXT -- ends; here
) STRICT;
CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT RAISE(ABORT, 'no; never'); END;
"""
    assert [statement.splitlines()[-1] for statement in statements(script)] == [
        ") STRICT;",
        "CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT RAISE(ABORT, 'no; never'); END;",
    ]


def test_a_migration_applies_every_step_once_and_records_its_name() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    migrate(connection)
    names = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'mailbot'")]
    assert tuple(names) == STEPS
    assert schema_of(connection) == SCHEMA


def test_a_failed_migration_leaves_nothing() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE ledger (x)")
    try:
        migrate(connection)
    except sqlite3.OperationalError:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    assert tables == ["ledger"]
    assert schema_of(connection) == 0
    assert not connection.in_transaction


def test_several_processes_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "mailbot.sqlite"
    failures: list[Exception] = []

    def open_it() -> None:
        try:
            open_database(path, campaign="chibi-2020").close()
        except (OperatorError, TryLater, sqlite3.Error) as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_step_can_be_made_in_memory() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create(connection)
    assert schema_of(connection) == SCHEMA
