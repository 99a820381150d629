"""Puts a backup in the place of the database, and keeps what stood there beside it.

::

    FILE --check--> copy beside the database --mark--> the old one gets a second name --rename--> in place

Until the last rename the old database stands; a crash before it changes nothing. What happened after
the backup cannot be known, so the copy is marked before it is put in place: nobody gets a letter
twice on account of it (design, 6; interface, 4).
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mailbot.model.instant import restored, stored
from mailbot.store import migrations
from mailbot.store.backup import backup_file, integrity, lost_bytes
from mailbot.store.database import UNREADABLE, Database, open_database, set_meta, transaction
from mailbot.store.events import Event, record
from mailbot.store.gap import SENT_ONCE_MORE
from mailbot.store.outbox import mark_unconfirmed
from mailbot.store.trouble import trouble


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: ``kept`` is where the old database lies now, None when there was none."""

    last_known: datetime | None
    unconfirmed: int
    withheld: int
    skipped: int
    kept: Path | None = None


def prepare(file: Path, database: Path, *, campaign: str) -> Path:
    """Check a backup and copy it beside the database, at today's schema; gives the copy.

    Raises OperatorError: ``no-backup``, ``not-a-database``, ``damaged-backup``, ``newer-schema``,
    ``other-campaign``. The file itself is only read.
    """
    if not file.is_file():
        raise trouble("no-backup", path=file)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = database.with_name(f"{database.stem}-restoring.sqlite")
    _remove(copy)
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable={int(not _has_wal(file))}", uri=True)
        try:
            schema = migrations.schema_of(connection)
            if not schema:
                raise trouble("not-a-database", path=file)
            if schema > migrations.SCHEMA:
                raise trouble("newer-schema", path=file, found=schema, known=migrations.SCHEMA)
            if problems := integrity(connection):
                raise trouble("damaged-backup", *problems[:20], path=file)
            backup_file(connection, copy)
        finally:
            connection.close()
        with open_database(copy, campaign=campaign) as db:
            if lost := lost_bytes(db.connection):
                raise trouble("damaged-backup", *lost[:20], path=file)
        # A copy made before a migration of the copy is of no use to anybody.
        copy.with_name(f"{copy.stem}-schema{schema}.sqlite").unlink(missing_ok=True)
    except sqlite3.DatabaseError as error:
        _remove(copy)
        if error.sqlite_errorcode & 0xFF in UNREADABLE:
            raise trouble("not-a-database", path=file) from error
        raise
    except BaseException:
        _remove(copy)
        raise
    return copy


def last_known(db: Database) -> datetime | None:
    """Tell up to when a database knows what happened; None for one in which nothing has."""
    row = db.connection.execute("SELECT max(at) FROM (SELECT max(at) AS at FROM event UNION ALL SELECT max(last_poll_at) FROM poll_state)")
    text = row.fetchone()[0]
    return restored(text) if text else None


def mark(db: Database, file: Path, now: datetime, *, old_mail: timedelta, by: str) -> tuple[tuple[int, ...], int]:
    """Mark a restored copy as one that does not know what happened since; gives letters unconfirmed, and how many withheld.

    The next poll looks at everything, as at a first start. Letters that waited in the backup may have
    left since: all but answers become unconfirmed, answers to old mail wait for the office.
    """
    with transaction(db):
        one = db.connection.execute
        one("DELETE FROM meta WHERE key IN ('first_poll_at') OR key LIKE 'failing:%' OR key LIKE 'refused:%'")
        one("UPDATE poll_state SET last_full_at = NULL, error = '', failures = 0")
        kinds = ", ".join("?" * len(SENT_ONCE_MORE))
        rows = one(
            f"SELECT id FROM outbox WHERE state IN ('waiting', 'sending') AND kind NOT IN ({kinds})",  # noqa: S608 - question marks
            tuple(SENT_ONCE_MORE),
        ).fetchall()
        for row in rows:
            mark_unconfirmed(db, row[0], now, error="restored")
        before = stored(now - old_mail)
        withheld = one(
            "UPDATE outbox SET state = 'withheld' WHERE state = 'waiting' AND mail IN (SELECT id FROM inbox WHERE received_at < ?)",
            (before,),
        ).rowcount
        one("UPDATE inbox SET withhold = 1 WHERE outcome = 'received' AND received_at < ?", (before,))
        set_meta(db, "restored_at", stored(now))
        details = {"backup": _sha256(file)[:16], "unconfirmed": len(rows), "withheld": withheld}
        record(db, Event("restored", by=by, details=details), now)
    return tuple(int(row[0]) for row in rows), withheld


def put_in_place(copy: Path, database: Path, now: datetime) -> Path | None:
    """Give the old database a second name and the copy its place; gives the second name.

    Nobody may have the database open. A journal that lies beside it belongs to the old one.
    """
    kept = None
    if database.exists():
        kept = _free_name(database, now)
        _fold(database)
        for suffix in ("-wal", "-shm"):
            beside = database.with_name(database.name + suffix)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + suffix))
        try:
            os.link(database, kept)
        except OSError:
            shutil.copy2(database, kept)
    copy.replace(database)
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    return kept


def fold(db: Database) -> None:
    """Write everything into the one file, so that it can be renamed."""
    db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.connection.execute("PRAGMA journal_mode = DELETE")


def _fold(database: Path) -> None:
    """Do so for a database that may be damaged; then its journal stays what it is."""
    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(database, timeout=10)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()


def _free_name(database: Path, now: datetime) -> Path:
    stamp = stored(now)[:19].replace("-", "").replace(":", "")
    number = 0
    while True:
        name = database.with_name(f"{database.stem}-before-{stamp}Z{f'-{number}' if number else ''}.sqlite")
        if not name.exists():
            return name
        number += 1


def _has_wal(file: Path) -> bool:
    return file.with_name(file.name + "-wal").exists()


def _remove(copy: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
