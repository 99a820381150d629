# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Mails that were decided and could be decided again: what they came to, and what keeps them as they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.model.instant import restored
from mailbot.store.database import Database
from mailbot.store.inbox import DROP, Waiting

NEVER = ("received", "shunted", "bounce", "command", "duplicate")
"""Outcomes that no rule about tables could change."""

KEPT = (
    "CASE WHEN settled_at IS NOT NULL OR route = ?1 OR EXISTS (SELECT 1 FROM submission AS one WHERE one.mail = inbox.id"
    " AND (one.accepted_at IS NOT NULL OR one.confirmed_at IS NOT NULL OR one.void_reason = 'office')) THEN 'office'"
    " WHEN reason = 'rival-senders' THEN 'rival' ELSE '' END"
)
"""Why a decision stays whatever the rules say: the office has spoken, or a later mail put it in doubt."""


@dataclass(frozen=True, slots=True)
class DecidedMail:
    """A mail with its outcome, ready to be decided once more: ``waiting`` has the next decision's number."""

    waiting: Waiting
    outcome: str
    reason: str
    unit: str | None
    provisional: bool
    kept: str


def decided_mails(db: Database, unit: str | None = None) -> Iterator[DecidedMail]:
    """List the decided mails whose bytes are still there, of one unit or of all, in the order of receipt."""
    rows = db.connection.execute(
        f"SELECT inbox.*, {KEPT} AS kept FROM inbox JOIN raw ON raw.mail = inbox.id"
        f" WHERE outcome NOT IN ({', '.join(f'?{number}' for number in range(3, 3 + len(NEVER)))})"
        " AND (?2 IS NULL OR unit = ?2 OR EXISTS (SELECT 1 FROM submission AS one WHERE one.mail = inbox.id AND one.unit = ?2))"
        " ORDER BY received_at, inbox.id",
        (DROP, unit, *NEVER),
    ).fetchall()
    for row in rows:
        waiting = Waiting(
            row["id"],
            0,
            row["decision_no"] + 1,
            withhold=False,
            route=row["route"],
            headers_only=bool(row["headers_only"]),
            size=row["size"],
            assigned_unit=row["assigned_unit"],
            received_at=restored(row["received_at"]),
        )
        yield DecidedMail(waiting, row["outcome"], row["reason"], row["unit"], bool(row["provisional"]), row["kept"])
