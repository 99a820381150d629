# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""One mail's decision becomes rows and letters, all of it in the caller's transaction (design, 2)."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot import checkpoint
from mailbot.model.decision import Decision, Outcome
from mailbot.model.instant import restored, stored
from mailbot.model.mail import File, Mail
from mailbot.store.confirming import hold, void_earlier
from mailbot.store.database import Database, writer
from mailbot.store.directory import mark_dead
from mailbot.store.events import Event, record
from mailbot.store.outbox import Outgoing, enqueue
from mailbot.store.submissions import Source, insert_findings, insert_submission

MAX_TEXT = 200_000  # characters of a mail's text; the rest stays in its bytes


@dataclass(frozen=True, slots=True)
class Written:
    """Numbers of what a decision wrote; letters whose key was there before are not named."""

    submissions: tuple[int, ...]
    letters: tuple[int, ...]


def attachments_sha256(files: Iterable[File]) -> str:
    """Identify a mail's attachments, whatever their order; "" when there are none. Members of archives do not count."""
    hashes = sorted(file.sha256 for file in files if "/" not in file.path)
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest() if hashes else ""


def write_decision(
    db: Database,
    mail_id: int,
    mail: Mail,
    files: Sequence[File],
    decision: Decision,
    *,
    now: datetime,
    rules_sha256: str,
    program: str,
    letters: Sequence[Outgoing] = (),
) -> Written:
    """Write the outcome, the tables, what a person must read, and the letters.

    What an earlier decision of the same mail wrote is void from now on. Orders of the office are not
    carried out here. A withheld mail's answers are queued as withheld.
    """
    connection = writer(db)
    row = connection.execute("SELECT received_at, decision_no, withhold FROM inbox WHERE id = ?", (mail_id,)).fetchone()
    source = Source(mail_id, row["decision_no"], decision.received_at or restored(row["received_at"]), decision.provisional)
    if source.decision_no > 1:
        void_earlier(db, mail_id, source.decision_no, now, why="decided-again")
        connection.execute("DELETE FROM file WHERE mail = ?", (mail_id,))
        connection.execute("DELETE FROM evidence WHERE mail = ?", (mail_id,))
    _write_mail(db, mail_id, mail, attachments_sha256(files), decision, now=now, rules_sha256=rules_sha256, program=program)
    _write_files(db, mail_id, files, decision)
    checkpoint.reach("process.writing")
    connection.executemany(
        "INSERT INTO evidence(mail, position, unit, kind, seen, place) VALUES (?, ?, ?, ?, ?, ?)",
        [(mail_id, n, e.unit, e.kind, e.seen, e.where) for n, e in enumerate(decision.evidence)],
    )
    for number in decision.hold_submissions:
        hold(db, number, now, why="rival-senders", mail=mail_id)
    again = source.decision_no > 1
    numbers = tuple(insert_submission(db, submission, source, now, again=again) for submission in decision.submissions)
    insert_findings(db, decision.findings, source)
    _write_received(db, source, decision, now)
    checkpoint.reach("process.filing")
    for address in decision.dead_addresses:
        mark_dead(db, address, now, why=decision.reason, mail=mail_id)
    if decision.receipt_of is not None:
        connection.execute(
            "INSERT INTO receipt(letter, mail, at) VALUES (?, ?, ?) ON CONFLICT(letter, mail) DO NOTHING",
            (decision.receipt_of, mail_id, stored(source.received_at)),
        )
    queued = [enqueue(db, outgoing, now) for outgoing in letters]
    checkpoint.reach("process.answering")
    details = {"outcome": decision.outcome, "reason": decision.reason, "decision": source.decision_no, "submissions": numbers}
    record(db, Event("decided", mail=mail_id, unit=decision.unit, details=details), now)
    return Written(numbers, tuple(letter for letter in queued if letter is not None))


def _write_mail(
    db: Database, mail_id: int, mail: Mail, attachments: str, decision: Decision, *, now: datetime, rules_sha256: str, program: str
) -> None:
    values: dict[str, object] = {
        "outcome": str(decision.outcome),
        "reason": decision.reason,
        "unit": decision.unit,
        "provisional": decision.provisional,
        "duplicate_of": decision.duplicate_of,
        "decided_at": stored(now),
        "rules_sha256": rules_sha256,
        "program": program,
        "message_id": mail.message_id,
        "sender": mail.sender,
        "sender_name": mail.sender_name,
        "reply_to": mail.reply_to,
        "subject": mail.subject,
        "date_text": mail.date_text,
        "text": mail.text[:MAX_TEXT],
        "in_reply_to": json.dumps(mail.in_reply_to),
        "automatic": mail.automatic,
        "authenticated": mail.authenticated,
        "defects": json.dumps(mail.defects),
        "attachments_sha256": attachments,
        "last_error": "",
        "next_attempt_at": None,
    }
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    writer(db).execute(f"UPDATE inbox SET {assignments} WHERE id = :id", values | {"id": mail_id})


def _write_files(db: Database, mail_id: int, files: Sequence[File], decision: Decision) -> None:
    rows = []
    for position, file in enumerate(files):
        outcome, reason = decision.file_reasons.get(file.path, ("kept", file.trouble))
        losses = json.dumps(file.losses) if file.losses else "[]"
        rows.append((mail_id, position, file.path, file.name, file.format, file.size, file.sha256, outcome, reason, losses))
    writer(db).executemany(
        "INSERT INTO file(mail, position, path, name, format, size, sha256, outcome, reason, losses) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _write_received(db: Database, source: Source, decision: Decision, now: datetime) -> None:
    kind = "unreadable" if decision.outcome is Outcome.UNREADABLE else "held"
    writer(db).executemany(
        "INSERT INTO received(mail, decision_no, unit, form, area, kind, received_at, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (source.mail, source.decision_no, unit, form, area, kind, stored(source.received_at), stored(now))
            for unit, form, area in decision.received
        ],
    )
