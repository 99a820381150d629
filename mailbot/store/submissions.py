# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Recognised tables: one row a table, written once, never overwritten."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from mailbot.model.decision import DutyKey
from mailbot.model.instant import restored, stored
from mailbot.model.submission import Finding, Item, Submission
from mailbot.store.database import Database, writer
from mailbot.store.items import insert_rows, load_items, load_people
from mailbot.store.standing import STANDS, Moment, next_version, standing

COLUMNS = (
    "mail, decision_no, file, sheet, heading_rows, form, unit, area, area_by, title, named_unit, reported_on, reported_on_text, columns,"
    " column_letters, missing_columns, outcome, provisional, to_mend, size, version, replaces, content_sha256, received_at, ranked_at,"
    " decided_at"
)
INSERT = f"INSERT INTO submission({COLUMNS}) VALUES ({', '.join('?' * 26)}) RETURNING id"


class Source(NamedTuple):
    """The mail that a submission came in, and the decision that wrote it."""

    mail: int
    decision_no: int
    received_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission as it lies in the store, without its rows."""

    id: int
    mail: int
    form: str
    unit: str | None
    area: int | None
    file: str
    sheet: str
    heading_rows: tuple[int, ...]
    outcome: str
    provisional: bool
    to_mend: int
    size: int
    version: int
    replaces: int | None
    content_sha256: str
    title: str
    named_unit: str
    reported_on: date | None
    received_at: datetime
    decided_at: datetime
    confirmed_at: datetime | None
    voided_at: datetime | None

    @property
    def shown_outcome(self) -> str:
        """Tell the outcome, void included."""
        return "void" if self.voided_at else self.outcome


def insert_submission(db: Database, submission: Submission, source: Source, now: datetime, *, again: bool = False) -> int:
    """Write one judged table with its rows and findings; gives its number. ``again``: its mail was decided before."""
    connection = writer(db)
    before = Moment(source.mail, source.received_at) if again else None
    stands = standing(db, submission.unit, submission.form, submission.area, before=before)
    row = connection.execute(
        INSERT,
        (
            source.mail,
            source.decision_no,
            submission.file,
            submission.sheet,
            json.dumps(submission.heading_rows),
            submission.form,
            submission.unit,
            submission.area,
            submission.area_by,
            submission.title,
            submission.named_unit,
            submission.reported_on.isoformat() if submission.reported_on else None,
            submission.reported_on_text,
            json.dumps(submission.columns, ensure_ascii=False),
            json.dumps(submission.column_letters),
            json.dumps(submission.missing_columns),
            submission.outcome,
            source.provisional,
            submission.to_mend,
            submission.size,
            next_version(db, submission, stands),
            stands.submission if stands and submission.outcome in ("filed", "returned", "same") else None,
            submission.content_sha256,
            stored(source.received_at),
            stored(source.received_at),
            stored(now),
        ),
    ).fetchone()
    number = int(row[0])
    insert_rows(db, number, submission)
    insert_findings(db, submission.findings, source, number)
    return number


def insert_findings(db: Database, findings: Iterable[Finding], source: Source, submission: int | None = None) -> None:
    """Write findings of a submission, or of the mail itself."""
    writer(db).executemany(
        "INSERT INTO finding(mail, decision_no, submission, code, place, heading, facts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                source.mail,
                source.decision_no,
                submission,
                f.code,
                f.where,
                f.column,
                json.dumps(f.facts, ensure_ascii=False) if f.facts else "{}",
            )
            for f in findings
        ],
    )


def standing_submissions(db: Database, form: str | None = None) -> tuple[StoredSubmission, ...]:
    """List what stands for every duty, of one form or of all; for reports."""
    rows = db.connection.execute(
        f"SELECT * FROM ({STANDS}) WHERE place = 1 AND (?1 IS NULL OR form = ?1) ORDER BY area, unit, form",
        (form,),
    )
    return tuple(_stored(row) for row in rows)


def load_submission(db: Database, number: int) -> StoredSubmission | None:
    """Read one submission; None when there is none of that number."""
    row = db.connection.execute("SELECT * FROM submission WHERE id = ?", (number,)).fetchone()
    return None if row is None else _stored(row)


def all_submissions(db: Database) -> tuple[StoredSubmission, ...]:
    """List every submission that is not void, in the order of receipt; for reports."""
    rows = db.connection.execute("SELECT * FROM submission WHERE voided_at IS NULL ORDER BY received_at, id")
    return tuple(_stored(row) for row in rows)


def submissions_of(db: Database, mail: int, *, void: bool = False) -> tuple[StoredSubmission, ...]:
    """List the submissions of a mail; those decided again or thrown out only with ``void``."""
    rows = db.connection.execute("SELECT * FROM submission WHERE mail = ? AND (? OR voided_at IS NULL) ORDER BY id", (mail, void))
    return tuple(_stored(row) for row in rows)


def versions_of(db: Database, duty: DutyKey) -> tuple[StoredSubmission, ...]:
    """List everything that ever came for a duty, the earliest first."""
    rows = db.connection.execute("SELECT * FROM submission WHERE unit = ? AND form = ? AND area IS ? ORDER BY received_at, id", duty)
    return tuple(_stored(row) for row in rows)


def load_table(db: Database, number: int, *, like: Sequence[Item] = ()) -> Submission:
    """Read a submission with its rows and findings as the value it was; ``like`` as in ``load_items``. Raises KeyError."""
    row = db.connection.execute("SELECT * FROM submission WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    return Submission(
        form=row["form"],
        file=row["file"],
        sheet=row["sheet"],
        heading_rows=tuple(json.loads(row["heading_rows"])),
        unit=row["unit"],
        area=row["area"],
        area_by=row["area_by"],
        title=row["title"],
        named_unit=row["named_unit"],
        columns=json.loads(row["columns"]),
        column_letters=json.loads(row["column_letters"]),
        missing_columns=tuple(json.loads(row["missing_columns"])),
        items=load_items(db, number, like=like),
        people=load_people(db, number),
        reported_on=date.fromisoformat(row["reported_on"]) if row["reported_on"] else None,
        reported_on_text=row["reported_on_text"],
        findings=load_findings(db, submission=number),
        outcome=row["outcome"],
        to_mend=row["to_mend"],
    )


def load_findings(db: Database, *, submission: int | None = None, mail: int | None = None) -> tuple[Finding, ...]:
    """Read the findings of a submission, or those of a mail's latest decision that belong to no submission."""
    rows = db.connection.execute(
        "SELECT code, place, heading, facts FROM finding WHERE submission = ?1"
        " OR (?1 IS NULL AND submission IS NULL AND mail = ?2 AND decision_no = (SELECT decision_no FROM inbox WHERE id = ?2)) ORDER BY id",
        (submission, mail),
    )
    return tuple(Finding(row[0], row[1], row[2], json.loads(row[3])) for row in rows)


def _stored(row: sqlite3.Row) -> StoredSubmission:
    return StoredSubmission(
        id=row["id"],
        mail=row["mail"],
        form=row["form"],
        unit=row["unit"],
        area=row["area"],
        file=row["file"],
        sheet=row["sheet"],
        heading_rows=tuple(json.loads(row["heading_rows"])),
        outcome=row["outcome"],
        provisional=bool(row["provisional"]),
        to_mend=row["to_mend"],
        size=row["size"],
        version=row["version"],
        replaces=row["replaces"],
        content_sha256=row["content_sha256"],
        title=row["title"],
        named_unit=row["named_unit"],
        reported_on=date.fromisoformat(row["reported_on"]) if row["reported_on"] else None,
        received_at=restored(row["received_at"]),
        decided_at=restored(row["decided_at"]),
        confirmed_at=restored(row["confirmed_at"]) if row["confirmed_at"] else None,
        voided_at=restored(row["voided_at"]) if row["voided_at"] else None,
    )
