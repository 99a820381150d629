"""The draft of the standard catalogue as the workbook that the office goes through item by item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.letters.book import HEADING, NOTE, PLAIN, TITLE, Book, Sheet, Style
from mailbot.letters.enclosures import book_word
from mailbot.letters.marks import COLOURS
from mailbot.letters.render import full_day
from mailbot.model.duty import Duty, DutyState
from mailbot.model.standard import Entry, Origin
from mailbot.model.submission import Severity
from mailbot.model.table import Merge
from mailbot.rulebook.model import Rulebook
from mailbot.standards.elements import FIRST_ROW, FORM
from mailbot.standards.marks import Mark, marks
from mailbot.standards.merge import Merged, counts
from mailbot.standards.overlaps import Overlap, overlaps
from mailbot.standards.sheets import area_sheet

_LARGE = Style(bold=True, size=22, align="center", middle=True, border=False)
_CENTRE = Style(align="center", border=False)
_NUMBER = Style(align="center", middle=True)
_LINE = Style(middle=True)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft workbook is made of: the merged items, where each came from by stored item, and the board of catalogues."""

    number: int
    merged: Merged
    origins: Mapping[int, Origin]
    duties: Sequence[Duty]
    day: date

    @property
    def entries(self) -> tuple[Entry, ...]:
        """List the items in order."""
        return self.merged.entries


def draft_workbook(draft: Draft, rulebook: Rulebook) -> bytes:
    """Write cover, instructions, what is to decide, and a sheet for each area with items."""
    by_area = {area.number: [entry for entry in draft.entries if entry.area == area.number] for area in rulebook.areas}
    found = {area: marks(area, entries, rulebook) for area, entries in by_area.items() if entries}
    book = Book(rulebook.campaign.office)
    _cover(book.sheet(book_word("standard-cover", rulebook)), draft, found, rulebook)
    _help(book.sheet(book_word("standard-help-sheet", rulebook)), draft, rulebook)
    decide = book.sheet(book_word("standard-decide-sheet", rulebook))
    sheets: dict[int, str] = {}
    for area, entries in by_area.items():
        if entries:
            sheet = book.sheet(rulebook.area_by_number[area].name)
            sheets[area] = sheet.name
            fills = {(mark.key, mark.column): COLOURS[mark.severity] for mark in reversed(found[area])}
            notes = {place: _comment(found[area], place) for place in fills}
            area_sheet(sheet, area, entries, rulebook, fills=fills, notes=notes, origins=_origins(entries, draft.origins, rulebook))
    rows = {entry.key: row for entries in by_area.values() for row, entry in enumerate(entries, start=FIRST_ROW)}
    _decide(decide, overlaps(draft.entries), rows, sheets, rulebook)
    return book.content()


def final_workbook(draft: Draft, rulebook: Rulebook) -> bytes:
    """Write the standard catalogue as it is handed in: cover and areas, no marks and nothing hidden."""
    book = Book(rulebook.campaign.office)
    _cover(book.sheet(book_word("standard-cover", rulebook)), draft, {}, rulebook)
    for area in rulebook.areas:
        entries = [entry for entry in draft.entries if entry.area == area.number]
        if entries:
            area_sheet(book.sheet(area.name), area.number, entries, rulebook, fills={}, notes={})
    return book.content()


def title(rulebook: Rulebook) -> str:
    """Give the name of the standard catalogue."""
    return book_word("standard-title", rulebook, year=str(rulebook.campaign.first.year), county=rulebook.campaign.county)


def _comment(found: Sequence[Mark], place: tuple[str, str]) -> str:
    return "\n".join(f"{mark.title}\n{mark.advice}" for mark in found if (mark.key, mark.column) == place)


def _origins(entries: Sequence[Entry], origins: Mapping[int, Origin], rulebook: Rulebook) -> dict[str, str]:
    """Say in words where each row came from."""
    said = {}
    for entry in entries:
        origin = origins.get(entry.item or 0)
        if origin is not None:
            facts = {"mail": str(origin.mail), "file": origin.file, "sheet": origin.sheet, "row": str(origin.row)}
            said[entry.key] = book_word("standard-origin-text", rulebook, unit=rulebook.unit_by_key[origin.unit].name, **facts)
    return said


