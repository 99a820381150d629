"""What a pass over the inbox tells of each mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Processed:
    """One mail and its outcome; "received" when it is tried again later."""

    mail: int
    outcome: str
