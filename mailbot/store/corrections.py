"""Corrections that the office opened, and what has answered them since."""

import sqlite3
from datetime import date, datetime

from mailbot.model.correction import Correction
from mailbot.model.instant import restored, stored
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record

LIST = """
SELECT correction.*, answer.id AS answered_by, said.id AS answered_in,
  coalesce(answer.received_at, said.received_at) AS answered_at FROM correction
LEFT JOIN submission AS answer ON answer.id = (
  SELECT submission.id FROM submission JOIN item ON item.submission = submission.id
  WHERE submission.unit = correction.unit AND (submission.area = correction.area OR submission.area IS NULL)
    AND submission.received_at > correction.at AND submission.received_at <= ?1
    AND submission.voided_at IS NULL AND submission.outcome != 'same'
    AND correction.item IN (item.third_level, item.second_level, item.first_level)
  ORDER BY submission.received_at, submission.id LIMIT 1)
LEFT JOIN inbox AS said ON said.id = (
  SELECT inbox.id FROM ledger JOIN outbox ON outbox.id = ledger.letter JOIN inbox
    ON EXISTS (SELECT 1 FROM json_each(inbox.in_reply_to) WHERE json_each.value = outbox.message_id)
  WHERE ledger.form = 'correction:' || correction.id AND ledger.unit = correction.unit
    AND inbox.received_at > correction.at AND inbox.received_at <= ?1
    AND inbox.outcome IN ('other', 'unreadable') AND inbox.reason != 'question'
    AND NOT EXISTS (SELECT 1 FROM submission WHERE submission.mail = inbox.id)
  ORDER BY inbox.received_at, inbox.id LIMIT 1)
WHERE correction.at <= ?1 ORDER BY correction.id
"""


def corrections(db: Database, now: datetime) -> tuple[Correction, ...]:
    """List all corrections as of an instant, the earliest first."""
    rows = db.connection.execute(LIST, (stored(now),))
    return tuple(_correction(row, now) for row in rows)


def awaited(db: Database, now: datetime) -> tuple[Correction, ...]:
    """List the corrections that a unit must still answer."""
    return tuple(one for one in corrections(db, now) if one.awaited)


def open_correction(db: Database, correction: Correction, now: datetime, *, by: str) -> int:
    """Write a correction; gives its number."""
    row = (
        writer(db)
        .execute(
            "INSERT INTO correction(unit, area, item, kind, what, due, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                correction.unit,
                correction.area,
                correction.item,
                correction.kind,
                correction.what,
                correction.due.isoformat(),
                by,
                stored(now),
            ),
        )
        .fetchone()
    )
    details = {"correction": row[0], "area": correction.area, "kind": correction.kind, "due": correction.due.isoformat()}
    record(db, Event("correction-opened", unit=correction.unit, by=by, details=details), now)
    return int(row[0])


def close_correction(db: Database, number: int, now: datetime, *, why: str, by: str) -> bool:
    """Close a correction, because the office agrees; tells whether it was open."""
    row = (
        writer(db)
        .execute(
            "UPDATE correction SET closed_at = ?, closed_by = ?, close_why = ? WHERE id = ? AND closed_at IS NULL RETURNING unit",
            (stored(now), by, why, number),
        )
        .fetchone()
    )
    if row is not None:
        record(db, Event("correction-closed", unit=row[0], by=by, details={"correction": number}), now)
    return row is not None


def item_names(db: Database, unit: str, area: int) -> tuple[str, ...]:
    """List the names of an area's items: of the standard that was fixed last, else of all that the unit sent."""
    rows = db.connection.execute(
        "SELECT DISTINCT coalesce(json_extract(elements, '$.third_level'), json_extract(elements, '$.second_level'),"
        " json_extract(elements, '$.first_level'))"
        " FROM standard_item WHERE area = ? AND standard = (SELECT max(id) FROM standard WHERE kind = 'version')",
        (area,),
    ).fetchall()
    rows = (
        rows
        or db.connection.execute(
            "SELECT DISTINCT coalesce(nullif(third_level, ''), nullif(second_level, ''), first_level) FROM item"
            " JOIN submission ON submission.id = item.submission WHERE unit = ? AND area = ? AND voided_at IS NULL",
            (unit, area),
        ).fetchall()
    )
    return tuple(row[0] for row in rows if row[0])


def _correction(row: sqlite3.Row, now: datetime) -> Correction:
    closed = restored(row["closed_at"]) if row["closed_at"] else None
    return Correction(
        id=row["id"],
        unit=row["unit"],
        area=row["area"],
        item=row["item"],
        kind=row["kind"],
        what=row["what"],
        due=date.fromisoformat(row["due"]),
        opened_at=restored(row["at"]),
        closed_at=closed if closed and closed <= now else None,
        close_why=row["close_why"],
        answered_by=row["answered_by"],
        answered_at=restored(row["answered_at"]) if row["answered_at"] else None,
        answered_in=row["answered_in"],
    )
