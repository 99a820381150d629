# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Mails as they came and where each stands: from bytes in the mailbox to exactly one outcome.

::

    insert_raw --> received --begin_attempt--> (read, decide) --write_decision--> an outcome
                      ^  |                                                            |
                      |  +--fail: try again later, or after three attempts shunted    |
                      +----------------------- reopen, by the office only ------------+

A decision number belongs to every pass the office asked for; crashes and retries keep it, so the key
of a reply does too. The bytes lie in a table of their own: a change of state does not rewrite them.
"""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.instant import restored, stored
from mailbot.model.mail import RawMail, SourceKey
from mailbot.store.answered import ANSWERED
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record
from mailbot.store.packing import packed
from mailbot.store.sightings import record_sighting
from mailbot.store.trouble import trouble

IMPORT = "import"  # from files, answered by nobody
IMPORT_AND_REPLY = "import-reply"  # from files, answered like any other
DROP = "drop"  # from the office's hand: duty file, or a file in the drop folder
NOWHERE = (IMPORT, IMPORT_AND_REPLY, DROP)  # routes without a place in a mailbox
MAX_ATTEMPTS = 3  # design, 5: then a person looks
AWAITS_OFFICE = (
    "settled_at IS NULL"
    " AND (outcome IN ('held', 'unreadable', 'shunted') OR (provisional = 1 AND outcome IN ('filed', 'returned', 'mixed')))"
)
RETRY_MINUTES = (1, 10)  # between the attempts
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail in the queue. ``withhold``: its replies wait for the office."""

    id: int
    attempts: int
    decision_no: int
    withhold: bool
    route: str
    headers_only: bool
    size: int
    assigned_unit: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail with its outcome, as ``show`` and ``import`` tell it."""

    id: int
    sha256: str
    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    received_at: datetime
    first_seen_at: datetime
    outcome: str
    reason: str
    unit: str | None
    provisional: bool
    duplicate_of: int | None
    automatic: str
    authenticated: bool | None
    defects: tuple[str, ...]
    decision_no: int
    decided_at: datetime | None
    settled_at: datetime | None
    rules_sha256: str
    program: str
    attempts: int
    last_error: str
    route: str
    withhold: bool


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment with what became of it."""

    path: str
    name: str
    format: str
    size: int
    sha256: str
    outcome: str
    reason: str


def insert_raw(
    db: Database,
    raw: RawMail,
    now: datetime,
    *,
    route: str,
    withhold: bool = False,
    whole_size: int | None = None,
    unit: str | None = None,
) -> tuple[int, bool]:
    """Store the bytes of a mail and where it lay; gives (mail, is it new).

    ``whole_size``: the mail was too large, the content is its headers only. An import has no place in
    a mailbox, so it leaves no sighting. ``unit``: the office has said whose it is.
    """
    connection = writer(db)
    sha256 = raw.sha256
    cursor = connection.execute(
        "INSERT INTO inbox(sha256, size, headers_only, route, received_at, first_seen_at, withhold, assigned_unit)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(sha256) DO NOTHING RETURNING id",
        (
            sha256,
            len(raw.content) if whole_size is None else whole_size,
            whole_size is not None,
            route,
            stored(raw.received_at),
            stored(now),
            withhold,
            unit,
        ),
    ).fetchone()
    if cursor is not None:
        mail = int(cursor[0])
        connection.execute("INSERT INTO raw(mail, content) VALUES (?, ?)", (mail, packed(raw.content)))
        record(db, Event("received", mail=mail, details={"route": route}), now)
    else:
        mail = int(connection.execute("SELECT id FROM inbox WHERE sha256 = ?", (sha256,)).fetchone()[0])
    if route not in NOWHERE:
        record_sighting(db, raw.key, mail, now)
    return mail, cursor is not None


def waiting(db: Database, now: datetime, limit: int = 100) -> tuple[Waiting, ...]:
    """List mails to decide, in the order in which the mailbox received them.

    No attempt is put off longer than ``LONGEST_WAIT``: what seems to be was put off before the clock was set back.
    """
    rows = db.connection.execute(
        "SELECT * FROM inbox WHERE outcome = 'received' AND (next_attempt_at IS NULL OR next_attempt_at <= ? OR next_attempt_at > ?)"
        " ORDER BY received_at, id LIMIT ?",
        (stored(now), stored(now + LONGEST_WAIT), limit),
    )
    return tuple(
        Waiting(
            row["id"],
            row["attempts"],
            row["decision_no"],
            bool(row["withhold"]),
            row["route"],
            bool(row["headers_only"]),
            row["size"],
            row["assigned_unit"],
            restored(row["received_at"]),
        )
        for row in rows
    )


def load_raw(db: Database, mail: int) -> RawMail:
    """Give a mail back byte for byte. Raises KeyError when there is none, or its bytes were purged."""
    row = db.connection.execute(
        "SELECT content, received_at FROM raw JOIN inbox ON inbox.id = raw.mail WHERE raw.mail = ?", (mail,)
    ).fetchone()
    if row is None:
        raise KeyError(mail)
    return RawMail(place_of(db, mail), zlib.decompress(row["content"]), restored(row["received_at"]))


def place_of(db: Database, mail: int) -> SourceKey:
    """Tell where a mail lay when it was first seen; an import lies nowhere: ("import", 0, its number)."""
    row = db.connection.execute("SELECT folder, uid_validity, uid FROM sighting WHERE mail = ? ORDER BY at LIMIT 1", (mail,)).fetchone()
    return SourceKey("import", 0, mail) if row is None else SourceKey(row["folder"], row["uid_validity"], row["uid"])


