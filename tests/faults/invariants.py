"""What must hold after every fault (issue 7): I1 to I4 over a database, a mailbox and the letters that left."""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable
from email import message_from_bytes

from mailbot.store.backup import verify
from mailbot.store.database import Database

TWICE_AFTER_A_GAP = ("reply",)


def hold(db: Database, mails: Iterable[bytes], letters: Iterable[bytes], *, quiet: bool = True) -> None:
    """Hold a database to the invariants; ``quiet``: everything had its turn, so nothing may be on its way."""
    _every_mail_has_one_outcome_and_its_bytes(db, mails, quiet=quiet)
    _one_submission_a_content(db)
    _letters_leave_once(db, letters)
    assert verify(db).problems == ()


def _every_mail_has_one_outcome_and_its_bytes(db: Database, mails: Iterable[bytes], *, quiet: bool) -> None:
    known = {}
    for row in db.connection.execute("SELECT inbox.id, sha256, outcome, reason, content FROM inbox JOIN raw ON raw.mail = inbox.id"):
        content = zlib.decompress(row["content"])
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        known[row["sha256"]] = row
        if quiet:
            assert row["outcome"] != "received", f"I1: m{row['id']} has no outcome"
            assert row["reason"], f"I1: m{row['id']} has no reason"
    if quiet:
        lost = [content[:80] for content in mails if hashlib.sha256(content).hexdigest() not in known]
        assert lost == [], "I1: a mail of the mailbox is lost"


def _one_submission_a_content(db: Database) -> None:
    """Hold I2; a mail that the office puts back is decided as of when it came, so what came after it stands beside it."""
    rows = db.connection.execute(
        "SELECT unit, form, area, content_sha256, id FROM submission"
        " WHERE outcome = 'filed' AND voided_at IS NULL AND provisional = 0 AND replaces IS NULL ORDER BY ranked_at, id"
    )
    first: dict[tuple[object, ...], int] = {}
    for *key, number in map(tuple, rows):
        assert first.setdefault(tuple(key), number) >= number, f"I2: s{number} is there twice"


def _letters_leave_once(db: Database, letters: Iterable[bytes]) -> None:
    left: dict[str, list[str]] = defaultdict(list)
    for content in letters:
        message = message_from_bytes(content)
        left[str(message["X-Mailbot-Key"])].append(str(message["Message-ID"]))
    gaps = {row[0] for row in db.connection.execute("SELECT letter FROM event WHERE kind = 'maybe-duplicate'")}
    numbers = {row["key"]: row["id"] for row in db.connection.execute("SELECT id, key FROM outbox")}
    for key, identifiers in left.items():
        assert len(set(identifiers)) == 1, f"I3: {key} left with two identities"
        if len(identifiers) > 1:
            assert key.partition(":")[0] in TWICE_AFTER_A_GAP, f"I3: {key} left {len(identifiers)} times"
            assert len(identifiers) == 2, f"I3: {key} left {len(identifiers)} times"
            assert numbers.get(key) in gaps, f"I3: {key} left twice without a line that says so"
