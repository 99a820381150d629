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


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that came for a duty, as stored: a submission, or a mail a person must read.

    ``kind``: "filed", "returned", "held", "same", "unreadable". ``void`` when the office threw it out.
    ``counts_from`` is when it was decided (rehearsals at an earlier T do not see it).
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


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the board. ``received_at`` is the first mail that counts for punctuality."""

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
