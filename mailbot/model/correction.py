"""Something published, or to be published, that a unit must put right (notice, part 3 (5))."""

from dataclasses import dataclass
from datetime import date, datetime

KINDS = ("late", "incomplete", "irregular", "inaccurate")
"""不及时、不全面、不规范、不准确, in the notice's order."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    ``answered_by`` is the submission that brought the item anew after it was opened, ``answered_in`` the
    mail that answered its letter in words: a person reads it, and nobody is reminded meanwhile.
    """

    id: int
    unit: str
    area: int
    item: str
    kind: str
    what: str
    due: date
    opened_at: datetime
    closed_at: datetime | None = None
    close_why: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = None
    answered_in: int | None = None

    @property
    def answered(self) -> bool:
        """Tell whether the unit has answered, by table or in words."""
        return self.answered_by is not None or self.answered_in is not None

    @property
    def awaited(self) -> bool:
        """Tell whether the unit must still answer."""
        return self.closed_at is None and not self.answered
