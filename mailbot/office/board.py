"""The board at an instant: rules, what came, and what the office decided."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from mailbot.duties.board import board
from mailbot.duties.owed import owed
from mailbot.model.duty import Arrival, Duty, DutyKey
from mailbot.office.undecided import undecided
from mailbot.rulebook.model import Rulebook
from mailbot.store import arrivals
from mailbot.store.database import Database


def board_of(
    db: Database,
    rulebook: Rulebook,
    now: datetime,
    units: Collection[str] | None = None,
    *,
    queued: bool = True,
    beside: Iterable[Arrival] = (),
) -> tuple[Duty, ...]:
    """Tell how every duty stands at ``now``, of some units or of all.

    What waits to be decided counts as received; ``queued`` false leaves out what is merely next in the
    queue, where hundreds may wait and each would ask anew; ``beside`` is what the caller knows to have come as well.
    """
    return board(
        rulebook,
        (*arrivals.arrivals(db, now, units), *undecided(db, rulebook, now, units, queued=queued), *beside),
        now,
        units=units,
        exempt=arrivals.exempt(db, now),
        deferred=moved_deadlines(db, rulebook, now),
        on_time=arrivals.on_time(db, now),
    )


def moved_deadlines(db: Database, rulebook: Rulebook, now: datetime) -> Mapping[DutyKey, date]:
    """Tell which duties have another day than the notice gives them."""
    if not arrivals.deferrals(db, now):
        return {}
    return arrivals.deferred(db, tuple(duty.key for duty in owed(rulebook)), now)
