# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""What the office says of a mail's tables: taken, thrown out, put in doubt.

::

    filed, provisional --confirm--> filed --a later one--> superseded, kept
            |    |                                ^
            |    +--hold, by a rival--> held --confirm (the office took it)
            +--------------- void

Every one of these is taken back by ``store.taking_back``: the event of a decision says what the mail was before.
"""

from collections.abc import Mapping
from datetime import datetime

from mailbot.model.instant import restored, stored
from mailbot.model.submission import Submission
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record
from mailbot.store.standing import highest, standing
from mailbot.store.submissions import Source, insert_submission


def confirm(db: Database, mail: int, now: datetime, *, by: str) -> tuple[int, ...]:
    """Take what a mail brought: provisional becomes filed, held becomes filed, unread becomes registered.

    Held tables whose unit nobody has named stay held (``inbox.reopen`` with a unit first). A held
    table that the office takes stands from now on; a provisional one only from its receipt. Gives the
    submissions that changed.
    """
    connection = writer(db)
    at, was = stored(now), before(db, mail)
    rows = connection.execute(
        "SELECT * FROM submission WHERE mail = ? AND voided_at IS NULL AND unit IS NOT NULL"
        " AND (provisional = 1 OR outcome = 'held') ORDER BY id",
        (mail,),
    ).fetchall()
    for row in rows:
        if row["outcome"] == "held":
            stands = standing(db, row["unit"], row["form"], row["area"])
            connection.execute(
                "UPDATE submission SET outcome = 'filed', provisional = 0, confirmed_at = ?, ranked_at = ?, version = ?, replaces = ?"
                " WHERE id = ?",
                (at, at, highest(db, row["unit"], row["form"], row["area"]) + 1, stands.submission if stands else None, row["id"]),
            )
        else:
            connection.execute("UPDATE submission SET provisional = 0, confirmed_at = ? WHERE id = ?", (at, row["id"]))
        table = {name: row[name] for name in ("outcome", "provisional", "version", "replaces")}
        details = {"was": was, "table": table}
        record(db, Event("confirmed", mail=mail, unit=row["unit"], submission=row["id"], by=by, details=details), now)
    connection.execute("UPDATE received SET confirmed_at = ? WHERE mail = ? AND voided_at IS NULL", (at, mail))
    taken = any(row["outcome"] == "held" for row in rows)
    connection.execute(
        "UPDATE inbox SET provisional = 0, settled_at = ?1, settled_by = ?2,"
        " outcome = CASE WHEN ?3 THEN 'filed' ELSE outcome END, reason = CASE WHEN ?3 THEN 'confirmed' ELSE reason END WHERE id = ?4",
        (at, by, taken, mail),
    )
    if not rows:
        record(db, Event("confirmed", mail=mail, by=by, details={"was": was}), now)
    return tuple(int(row["id"]) for row in rows)


def before(db: Database, mail: int) -> Mapping[str, object]:
    """Tell what a decision about a mail changes of the mail itself, so that it can be taken back."""
    row = db.connection.execute("SELECT outcome, reason, provisional, settled_at FROM inbox WHERE id = ?", (mail,)).fetchone()
    return dict(row)


def void(db: Database, mail: int, now: datetime, *, by: str, why: str) -> tuple[int, ...]:
    """Throw out what a mail brought, as if it had never come; gives the submissions that changed."""
    was = before(db, mail)
    changed = void_earlier(db, mail, None, now, why=why)
    writer(db).execute("UPDATE inbox SET settled_at = ?, settled_by = ? WHERE id = ?", (stored(now), by, mail))
    record(db, Event("void", mail=mail, by=by, details={"why": why, "submissions": list(changed), "was": was}), now)
    return changed


def void_earlier(db: Database, mail: int, before: int | None, now: datetime, *, why: str) -> tuple[int, ...]:
    """Void what decisions of a mail before number ``before`` wrote; all of them when it is None."""
    connection = writer(db)
    values = (stored(now), why, mail, before)
    earlier = "voided_at = ?1, void_reason = ?2 WHERE mail = ?3 AND voided_at IS NULL AND (?4 IS NULL OR decision_no < ?4)"
    rows = connection.execute(
        f"UPDATE submission SET {earlier} RETURNING id",
        values,
    ).fetchall()
    connection.execute(f"UPDATE received SET {earlier}", values)
    return tuple(sorted(int(row[0]) for row in rows))


def hold(db: Database, number: int, now: datetime, *, why: str, mail: int | None = None) -> None:
    """Put a provisional submission in doubt: another address has sent for the same duty."""
    row = writer(db).execute("UPDATE submission SET outcome = 'held' WHERE id = ? RETURNING mail, unit", (number,)).fetchone()
    writer(db).execute("UPDATE inbox SET outcome = 'held', reason = ?, settled_at = NULL WHERE id = ?", (why, row["mail"]))
    record(db, Event("held", mail=row["mail"], unit=row["unit"], submission=number, details={"why": why, "rival": mail}), now)


def merge(db: Database, held: int, whole: Submission, now: datetime, *, by: str) -> int:
    """Write the whole that a held table and the standing one make; the held one gives way to it. Gives its number.

    To throw the mail out takes the whole away again, and what stood before stands.
    """
    connection = writer(db)
    at = stored(now)
    row = connection.execute("SELECT mail, decision_no, received_at FROM submission WHERE id = ?", (held,)).fetchone()
    connection.execute("UPDATE submission SET voided_at = ?, void_reason = 'merged' WHERE id = ?", (at, held))
    source = Source(row["mail"], row["decision_no"], restored(row["received_at"]), provisional=False)
    number = insert_submission(db, whole, source, now)
    connection.execute("UPDATE submission SET confirmed_at = ?1, ranked_at = ?1 WHERE id = ?2", (at, number))
    record(
        db,
        Event(
            "merged", mail=row["mail"], unit=whole.unit, submission=number, by=by, details={"held": held, "was": before(db, row["mail"])}
        ),
        now,
    )
    return number


def settle_as(db: Database, mail: int, reason: str, now: datetime, *, by: str) -> None:
    """Note that the office has dealt with a held mail: it counts as filed."""
    at = stored(now)
    connection = writer(db)
    connection.execute("UPDATE received SET confirmed_at = ? WHERE mail = ? AND voided_at IS NULL", (at, mail))
    connection.execute(
        "UPDATE inbox SET provisional = 0, outcome = 'filed', reason = ?, settled_at = ?, settled_by = ? WHERE id = ?",
        (reason, at, by, mail),
    )
