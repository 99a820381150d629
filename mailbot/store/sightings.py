"""Where mails lay in the mailbox, how far it was listed, and how polling goes (pitfalls, 1 to 8).

The key of a mail in a mailbox is (folder, uid_validity, uid); a new uid_validity begins anew and the
hash of the bytes finds what is known already.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from mailbot.model.instant import restored, stored
from mailbot.model.mail import RawMail, SourceKey
from mailbot.store.database import Database, writer

RETRY_MINUTES = (1, 5, 30, 120, 720, 1440)  # a mail that cannot be fetched; the last for ever


@dataclass(frozen=True, slots=True)
class PollState:
    """How polling a folder goes; ``failures`` in a row."""

    last_poll_at: datetime
    last_ok_at: datetime | None
    last_full_at: datetime | None
    error: str
    failures: int


class Unfetched(NamedTuple):
    """A mail that cannot be fetched: where it lies, how often that failed, why, since when; its headers, where they are known."""

    key: SourceKey
    attempts: int
    error: str
    failed_at: datetime
    head: RawMail | None = None


def known_uids(db: Database, folder: str, uid_validity: int) -> frozenset[int]:
    """Tell the UIDs that need no first fetch: stored ones, and failures that wait for their time."""
    rows = db.connection.execute("SELECT uid FROM sighting WHERE folder = ? AND uid_validity = ?", (folder, uid_validity))
    return frozenset(row[0] for row in rows)


def unknown(db: Database, keys: tuple[SourceKey, ...]) -> tuple[SourceKey, ...]:
    """Leave out the keys that were seen before; cheap for a few keys, however old the mailbox."""
    known = {
        key
        for key in keys
        if db.connection.execute(
            "SELECT 1 FROM sighting WHERE folder = ? AND uid_validity = ? AND uid = ?", (key.folder, key.uid_validity, key.uid)
        ).fetchone()
    }
    return tuple(key for key in keys if key not in known)


def watermark(db: Database, folder: str) -> SourceKey | None:
    """Tell the highest UID listed under the latest uid_validity of a folder; None before the first poll."""
    row = db.connection.execute(
        "SELECT uid_validity, uid FROM watermark WHERE folder = ? ORDER BY at DESC, uid_validity DESC LIMIT 1", (folder,)
    ).fetchone()
    return None if row is None else SourceKey(folder, row["uid_validity"], row["uid"])


def set_watermark(db: Database, key: SourceKey, now: datetime) -> None:
    """Raise the watermark; it never sinks while the uid_validity stands."""
    writer(db).execute(
        "INSERT INTO watermark(folder, uid_validity, uid, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT(folder, uid_validity) DO UPDATE SET uid = max(uid, excluded.uid), at = excluded.at",
        (key.folder, key.uid_validity, key.uid, stored(now)),
    )


def record_sighting(db: Database, key: SourceKey, mail: int, now: datetime) -> None:
    """Note that a known mail lies here too."""
    writer(db).execute(
        "INSERT INTO sighting(folder, uid_validity, uid, mail, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT(folder, uid_validity, uid) DO UPDATE SET mail = excluded.mail, error = '', next_attempt_at = NULL, at = excluded.at",
        (key.folder, key.uid_validity, key.uid, mail, stored(now)),
    )
    _forget(db, key)


def record_failure(db: Database, key: SourceKey, error: str, now: datetime, *, head: RawMail | None = None) -> int:
    """Note that a mail could not be fetched, and when to try again; gives the number of failures. ``head`` holds its headers."""
    row = db.connection.execute(
        "SELECT attempts FROM sighting WHERE folder = ? AND uid_validity = ? AND uid = ?", (key.folder, key.uid_validity, key.uid)
    ).fetchone()
    attempts = 1 if row is None else int(row[0]) + 1
    due = now + timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])
    writer(db).execute(
        "INSERT INTO sighting(folder, uid_validity, uid, attempts, error, next_attempt_at, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(folder, uid_validity, uid) DO UPDATE SET attempts = excluded.attempts, error = excluded.error,"
        " next_attempt_at = excluded.next_attempt_at, at = excluded.at WHERE mail IS NULL",
        (key.folder, key.uid_validity, key.uid, attempts, error, stored(due), stored(now)),
    )
    writer(db).execute(
        "INSERT INTO unfetched(folder, uid_validity, uid, failed_at, received_at, head)"
        " SELECT folder, uid_validity, uid, ?, ?, ? FROM sighting WHERE folder = ? AND uid_validity = ? AND uid = ? AND mail IS NULL"
        " ON CONFLICT(folder, uid_validity, uid) DO UPDATE SET"
        " received_at = coalesce(excluded.received_at, received_at), head = coalesce(excluded.head, head)",
        (stored(now), stored(head.received_at) if head else None, head.content if head else None, key.folder, key.uid_validity, key.uid),
    )
    return attempts


def record_gone(db: Database, key: SourceKey, now: datetime) -> None:
    """Note that a listed mail was moved or deleted before it could be fetched: not tried again."""
    writer(db).execute(
        "INSERT INTO sighting(folder, uid_validity, uid, error, at) VALUES (?, ?, ?, 'gone', ?)"
        " ON CONFLICT(folder, uid_validity, uid) DO UPDATE SET error = 'gone', next_attempt_at = NULL, at = excluded.at WHERE mail IS NULL",
        (key.folder, key.uid_validity, key.uid, stored(now)),
    )
    _forget(db, key)


def close_elsewhere(db: Database, folder: str, uid_validity: int, now: datetime) -> None:
    """Try no longer to fetch what lay in another folder, or under another uid_validity: what is still there is listed anew."""
    others = db.connection.execute(
        "SELECT folder, uid_validity, uid FROM unfetched WHERE folder != ? OR uid_validity != ?", (folder, uid_validity)
    ).fetchall()
    for other in others:
        record_gone(db, SourceKey(*other), now)


def failures(db: Database, folder: str, uid_validity: int, now: datetime) -> tuple[SourceKey, ...]:
    """List mails whose fetch failed and is due again, or was put off before the clock was set back."""
    longest = now + timedelta(minutes=2 * RETRY_MINUTES[-1])
    rows = db.connection.execute(
        "SELECT uid FROM sighting WHERE folder = ? AND uid_validity = ? AND mail IS NULL AND (next_attempt_at <= ? OR next_attempt_at > ?)"
        " ORDER BY uid",
        (folder, uid_validity, stored(now), stored(longest)),
    )
    return tuple(SourceKey(folder, uid_validity, row[0]) for row in rows)


def open_failures(db: Database) -> tuple[Unfetched, ...]:
    """List every mail that cannot be fetched."""
    rows = db.connection.execute(
        "SELECT folder, uid_validity, uid, attempts, error, failed_at, head, received_at"
        " FROM unfetched JOIN sighting USING (folder, uid_validity, uid) ORDER BY folder, uid"
    )
    found = []
    for row in rows:
        key = SourceKey(row[0], row[1], row[2])
        head = RawMail(key, row[6], restored(row[7])) if row[6] is not None else None
        found.append(Unfetched(key, row[3], row[4], restored(row[5]), head))
    return tuple(found)


def record_poll(db: Database, folder: str, now: datetime, *, error: str = "", full: bool = False) -> None:
    """Note how a poll went; ``full``: the whole folder was listed and compared."""
    at = stored(now)
    writer(db).execute(
        "INSERT INTO poll_state(folder, last_poll_at, last_ok_at, last_full_at, error, failures) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT(folder) DO UPDATE SET last_poll_at = ?2, last_ok_at = coalesce(?3, last_ok_at),"
        " last_full_at = coalesce(?4, last_full_at), error = ?5, failures = CASE WHEN ?5 = '' THEN 0 ELSE failures + 1 END",
        (folder, at, None if error else at, at if full and not error else None, error, 1 if error else 0),
    )


def poll_state(db: Database, folder: str) -> PollState | None:
    """Tell how polling a folder goes; None before the first poll."""
    row = db.connection.execute("SELECT * FROM poll_state WHERE folder = ?", (folder,)).fetchone()
    if row is None:
        return None
    ok, full = row["last_ok_at"], row["last_full_at"]
    return PollState(
        restored(row["last_poll_at"]), restored(ok) if ok else None, restored(full) if full else None, row["error"], row["failures"]
    )


def unsettled(db: Database, folder: str) -> tuple[SourceKey, ...]:
    """List where decided mails lie that were not yet marked or moved as the settings say."""
    rows = db.connection.execute(
        "SELECT uid_validity, uid FROM sighting JOIN inbox ON inbox.id = sighting.mail"
        " WHERE folder = ? AND settled = 0 AND outcome NOT IN ('received', 'shunted') ORDER BY uid",
        (folder,),
    )
    return tuple(SourceKey(folder, row[0], row[1]) for row in rows)


def set_settled(db: Database, key: SourceKey) -> None:
    """Note that a mail was marked or moved."""
    writer(db).execute(
        "UPDATE sighting SET settled = 1 WHERE folder = ? AND uid_validity = ? AND uid = ?", (key.folder, key.uid_validity, key.uid)
    )


def _forget(db: Database, key: SourceKey) -> None:
    """Keep nothing more of a mail that is here now, or no longer there."""
    writer(db).execute("DELETE FROM unfetched WHERE folder = ? AND uid_validity = ? AND uid = ?", (key.folder, key.uid_validity, key.uid))
