"""What a restored database must be told before it works again: nobody gets a letter twice on its account.

The reminders whose hour came between the backup and now may have gone out. They are written into the
ledger as skipped, which the digest tells; the next ones go out as ever.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from mailbot.duties.reminders import claims, due_notices
from mailbot.jobs.board import current_board
from mailbot.jobs.deliver import notice_of
from mailbot.jobs.desk import Desk
from mailbot.model.correction import Correction
from mailbot.model.instant import at, local_day
from mailbot.rulebook.calendar import add_working_days, is_working_day
from mailbot.store import corrections, ledger, outbox
from mailbot.store.database import transaction
from mailbot.store.directory import addresses_by_unit
from mailbot.store.restore import Restored, last_known, mark


def tell_restored(desk: Desk, file: Path, now: datetime, *, by: str) -> Restored:
    """Prepare a restored copy, which the desk lies over, for work at ``now``."""
    known = last_known(desk.db)
    unconfirmed, withheld = mark(desk.db, file, now, old_mail=timedelta(days=desk.rulebook.campaign.old_mail_days), by=by)
    skipped = 0
    asked = corrections.awaited(desk.db, now)
    with transaction(desk.db):
        for number in unconfirmed:
            queued = outbox.load_letter(desk.db, number)
            if queued is not None and queued.kind == "notice":
                ledger.claim_steps(desk.db, claims(desk.rulebook, notice_of(queued.letter.facts), asked), now, letter=number)
    bell = _last_bell(desk, now)
    if known is not None and known < bell:
        skipped = _skip(desk, bell, now, asked)
    return Restored(known, len(unconfirmed), withheld, skipped)


def _skip(desk: Desk, bell: datetime, now: datetime, asked: Sequence[Correction]) -> int:
    """Write off what was due at the last hour of reminders that has passed."""
    due = due_notices(
        desk.rulebook,
        current_board(desk, now),
        ledger.seen(desk.db),
        frozenset(),
        addresses_by_unit(desk.db),
        bell,
        reminders_at=desk.settings.worker.reminders_at,
        corrections=asked,
    )
    steps = [*due.skipped, *(step for notice in due.notices for step in claims(desk.rulebook, notice, asked))]
    with transaction(desk.db):
        ledger.claim_steps(desk.db, tuple(steps), now, letter=None)
    return len(steps)


def _last_bell(desk: Desk, now: datetime) -> datetime:
    """Tell the last hour of reminders up to now."""
    day: date = local_day(now)
    reminders_at = desk.settings.worker.reminders_at
    if not is_working_day(desk.rulebook, day) or now < at(day, reminders_at):
        day = add_working_days(desk.rulebook, day, -1)
    return at(day, reminders_at)
