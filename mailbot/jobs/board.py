"""What the jobs go by when they write to units: the board, and whom the office wants no reminder to go to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.duties.closing import closed_on
from mailbot.jobs.desk import Desk
from mailbot.model.duty import Arrival, Duty
from mailbot.model.instant import local_day
from mailbot.office.board import board_of as board_of
from mailbot.rulebook.model import Rulebook
from mailbot.store import reminding

EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the office has said of reminders: ``rulebook`` ends with the season where that was closed."""

    rulebook: Rulebook
    paused: frozenset[str]
    vetoed: frozenset[str]

    def muted(self, unit: str) -> bool:
        """Tell whether no reminder may go to a unit."""
        return unit in self.paused or unit in self.vetoed


def current_board(
    desk: Desk, now: datetime, units: Collection[str] | None = None, *, queued: bool = True, beside: Iterable[Arrival] = ()
) -> tuple[Duty, ...]:
    """Tell how every duty stands at ``now``, of some units or of all; ``queued`` and ``beside`` as in ``board_of``."""
    return board_of(desk.db, desk.rulebook, known_until(desk, now), units, queued=queued, beside=beside)


def wishes(desk: Desk, now: datetime) -> Wishes:
    """Tell what the office wants on the day of ``now``."""
    until = known_until(desk, now)
    closed = reminding.season_closed_at(desk.db, until)
    rulebook = closed_on(desk.rulebook, local_day(closed) if closed else None)
    return Wishes(rulebook, reminding.paused_units(desk.db, until), reminding.vetoed_units(desk.db, local_day(now)))


def known_until(desk: Desk, now: datetime) -> datetime:
    """Tell up to when what is stored counts.

    A rehearsal knows nothing of later. A real clock that was set back must not make anybody forget
    what has come: then everything stored counts.
    """
    return now if desk.simulated else EVER
