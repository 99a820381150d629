"""Codes of digests: who answers with a live one may decide its numbered questions."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mailbot.model.duty import DutyKey
from mailbot.model.instant import stored
from mailbot.store.database import Database, writer

LIVE_DAYS = 10
NO_PROPOSALS: Mapping[int, DutyKey] = {}


def save_code(
    db: Database, code: str, day: str, now: datetime, *, questions: Mapping[int, int], proposals: Mapping[int, DutyKey] = NO_PROPOSALS
) -> None:
    """Remember a digest's code with its questions and proposals: number as printed -> mail, or late duty."""
    connection = writer(db)
    connection.execute("INSERT INTO digest_code(code, day, made_at) VALUES (?, ?, ?)", (code, day, stored(now)))
    connection.executemany(
        "INSERT INTO digest_question(code, number, mail) VALUES (?, ?, ?)", [(code, n, mail) for n, mail in questions.items()]
    )
    connection.executemany(
        "INSERT INTO digest_proposal(code, number, unit, form, area) VALUES (?, ?, ?, ?, ?)",
        [(code, n, unit, form, area or 0) for n, (unit, form, area) in proposals.items()],
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


def proposals(db: Database, code: str) -> dict[int, DutyKey]:
    """Tell which late duties the numbers of a digest propose to let count as on time."""
    rows = db.connection.execute("SELECT number, unit, form, area FROM digest_proposal WHERE code = ? ORDER BY number", (code,))
    return {row[0]: (row[1], row[2], row[3] or None) for row in rows}
