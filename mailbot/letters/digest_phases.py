"""What the digest tells of the phases after collecting: areas the standard lacks, who has it, what came back, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.letters.board_facts import short_name
from mailbot.letters.clean import masked, one_line
from mailbot.letters.enclosures import book_word
from mailbot.letters.facts import Fact
from mailbot.model.correction import Correction
from mailbot.model.duty import Duty, DutyState
from mailbot.rulebook.model import Phase, Rulebook

CATALOGUE = "catalogue"
FIXABLE = "fixable"
"""The reason of an area whose catalogue is here: only the office has not fixed it yet."""
OPINION = 80
"""Characters of a unit's opinion; the mail has the rest."""


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What a unit answered to its standard, with the items its words name."""

    unit: str
    mail: int
    items: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """How the standard stands.

    ``missing`` are areas without a fixed item, each with why: a duty's state, or "fixable". ``version``
    is 0 before the first. ``unsent`` are units that the latest version would tell something, ``silent``
    those that only the telephone reaches, ``told`` counts those that were told it and ``receipts`` those
    that acknowledged. ``questions`` are open ones of an edit that waits. ``opinions`` came since the last
    digest.
    """

    phase: Phase
    areas: int
    missing: tuple[tuple[int, str], ...] = ()
    version: int = 0
    unsent: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    told: int = 0
    receipts: int = 0
    questions: int = 0
    opinions: tuple[OpinionLine, ...] = ()


def missing_areas(duties: Sequence[Duty], fixed: frozenset[int]) -> tuple[tuple[int, str], ...]:
    """Tell the areas that the standard lacks and why, in the notice's order; those that do not concern their unit are none."""
    return tuple(
        (duty.area, FIXABLE if duty.state is DutyState.FILED else duty.state.value)
        for duty in duties
        if duty.form == CATALOGUE and duty.area is not None and duty.area not in fixed and duty.state is not DutyState.EXEMPT
    )


def standard_fact(facts: StandardFacts | None, rulebook: Rulebook, day: date) -> Fact:
    """Turn the standard's state into what the template says; empty where there is nothing to tell."""
    if facts is None:
        return {}
    groups: dict[str, list[str]] = {}
    for area, why in facts.missing:
        groups.setdefault(why, []).append(rulebook.area_by_number[area].name)
    last = facts.phase.last or day
    return {
        "last": last.isoformat(),
        "days_left": (last - day).days,
        "areas": facts.areas,
        "fixed": facts.areas - len(facts.missing),
        "missing": [{"why": why, "state": rulebook.letters.states.get(why, ""), "areas": names} for why, names in groups.items()],
        "version": facts.version,
        "unsent": [short_name(unit, rulebook) for unit in facts.unsent],
        "silent": [short_name(unit, rulebook) for unit in facts.silent],
        "told": facts.told,
        "receipts": facts.receipts,
        "questions": facts.questions,
        "opinions": [_opinion(one, rulebook) for one in facts.opinions],
    }


def _opinion(one: OpinionLine, rulebook: Rulebook) -> Fact:
    return {
        "unit": short_name(one.unit, rulebook),
        "mail": f"m{one.mail}",
        "items": [one_line(item, 40) for item in one.items],
        "text": masked(one_line(one.text, OPINION)),
    }


def correction_lines(corrections: Sequence[Correction], rulebook: Rulebook) -> list[Fact]:
    """List the corrections that are not closed: the answered ones, which wait for the office, first."""
    return [
        {
            "id": f"c{one.id}",
            "unit": short_name(one.unit, rulebook),
            "area_name": rulebook.area_by_number[one.area].name,
            "item": one_line(one.item, 40),
            "kind": book_word(f"correction-{one.kind}", rulebook),
            "due": one.due.isoformat(),
            "answer": f"s{one.answered_by}" if one.answered_by else f"m{one.answered_in}" if one.answered_in else "",
        }
        for one in sorted(corrections, key=lambda one: (not one.answered, one.id))
        if one.closed_at is None
    ]
