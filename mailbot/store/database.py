"""Open the one SQLite file, and begin and end its transactions (design, 6).

Every write of the store assumes an open ``transaction``; readers open the file read-only and see
committed states only. Nothing slow may happen inside a transaction: no network, no rendering, no
deciding.
"""

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from mailbot.errors import TryLater
from mailbot.store import migrations
from mailbot.store.backup import backup_file
from mailbot.store.handle import Database as Database
from mailbot.store.trouble import trouble

BUSY_SECONDS = 10.0  # an office command waits so long for the worker's commit
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables

TIME_MAY_MEND = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)
UNREADABLE = {sqlite3.SQLITE_NOTADB: "not-a-database", sqlite3.SQLITE_CORRUPT: "damaged-database"}


def open_database(path: Path, *, campaign: str, readonly: bool = False) -> Database:
    """Open, and make or migrate where need be; a backup is taken before a migration.

    Raises OperatorError: ``no-database`` (read-only and there is none), ``other-campaign``,
    ``newer-schema``, ``older-schema`` (read-only), ``not-a-database``, ``damaged-database``, ``old-sqlite``.
    Raises TryLater when another process keeps it locked.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise trouble("old-sqlite", version=sqlite3.sqlite_version)
    if readonly and not path.exists():
        raise trouble("no-database", path=path)
    if not readonly:
        _make_file(path)
    with _as_try_later():
        connection = _connect(path, readonly=readonly)
        try:
            _configure(connection)
            _check(connection, path, readonly=readonly)
            _remember_campaign(connection, campaign, readonly=readonly)
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.DatabaseError) and error.sqlite_errorcode & 0xFF in UNREADABLE:
                raise trouble(UNREADABLE[error.sqlite_errorcode & 0xFF], path=path) from error
            raise
    return Database(connection, path)


def empty_database(campaign: str) -> Database:
    """Make a database in memory: what a reader sees before anything was stored, and what tests use."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _configure(connection)
    migrations.create(connection)
    _remember_campaign(connection, campaign, readonly=False)
    return Database(connection, None)


@contextlib.contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Hold the write lock from the first statement on; commit at the end, roll back on any error.

    Raises TryLater when the lock was not to be had, or the disk failed or is full.
    """
    connection = db.connection
    with _as_try_later():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # A full disk may have rolled back already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """Keep one mail's writes apart from its neighbours' in the same transaction: all or nothing of it."""
    connection = writer(db)
    with _as_try_later():
        connection.execute("SAVEPOINT one_mail")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO one_mail")
                connection.execute("RELEASE one_mail")
            raise
        connection.execute("RELEASE one_mail")


def writer(db: Database) -> sqlite3.Connection:
    """Hand out the connection for a write; raises RuntimeError outside a transaction."""
    if not db.connection.in_transaction:
        raise RuntimeError("a write needs an open transaction")
    return db.connection


def meta(db: Database, key: str) -> str | None:
    """Read what the database knows of itself."""
    row = db.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(db: Database, key: str, value: str) -> None:
    """Remember something about the database itself."""
    writer(db).execute("INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", (key, value))


def _make_file(path: Path) -> None:
    """Make the file readable by its owner only before SQLite writes to it; -wal and -shm follow its mode."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = path.parent.stat().st_mode
    # A shared folder such as /tmp stays as it is.
    if not mode & stat.S_ISVTX:
        with contextlib.suppress(PermissionError):
            path.parent.chmod(0o700)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rw"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _configure(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in ("trusted_schema = OFF", "foreign_keys = ON", "synchronous = FULL", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _check(connection: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
    """Bring the schema up to date, or refuse."""
    schema = migrations.schema_of(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if schema == 0 and tables:
        raise trouble("not-a-database", path=path)
    if schema > migrations.SCHEMA:
        raise trouble("newer-schema", path=path, found=schema, known=migrations.SCHEMA)
    if schema == migrations.SCHEMA:
        return
    if readonly:
        raise trouble("older-schema", path=path, found=schema, known=migrations.SCHEMA)
    upgrade(connection, path)


def upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date; a database that holds anything is copied beside itself before."""
    connection.execute("PRAGMA journal_mode = WAL")
    schema = migrations.schema_of(connection)
    if schema:
        backup_file(connection, path.with_name(f"{path.stem}-schema{schema}.sqlite"))
    migrations.migrate(connection)


def _remember_campaign(connection: sqlite3.Connection, campaign: str, *, readonly: bool) -> None:
    row = connection.execute("SELECT value FROM meta WHERE key = 'campaign'").fetchone()
    if row is None and not readonly:
        connection.execute("INSERT INTO meta(key, value) VALUES ('campaign', ?) ON CONFLICT(key) DO NOTHING", (campaign,))
    elif row is not None and row[0] != campaign:
        raise trouble("other-campaign", found=row[0], campaign=campaign)


@contextlib.contextmanager
def _as_try_later() -> Iterator[None]:
    """Tell what time may mend from a bug: locked, full, failing or read-only storage."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in TIME_MAY_MEND:
            raise
        raise TryLater(f"database: {error.sqlite_errorname}") from error
