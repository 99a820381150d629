# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""The office takes its last word about a mail back: what was before stands in the event of that word.

One step back and no further. Whatever has been decided about the mail since then makes it too late.
"""

from collections.abc import Mapping
from datetime import datetime

from mailbot.model.instant import stored
from mailbot.store import inbox
from mailbot.store.database import Database, writer
from mailbot.store.directory import LEADER, remove_address
from mailbot.store.events import Event, events_of_mail, record

WORDS = ("confirmed", "merged", "void", "reopened")
"""Events that are the office's word about a mail."""

TAUGHT = ("confirmed", "liaison", LEADER)
"""Sources of addresses that a word about a mail registers."""


def last_word(db: Database, mail: int) -> Event | None:
    """Tell the office's last word about a mail that stands and can be taken back; None where there is none."""
    last = None
    for event in events_of_mail(db, mail):
        if event.kind in WORDS and event.by:
            last = event
        elif event.kind == "taken-back" or (event.kind == "decided" and last is not None and last.kind != "reopened"):
            last = None
    return last if last is None or last.kind != "reopened" or last.unit is not None else None


def assigned(db: Database, mail: int) -> str | None:
    """Tell the unit that the office has named for a mail, where that was its last word."""
    word = last_word(db, mail)
    return word.unit if word is not None and word.kind == "reopened" else None


def retried_by(db: Database, mail: int) -> str:
    """Tell who has put a mail back to be decided anew, where that was the office's last word about it; "" where it was not."""
    words = [event for event in events_of_mail(db, mail) if event.by and event.kind in (*WORDS, "taken-back")]
    return words[-1].by if words and words[-1].kind == "reopened" and words[-1].unit is None else ""


def take_back(db: Database, mail: int, word: Event, now: datetime, *, by: str) -> None:
    """Make a mail and what it brought as they were before a word of the office (``last_word``)."""
    same = [one for one in events_of_mail(db, mail) if (one.kind, one.at, one.by) == (word.kind, word.at, word.by)]
    if word.kind == "reopened":
        inbox.reopen(db, mail, now, by="")
        writer(db).execute("UPDATE inbox SET assigned_unit = ? WHERE id = ?", (word.details["assigned"], mail))
    else:
        for one in same:
            _table_back(db, one, now)
        _mail_back(db, mail, word, now)
    record(db, Event("taken-back", mail=mail, unit=word.unit, by=by, details={"word": word.kind, "event": word.id}), now)


def _table_back(db: Database, word: Event, now: datetime) -> None:
    """Undo what a word did to one table."""
    connection, table = writer(db), word.details.get("table")
    if isinstance(table, Mapping):
        connection.execute(
            "UPDATE submission SET outcome = ?, provisional = ?, version = ?, replaces = ?, confirmed_at = NULL, ranked_at = received_at"
            " WHERE id = ?",
            (*(table[name] for name in ("outcome", "provisional", "version", "replaces")), word.submission),
        )
    elif word.kind == "merged":
        whole = "UPDATE submission SET voided_at = ?, void_reason = 'taken-back' WHERE id = ?"
        connection.execute(whole, (stored(now), word.submission))
        connection.execute("UPDATE submission SET voided_at = NULL, void_reason = '' WHERE id = ?", (word.details["held"],))


def _mail_back(db: Database, mail: int, word: Event, now: datetime) -> None:
    """Undo what a word did to the mail, to what a person must read of it, and to the addresses."""
    connection, at, was = writer(db), stored(word.at) if word.at else "", word.details["was"]
    if not isinstance(was, Mapping):
        raise TypeError(was)
    if word.kind == "void":
        for table in ("submission", "received"):
            thrown_out = "mail = ? AND voided_at = ? AND void_reason = ?"
            connection.execute(f"UPDATE {table} SET voided_at = NULL, void_reason = '' WHERE {thrown_out}", (mail, at, word.details["why"]))
    else:
        connection.execute("UPDATE received SET confirmed_at = NULL WHERE mail = ? AND confirmed_at = ?", (mail, at))
    settled_by = word.by if was["settled_at"] else ""
    connection.execute(
        "UPDATE inbox SET outcome = ?, reason = ?, provisional = ?, settled_at = ?, settled_by = ? WHERE id = ?",
        (was["outcome"], was["reason"], was["provisional"], was["settled_at"], settled_by, mail),
    )
    taught = connection.execute(
        f"SELECT unit, address FROM address WHERE added_at = ? AND by = ? AND source IN ({', '.join('?' * len(TAUGHT))})",
        (at, word.by, *TAUGHT),
    ).fetchall()
    for unit, address in taught:
        remove_address(db, unit, address, now, by=word.by)


def take_book_back(db: Database, word: str, now: datetime, *, by: str) -> tuple[int, int]:
    """Forget the addresses and numbers that a mailed workbook registered; gives how many of each.

    ``word`` is the one who gave them, as their rows say it.
    """
    connection = writer(db)
    rows = connection.execute("SELECT unit, address FROM address WHERE by = ? AND source = 'import'", (word,)).fetchall()
    for unit, address in rows:
        remove_address(db, unit, address, now, by=by)
    phones = connection.execute("DELETE FROM unit_phone WHERE by = ?", (word,)).rowcount
    if phones:
        record(db, Event("phones-removed", by=by, details={"count": phones}), now)
    return len(rows), phones
