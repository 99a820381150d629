"""The standard to the units, by the office's word: who is told what, and what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.jobs.desk import Desk
from mailbot.jobs.finishing import finish
from mailbot.letters.clean import one_line
from mailbot.letters.feedback import standard_letter
from mailbot.model.instant import local_day
from mailbot.model.letter import Attachment
from mailbot.model.standard import Entry, Standard
from mailbot.reading.quote import own_text
from mailbot.rulebook.model import Rulebook
from mailbot.standards.feedback import Feedback, feedback, told, unit_workbook
from mailbot.standards.merge import Filed, entries_of
from mailbot.store import outbox
from mailbot.store import standards as kept
from mailbot.store.database import Database, transaction
from mailbot.store.directory import addresses_by_unit
from mailbot.store.submissions import load_table

OPINION = 120
"""Characters of a unit's opinion in a list; the mail has the rest."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A feedback and where it goes; a unit without addresses must be telephoned."""

    feedback: Feedback
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a unit answered to its standard, and the items its words name."""

    unit: str
    mail: int
    items: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would be told the latest version, whom it does not touch, what came back to it; ``told`` counts who has it."""

    version: Standard
    feedbacks: tuple[Addressed, ...]
    untouched: tuple[str, ...]
    receipts: Mapping[str, datetime]
    opinions: tuple[Opinion, ...]
    told: int


@dataclass(frozen=True, slots=True)
class Ready:
    """A unit's letter with a version, ready to be queued."""

    unit: str
    version: int
    outgoing: outbox.Outgoing


def plan(db: Database, rulebook: Rulebook) -> Plan | None:
    """Tell what sending the latest version would do; None before there is one."""
    version = kept.latest(db, kept.VERSION)
    if version is None:
        return None
    addresses, last = addresses_by_unit(db), kept.last_told(db)
    concerned = {entry.unit for entry in version.entries} | last.keys()
    found = [_feedback(db, unit.key, version, last.get(unit.key), rulebook) for unit in rulebook.units if unit.key in concerned]
    return Plan(
        version,
        tuple(Addressed(one, addresses.get(one.unit, ())) for one in found if one.touched),
        tuple(one.unit for one in found if not one.touched),
        kept.receipts_of(db, version.id),
        _opinions(db, version),
        len(kept.told(db, version.id)),
    )


def queue(desk: Desk, planned: Plan | None, now: datetime, *, by: str) -> tuple[int, ...]:
    """Queue the letters of a plan; gives their numbers."""
    ready = finished(desk, planned, now)
    with transaction(desk.db):
        return enqueue(desk.db, ready, now, by=by)


def finished(desk: Desk, planned: Plan | None, now: datetime, *, withhold: bool = False) -> tuple[Ready, ...]:
    """Put the letters of a plan into words. Units without an address are left to the telephone."""
    ready: list[Ready] = []
    for one in planned.feedbacks if planned else ():
        if not one.addresses:
            continue
        first, *others = one.addresses
        workbook = unit_workbook(one.feedback, desk.rulebook)
        letter = standard_letter(
            told(one.feedback, desk.rulebook),
            desk.rulebook,
            key=_key(desk.db, one.feedback),
            to=first,
            copies=tuple(others),
            day=local_day(now),
            enclosed=(workbook.name,),
        )
        done = finish(desk, letter, now, attachments=(workbook,))
        outgoing = outbox.Outgoing(letter, "standard", done.message_id, content=done.content, subject=done.subject, withhold=withhold)
        ready.append(Ready(one.feedback.unit, one.feedback.version.id, outgoing))
    return tuple(ready)


def enqueue(db: Database, ready: Sequence[Ready], now: datetime, *, by: str) -> tuple[int, ...]:
    """Queue finished letters in the caller's transaction; gives their numbers."""
    queued: list[int] = []
    for one in ready:
        number = outbox.enqueue(db, one.outgoing, now)
        if number is not None:
            kept.mark_sent(db, one.version, one.unit, number, now)
            outbox.note(db, "standard-ordered", number, now, by=by)
            queued.append(number)
    return tuple(queued)


def standard_of(db: Database, unit: str, rulebook: Rulebook) -> tuple[Attachment, ...]:
    """Give the workbook a unit was told last, without marks; nothing where it was told none."""
    last = kept.last_told(db).get(unit)
    if last is None:
        return ()
    version = kept.load(db, last)
    return (unit_workbook(feedback(unit, version, version.entries, first=False), rulebook),)


def _key(db: Database, one: Feedback) -> str:
    """Name the letter; one that came back or was dropped may be written anew."""
    key, again = f"standard:{one.unit}:{one.version.number}", 1
    while outbox.has_key(db, key if again == 1 else f"{key}:{again}"):
        again += 1
    return key if again == 1 else f"{key}:{again}"


def _feedback(db: Database, unit: str, version: Standard, last: int | None, rulebook: Rulebook) -> Feedback:
    """Compare with the version told last, else with what the unit had sent."""
    if last is not None:
        return feedback(unit, version, kept.load(db, last).entries, first=False)
    items = [entry.item for entry in version.entries if entry.unit == unit and entry.item is not None]
    return feedback(unit, version, _sent_by(db, unit, items, rulebook), first=True)


def _sent_by(db: Database, unit: str, items: Sequence[int], rulebook: Rulebook) -> tuple[Entry, ...]:
    """Give the whole tables of a unit that the version's items go back to."""
    numbers = sorted({origin.submission for origin in kept.origins(db, items).values() if origin.unit == unit})
    tables = (Filed(number, load_table(db, number), kept.item_numbers(db, number)) for number in numbers)
    return tuple(entry for table in tables for entry in entries_of(table, rulebook))


def _opinions(db: Database, version: Standard) -> tuple[Opinion, ...]:
    """List what units had to say, with the items that their words name."""
    names: dict[str, list[str]] = {}
    for entry in version.entries:
        names.setdefault(entry.unit, []).append(entry.name)
    found = []
    for unit, mail, text in kept.opinions_of(db, version.id):
        words = "".join(own_text(text).split())
        named = tuple(dict.fromkeys(name for name in names.get(unit, ()) if "".join(name.split()) in words))
        found.append(Opinion(unit, mail, named, one_line(own_text(text), OPINION)))
    return tuple(found)
