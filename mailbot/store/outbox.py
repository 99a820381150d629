# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Letters from the decision to write them to the moment a server takes them (design, 6).

::

    enqueue --> waiting --claim--> sending --mark_sent--> sent
                 ^  |  ^              |------mark_dead--> dead          5xx, or five days of 4xx
                 |  |  +--mark_retry--+
                 |  +--withdraw-----> withdrawn                         nothing left to say
                 |  +--drop---------> dropped                           by the office
              release                 +--gap: a reply ----> waiting     once, same Message-ID (``gap``)
                 |                    +--gap, else -------> unconfirmed never again by itself
              withheld                                                  first start on an old mailbox

Keys say why a letter exists and are unique: writing one twice writes nothing. Replies keep their bytes
from the start; notices keep facts and get their bytes when they are claimed.
"""

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from mailbot.model.instant import restored, stored
from mailbot.model.letter import Enclosure, Letter
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record

KINDS = ("reply", "command", "alert", "digest", "standing", "standard", "notice")
LEAVES_LAST = frozenset({"standard", "notice"})
RETRY_MINUTES = (1, 5, 30, 120)  # then every two hours
GIVE_UP = timedelta(days=5)  # RFC 5321, 4.5.4.1: at least 4 to 5 days
FEWEST_TRIES = 5  # before a letter is given up; a clock that jumped a year ahead is no five days
FAST = 1  # zlib level


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter to be queued; ``content`` is None when it is rendered at the moment of sending."""

    letter: Letter
    kind: str
    message_id: str
    content: bytes | None = None
    subject: str = ""
    mail: int | None = None
    withhold: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """A letter as the outbox holds it."""

    id: int
    letter: Letter
    kind: str
    state: str
    subject: str
    message_id: str
    mail: int | None
    attempts: int
    error: str
    due_at: datetime
    created_at: datetime
    claimed_at: datetime | None
    sent_at: datetime | None


def enqueue(db: Database, outgoing: Outgoing, now: datetime) -> int | None:
    """Queue a letter; None when a letter with its key was queued before."""
    letter = outgoing.letter
    row = (
        writer(db)
        .execute(
            "INSERT INTO outbox(key, kind, rank, template, to_address, copies, unit, mail, in_reply_to, references_ids, enclosures, facts,"
            " subject, message_id, state, due_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(key) DO NOTHING RETURNING id",
            (
                letter.key,
                outgoing.kind,
                1 if outgoing.kind in LEAVES_LAST else 0,
                letter.template,
                letter.to,
                _json(letter.copies),
                letter.unit,
                outgoing.mail,
                letter.in_reply_to,
                _json(letter.references),
                _json([asdict(enclosure) for enclosure in letter.enclosures]),
                _json(letter.facts),
                outgoing.subject,
                outgoing.message_id,
                "withheld" if outgoing.withhold else "waiting",
                stored(outgoing.due_at or now),
                stored(now),
            ),
        )
        .fetchone()
    )
    if row is None:
        return None
    if outgoing.content is not None:
        _set_content(db, row[0], outgoing.content)
    details = {"template": letter.template, "withheld": True} if outgoing.withhold else {"template": letter.template}
    record(db, Event("queued", mail=outgoing.mail, unit=letter.unit, letter=row[0], details=details), now)
    return int(row[0])


def load_letter(db: Database, letter: int) -> Queued | None:
    """Read one letter; None when there is none of that number."""
    row = db.connection.execute("SELECT * FROM outbox WHERE id = ?", (letter,)).fetchone()
    return None if row is None else _queued(row)


def load_content(db: Database, letter: int) -> bytes | None:
    """Give the exact bytes of a letter; None before it is rendered."""
    row = db.connection.execute("SELECT content FROM letter_content WHERE letter = ?", (letter,)).fetchone()
    return None if row is None else zlib.decompress(row[0])


def list_letters(db: Database, states: Sequence[str] = (), *, mail: int | None = None, limit: int = 1000) -> tuple[Queued, ...]:
    """List letters, oldest first, in some states or all, that answer a mail or any."""
    conditions, values = ["1"], list[object]()
    if states:
        conditions.append(f"state IN ({', '.join('?' * len(states))})")
        values += states
    if mail is not None:
        conditions.append("mail = ?")
        values.append(mail)
    rows = db.connection.execute(
        f"SELECT * FROM outbox WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?",
        (*values, limit),
    )
    return tuple(_queued(row) for row in rows)


def receipts(db: Database, letter: int) -> tuple[tuple[int, datetime], ...]:
    """List the acknowledgements of a letter: the mail and when it came."""
    rows = db.connection.execute("SELECT mail, at FROM receipt WHERE letter = ? ORDER BY at", (letter,))
    return tuple((int(row[0]), restored(row[1])) for row in rows)


def has_key(db: Database, key: str) -> bool:
    """Tell whether a letter with this key was ever queued."""
    return db.connection.execute("SELECT 1 FROM outbox WHERE key = ?", (key,)).fetchone() is not None


def notice_keys(db: Database, day: str) -> frozenset[str]:
    """List the keys of the notices of one day: notice:<unit>:<day>."""
    rows = db.connection.execute("SELECT key FROM outbox WHERE kind = 'notice' AND key LIKE ?", (f"notice:%:{day}",))
    return frozenset(row[0] for row in rows)


def digest_days(db: Database) -> frozenset[date]:
    """List the days whose digest was queued."""
    rows = db.connection.execute("SELECT key FROM outbox WHERE kind = 'digest'")
    return frozenset(date.fromisoformat(row[0].partition(":")[2]) for row in rows)


