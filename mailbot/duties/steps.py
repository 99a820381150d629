"""On which day each reminder of a duty falls, and which of them a letter of today stands for.

A step is a number of working days around a deadline (rules/timeline.toml: -1, 0, +1, +3). It is valid
from its day until the next step's; the last one until the campaign ends, so that whoever could not be
written to before is reminded once. Due is calendar minus ledger, never a job that ran (pitfalls, 70
and 72): of several unsent steps only the newest is due, the older ones are skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.duties.phases import last_working_day
from mailbot.model.duty import Duty, LedgerKey
from mailbot.rulebook.calendar import add_working_days
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class DueSteps:
    """The reminders that are due for one unit, and those that newer ones made needless."""

    due: tuple[LedgerKey, ...] = ()
    skipped: tuple[LedgerKey, ...] = ()


def step_day(rulebook: Rulebook, deadline: date, step: int) -> date:
    """Tell the day a step falls on; step 0 of a deadline on a day off is the last working day before."""
    return add_working_days(rulebook, deadline, step) if step else last_working_day(rulebook, deadline)


def due_steps(rulebook: Rulebook, duties: Sequence[Duty], ledger: frozenset[LedgerKey], today: date) -> DueSteps:
    """Tell which steps of one unit's duties are due on a working day. Only duties still owed have any."""
    due: list[LedgerKey] = []
    skipped: list[LedgerKey] = []
    for duty in duties:
        if not duty.owed:
            continue
        reached = [step for step in sorted(rulebook.timeline.reminders.steps) if step_day(rulebook, duty.deadline, step) <= today]
        keys = [(duty.unit, duty.form, duty.area, duty.deadline.isoformat(), step) for step in reached]
        if keys and keys[-1] not in ledger:
            due.append(keys[-1])
            skipped += [key for key in keys[:-1] if key not in ledger]
    return DueSteps(tuple(due), tuple(skipped))


def telephone_list(rulebook: Rulebook, board: Sequence[Duty], today: date) -> tuple[str, ...]:
    """List the units that no more mail will remind: something is owed after its last step's day."""
    last = max(rulebook.timeline.reminders.steps, default=0)
    silent = {duty.unit for duty in board if duty.owed and step_day(rulebook, duty.deadline, last) < today}
    return tuple(unit.key for unit in rulebook.units if unit.key in silent)
