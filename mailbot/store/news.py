# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""What happened since the last digest, by the numbers of events and not by the clock, which may be set.

A digest keeps the number of the last event it knew; whatever comes after it, if only while the digest
was being written, is for the next one.
"""

import json

from mailbot.store.database import Database
from mailbot.store.events import Event, events_after

MAILS = ("decided", "shunted")
DECISIONS = (
    "confirmed",
    "void",
    "reopened",
    "merged",
    "taken-back",
    "exempt",
    "exempt-ended",
    "accepted",
    "acceptance-ended",
    "on-time",
    "on-time-ended",
    "on-time-declined",
    "on-time-declined-ended",
    "deferred",
    "deferral-ended",
    "reminders-paused",
    "reminders-resumed",
    "reminder-vetoed",
    "reminder-veto-ended",
    "leader-copied",
    "leader-not-copied",
    "address-added",
    "address-removed",
    "filed-by-hand",
    "note",
    "note-ended",
    "season-closed",
    "season-reopened",
    "correction-opened",
    "correction-closed",
    "standard-version",
)
"""Kinds of events that say what the office decided, in the digest's order."""
LEARNING = "address-added"
KNOWN_UNTIL = "events"
"""The fact of a digest that holds its number."""


def last_event(db: Database) -> int:
    """Tell the number of the latest event; 0 before the first."""
    return int(db.connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])


def told_until(db: Database) -> int:
    """Tell up to which event the last digest has told; 0 before the first."""
    row = db.connection.execute("SELECT id, facts FROM outbox WHERE kind = 'digest' ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return 0
    known = json.loads(row["facts"]).get(KNOWN_UNTIL)
    if isinstance(known, int):
        return known
    queued = db.connection.execute("SELECT min(id) FROM event WHERE letter = ? AND kind = 'queued'", (row["id"],)).fetchone()
    return int(queued[0] or 0)


def mails_after(db: Database, event: int) -> tuple[int, ...]:
    """List the mails decided, or set aside, after an event, each once, as they arrived; a crash changes nothing of that order."""
    marks = ", ".join("?" * len(MAILS))
    rows = db.connection.execute(
        f"SELECT id FROM inbox WHERE id IN (SELECT mail FROM event WHERE id > ? AND kind IN ({marks})) ORDER BY received_at, id",
        (event, *MAILS),
    )
    return tuple(int(row[0]) for row in rows)


def decisions_after(db: Database, event: int) -> tuple[Event, ...]:
    """List what the office decided after an event, each decision about a mail once, and addresses learned from lists.

    Who forges a unit's address may bring a list with an address of his own, so the office is told (SECURITY.md).
    """
    found: dict[tuple[object, ...], Event] = {}
    for one in events_after(db, event):
        if one.kind in DECISIONS and (one.by or one.kind == LEARNING):
            found[(one.kind, one.mail, one.unit, json.dumps(one.details, sort_keys=True) if one.mail is None else "")] = one
    return tuple(sorted(found.values(), key=lambda one: (DECISIONS.index(one.kind), one.id)))


def shunted(db: Database) -> tuple[int, ...]:
    """List the mails that were set aside through our own fault and wait for somebody."""
    rows = db.connection.execute("SELECT id FROM inbox WHERE outcome = 'shunted' AND settled_at IS NULL ORDER BY id")
    return tuple(int(row[0]) for row in rows)