def _cover(sheet: Sheet, draft: Draft, found: Mapping[int, Sequence[Mark]], rulebook: Rulebook) -> None:
    """Write title, office, and the counts by area and by unit, each with its total."""
    areas, units = counts(draft.entries, rulebook)
    sheet.put(0, 0, title(rulebook), _LARGE)
    sheet.merge(Merge(0, 0, 0, 6))
    sheet.height(0, 60)
    line = book_word("standard-cover-line", rulebook, office=rulebook.campaign.office, day=full_day(draft.day.isoformat()))
    sheet.put(1, 0, line, _CENTRE)
    sheet.merge(Merge(1, 0, 1, 6))
    sheet.put_row(2, book_word("standard-cover-areas", rulebook).split("|"), HEADING)
    row = 3
    for row, area in enumerate(rulebook.areas, start=3):
        weights = [mark.severity for mark in found.get(area.number, ())]
        values = (area.number, area.name, rulebook.unit_by_key[area.unit].name, areas[area.number])
        sheet.put_row(row, values[:3], _LINE)
        sheet.put_row(row, (values[3], weights.count(Severity.ERROR), weights.count(Severity.WARNING)), _NUMBER, first=3)
        sheet.put(row, 6, _state(area.number, draft, rulebook))
    weights = [mark.severity for one in found.values() for mark in one]
    totals = ("", book_word("standard-cover-total", rulebook), "", sum(areas.values()))
    sheet.put_row(row + 1, (*totals, weights.count(Severity.ERROR), weights.count(Severity.WARNING), ""), HEADING)
    row += 3
    sheet.put(row, 0, book_word("standard-cover-by-unit", rulebook), TITLE)
    sheet.merge(Merge(row, 0, row, 6))
    sheet.put_row(row + 1, book_word("standard-cover-units", rulebook).split("|"), HEADING)
    for place, unit in enumerate(rulebook.units, start=row + 2):
        sheet.put_row(place, (unit.number, unit.name), _LINE)
        sheet.put_row(place, (len(rulebook.areas_of(unit.key)), units[unit.key]), _NUMBER, first=2)
    last = row + 2 + len(rulebook.units)
    sheet.put_row(last, ("", book_word("standard-cover-total", rulebook), len(rulebook.areas), sum(units.values())), HEADING)
    sheet.widths((7, 30, 34, 10, 10, 10, 40))
    sheet.print_upright()


def _state(area: int, draft: Draft, rulebook: Rulebook) -> str:
    """Say how the catalogue of an area stands."""
    if area in draft.merged.newer:
        return book_word("standard-late-version", rulebook)
    state = next((duty.state for duty in draft.duties if duty.form == FORM and duty.area == area), DutyState.OPEN)
    return rulebook.letters.states[state.value]


def _help(sheet: Sheet, draft: Draft, rulebook: Rulebook) -> None:
    sheet.put(0, 0, title(rulebook), TITLE)
    sheet.height(0, 36)
    lines = book_word("standard-help-lines", rulebook, number=str(draft.number)).splitlines()
    for row, line in enumerate(lines, start=1):
        sheet.put(row, 0, line, Style(border=False, size=12))
    sheet.put(len(lines) + 2, 0, f"{book_word('standard-key', rulebook)} {rulebook.campaign.key}-{draft.number}", NOTE)
    sheet.widths((76,))
    sheet.fit(1, len(lines) + 2)
    sheet.print_upright()


def _decide(sheet: Sheet, found: Sequence[Overlap], rows: Mapping[str, int], sheets: Mapping[int, str], rulebook: Rulebook) -> None:
    """List what may be one item, each place with a link, and an empty column for the office's word."""
    sheet.put_row(0, book_word("standard-decide-headings", rulebook).split("|"), HEADING)
    for row, pair in enumerate(found, start=1):
        sheet.put(row, 0, row, _NUMBER)
        sheet.put(row, 1, book_word(f"standard-decide-{pair.kind}", rulebook))
        for first, entry in ((2, pair.first), (6, pair.second)):
            area = rulebook.area_by_number[entry.area].name
            sheet.put_row(row, (area, rulebook.unit_by_key[entry.unit].name, entry.name), first=first)
            sheet.put(row, first + 3, rows[entry.key], Style(colour="0563C1", link=True, align="center"))
            sheet.link(row, first + 3, sheets[entry.area], f"A{rows[entry.key]}")
        sheet.put(row, 10, pair.likeness, _NUMBER)
        sheet.put(row, 11, "", PLAIN)
    sheet.widths((6, 16, 16, 26, 26, 8, 16, 26, 26, 8, 12, 30))
    sheet.fit(0, len(found))
    sheet.freeze(1, 0)
    sheet.print_wide((0, 0))
