# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Rows for what the office hands in: first versions, all versions, mails and letters of a unit; read-only."""

import json
from collections import Counter
from collections.abc import Mapping

from mailbot.model.instant import restored, shown
from mailbot.store.database import Database
from mailbot.store.standing import STANDS

Row = tuple[str | int | None, ...]


def standing_numbers(db: Database, form: str) -> dict[tuple[str, int | None], int]:
    """Tell the submission that stands for each unit and area of a form."""
    rows = db.connection.execute(f"SELECT unit, area, id FROM ({STANDS}) WHERE place = 1 AND form = ?", (form,))
    return {(row[0], row[1]): row[2] for row in rows}


def first_numbers(db: Database, form: str) -> dict[tuple[str, int | None], tuple[int, int]]:
    """Tell the first version of each unit and area of a form that had anything in it, and how many versions there are."""
    rows = db.connection.execute(
        "SELECT unit, area, id, count(*) OVER (PARTITION BY unit, area) AS versions,"
        " row_number() OVER (PARTITION BY unit, area ORDER BY received_at, id) AS place"
        " FROM submission WHERE form = ? AND unit IS NOT NULL AND voided_at IS NULL AND outcome IN ('filed', 'returned') AND size > 0",
        (form,),
    )
    return {(row["unit"], row["area"]): (row["id"], row["versions"]) for row in rows if row["place"] == 1}


def finding_codes(db: Database, submission: int) -> Mapping[str, int]:
    """Count the findings of a submission by code."""
    return Counter(row[0] for row in db.connection.execute("SELECT code FROM finding WHERE submission = ?", (submission,)))


def item_texts(db: Database, submission: int) -> tuple[str, ...]:
    """List the names of a submission's items, every level."""
    rows = db.connection.execute("SELECT first_level, second_level, third_level FROM item WHERE submission = ?", (submission,))
    return tuple(text for row in rows for text in row if text)


def has_bytes(db: Database, mail: int) -> bool:
    """Tell whether a mail still has its bytes: a purge takes them."""
    return db.connection.execute("SELECT 1 FROM raw WHERE mail = ?", (mail,)).fetchone() is not None


def mails_of(db: Database, unit: str) -> tuple[Row, ...]:
    """List the mails of a unit: number, arrival, sender, subject, Message-ID, hash, size, outcome, reason."""
    rows = db.connection.execute(
        "SELECT id, received_at, sender, subject, message_id, sha256, size, outcome, reason FROM inbox"
        " WHERE unit = ?1 OR id IN (SELECT mail FROM submission WHERE unit = ?1) ORDER BY received_at, id",
        (unit,),
    )
    return tuple((row[0], shown(restored(row[1])), *row[2:]) for row in rows)


def versions_of_unit(db: Database, unit: str) -> tuple[Row, ...]:
    """List everything a unit sent: number, mail, form, area, version, outcome, size, to mend, arrival, hash, what it replaced."""
    rows = db.connection.execute(
        "SELECT id, mail, form, area, version, CASE WHEN voided_at IS NULL THEN outcome ELSE 'void' END, size, to_mend, received_at,"
        " content_sha256, replaces FROM submission WHERE unit = ? ORDER BY received_at, id",
        (unit,),
    )
    return tuple((*row[:8], shown(restored(row[8])), row[9], row[10]) for row in rows)


def letters_of(db: Database, unit: str) -> tuple[Row, ...]:
    """List the letters to a unit, answers to its mails included: number, subject, address, state, when it left, Message-ID."""
    rows = db.connection.execute(
        "SELECT id, subject, to_address, state, sent_at, message_id FROM outbox"
        " WHERE unit = ?1 OR mail IN (SELECT id FROM inbox WHERE unit = ?1) ORDER BY id",
        (unit,),
    )
    return tuple((*row[:4], shown(restored(row[4])) if row[4] else "", row[5]) for row in rows)


def events_of_unit(db: Database, unit: str) -> tuple[Row, ...]:
    """List what happened with a unit: when, what, mail, submission, letter, by whom, details."""
    rows = db.connection.execute(
        "SELECT at, kind, mail, submission, letter, by, details FROM event"
        " WHERE unit = ?1 OR mail IN (SELECT id FROM inbox WHERE unit = ?1) ORDER BY id",
        (unit,),
    )
    return tuple((shown(restored(row[0])), *row[1:6], json.dumps(json.loads(row[6]), ensure_ascii=False)) for row in rows)
