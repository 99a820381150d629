# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""What came for the duties and what the office decided about them, as of an instant.

In a rehearsal at an earlier instant the office's decisions count from when they were made; a mail
counts from when the mailbox received it (interface, 3).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from mailbot.model.duty import Arrival, DutyKey
from mailbot.model.instant import restored, stored
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record
from mailbot.store.inbox import AWAITS_OFFICE

CAME = "received_at <= ?1 AND (voided_at IS NULL OR (voided_at > ?1 AND void_reason != 'decided-again'))"


def arrivals(db: Database, now: datetime, units: Collection[str] | None = None) -> tuple[Arrival, ...]:
    """List everything that came up to ``now``, of some units or of all, oldest first; what was void by then is left out."""
    at = stored(now)
    of = "" if units is None else f" AND unit IN ({', '.join('?' * len(units))})"
    # A held table that was taken later, and a return that was overruled later, are shown as they were.
    tables = db.connection.execute(
        "SELECT unit, form, area,"
        " CASE WHEN confirmed_at > ?1 AND ranked_at = confirmed_at THEN 'held' WHEN accepted_at > ?1 THEN 'returned' ELSE outcome END,"
        " received_at, provisional = 1 OR coalesce(confirmed_at > ?1, 0), size, to_mend, version, id, coalesce(accepted_at <= ?1, 0),"
        " CASE WHEN confirmed_at <= ?1 AND ranked_at != received_at THEN ranked_at END"
        f" FROM submission WHERE unit IS NOT NULL AND {CAME}{of}",
        (at, *(units or ())),
    )
    found = [
        Arrival(
            *(row[0], row[1], row[2], row[3], restored(row[4]), bool(row[5]), row[6], row[7], row[8], row[9]),
            registered=bool(row[10]),
            ranked_at=restored(row[11]) if row[11] else None,
        )
        for row in tables
    ]
    marks = db.connection.execute(
        f"SELECT unit, form, area, kind, received_at, coalesce(confirmed_at <= ?1, 0) FROM received WHERE {CAME}{of}",
        (at, *(units or ())),
    )
    found += [Arrival(row[0], row[1], row[2], row[3], restored(row[4]), registered=bool(row[5])) for row in marks]
    return tuple(sorted(found, key=lambda arrival: (arrival.received_at, arrival.submission or 0)))


def queued(db: Database, now: datetime, *, limit: int = -1) -> tuple[tuple[int, str | None], ...]:
    """List mails that came up to an instant and wait their turn, in that order: number, the unit the office named."""
    rows = db.connection.execute(
        "SELECT id, assigned_unit FROM inbox WHERE outcome = 'received' AND received_at <= ? ORDER BY received_at, id LIMIT ?",
        (stored(now), limit),
    )
    return tuple((int(row[0]), row[1]) for row in rows)


def set_aside(db: Database, now: datetime) -> tuple[tuple[int, str | None], ...]:
    """List mails that came up to an instant and were set aside through our own fault, until the office is done with them."""
    rows = db.connection.execute(
        # The first condition is that of an index.
        f"SELECT id, assigned_unit FROM inbox WHERE {AWAITS_OFFICE} AND outcome = 'shunted' AND received_at <= ? ORDER BY received_at, id",
        (stored(now),),
    )
    return tuple((int(row[0]), row[1]) for row in rows)


def exempt(db: Database, now: datetime) -> frozenset[DutyKey]:
    """List the duties that the office has declared not to concern a unit."""
    return _declared(db, "exempt", now)


def set_exempt(db: Database, duty: DutyKey, now: datetime, *, why: str, by: str) -> None:
    """Declare that a duty does not concern a unit; the latest reason stays."""
    _declare(db, "exempt", duty, now, why=why, by=by)


def end_exempt(db: Database, duty: DutyKey, now: datetime, *, by: str) -> bool:
    """Take an exemption back; tells whether there was one."""
    return _take_back(db, "exempt", duty, now, by=by)


