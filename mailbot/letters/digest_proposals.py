"""What the digest proposes by itself: late duties that may count as on time, because the delay was ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.duties.excuses import Excuse
from mailbot.letters.board_facts import short_name
from mailbot.letters.facts import Fact, named
from mailbot.model.instant import shown
from mailbot.rulebook.model import Rulebook

ANSWERS = ("视为按时", "不视为按时")
"""What the office may answer to a proposal, each a line without its number."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A late duty under a number of this digest: when it came, how many working days late, and our delay."""

    number: int
    excuse: Excuse
    received_at: datetime | None
    late_days: int


def proposal_lines(proposals: Sequence[Proposal], rulebook: Rulebook) -> list[Fact]:
    """Turn proposals into what the template says."""
    return [_line(one, rulebook) for one in proposals]


def _line(one: Proposal, rulebook: Rulebook) -> Fact:
    unit, form, area = one.excuse.duty
    return {
        **named(form, area, rulebook),
        "number": one.number,
        "unit": short_name(unit, rulebook),
        "kind": one.excuse.kind,
        "received_at": shown(one.received_at) if one.received_at else "",
        "late_days": one.late_days,
        "since": shown(one.excuse.since),
        "until": shown(one.excuse.until) if one.excuse.until else "",
        "answers": [f"{one.number} {answer}" for answer in ANSWERS],
    }
