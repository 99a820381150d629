# ruff: noqa: S608 - only constants are put into SQL text
"""Takes personal data and raw mail of an earlier time away for good (pitfalls, 91).

What stays: that a mail came, when, its hash, its outcome, how many items and people it brought, what
was decided and which letters left. What goes: its bytes and words, who sent it, names of files,
people, the facts of findings, the letters, telephone numbers, notes of calls, the office's reasons in
its own words, files of the drop folder that were taken, addresses nobody has used since. A mail decided
by ``recheck`` or put back into the queue needs its bytes: after a purge both leave it alone.
"""

from datetime import datetime
from pathlib import Path

from mailbot.model.instant import local_day, stored
from mailbot.store.database import Database, transaction
from mailbot.store.events import Event, record
from mailbot.store.search import forget
from mailbot.texts import say

OLD = "SELECT id FROM inbox WHERE received_at < ?1 AND outcome != 'received'"
TABLES = f"SELECT id FROM submission WHERE mail IN ({OLD})"
UNFINISHED = "('waiting', 'sending', 'withheld')"
LETTERS = f"SELECT id FROM outbox WHERE created_at < ?1 AND state NOT IN {UNFINISHED}"
MAILS = (
    "message_id = '', sender = '', sender_name = '', reply_to = '', subject = '', date_text = '', in_reply_to = '[]', text = '',"
    " settled_at = coalesce(settled_at, ?2)"
)
PEOPLE = "name = '', post = '', contact = '', phones = '[]', emails = '[]', odd_numbers = '[]'"
WORDS = "to_address = '', copies = '[]', facts = '{}', subject = '', in_reply_to = '', references_ids = '[]'"
USED = "SELECT 1 FROM inbox WHERE inbox.sender = address.address COLLATE NOCASE AND received_at >= ?1"
STATEMENTS = (
    f"UPDATE inbox SET {MAILS} WHERE id IN ({OLD})",
    f"UPDATE file SET name = '', path = 'file ' || position WHERE mail IN ({OLD})",
    f"UPDATE evidence SET seen = '', place = '' WHERE mail IN ({OLD})",
    f"UPDATE finding SET facts = '{{}}' WHERE mail IN ({OLD})",
    f"UPDATE person SET {PEOPLE} WHERE submission IN ({TABLES})",
    f"UPDATE submission SET title = '', named_unit = '', reported_on_text = '', file = '' WHERE id IN ({TABLES})",
    f"UPDATE item SET extra = '{{}}', others = '{{}}' WHERE submission IN ({TABLES})",
    f"DELETE FROM letter_content WHERE letter IN ({LETTERS})",
    f"UPDATE outbox SET {WORDS} WHERE id IN ({LETTERS})",
    "UPDATE office_order SET line = '', answer = '', undo = '' WHERE at < ?1",
    "UPDATE note SET text = '' WHERE at < ?1",
    *(f"UPDATE {table} SET why = '' WHERE at < ?1" for table in ("exempt", "deferral", "paused_unit", "on_time", "on_time_declined")),
    "UPDATE correction SET what = '', close_why = '' WHERE at < ?1 AND closed_at IS NOT NULL",
    "DELETE FROM unit_phone WHERE at < ?1",
    "DELETE FROM dead_address WHERE since < ?1",
    f"DELETE FROM address WHERE added_at < ?1 AND NOT EXISTS ({USED})",
    "UPDATE unfetched SET head = NULL WHERE received_at < ?1",
    f"DELETE FROM raw WHERE mail IN ({OLD})",
)


def count(db: Database, before: datetime) -> dict[str, int]:
    """Count what a purge would take: mails that have their bytes, people, letters."""
    one, values = db.connection.execute, (stored(before),)
    return {
        "mails": one(f"SELECT count(*) FROM raw WHERE mail IN ({OLD})", values).fetchone()[0],
        "people": one(f"SELECT count(*) FROM person WHERE name != '' AND submission IN ({TABLES})", values).fetchone()[0],
        "letters": one(f"SELECT count(*) FROM letter_content WHERE letter IN ({LETTERS})", values).fetchone()[0],
    }


def purge(db: Database, before: datetime, now: datetime, *, by: str) -> dict[str, int]:
    """Take it away, in one transaction, and the traces of it in the file; gives the counts.

    Mails that still wait to be decided are left whole, and so are letters that have not left.
    """
    counts = count(db, before)
    # Freed pages are overwritten, so that nothing is left to be read from the file.
    db.connection.execute("PRAGMA secure_delete = ON")
    with transaction(db):
        mails = [row[0] for row in db.connection.execute(f"{OLD} AND id IN (SELECT mail FROM raw)", (stored(before),))]
        for statement in STATEMENTS:
            db.connection.execute(statement, (stored(before), stored(now))[: 2 if "?2" in statement else 1])
        for mail in mails:
            record(db, Event("purged", mail=mail, by=by), now)
        record(db, Event("purge", by=by, details={**counts, "before": stored(before)}), now)
    db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.connection.execute("VACUUM")
    forget(db)
    db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return counts


def purge_files(data: Path, before: datetime) -> int:
    """Remove files of the data folder that hold what came or left before an instant; gives how many.

    Letters that a folder transport wrote (one half-written is among them) and files of the drop folder
    that were taken; the names of both begin with their time.
    """
    limit = stored(before)[:19].replace("-", "").replace(":", "")
    old = [path for path in _within(data / "outbox", "*Z-*") if path.name[:15] < limit]
    day = local_day(before).isoformat()
    old += [path for path in _within(data / "dropbox" / say("jobs", "dropbox-done"), "[0-9]*-*-*-*") if path.name[:10] < day]
    for path in old:
        path.unlink()
    return len(old)


def _within(folder: Path, pattern: str) -> list[Path]:
    return [path for path in folder.glob(pattern) if path.is_file()] if folder.is_dir() else []
