"""What one unit is told of a version: its sheets, every change marked and listed."""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.letters.book import HEADING, NOTE, TITLE, Book, Sheet
from mailbot.letters.enclosures import XLSX, book_word
from mailbot.letters.feedback import AreaCount, Changed, Told, standard_name
from mailbot.model.letter import Attachment
from mailbot.model.standard import Entry, Standard
from mailbot.model.table import Merge
from mailbot.rulebook.model import Rulebook
from mailbot.standards.changes import Change, changes
from mailbot.standards.elements import FORM, layout
from mailbot.standards.sheets import area_sheet

CHANGED, ADDED = "FFF2B3", "D9EAD3"
"""Fills of what differs, and of items that are new; red would be a reproach."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One unit's part of a version against what it knows: what it had sent, or the version it was told last."""

    unit: str
    version: Standard
    entries: tuple[Entry, ...]
    found: tuple[Change, ...]
    first: bool

    @property
    def touched(self) -> bool:
        """Tell whether anything is new to the unit: the first version always is."""
        return self.first or any(change.fate != "kept" for change in self.found)


def feedback(unit: str, version: Standard, before: Sequence[Entry], *, first: bool) -> Feedback:
    """Compare a unit's part of a version with what the unit knows."""
    mine = tuple(entry for entry in version.entries if entry.unit == unit)
    return Feedback(unit, version, mine, changes((entry for entry in before if entry.unit == unit), mine), first)


def told(one: Feedback, rulebook: Rulebook) -> Told:
    """Put a feedback into the plain values of its letter."""
    differing = [change for change in one.found if change.fate != "kept"]
    areas = []
    for area in rulebook.areas_of(one.unit):
        fates = [change.fate for change in differing if change.entry.area == area.number]
        items = sum(entry.area == area.number for entry in one.entries)
        if items or fates:
            count = AreaCount(
                area.number, items, sum(fate in ("changed", "moved") for fate in fates), fates.count("added"), fates.count("removed")
            )
            areas.append(count)
    named = tuple(Changed(change.fate, change.entry.area, change.entry.name, _titles(change, rulebook)) for change in differing)
    return Told(one.unit, one.version.number, one.first, tuple(areas), named)


def unit_workbook(one: Feedback, rulebook: Rulebook) -> Attachment:
    """Write the unit's sheets with the changes coloured, and the sheet that lists them."""
    book = Book(rulebook.campaign.office)
    if any(change.fate != "kept" for change in one.found):
        _listed(book.sheet(book_word("standard-changes-sheet", rulebook)), one, rulebook)
    by_key = {change.after.key: change for change in one.found if change.after is not None}
    for area in rulebook.areas_of(one.unit):
        entries = [entry for entry in one.entries if entry.area == area.number]
        if entries:
            columns = [column.key for column in layout(rulebook.forms[FORM], entries)]
            fills = {place: fill for entry in entries for place, fill in _fills(by_key[entry.key], columns)}
            notes = {(entry.key, key): _was(by_key[entry.key], key, rulebook) for entry in entries for key in by_key[entry.key].columns}
            area_sheet(book.sheet(area.name), area.number, entries, rulebook, fills=fills, notes=notes)
    return Attachment(standard_name(one.unit, one.version.number, rulebook), XLSX, book.content())


def _fills(change: Change, columns: Sequence[str]) -> list[tuple[tuple[str, str], str]]:
    key = change.entry.key
    if change.fate == "added":
        return [((key, column), ADDED) for column in columns]
    marked = [column for column in columns if column in change.columns]
    return [((key, column), CHANGED) for column in (marked or (["serial"] if change.fate == "moved" else []))]


def _was(change: Change, column: str, rulebook: Rulebook) -> str:
    """Say in a comment what stood there before."""
    before = change.before.text(column) if change.before else ""
    return f"{book_word('standard-changes-headings', rulebook).split('|')[5]}\uff1a{before or '-'}"


def _titles(change: Change, rulebook: Rulebook) -> tuple[str, ...]:
    titles = {column.key: column.title for column in rulebook.forms[FORM].column}
    return tuple(titles[key] for key in change.columns)


def _listed(sheet: Sheet, one: Feedback, rulebook: Rulebook) -> None:
    """List every change, one line an element: area, item, what happened, what stood and what stands."""
    headings = book_word("standard-changes-headings", rulebook).split("|")
    name = rulebook.unit_by_key[one.unit].name
    sheet.put(0, 0, book_word("standard-changes-title", rulebook, unit=name, number=str(one.version.number)), TITLE)
    sheet.merge(Merge(0, 0, 0, len(headings) - 1))
    sheet.height(0, 32)
    sheet.put(1, 0, book_word("standard-changes-note" if one.first else "standard-changes-again", rulebook), NOTE)
    sheet.merge(Merge(1, 0, 1, len(headings) - 1))
    sheet.put_row(2, headings, HEADING)
    titles = {column.key: column.title for column in rulebook.forms[FORM].column}
    row = 3
    for change in one.found:
        if change.fate == "kept":
            continue
        area, fate = rulebook.area_by_number[change.entry.area].name, book_word(f"standard-fate-{change.fate}", rulebook)
        for column in change.columns or ("",):
            was = change.before.text(column) if change.before else ""
            now = change.after.text(column) if change.after else ""
            sheet.put_row(row, (row - 2, area, change.entry.name, fate, titles.get(column, ""), was, now))
            row += 1
    sheet.widths((6, 16, 26, 12, 18, 44, 44))
    sheet.fit(3, row)
    sheet.height(1, 24)
    sheet.freeze(3, 0)
    sheet.print_wide((2, 2))
