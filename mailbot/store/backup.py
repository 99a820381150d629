"""A consistent copy of the database, checked before it gets its name (pitfalls, 84)."""

import hashlib
import os
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

from mailbot.store.handle import Database
from mailbot.store.trouble import trouble
from mailbot.texts import say


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an integrity check found; ``problems`` is empty when all is well."""

    problems: tuple[str, ...]
    mails: int
    submissions: int
    letters: int


def backup(db: Database, target: Path) -> None:
    """Write a copy to ``target``; an existing file is replaced only when the copy is sound."""
    backup_file(db.connection, target)


def backup_file(connection: sqlite3.Connection, target: Path) -> None:
    """Copy, check, sync, rename. Raises OperatorError ``bad-backup`` when the copy is not sound."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + ".part")
    temporary.unlink(missing_ok=True)
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        connection.execute("VACUUM INTO ?", (str(temporary),))
        copy = sqlite3.connect(temporary)
        try:
            problems = integrity(copy)
        finally:
            copy.close()
        if problems:
            raise trouble("bad-backup", *problems, path=target)
        _sync(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def verify(db: Database) -> Verdict:
    """Check pages, indexes and foreign keys of the open database, and that every mail has its bytes."""
    problems = (*integrity(db.connection), *lost_bytes(db.connection))
    figures = "SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM submission), (SELECT count(*) FROM outbox)"
    mails, submissions, letters = db.connection.execute(figures).fetchone()
    return Verdict(problems, mails, submissions, letters)


def integrity(connection: sqlite3.Connection) -> tuple[str, ...]:
    """List what SQLite finds wrong in a file."""
    pages = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    keys = [say("store", "lost-row", table=row[0], row=row[1]) for row in connection.execute("PRAGMA foreign_key_check")]
    return (*(line for line in pages if line != "ok"), *keys)


def lost_bytes(connection: sqlite3.Connection) -> tuple[str, ...]:
    """List mails whose bytes are not those that came; those of purged mails are gone by intent."""
    rows = connection.execute(
        "SELECT id, sha256, content FROM inbox LEFT JOIN raw ON raw.mail = inbox.id"
        " WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.mail = inbox.id AND kind = 'purged')"
    )
    return tuple(say("store", "lost-bytes", mail=row[0]) for row in rows if row[2] is None or not _are(row[2], row[1]))


def _are(packed: bytes, sha256: str) -> bool:
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest() == sha256
    except zlib.error:
        return False


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows cannot open folders and needs no such call."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