def deferrals(db: Database, now: datetime) -> tuple[tuple[str | None, str, int | None, date], ...]:
    """List moved deadlines, the earliest decision first: (unit or all, form, area or all, new day)."""
    rows = db.connection.execute("SELECT unit, form, area, due FROM deferral WHERE at <= ? ORDER BY id", (stored(now),))
    return tuple((row[0] or None, row[1], row[2] or None, date.fromisoformat(row[3])) for row in rows)


def deferred(db: Database, duties: tuple[DutyKey, ...], now: datetime) -> Mapping[DutyKey, date]:
    """Tell the moved deadlines of some duties; a decision for one unit weighs more than one for all."""
    moved: dict[DutyKey, date] = {}
    for general in (True, False):
        for unit, form, area, due in deferrals(db, now):
            if (unit is None) is general:
                matching = (duty for duty in duties if duty[1] == form and unit in (None, duty[0]) and area in (None, duty[2]))
                moved.update(dict.fromkeys(matching, due))
    return moved


def defer(db: Database, unit: str | None, form: str, area: int | None, due: date, now: datetime, *, why: str, by: str) -> None:
    """Move a deadline for one unit or for all, for one area or for all."""
    writer(db).execute(
        "INSERT INTO deferral(unit, form, area, due, why, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (unit or "", form, area or 0, due.isoformat(), why, by, stored(now)),
    )
    record(db, Event("deferred", unit=unit, by=by, details={"form": form, "area": area, "due": due.isoformat()}), now)


def end_deferral(
    db: Database, unit: str | None, form: str, area: int | None, now: datetime, *, by: str
) -> tuple[tuple[str, int | None, date], ...]:
    """Take the last word about a unit's deadline (None: about all units') back; gives what it had moved: form, area, day.

    ``form`` "" and ``area`` None: whatever that word was about.
    """
    rows = db.connection.execute(
        "SELECT id, form, area, due, by, at FROM deferral WHERE unit = ?1 AND (?2 = '' OR form = ?2) AND (?3 IS NULL OR area = ?3)"
        " ORDER BY id DESC",
        (unit or "", form, area),
    ).fetchall()
    last = [row for row in rows if (row["by"], row["at"]) == (rows[0]["by"], rows[0]["at"])]
    writer(db).executemany("DELETE FROM deferral WHERE id = ?", [(row["id"],) for row in last])
    for row in last:
        record(db, Event("deferral-ended", unit=unit, by=by, details={"form": row["form"], "area": row["area"] or None}), now)
    return tuple((row["form"], row["area"] or None, date.fromisoformat(row["due"])) for row in last)


def accept(db: Database, submission: int, now: datetime, *, by: str) -> None:
    """Overrule a return: the table counts as filed."""
    row = (
        writer(db)
        .execute("UPDATE submission SET outcome = 'filed', accepted_at = ? WHERE id = ? RETURNING mail, unit", (stored(now), submission))
        .fetchone()
    )
    record(db, Event("accepted", mail=row["mail"], unit=row["unit"], submission=submission, by=by), now)


def end_acceptance(db: Database, submission: int, now: datetime, *, by: str) -> bool:
    """Let a table be returned again that the office had accepted; tells whether it had."""
    row = (
        writer(db)
        .execute(
            "UPDATE submission SET outcome = 'returned', accepted_at = NULL WHERE id = ? AND accepted_at IS NOT NULL RETURNING mail, unit",
            (submission,),
        )
        .fetchone()
    )
    if row is not None:
        record(db, Event("acceptance-ended", mail=row["mail"], unit=row["unit"], submission=submission, by=by), now)
    return row is not None


def on_time(db: Database, now: datetime) -> frozenset[DutyKey]:
    """List the duties that count as on time whatever the day they came: the fault was ours."""
    return _declared(db, "on_time", now)


