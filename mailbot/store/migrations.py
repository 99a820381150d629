"""The numbered steps that make the schema; appended, never edited, once a version is released.

Each step is a script in ``steps/``. ``PRAGMA user_version`` says how many were applied, so that
opening a current database needs no sqlite_utils (its import takes a quarter of a second).
sqlite-utils keeps the record of names in ``_sqlite_migrations``, where its own tools look for it.
"""

import sqlite3
from collections.abc import Iterator
from importlib.resources import files

STEPS = ("0001_initial", "0002_office_day", "0003_standards", "0004_standard_edits", "0005_unfetched", "0006_proposals")
SCHEMA = len(STEPS)


def schema_of(connection: sqlite3.Connection) -> int:
    """Tell how many steps a database has behind it; 0 for a new file."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing, all of it in one transaction; waits for another process that does the same."""
    from sqlite_utils import Database, Migrations

    connection.execute("BEGIN IMMEDIATE")
    try:
        done = schema_of(connection)
        steps = Migrations("mailbot")
        for number, name in enumerate(STEPS, start=1):
            steps(name=name)(_Step(number, name))
        if done < SCHEMA:
            steps.apply(Database(connection))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def create(connection: sqlite3.Connection) -> None:
    """Make the whole schema without a record of names: for a database that lives in memory only."""
    for number, name in enumerate(STEPS, start=1):
        _Step(number, name).run(connection)


def statements(sql: str) -> Iterator[str]:
    """Split a script at the ends of its statements; triggers stay whole, comments stay inside."""
    gathered = ""
    for line in sql.splitlines(keepends=True):
        gathered += line
        if gathered.rstrip().endswith(";") and sqlite3.complete_statement(gathered):
            yield gathered.strip()
            gathered = ""
    if gathered.strip():
        yield gathered.strip()


class _Step:
    """One step as the callable that sqlite-utils wants."""

    def __init__(self, number: int, name: str) -> None:
        self.__name__ = name
        self._number = number

    def __call__(self, db: object, /) -> None:
        from sqlite_utils import Database

        if not isinstance(db, Database):
            raise TypeError(type(db))
        self.run(db.conn)

    def run(self, connection: sqlite3.Connection) -> None:
        """Run the statements; the version moves with them, in the same transaction."""
        script = files("mailbot.store").joinpath("steps", f"{self.__name__}.sql").read_text(encoding="utf-8")
        for statement in statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._number}")