def begin_attempt(db: Database, mail: int, now: datetime) -> int:
    """Count an attempt before it begins, so that a mail that kills the worker is found out."""
    row = writer(db).execute(
        "UPDATE inbox SET attempts = attempts + 1, next_attempt_at = ? WHERE id = ? RETURNING attempts", (stored(now), mail)
    )
    return int(row.fetchone()[0])


def forgive_attempt(db: Database, mail: int) -> None:
    """Take an attempt back that failed for a reason that lies not in the mail: no disk, no child, no templates."""
    writer(db).execute("UPDATE inbox SET attempts = max(attempts - 1, 0) WHERE id = ?", (mail,))


def killers(db: Database) -> tuple[int, ...]:
    """List waiting mails whose every attempt ended with the worker's own end: nobody was left to say that it failed."""
    rows = db.connection.execute("SELECT id FROM inbox WHERE outcome = 'received' AND attempts >= ? ORDER BY id", (MAX_ATTEMPTS,))
    return tuple(int(row[0]) for row in rows)


def fail_attempt(db: Database, mail: int, error: str, now: datetime) -> bool:
    """Put a failed attempt off, or set the mail aside after the last; tells whether it was set aside."""
    attempts = int(db.connection.execute("SELECT attempts FROM inbox WHERE id = ?", (mail,)).fetchone()[0])
    if attempts >= MAX_ATTEMPTS:
        set_aside(db, mail, error, now)
        return True
    due = now + timedelta(minutes=RETRY_MINUTES[min(max(attempts, 1), len(RETRY_MINUTES)) - 1])
    writer(db).execute("UPDATE inbox SET last_error = ?, next_attempt_at = ? WHERE id = ?", (error, stored(due), mail))
    record(db, Event("attempt-failed", mail=mail, details={"error": error, "attempts": attempts}), now)
    return False


def set_aside(db: Database, mail: int, error: str, now: datetime) -> None:
    """Give up on a mail until a person puts it back: outcome ``shunted``, our own fault."""
    writer(db).execute(
        "UPDATE inbox SET outcome = 'shunted', reason = ?, last_error = ?, decided_at = ?, next_attempt_at = NULL WHERE id = ?",
        (error, error, stored(now), mail),
    )
    record(db, Event("shunted", mail=mail, details={"error": error}), now)


def reopen(db: Database, mail: int, now: datetime, *, by: str, unit: str | None = None) -> None:
    """Put a mail back into the queue by the office's word; ``unit`` says whose it is from now on.

    A new decision number lets a new reply go out; what the old decision wrote stands until the new one.
    Raises OperatorError ``purged`` when its bytes are gone.
    """
    if (row := db.connection.execute("SELECT assigned_unit FROM inbox JOIN raw ON mail = id WHERE id = ?", (mail,)).fetchone()) is None:
        raise trouble("purged", mail=mail)
    writer(db).execute(
        "UPDATE inbox SET outcome = 'received', attempts = 0, next_attempt_at = NULL, last_error = '', decision_no = decision_no + 1,"
        " assigned_unit = coalesce(?, assigned_unit), withhold = 0, settled_at = NULL, settled_by = '' WHERE id = ?",
        (unit, mail),
    )
    record(db, Event("reopened", mail=mail, unit=unit, by=by, details={"assigned": row[0]}), now)


def settle(db: Database, mail: int, now: datetime, *, by: str, what: str) -> None:
    """Note that the office is done with a mail: it leaves the list of what waits for a decision."""
    writer(db).execute("UPDATE inbox SET settled_at = ?, settled_by = ? WHERE id = ?", (stored(now), by, mail))
    record(db, Event(what, mail=mail, by=by), now)


def load_mail(db: Database, mail: int) -> StoredMail | None:
    """Read a mail with its outcome; None when there is none of that number."""
    row = db.connection.execute("SELECT * FROM inbox WHERE id = ?", (mail,)).fetchone()
    if row is None:
        return None
    return StoredMail(
        id=row["id"],
        sha256=row["sha256"],
        message_id=row["message_id"],
        sender=row["sender"],
        sender_name=row["sender_name"],
        subject=row["subject"],
        text=row["text"],
        received_at=restored(row["received_at"]),
        first_seen_at=restored(row["first_seen_at"]),
        outcome=row["outcome"],
        reason=row["reason"],
        unit=row["unit"],
        provisional=bool(row["provisional"]),
        duplicate_of=row["duplicate_of"],
        automatic=row["automatic"],
        authenticated=None if row["authenticated"] is None else bool(row["authenticated"]),
        defects=tuple(json.loads(row["defects"])),
        decision_no=row["decision_no"],
        decided_at=restored(row["decided_at"]) if row["decided_at"] else None,
        settled_at=restored(row["settled_at"]) if row["settled_at"] else None,
        rules_sha256=row["rules_sha256"],
        program=row["program"],
        attempts=row["attempts"],
        last_error=row["last_error"],
        route=row["route"],
        withhold=bool(row["withhold"]),
    )


def load_files(db: Database, mail: int) -> tuple[StoredFile, ...]:
    """List the attachments of a mail in MIME order, containers before members."""
    rows = db.connection.execute(
        "SELECT path, name, format, size, sha256, outcome, reason FROM file WHERE mail = ? ORDER BY position", (mail,)
    )
    return tuple(StoredFile(*row) for row in rows)


def awaiting_office(db: Database, limit: int = 1000) -> tuple[int, ...]:
    """List mails that wait for a person, oldest first: held, unreadable, provisional, shunted."""
    rows = db.connection.execute(
        f"SELECT id FROM inbox WHERE {AWAITS_OFFICE} AND NOT {ANSWERED} ORDER BY received_at, id LIMIT ?", (limit,)
    )
    return tuple(int(row[0]) for row in rows)
