"""What an edit of the standard came to, in lines: for the command line and for a mail of the office."""

from collections.abc import Callable, Iterable, Iterator

from mailbot.jobs.standards import Imported
from mailbot.model.standard import Entry
from mailbot.rulebook.model import Rulebook
from mailbot.standards.changes import Change, count
from mailbot.standards.reconcile import GONE, NEW, Question
from mailbot.texts import say

SHOWN = 200
"""Lines of changes; the workbook of each unit lists its own."""
OFFERED = 5
"""Items that a question names."""


def import_lines(done: Imported, rulebook: Rulebook, *, how: str, write: Callable[[str, str], str]) -> Iterator[str]:
    """Say what became of an import: the questions with what may be answered, or the counts and the changes.

    ``how`` is the sentence that says where answers go; ``write`` words one answer: (place, word) -> text.
    """
    if done.version is None:
        yield say("jobs", "standard-questions", count=len(done.questions))
        for number, question in enumerate(done.questions, start=1):
            yield f"{number}. {asked(question, rulebook)}"
            yield "   " + " / ".join(write(question.place, word) for word in words_for(question))
        yield how
        return
    yield say("jobs", "standard-version", number=done.version.number, items=len(done.version.entries))
    yield say("jobs", "standard-against-draft", **count(done.against_draft))
    if done.against_version is not None:
        yield say("jobs", "standard-against-version", **count(done.against_version))
    changed = [one for one in last_changes(done) if one.fate != "kept"]
    yield from change_lines(changed[:SHOWN], rulebook)
    if len(changed) > SHOWN:
        yield say("jobs", "standard-more", count=len(changed) - SHOWN)


def change_lines(found: Iterable[Change], rulebook: Rulebook) -> Iterator[str]:
    """Say each change in a line: area, fate, item, elements."""
    titles = {column.key: column.title for column in rulebook.forms["catalogue"].column}
    for one in found:
        fate = say("jobs", f"fate-{one.fate}")
        elements = "\u3001".join(titles[key] for key in one.columns)
        yield f"  {rulebook.area_by_number[one.entry.area].name} {fate} {one.entry.name} {elements}".rstrip()


def asked(question: Question, rulebook: Rulebook) -> str:
    """Word one question."""
    options = "\uff1b".join(say("jobs", "standard-option", key=entry.key, item=entry.name) for entry in question.options[:OFFERED])
    place = question.place
    if question.kind == "area-gone":
        place = rulebook.area_by_number[int(place)].name
    facts = {"place": place, "item": name_of(question), "options": options, "count": len(question.options)}
    return say("jobs", f"standard-ask-{question.kind}", **facts)


def words_for(question: Question) -> tuple[str, ...]:
    """List what a question may be answered with."""
    if question.kind in ("area-gone", "unread"):
        return (GONE,)
    if question.kind == "area-unknown":
        return (say("jobs", "standard-some-area"), GONE)
    return (*(entry.key for entry in question.options[:OFFERED]), NEW)


def name_of(question: Question) -> str:
    """Name the row a question is about."""
    return Entry("", 0, "", question.elements).name


def last_changes(done: Imported) -> tuple[Change, ...]:
    """Give the changes against the version before, or against the draft where there was none."""
    return done.against_draft if done.against_version is None else done.against_version
