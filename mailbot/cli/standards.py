"""What a version of the standard came to, as lines for people and as JSON: standard import and send."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mailbot.jobs.feedback import Plan
from mailbot.jobs.standards import Imported
from mailbot.model.instant import local, shown
from mailbot.model.standard import Entry
from mailbot.rulebook.model import Rulebook
from mailbot.standards.changes import Change, count
from mailbot.standards.feedback import told
from mailbot.standards.reconcile import Question
from mailbot.texts import say

SHOWN = 200
"""Lines of changes; the workbook of each unit lists its own."""


def import_shape(done: Imported) -> dict[str, Any]:
    """Give an import as JSON."""
    return {
        "version": done.version.number if done.version else None,
        "items": len(done.version.entries) if done.version else None,
        "against_draft": count(done.against_draft) if done.version else None,
        "against_version": count(done.against_version) if done.against_version is not None else None,
        "changes": [
            {"fate": one.fate, "key": one.entry.key, "area": one.entry.area, "item": one.entry.name, "columns": list(one.columns)}
            for one in _last(done)
            if one.fate != "kept"
        ],
        "questions": [
            {
                "kind": one.kind,
                "place": one.place,
                "item": _name(one),
                "options": [{"key": entry.key, "item": entry.name, "area": entry.area} for entry in one.options],
            }
            for one in done.questions
        ],
    }


def import_lines(done: Imported, rulebook: Rulebook) -> Iterator[str]:
    """Say what became of an import: the questions, or the counts and the changes."""
    if done.version is None:
        yield say("cli", "standard-questions", count=len(done.questions))
        for number, question in enumerate(done.questions, start=1):
            yield f"{number}. {asked(question)}"
        yield say("cli", "standard-how")
        return
    yield say("cli", "standard-version", number=done.version.number, items=len(done.version.entries))
    yield say("cli", "standard-against-draft", **count(done.against_draft))
    if done.against_version is not None:
        yield say("cli", "standard-against-version", **count(done.against_version))
    changed = [one for one in _last(done) if one.fate != "kept"]
    yield from change_lines(changed[:SHOWN], rulebook)
    if len(changed) > SHOWN:
        yield say("cli", "standard-more", count=len(changed) - SHOWN)


def change_lines(found: Iterable[Change], rulebook: Rulebook) -> Iterator[str]:
    """Say each change in a line: area, fate, item, elements."""
    titles = {column.key: column.title for column in rulebook.forms["catalogue"].column}
    for one in found:
        fate = say("cli", f"fate-{one.fate}")
        elements = "\u3001".join(titles[key] for key in one.columns)
        yield f"  {rulebook.area_by_number[one.entry.area].name} {fate} {one.entry.name} {elements}".rstrip()


def asked(question: Question) -> str:
    """Word one question."""
    options = "\uff1b".join(say("cli", "standard-option", key=entry.key, item=entry.name) for entry in question.options[:5])
    facts = {"place": question.place, "item": _name(question), "options": options, "count": len(question.options)}
    return say("cli", f"standard-ask-{question.kind}", **facts)


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


def _name(question: Question) -> str:
    return Entry("", 0, "", question.elements).name


def _last(done: Imported) -> tuple[Change, ...]:
    return done.against_draft if done.against_version is None else done.against_version
