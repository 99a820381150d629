"""The lines of the office's mails and what became of each: carried out once, whatever crashes in between.

An order and its answer are written in one transaction; who reads the mail again after a crash finds
the answer here and does nothing twice.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.decision import Order
from mailbot.model.instant import restored, stored
from mailbot.store.database import Database, writer


@dataclass(frozen=True, slots=True)
class Carried:
    """One line and its answer."""

    mail: int
    number: int
    line: str
    kind: str
    done: bool
    answer: str
    undo: str
    at: datetime


def carried(db: Database, mail: int) -> dict[int, Carried]:
    """Tell what the present decision of a mail has carried out so far: number of the line -> answer."""
    rows = db.connection.execute(
        "SELECT mail, number, line, kind, done, answer, undo, at FROM office_order"
        " WHERE mail = ?1 AND decision_no = (SELECT decision_no FROM inbox WHERE id = ?1)",
        (mail,),
    )
    return {row["number"]: _carried(row) for row in rows}


def record_order(db: Database, mail: int, number: int, order: Order, now: datetime, *, done: bool, answer: str, undo: str) -> None:
    """Note that a line of a mail was dealt with, in the transaction that did it."""
    writer(db).execute(
        "INSERT INTO office_order(mail, decision_no, number, line, kind, done, answer, undo, at)"
        " VALUES (?1, (SELECT decision_no FROM inbox WHERE id = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (mail, number, order.line, order.kind, done, answer, undo, stored(now)),
    )


def orders_of(db: Database, mails: tuple[int, ...]) -> tuple[Carried, ...]:
    """List what some mails of the office brought about, line by line."""
    marks = ", ".join("?" * len(mails))
    rows = db.connection.execute(
        f"SELECT mail, number, line, kind, done, answer, undo, at FROM office_order WHERE mail IN ({marks}) ORDER BY mail, number",  # noqa: S608
        mails,
    )
    return tuple(_carried(row) for row in rows)


def _carried(row: sqlite3.Row) -> Carried:
    return Carried(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6], restored(row[7]))
