"""What a unit owes, and how it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DutyState(StrEnum):
    """States of a duty (interface, 5)."""

    OPEN = "open"
    RECEIVED = "received"
    PROVISIONAL = "provisional"
    RETURNED = "returned"
    FILED = "filed"
    EXEMPT = "exempt"


COUNTS_AS_RECEIVED = frozenset({DutyState.RECEIVED, DutyState.PROVISIONAL, DutyState.FILED, DutyState.EXEMPT})
"""States that stop reminders."""


DutyKey = tuple[str, str, int | None]
"""(unit, form, area)"""

LedgerKey = tuple[str, str, int | None, str, int]
"""(unit, form, area, deadline as ISO date, step): one reminder. A kick-off is (unit, "kickoff", None, day, 0),
a phase letter (unit, "phase:<key>", None, day, 0), the day being the one it falls on by the calendar."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that came for a duty, as stored: a submission, or a mail a person must read.

    ``kind``: "filed" (by the checks, or a return that the office overruled), "returned", "held" (the
    office must decide), "same" (nothing new in it), "unreadable" (a person must read it; ``area`` None
    of a form that is asked for by area means any area of the unit), "undecided" (it waits in the queue
    or was set aside through our own fault). ``items`` counts items or people.
    ``registered``: the office has read it or entered it itself, so it counts whatever ``items`` is.
    ``void``: the office threw it out, so it never came. ``ranked_at``: since when it may stand, where that
    is not its receipt: the office chose it (``store.standing``).
    """

    unit: str
    form: str
    area: int | None
    kind: str
    received_at: datetime
    provisional: bool = False
    items: int = 0
    to_mend: int = 0
    version: int = 0
    submission: int | None = None
    registered: bool = False
    void: bool = False
    ranked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the board.

    ``received_at`` is the first mail that counts for punctuality (interface, 5), ``came_at`` the
    first that brought anything at all; ``items``, ``to_mend`` and ``version`` are of the one that stands.
    ``on_time``: the office lets it count as on time, so it is not late whatever its day.
    """

    unit: str
    form: str
    area: int | None
    deadline: date
    state: DutyState
    received_at: datetime | None = None
    late_days: int = 0
    late_calendar_days: int = 0
    items: int = 0
    to_mend: int = 0
    version: int = 0
    came_at: datetime | None = None
    on_time: bool = False

    @property
    def key(self) -> DutyKey:
        """Name the duty."""
        return (self.unit, self.form, self.area)

    @property
    def late(self) -> bool:
        """Tell whether it came after its deadline, if only on a day off."""
        return self.late_calendar_days > 0

    @property
    def owed(self) -> bool:
        """Tell whether the unit must still do something that may be asked for."""
        return self.state not in COUNTS_AS_RECEIVED