def set_on_time(db: Database, duty: DutyKey, now: datetime, *, why: str, by: str) -> None:
    """Let a duty count as on time; the latest reason stays."""
    _take_back(db, "on_time_declined", duty, now, by=by)
    _declare(db, "on_time", duty, now, why=why, by=by)


def on_time_declined(db: Database, now: datetime) -> frozenset[DutyKey]:
    """List the duties that stay late by the office's word: nobody proposes again to excuse them."""
    return _declared(db, "on_time_declined", now)


def decline_on_time(db: Database, duty: DutyKey, now: datetime, *, why: str, by: str) -> None:
    """Let a duty stay late, whatever was proposed."""
    _take_back(db, "on_time", duty, now, by=by)
    _declare(db, "on_time_declined", duty, now, why=why, by=by)


def end_on_time(db: Database, duty: DutyKey, now: datetime, *, by: str) -> bool:
    """Judge a duty by its day of receipt again, as if the office had said nothing; tells whether it had."""
    excused = _take_back(db, "on_time", duty, now, by=by)
    return _take_back(db, "on_time_declined", duty, now, by=by) or excused


def _declared(db: Database, table: str, now: datetime) -> frozenset[DutyKey]:
    """List the duties of which the office has said what a table stands for; the events bear its name."""
    rows = db.connection.execute(f"SELECT unit, form, area FROM {table} WHERE at <= ?", (stored(now),))
    return frozenset((row[0], row[1], row[2] or None) for row in rows)


def _declare(db: Database, table: str, duty: DutyKey, now: datetime, *, why: str, by: str) -> None:
    unit, form, area = duty
    writer(db).execute(
        f"INSERT INTO {table}(unit, form, area, why, by, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(unit, form, area) DO UPDATE SET why = excluded.why, by = excluded.by",
        (unit, form, area or 0, why, by, stored(now)),
    )
    record(db, Event(table.replace("_", "-"), unit=unit, by=by, details={"form": form, "area": area}), now)


def _take_back(db: Database, table: str, duty: DutyKey, now: datetime, *, by: str) -> bool:
    unit, form, area = duty
    cursor = writer(db).execute(f"DELETE FROM {table} WHERE unit = ? AND form = ? AND area = ?", (unit, form, area or 0))
    if cursor.rowcount:
        ended = f"{table.replace('_', '-')}-ended"
        record(db, Event(ended, unit=unit, by=by, details={"form": form, "area": area}), now)
    return bool(cursor.rowcount)


def add_note(db: Database, unit: str, text: str, now: datetime, *, by: str) -> None:
    """Write something down about a unit."""
    writer(db).execute("INSERT INTO note(unit, text, by, at) VALUES (?, ?, ?, ?)", (unit, text, by, stored(now)))
    record(db, Event("note", unit=unit, by=by), now)


def end_note(db: Database, unit: str, text: str, now: datetime, *, by: str) -> bool:
    """Strike a note out; of two with the same words the later one; tells whether there was one."""
    cursor = writer(db).execute("DELETE FROM note WHERE id = (SELECT max(id) FROM note WHERE unit = ? AND text = ?)", (unit, text))
    if cursor.rowcount:
        record(db, Event("note-ended", unit=unit, by=by), now)
    return bool(cursor.rowcount)


def notes(db: Database, unit: str) -> tuple[tuple[datetime, str, str], ...]:
    """List what was written down about a unit: when, by whom, what."""
    rows = db.connection.execute("SELECT at, by, text FROM note WHERE unit = ? ORDER BY id", (unit,))
    return tuple((restored(row[0]), row[1], row[2]) for row in rows)


def notes_by_unit(db: Database) -> Mapping[str, tuple[tuple[datetime, str], ...]]:
    """Tell what was written down about every unit, the latest first: when, what."""
    found: dict[str, tuple[tuple[datetime, str], ...]] = {}
    for unit, at, text in db.connection.execute("SELECT unit, at, text FROM note ORDER BY id DESC"):
        found[unit] = (*found.get(unit, ()), (restored(at), text))
    return found
