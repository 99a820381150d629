"""Codes of digests: who answers with a live one may decide its numbered questions."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mailbot.model.instant import stored
from mailbot.store.database import Database, writer

LIVE_DAYS = 10


def save_code(db: Database, code: str, day: str, now: datetime, *, questions: Mapping[int, int]) -> None:
    """Remember a digest's code with its questions: number as printed -> mail."""
    connection = writer(db)
    connection.execute("INSERT INTO digest_code(code, day, made_at) VALUES (?, ?, ?)", (code, day, stored(now)))
    connection.executemany(
        "INSERT INTO digest_question(code, number, mail) VALUES (?, ?, ?)", [(code, n, mail) for n, mail in questions.items()]
    )


def live_codes(db: Database, now: datetime) -> Mapping[str, str]:
    """Tell the codes of the last days, each with the day of its digest."""
    rows = db.connection.execute(
        "SELECT code, day FROM digest_code WHERE made_at > ? ORDER BY made_at DESC, day DESC", (stored(now - timedelta(LIVE_DAYS)),)
    )
    return {row[0]: row[1] for row in rows}


def questions(db: Database, code: str) -> dict[int, int]:
    """Tell what the numbers of a digest ask about: number -> mail."""
    rows = db.connection.execute("SELECT number, mail FROM digest_question WHERE code = ? ORDER BY number", (code,))
    return {row[0]: row[1] for row in rows}
