"""When a unit is told of a correction and reminded of it: part of its one letter a day.

Told at the first chance, then reminded around its due day like any duty, until it is answered or closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.duties.steps import step_day
from mailbot.model.correction import Correction
from mailbot.model.duty import LedgerKey
from mailbot.rulebook.model import Rulebook

TOLD = -99
"""The step of the first telling, before any reminder."""


@dataclass(frozen=True, slots=True)
class DueCorrections:
    """Corrections to tell or remind of today, each with its step, and steps that newer ones made needless."""

    due: tuple[tuple[int, int], ...] = ()
    skipped: tuple[LedgerKey, ...] = ()


def due_corrections(rulebook: Rulebook, mine: Sequence[Correction], ledger: frozenset[LedgerKey], today: date) -> DueCorrections:
    """Tell which corrections of one unit are due on a working day."""
    due: list[tuple[int, int]] = []
    skipped: list[LedgerKey] = []
    for one in mine:
        if not one.awaited:
            continue
        steps = sorted(step for step in rulebook.timeline.reminders.steps if step_day(rulebook, one.due, step) <= today)
        reached = [(step, correction_key(one, step)) for step in steps]
        if correction_key(one, TOLD) not in ledger:
            due.append((one.id, TOLD))
            skipped += [key for _, key in reached if key not in ledger]
        elif reached and reached[-1][1] not in ledger:
            due.append((one.id, reached[-1][0]))
            skipped += [key for _, key in reached[:-1] if key not in ledger]
    return DueCorrections(tuple(due), tuple(skipped))


def correction_key(one: Correction, step: int) -> LedgerKey:
    """Name a step of a correction in the ledger."""
    return (one.unit, f"correction:{one.id}", None, one.due.isoformat(), step)


def correction_facts(one: Correction, step: int, today: date) -> dict[str, object]:
    """Tell a correction as plain values for its letter."""
    days = (one.due - today).days
    return {
        "area": one.area,
        "item": one.item,
        "kind": one.kind,
        "what": one.what,
        "due": one.due.isoformat(),
        "told": step == TOLD,
        "nearness": "before" if days > 0 else "after" if days < 0 else "today",
    }
