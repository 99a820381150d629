"""What a version of the standard came to, as lines for people and as JSON: standard import and send."""

from collections.abc import Iterator, Sequence
from typing import Any

from mailbot.jobs.feedback import Plan
from mailbot.jobs.standard_words import import_lines, last_changes, name_of
from mailbot.jobs.standards import Imported
from mailbot.model.instant import local, shown
from mailbot.rulebook.model import Rulebook
from mailbot.standards.changes import count
from mailbot.standards.feedback import told
from mailbot.texts import say


def import_shape(done: Imported) -> dict[str, Any]:
    """Give an import as JSON."""
    return {
        "version": done.version.number if done.version else None,
        "items": len(done.version.entries) if done.version else None,
        "against_draft": count(done.against_draft) if done.version else None,
        "against_version": count(done.against_version) if done.against_version is not None else None,
        "changes": [
            {"fate": one.fate, "key": one.entry.key, "area": one.entry.area, "item": one.entry.name, "columns": list(one.columns)}
            for one in last_changes(done)
            if one.fate != "kept"
        ],
        "questions": [
            {
                "kind": one.kind,
                "place": one.place,
                "item": name_of(one),
                "options": [{"key": entry.key, "item": entry.name, "area": entry.area} for entry in one.options],
            }
            for one in done.questions
        ],
    }


def command_lines(done: Imported, rulebook: Rulebook) -> Iterator[str]:
    """Say what became of an import, with the options that answer its questions."""
    return import_lines(done, rulebook, how=say("cli", "standard-how"), write=lambda place, word: f"--answer {place}={word}")


def sending_shape(planned: Plan, queued: Sequence[int]) -> dict[str, Any]:
    """Give what is told to whom as JSON."""
    return {
        "version": planned.version.number,
        "letters": [
            {"unit": one.feedback.unit, "to": list(one.addresses), "first": one.feedback.first, "changes": count(one.feedback.found)}
            for one in planned.feedbacks
        ],
        "untouched": list(planned.untouched),
        "queued": [f"l{letter}" for letter in queued],
        "receipts": {unit: shown(at) for unit, at in planned.receipts.items()},
        "opinions": [{"unit": one.unit, "mail": f"m{one.mail}", "items": list(one.items), "text": one.text} for one in planned.opinions],
    }


def sending_lines(planned: Plan, queued: Sequence[int], rulebook: Rulebook, *, sent: bool) -> Iterator[str]:
    """Say who is told what, who has acknowledged, and what units have to say."""
    names = {unit.key: unit.name for unit in rulebook.units}
    yield say("cli", "sending-head", number=planned.version.number, count=len(planned.feedbacks), untouched=len(planned.untouched))
    for one in planned.feedbacks:
        counts = count(one.feedback.found)
        items = sum(area.items for area in told(one.feedback, rulebook).areas)
        to = "\u3001".join(one.addresses) or say("cli", "sending-telephone")
        yield say("cli", "sending-line", unit=names[one.feedback.unit], to=to, items=items, **counts)
    for unit, at in planned.receipts.items():
        yield say("cli", "sending-receipt", unit=names[unit], at=f"{local(at):%m-%d %H:%M}")
    for opinion in planned.opinions:
        named = "\u3001".join(opinion.items) or say("cli", "sending-no-item")
        yield say("cli", "sending-opinion", unit=names[opinion.unit], mail=opinion.mail, items=named, text=opinion.text)
    yield say("cli", "sending-queued", count=len(queued)) if sent else say("cli", "sending-not-yet")
