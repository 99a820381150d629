"""Drafts and versions of the standard, and which version a unit was told last."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from mailbot.model.instant import restored, stored
from mailbot.model.standard import Entry, Origin, Standard
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record

DRAFT, VERSION = "draft", "version"


def content_sha256(entries: Iterable[Entry]) -> str:
    """Identify what a standard says, item by item in their order."""
    rows = [(entry.key, entry.area, entry.unit, sorted(entry.elements.items())) for entry in entries]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def latest(db: Database, kind: str | None = None) -> Standard | None:
    """Read the latest draft or version, or the latest of either kind."""
    row = db.connection.execute("SELECT id FROM standard WHERE ?1 IS NULL OR kind = ?1 ORDER BY id DESC LIMIT 1", (kind,)).fetchone()
    return None if row is None else load(db, row[0])


def load(db: Database, standard: int) -> Standard:
    """Read a draft or version with its items. Raises KeyError."""
    head = db.connection.execute("SELECT kind, number FROM standard WHERE id = ?", (standard,)).fetchone()
    if head is None:
        raise KeyError(standard)
    rows = db.connection.execute(
        "SELECT key, area, unit, elements, item FROM standard_item WHERE standard = ? ORDER BY position", (standard,)
    )
    entries = tuple(Entry(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows)
    return Standard(standard, head["kind"], head["number"], entries)


def known_entries(db: Database) -> dict[str, Entry]:
    """Give every item that any draft or version ever held, by its key, as it stood last."""
    rows = db.connection.execute("SELECT key, area, unit, elements, item FROM standard_item ORDER BY standard")
    return {row[0]: Entry(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows}


def next_number(db: Database, kind: str) -> int:
    """Tell the number that the next draft or version will have."""
    row = db.connection.execute("SELECT max(number) FROM standard WHERE kind = ?", (kind,)).fetchone()
    return int(row[0] or 0) + 1


def save(db: Database, kind: str, entries: Sequence[Entry], now: datetime, *, by: str, workbook: str = "") -> Standard:
    """Write a draft or version; what says the same as the latest of its kind is that one again."""
    digest = content_sha256(entries)
    last = db.connection.execute("SELECT id, sha256 FROM standard WHERE kind = ? ORDER BY id DESC LIMIT 1", (kind,)).fetchone()
    if last is not None and last["sha256"] == digest:
        return load(db, last["id"])
    number = next_number(db, kind)
    row = (
        writer(db)
        .execute(
            "INSERT INTO standard(kind, number, sha256, workbook, by, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
            (kind, number, digest, workbook, by, stored(now)),
        )
        .fetchone()
    )
    standard = int(row[0])
    writer(db).executemany(
        "INSERT INTO standard_item(standard, position, key, area, unit, item, elements) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (standard, position, entry.key, entry.area, entry.unit, entry.item, json.dumps(dict(entry.elements), ensure_ascii=False))
            for position, entry in enumerate(entries, start=1)
        ],
    )
    record(db, Event(f"standard-{kind}", by=by, details={"number": number, "items": len(entries)}), now)
    return Standard(standard, kind, number, tuple(entries))


def item_numbers(db: Database, submission: int) -> tuple[int, ...]:
    """List the rows of a submission's items, in the order of ``load_items``."""
    rows = db.connection.execute("SELECT id FROM item WHERE submission = ? ORDER BY id", (submission,))
    return tuple(row[0] for row in rows)


def origins(db: Database, items: Iterable[int]) -> dict[int, Origin]:
    """Tell where stored items came from."""
    wanted = set(items)
    rows = db.connection.execute(
        "SELECT item.id, submission.unit, submission.mail, submission.id AS submission, coalesce(file.name, submission.file) AS file,"
        " submission.sheet, item.row FROM item JOIN submission ON submission.id = item.submission"
        " LEFT JOIN file ON file.mail = submission.mail AND file.path = submission.file"
    )
    return {
        row["id"]: Origin(row["unit"] or "", row["mail"], row["submission"], row["file"], row["sheet"], row["row"])
        for row in rows
        if row["id"] in wanted
    }


def mark_sent(db: Database, standard: int, unit: str, letter: int, now: datetime) -> None:
    """Note that a version was queued for a unit."""
    writer(db).execute(
        "INSERT INTO standard_sent(standard, unit, letter, at) VALUES (?, ?, ?, ?) ON CONFLICT(standard, unit) DO NOTHING",
        (standard, unit, letter, stored(now)),
    )


def last_told(db: Database) -> dict[str, int]:
    """Tell which version each unit was told last; letters that were dropped or came back do not count."""
    rows = db.connection.execute(
        "SELECT standard_sent.unit, max(standard) FROM standard_sent JOIN outbox ON outbox.id = letter"
        " WHERE outbox.state NOT IN ('dead', 'dropped', 'withdrawn') GROUP BY standard_sent.unit"
    )
    return {row[0]: row[1] for row in rows}


def told(db: Database, standard: int) -> tuple[str, ...]:
    """List the units that were told a version; letters that were dropped or came back do not count."""
    rows = db.connection.execute(
        "SELECT standard_sent.unit FROM standard_sent JOIN outbox ON outbox.id = letter"
        " WHERE standard = ? AND outbox.state NOT IN ('dead', 'dropped', 'withdrawn') ORDER BY 1",
        (standard,),
    )
    return tuple(row[0] for row in rows)


def receipts_of(db: Database, standard: int) -> dict[str, datetime]:
    """Tell when each unit acknowledged the letter that told it a version."""
    rows = db.connection.execute(
        "SELECT standard_sent.unit, min(receipt.at) FROM standard_sent JOIN receipt USING (letter) WHERE standard = ? GROUP BY 1",
        (standard,),
    )
    return {row[0]: restored(row[1]) for row in rows}


def opinions_of(db: Database, standard: int) -> tuple[tuple[str, int, str], ...]:
    """List the mails that answer the letters of a version with more than thanks: unit, mail, text."""
    rows = db.connection.execute(
        "SELECT standard_sent.unit, inbox.id, inbox.text FROM standard_sent JOIN outbox ON outbox.id = letter"
        " JOIN inbox ON EXISTS (SELECT 1 FROM json_each(inbox.in_reply_to) WHERE json_each.value = outbox.message_id)"
        " WHERE standard = ? AND inbox.outcome NOT IN ('received', 'ignored', 'bounce', 'duplicate') ORDER BY inbox.id",
        (standard,),
    )
    return tuple((row[0], row[1], row[2]) for row in rows)
