"""What the office says of reminders: pauses, vetoes of one day, copies to the leader, the end of the season."""

from collections.abc import Mapping
from datetime import date, datetime

from mailbot.model.instant import local_day, restored, stored
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record


def paused_units(db: Database, now: datetime) -> frozenset[str]:
    """List the units that get no reminders by the office's word."""
    return frozenset(row[0] for row in db.connection.execute("SELECT unit FROM paused_unit WHERE at <= ?", (stored(now),)))


def pause_unit(db: Database, unit: str, now: datetime, *, why: str, by: str) -> bool:
    """Let no reminders go to a unit; tells whether any did before."""
    cursor = writer(db).execute(
        "INSERT INTO paused_unit(unit, why, by, at) VALUES (?, ?, ?, ?) ON CONFLICT(unit) DO NOTHING", (unit, why, by, stored(now))
    )
    if cursor.rowcount:
        record(db, Event("reminders-paused", unit=unit, by=by), now)
    return bool(cursor.rowcount)


def resume_unit(db: Database, unit: str, now: datetime, *, by: str) -> bool:
    """Let reminders go to a unit again: its pause is over, or, where there was none, the vetoes of days to come; tells whether any was."""
    ended = writer(db).execute("DELETE FROM paused_unit WHERE unit = ?", (unit,)).rowcount
    if not ended:
        ended = writer(db).execute("DELETE FROM veto WHERE unit = ? AND day >= ?", (unit, local_day(now).isoformat())).rowcount
    if ended:
        record(db, Event("reminders-resumed", unit=unit, by=by), now)
    return bool(ended)


def veto(db: Database, unit: str, day: date, now: datetime, *, by: str) -> bool:
    """Let no reminder go to a unit on one day; tells whether that is new."""
    cursor = writer(db).execute(
        "INSERT INTO veto(unit, day, by, at) VALUES (?, ?, ?, ?) ON CONFLICT(unit, day) DO NOTHING",
        (unit, day.isoformat(), by, stored(now)),
    )
    if cursor.rowcount:
        record(db, Event("reminder-vetoed", unit=unit, by=by, details={"day": day.isoformat()}), now)
    return bool(cursor.rowcount)


def end_veto(db: Database, unit: str, day: date, now: datetime, *, by: str) -> bool:
    """Let the reminder of one day go after all; tells whether it was vetoed."""
    cursor = writer(db).execute("DELETE FROM veto WHERE unit = ? AND day = ?", (unit, day.isoformat()))
    if cursor.rowcount:
        record(db, Event("reminder-veto-ended", unit=unit, by=by, details={"day": day.isoformat()}), now)
    return bool(cursor.rowcount)


def vetoed_units(db: Database, day: date) -> frozenset[str]:
    """List the units that get no reminder on one day."""
    return frozenset(row[0] for row in db.connection.execute("SELECT unit FROM veto WHERE day = ?", (day.isoformat(),)))


def copy_leader(db: Database, unit: str, now: datetime, *, by: str, copied: bool = True) -> bool:
    """Copy the unit's reminders to its leader, or no longer; tells whether that is new."""
    connection = writer(db)
    if copied:
        cursor = connection.execute(
            "INSERT INTO leader_copied(unit, by, at) VALUES (?, ?, ?) ON CONFLICT(unit) DO NOTHING", (unit, by, stored(now))
        )
    else:
        cursor = connection.execute("DELETE FROM leader_copied WHERE unit = ?", (unit,))
    if cursor.rowcount:
        record(db, Event("leader-copied" if copied else "leader-not-copied", unit=unit, by=by), now)
    return bool(cursor.rowcount)


def copied_leaders(db: Database) -> Mapping[str, tuple[str, ...]]:
    """Tell the leaders' addresses of the units whose reminders they get: only from lists that were filed and are sure."""
    units = [row[0] for row in db.connection.execute("SELECT unit FROM leader_copied ORDER BY unit")]
    return {unit: leader_addresses(db, unit) for unit in units}


def leader_addresses(db: Database, unit: str) -> tuple[str, ...]:
    """Tell the leaders' addresses on the list that stands for a unit."""
    from mailbot.store.people import people_of

    found = (address for person in people_of(db, unit) if person.role == "leader" for address in person.emails)
    return tuple(dict.fromkeys(found))


def close_season(db: Database, now: datetime, *, by: str) -> bool:
    """End the season: nobody is reminded any more; tells whether it was open."""
    return _season(db, now, by=by, closed=True)


def reopen_season(db: Database, now: datetime, *, by: str) -> bool:
    """Open a closed season again; tells whether it was closed."""
    return _season(db, now, by=by, closed=False)


def _season(db: Database, now: datetime, *, by: str, closed: bool) -> bool:
    row = db.connection.execute("SELECT closed FROM season ORDER BY id DESC LIMIT 1").fetchone()
    if bool(row and row[0]) is closed:
        return False
    writer(db).execute("INSERT INTO season(closed, by, at) VALUES (?, ?, ?)", (closed, by, stored(now)))
    record(db, Event("season-closed" if closed else "season-reopened", by=by), now)
    return True


def season_closed_at(db: Database, now: datetime) -> datetime | None:
    """Tell since when the season is closed by the office's word; None while it is not."""
    row = db.connection.execute("SELECT closed, at FROM season WHERE at <= ? ORDER BY id DESC LIMIT 1", (stored(now),)).fetchone()
    return restored(row[1]) if row and row[0] else None
