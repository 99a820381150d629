# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""How long what came waited for our answer, and when our own server had what the mailbox dates later."""

import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from mailbot.duties.excuses import Waited
from mailbot.model.duty import Duty, DutyKey
from mailbot.model.instant import restored, stored
from mailbot.reading.dates import received_by_server
from mailbot.store.database import Database
from mailbot.store.inbox import NOWHERE

_ANSWERED = "(SELECT min(coalesce(sent_at, closed_at)) FROM outbox WHERE outbox.mail = one.mail AND kind = 'reply')"
_DUE = "EXISTS (SELECT 1 FROM outbox WHERE outbox.mail = one.mail AND kind = 'reply')"


def waited(db: Database, now: datetime) -> tuple[Waited, ...]:
    """List what came up to ``now`` and needed an answer: what a person must read, and requests for forms."""
    rows = db.connection.execute(
        f"SELECT unit, form, area, received_at, {_ANSWERED} FROM received AS one"
        f" WHERE voided_at IS NULL AND received_at <= ?1 AND {_DUE}"
        f" UNION ALL SELECT unit, '', NULL, received_at, {_ANSWERED} FROM (SELECT id AS mail, * FROM inbox) AS one"
        f" WHERE outcome = 'request' AND unit IS NOT NULL AND received_at <= ?1 AND {_DUE} ORDER BY 4",
        (stored(now),),
    )
    return tuple(Waited(row[0], row[1], row[2], restored(row[3]), restored(row[4]) if row[4] else None) for row in rows)


def at_server(db: Database, duties: Iterable[Duty]) -> Iterator[tuple[DutyKey, datetime]]:
    """Tell of late duties when our server had the mail that is judged, where its topmost Received says so."""
    for duty in duties:
        if not duty.late or duty.on_time or duty.received_at is None:
            continue
        row = db.connection.execute(
            "SELECT raw.content FROM submission JOIN inbox ON inbox.id = submission.mail JOIN raw ON raw.mail = inbox.id"
            " WHERE submission.unit = ? AND form = ? AND area IS ? AND submission.received_at = ? AND inbox.route NOT IN (?, ?, ?) LIMIT 1",
            (*duty.key, stored(duty.received_at), *NOWHERE),
        ).fetchone()
        instant = received_by_server(zlib.decompress(row[0])) if row else None
        if instant is not None:
            yield duty.key, instant
