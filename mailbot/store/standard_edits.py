"""Edits of the standard that raised questions, and what the office has answered so far; one waits at a time."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.model.instant import stored
from mailbot.store.database import Database, writer
from mailbot.store.events import Event, record


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that waits: the mail that brought it (None: the command line), and how many questions are open."""

    id: int
    mail: int | None
    sha256: str
    questions: int


def pending(db: Database) -> Edit | None:
    """Give the edit that waits for answers, or None."""
    row = db.connection.execute(
        "SELECT id, mail, sha256, questions FROM standard_edit WHERE closed_at IS NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else Edit(*row)


def wait(db: Database, mail: int | None, sha256: str, now: datetime, *, by: str, questions: int) -> int:
    """Let an edit wait; the same one again only counts its questions anew, another takes the place of what waited."""
    waiting = pending(db)
    if waiting is not None and (waiting.mail, waiting.sha256) == (mail, sha256):
        writer(db).execute("UPDATE standard_edit SET questions = ? WHERE id = ?", (questions, waiting.id))
        return waiting.id
    close(db, now)
    row = (
        writer(db)
        .execute(
            "INSERT INTO standard_edit(mail, sha256, questions, by, at) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (mail, sha256, questions, by, stored(now)),
        )
        .fetchone()
    )
    record(db, Event("standard-asked", mail=mail, by=by, details={"questions": questions}), now)
    return int(row[0])


def close(db: Database, now: datetime) -> bool:
    """End the waiting, because a version was kept or the office dropped the edit; tells whether any waited."""
    return bool(writer(db).execute("UPDATE standard_edit SET closed_at = ? WHERE closed_at IS NULL", (stored(now),)).rowcount)


def answers(db: Database, edit: int) -> dict[str, str]:
    """Give what was answered about an edit: place -> what the office said."""
    return dict(db.connection.execute("SELECT place, said FROM standard_answer WHERE edit = ?", (edit,)).fetchall())


def answer(db: Database, edit: int, place: str, said: str, now: datetime, *, by: str) -> None:
    """Write an answer; a later one about the same place stands."""
    writer(db).execute(
        "INSERT INTO standard_answer(edit, place, said, by, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT(edit, place) DO UPDATE SET said = excluded.said, by = excluded.by, at = excluded.at",
        (edit, place, said, by, stored(now)),
    )
