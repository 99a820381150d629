"""Opening a correction: the item must be one of the unit's, and the day one to work with."""

from dataclasses import replace
from datetime import date, datetime

from mailbot.errors import OperatorError
from mailbot.letters.enclosures import book_word
from mailbot.model.correction import KINDS, Correction
from mailbot.model.instant import local_day
from mailbot.rulebook.calendar import add_working_days
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import area_of
from mailbot.store import corrections
from mailbot.store.database import Database, transaction
from mailbot.texts import say

WORKING_DAYS = 5
"""Until a correction is due where the office names no day."""


def open_correction(
    db: Database, rulebook: Rulebook, now: datetime, *, unit: str, area: str, item: str, kind: str, what: str, due: str, by: str
) -> Correction:
    """Check and write a correction. Raises OperatorError with what does not fit."""
    number = area_of(rulebook, area)
    problems = []
    if number is None or rulebook.area_by_number[number].unit != unit:
        problems.append(say("jobs", "correction-area", area=area, unit=rulebook.unit_by_key[unit].name))
    chosen = _kind(kind, rulebook)
    if not chosen:
        problems.append(say("jobs", "correction-kind", kind=kind, known="\u3001".join(KINDS)))
    try:
        day = date.fromisoformat(due) if due else add_working_days(rulebook, local_day(now), WORKING_DAYS)
    except ValueError:
        day = date.min
    if day < local_day(now):
        problems.append(say("jobs", "correction-due", due=due))
    name = "".join(item.split())
    names = {"".join(known.split()): known for known in corrections.item_names(db, unit, number)} if number else {}
    if number and names and name not in names:
        problems.append(say("jobs", "correction-item", item=item, near="\u3001".join(_near(name, list(names)))))
    if problems:
        raise OperatorError("usage-correction", *problems)
    opened = Correction(0, unit, number or 0, names.get(name, item), chosen, what, day, now)
    with transaction(db):
        return replace(opened, id=corrections.open_correction(db, opened, now, by=by))


def _kind(kind: str, rulebook: Rulebook) -> str:
    """Read a kind by its key or its words; "" for anything else."""
    said = kind.strip()
    return next((one for one in KINDS if said == one or (said and said in book_word(f"correction-{one}", rulebook))), "")


def _near(name: str, names: list[str]) -> list[str]:
    """Name the likest items."""
    from rapidfuzz import process

    return [found for found, _, _ in process.extract(name, names, limit=3)]
