"""The liaison lists of all units in one workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.letters.book import HEADING, TITLE, Book
from mailbot.letters.enclosures import book_word
from mailbot.letters.render import full_day
from mailbot.model.instant import local
from mailbot.model.submission import Person
from mailbot.model.table import Merge
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class UnitList:
    """The list that stands for a unit."""

    people: Sequence[Person]
    reported_on: date | None
    received_at: datetime
    version: int


def people_workbook(lists: Mapping[str, UnitList], rulebook: Rulebook, *, day: date) -> bytes:
    """Write a line a person in the notice's order; units whose list is missing are named."""
    heads = book_word("liaisons-heads", rulebook).split("|")
    roles = {role: words[0] for role, words in rulebook.forms["liaison"].roles.items()}
    book = Book(rulebook.campaign.office)
    sheet = book.sheet(book_word("liaisons-sheet", rulebook))
    sheet.put(0, 0, book_word("liaisons-title", rulebook, day=full_day(day.isoformat())), TITLE)
    sheet.merge(Merge(0, 0, 0, len(heads) - 1))
    sheet.height(0, 32)
    sheet.put_row(1, heads, HEADING)
    row = 2
    for unit in rulebook.units:
        one = lists.get(unit.key)
        if one is None:
            sheet.put_row(row, (unit.number, unit.name, book_word("liaisons-missing", rulebook), *[""] * (len(heads) - 3)))
            row += 1
            continue
        for person in one.people:
            reported = one.reported_on.isoformat() if one.reported_on else ""
            phones, emails = "\n".join(person.phones) or person.contact.text, "\n".join(person.emails)
            who = (unit.number, unit.name, roles.get(person.role, person.role), person.name.text, person.post.text, phones, emails)
            sheet.put_row(row, (*who, reported, f"{local(one.received_at):%Y-%m-%d %H:%M}", one.version))
            row += 1
    sheet.widths((6, 30, 12, 12, 20, 18, 26, 12, 17, 8))
    sheet.fit(2, row)
    sheet.freeze(2, 2)
    sheet.print_wide((1, 1))
    return book.content()