def last_of_kind(db: Database, kind: str) -> datetime | None:
    """Tell when the last letter of a kind was queued; None before the first."""
    row = db.connection.execute("SELECT max(created_at) FROM outbox WHERE kind = ?", (kind,)).fetchone()
    return restored(row[0]) if row[0] else None


def claim(db: Database, letter: int, now: datetime, *, content: bytes | None = None, subject: str = "") -> bool:
    """Take a waiting letter for sending; ``content`` when it was rendered just now. False: it is no longer waiting."""
    cursor = writer(db).execute(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, claimed_at = ?, subject = CASE WHEN ?2 = '' THEN subject ELSE ?2 END"
        " WHERE id = ?3 AND state = 'waiting'",
        (stored(now), subject, letter),
    )
    if not cursor.rowcount:
        return False
    if content is not None:
        _set_content(db, letter, content)
    return True


def mark_sent(db: Database, letter: int, now: datetime) -> None:
    """Note that the server has taken a letter."""
    writer(db).execute("UPDATE outbox SET state = 'sent', sent_at = ?, error = '' WHERE id = ?", (stored(now), letter))
    note(db, "sent", letter, now)


def mark_retry(db: Database, letter: int, now: datetime, *, error: str) -> bool:
    """Put a letter back with a later due time: 1, 5, 30 minutes, then 2 hours; False: five days are over, it is dead."""
    row = db.connection.execute("SELECT attempts, failing_since FROM outbox WHERE id = ?", (letter,)).fetchone()
    if row["failing_since"] and row["attempts"] >= FEWEST_TRIES and now - restored(row["failing_since"]) > GIVE_UP:
        mark_dead(db, letter, now, error=error)
        return False
    due = now + timedelta(minutes=RETRY_MINUTES[min(max(row["attempts"], 1), len(RETRY_MINUTES)) - 1])
    writer(db).execute(
        "UPDATE outbox SET state = 'waiting', due_at = ?, failing_since = coalesce(failing_since, ?), error = ? WHERE id = ?",
        (stored(due), stored(now), error, letter),
    )
    note(db, "send-failed", letter, now, error=error)
    return True


def mark_dead(db: Database, letter: int, now: datetime, *, error: str) -> None:
    """Note that a letter cannot be delivered; the digest names it."""
    close(db, letter, "dead", now, error=error)


def mark_unconfirmed(db: Database, letter: int, now: datetime, *, error: str = "") -> None:
    """Note that nobody can know whether a letter left (RFC 1047); it is never sent again by itself."""
    close(db, letter, "unconfirmed", now, error=error)


def withdraw(db: Database, letter: int, now: datetime, *, why: str) -> bool:
    """Take back a waiting letter that has nothing left to say; False: it is no longer waiting."""
    return close(db, letter, "withdrawn", now, error=why, only=("waiting", "withheld"))


def _set_content(db: Database, letter: int, content: bytes) -> None:
    writer(db).execute(
        "INSERT INTO letter_content(letter, content) VALUES (?, ?) ON CONFLICT(letter) DO UPDATE SET content = excluded.content",
        (letter, zlib.compress(content, FAST)),
    )


def close(db: Database, letter: int, state: str, now: datetime, *, error: str = "", by: str = "", only: Sequence[str] = ()) -> bool:
    """Bring a letter to an end, ``only`` from some states or from any; tells whether it did."""
    allowed = f" AND state IN ({', '.join('?' * len(only))})" if only else ""
    cursor = writer(db).execute(
        f"UPDATE outbox SET state = ?, error = ?, closed_at = ? WHERE id = ?{allowed}",
        (state, error, stored(now), letter, *only),
    )
    if cursor.rowcount:
        note(db, state, letter, now, error=error, by=by)
    return bool(cursor.rowcount)


def note(db: Database, kind: str, letter: int, now: datetime, *, error: str = "", by: str = "") -> None:
    """Append an event about a letter."""
    row = db.connection.execute("SELECT mail, unit FROM outbox WHERE id = ?", (letter,)).fetchone()
    details = {"error": error} if error else {}
    record(db, Event(kind, mail=row["mail"], unit=row["unit"], letter=letter, by=by, details=details), now)


def _queued(row: sqlite3.Row) -> Queued:
    letter = Letter(
        key=row["key"],
        template=row["template"],
        to=row["to_address"],
        facts=json.loads(row["facts"]),
        unit=row["unit"],
        in_reply_to=row["in_reply_to"],
        references=tuple(json.loads(row["references_ids"])),
        enclosures=tuple(map(_enclosure, json.loads(row["enclosures"]))),
        copies=tuple(json.loads(row["copies"])),
    )
    return Queued(
        id=row["id"],
        letter=letter,
        kind=row["kind"],
        state=row["state"],
        subject=row["subject"],
        message_id=row["message_id"],
        mail=row["mail"],
        attempts=row["attempts"],
        error=row["error"],
        due_at=restored(row["due_at"]),
        created_at=restored(row["created_at"]),
        claimed_at=restored(row["claimed_at"]) if row["claimed_at"] else None,
        sent_at=restored(row["sent_at"]) if row["sent_at"] else None,
    )


def _enclosure(kept: dict[str, Any]) -> Enclosure:
    return Enclosure(**{**kept, "areas": tuple(kept.get("areas", ()))})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else "{}" if isinstance(value, Mapping) else "[]"
