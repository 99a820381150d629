"""By the calendar: notices and the digest become letters in the outbox (design, 6).

What is due is computed from rules, board and ledger, so asking twice queues nothing twice. Notices are
queued as facts; their words are found when they are claimed for sending.
"""

import logging
from dataclasses import asdict
from datetime import datetime

from mailbot import checkpoint
from mailbot.duties.reminders import DueNotices, due_notices
from mailbot.jobs.board import current_board, wishes
from mailbot.jobs.desk import Desk
from mailbot.jobs.digest import queue_digest
from mailbot.letters.compose import message_id
from mailbot.model.instant import local_day
from mailbot.model.letter import Letter, Notice
from mailbot.store import corrections, ledger, outbox, reminding
from mailbot.store.database import transaction
from mailbot.store.directory import addresses_by_unit

log = logging.getLogger(__name__)


def announce(desk: Desk, now: datetime, *, mailbox_read: bool = True) -> int:
    """Queue what is due at ``now``; gives how many letters. Without a complete poll no reminder is queued."""
    queued = _queue_notices(desk, now) if mailbox_read else 0
    checkpoint.reach("announce.notices")
    queued += queue_digest(desk, now)
    checkpoint.reach("announce.digest")
    return queued


def due_now(desk: Desk, now: datetime) -> DueNotices:
    """Tell the notices that are due, and whom they cannot reach."""
    wanted = wishes(desk, now)
    return due_notices(
        wanted.rulebook,
        current_board(desk, now),
        ledger.seen(desk.db),
        outbox.notice_keys(desk.db, local_day(now).isoformat()),
        addresses_by_unit(desk.db),
        now,
        reminders_at=desk.settings.worker.reminders_at,
        paused=wanted.paused,
        vetoed=wanted.vetoed,
        corrections=corrections.awaited(desk.db, now),
    )


def _queue_notices(desk: Desk, now: datetime) -> int:
    due = due_now(desk, now)
    if not due.notices and not due.skipped:
        return 0
    addresses, leaders = addresses_by_unit(desk.db), reminding.copied_leaders(desk.db)
    queued = 0
    with transaction(desk.db):
        ledger.claim_steps(desk.db, due.skipped, now, letter=None)
        for notice in due.notices:
            letter = _letter(notice, addresses[notice.unit], leaders.get(notice.unit, ()) if notice.steps else ())
            outgoing = outbox.Outgoing(letter, "notice", message_id(letter.key, desk.sender))
            queued += outbox.enqueue(desk.db, outgoing, now) is not None
        checkpoint.reach("announce.queueing")
    return queued


def _letter(notice: Notice, addresses: tuple[str, ...], leaders: tuple[str, ...]) -> Letter:
    """Keep a notice as facts; a unit's further addresses get copies of the one letter, its leader of a reminder where ordered."""
    first, *others = addresses
    copies = dict.fromkeys(one for one in (*others, *leaders) if one.lower() != first.lower())
    return Letter(notice.key, "notice", first, asdict(notice), unit=notice.unit, copies=tuple(copies))
