"""Orders of part five: a correction is opened on an item of the unit's, and closed when the office agrees.

The item must be one of the unit's, the day one to work with and one until which answers are taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from mailbot.duties.phases import taking
from mailbot.errors import OperatorError
from mailbot.letters.board_facts import short_name
from mailbot.letters.enclosures import book_word
from mailbot.letters.render import short_day
from mailbot.model.correction import KINDS, Correction
from mailbot.model.decision import Order
from mailbot.model.instant import local_day
from mailbot.office.answer import Answer, Office, done, refused
from mailbot.rulebook.calendar import add_working_days
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import area_of
from mailbot.store import corrections
from mailbot.store.database import Database
from mailbot.store.directory import addresses_by_unit
from mailbot.texts import say

WORKING_DAYS = 5
"""Until a correction is due where the office names no day."""


def open_correction(
    db: Database, rulebook: Rulebook, now: datetime, *, unit: str, area: str, item: str, kind: str, what: str, due: str, by: str
) -> Correction:
    """Check and write a correction, in the caller's transaction. Raises OperatorError with what does not fit."""
    number = area_of(rulebook, area)
    problems = []
    if number is None or rulebook.area_by_number[number].unit != unit:
        problems.append(say("office", "correction-area", area=area, unit=rulebook.unit_by_key[unit].name))
    chosen = _kind(kind, rulebook)
    if not chosen:
        problems.append(say("office", "correction-kind", kind=kind, known="\u3001".join(KINDS)))
    try:
        day = date.fromisoformat(due) if due else add_working_days(rulebook, local_day(now), WORKING_DAYS)
    except ValueError:
        day = date.min
    if day < local_day(now):
        problems.append(say("office", "correction-due", due=due))
    elif not taking(rulebook, day):
        problems.append(say("office", "correction-too-late", due=day.isoformat()))
    name = "".join(item.split())
    names = {"".join(known.split()): known for known in corrections.item_names(db, unit, number)} if number else {}
    if number and names and name not in names:
        problems.append(say("office", "correction-item", item=item, near="\u3001".join(_near(name, list(names)))))
    if problems:
        raise OperatorError("usage-correction", *problems)
    opened = Correction(0, unit, number or 0, names.get(name, item), chosen, what, day, now)
    return replace(opened, id=corrections.open_correction(db, opened, now, by=by))


def _open(office: Office, order: Order) -> Answer:
    """Carry out 更正; ``args`` are the kind and the item."""
    kind, item = order.args
    due = order.day.isoformat() if order.day else ""
    facts = {"unit": order.unit, "area": str(order.area or ""), "item": item, "kind": kind, "what": order.why, "due": due}
    try:
        opened = open_correction(office.db, office.rulebook, office.now, **facts, by=order.by)
    except OperatorError as error:
        return Answer(done=False, text="".join(error.problems))
    reachable = bool(addresses_by_unit(office.db).get(opened.unit))
    shown = {
        "id": opened.id,
        "unit": short_name(opened.unit, office.rulebook),
        "item": opened.item,
        "due": short_day(opened.due.isoformat()),
    }
    return done("correction-opened" if reachable else "correction-opened-telephone", "undo-correction", **shown)


def _close(office: Office, order: Order) -> Answer:
    """Carry out 完成更正: by number, or by unit and item where only one is open."""
    ident, item = order.args
    still = [one for one in corrections.corrections(office.db, office.now) if one.closed_at is None]
    found = [one for one in still if (str(one.id) == ident if ident else one.unit == order.unit and one.item == item)]
    if len(found) != 1:
        listed = "\u3001".join(f"c{one.id} {short_name(one.unit, office.rulebook)} {one.item}" for one in still)
        return refused("correction-not-open" if still else "no-correction-open", named=f"c{ident}" if ident else item, listed=listed)
    corrections.close_correction(office.db, found[0].id, office.now, why=order.why, by=order.by)
    return done(
        "correction-closed", "again-correction", id=found[0].id, unit=short_name(found[0].unit, office.rulebook), item=found[0].item
    )


def _kind(kind: str, rulebook: Rulebook) -> str:
    """Read a kind by its key or its words; "" for anything else."""
    said = kind.strip()
    return next((one for one in KINDS if said == one or (said and said in book_word(f"correction-{one}", rulebook))), "")


def _near(name: str, names: list[str]) -> list[str]:
    """Name the likest items."""
    from rapidfuzz import process

    return [found for found, _, _ in process.extract(name, names, limit=3)]


CORRECTING: Mapping[str, Callable[[Office, Order], Answer]] = {"open-correction": _open, "close-correction": _close}
"""Orders about corrections."""
