"""The workbook that goes with the digest: board, items by area, what came, what was found. No people in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.letters.book import HEADING, PLAIN, TITLE, Book, Sheet, Style
from mailbot.letters.charts import Bars, rows_covered
from mailbot.letters.enclosures import XLSX, book_word, progress_name
from mailbot.letters.marked import MARKED
from mailbot.letters.wording import words
from mailbot.model.duty import Duty, DutyState
from mailbot.model.instant import local, local_day
from mailbot.model.letter import Attachment
from mailbot.model.submission import Finding, Item, Severity
from mailbot.model.table import Merge
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Filed:
    """The version that stands for an area: its items, for the sheet of items."""

    unit: str
    area: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """One submission as stored; ``submission`` and ``mail`` are rows (s7, m12)."""

    submission: int
    mail: int
    unit: str | None
    form: str
    area: int | None
    received_at: datetime
    outcome: str
    size: int
    to_mend: int = 0
    version: int = 0
    provisional: bool = False
    findings: tuple[Finding, ...] = ()


def progress_workbook(
    duties: Sequence[Duty],
    rulebook: Rulebook,
    *,
    now: datetime,
    day: date | None = None,
    filed: Sequence[Filed] = (),
    came: Sequence[Came] = (),
) -> Attachment:
    """Write where things stand at an instant; ``day`` is the digest's day where it is another one."""
    day = day or local_day(now)
    book = Book(rulebook.campaign.office)
    _board(book.sheet(book_word("progress-board", rulebook)), duties, rulebook, day)
    _areas(book.sheet(book_word("progress-areas", rulebook)), duties, rulebook)
    _items(book.sheet(book_word("progress-items", rulebook)), filed, rulebook)
    _came(book.sheet(book_word("progress-submissions", rulebook)), came, rulebook)
    _findings(book.sheet(book_word("progress-findings", rulebook)), came, rulebook)
    return Attachment(progress_name(day, rulebook), XLSX, book.content())


def _material(form: str, area: int | None, rulebook: Rulebook) -> str:
    if area is None:
        return rulebook.forms[form].title if form in rulebook.forms else form
    return book_word("progress-area", rulebook, area=rulebook.area_by_number[area].name)


def _unit(unit: str | None, rulebook: Rulebook) -> str:
    rule = rulebook.unit_by_key.get(unit or "")
    return rule.name if rule else ""


def _when(instant: datetime | None) -> str:
    return local(instant).strftime("%Y-%m-%d %H:%M") if instant else ""


def _board(sheet: Sheet, duties: Sequence[Duty], rulebook: Rulebook, day: date) -> None:
    headings = book_word("progress-board-headings", rulebook).split("|")
    sheet.put(0, 0, book_word("progress-title", rulebook, day=day.isoformat()), TITLE)
    sheet.merge(Merge(0, 0, 0, len(headings) - 1))
    sheet.put_row(1, headings, HEADING)
    order = {unit.key: unit.number for unit in rulebook.units}
    ordered = sorted(duties, key=lambda duty: (order.get(duty.unit, 999), duty.area or 0))
    for row, duty in enumerate(ordered, start=2):
        values = (row - 1, _unit(duty.unit, rulebook), _material(duty.form, duty.area, rulebook), duty.deadline.isoformat())
        sheet.put_row(row, values)
        sheet.put(row, 4, rulebook.letters.states[duty.state.value], _colour(duty, day))
        sheet.put_row(
            row, (_when(duty.received_at), duty.late_days or None, duty.items or None, duty.to_mend or None, duty.version or None), first=5
        )
    sheet.widths((6, 30, 30, 13, 20, 17, 14, 11, 9, 8))
    sheet.freeze(2, 3)
    sheet.print_wide((1, 1))


def _colour(duty: Duty, day: date) -> Style:
    if duty.state is DutyState.OPEN:
        return MARKED[Severity.ERROR] if duty.deadline < day else PLAIN
    return MARKED[Severity.WARNING] if duty.state in (DutyState.RETURNED, DutyState.RECEIVED, DutyState.PROVISIONAL) else PLAIN


def _areas(sheet: Sheet, duties: Sequence[Duty], rulebook: Rulebook) -> None:
    """Count the items of every area, sound ones and faults to mend, and draw both as bars."""
    headings = book_word("progress-areas-headings", rulebook).split("|")
    sheet.put_row(0, headings, HEADING)
    by_area = {duty.area: duty for duty in duties if duty.area is not None}
    shown = [area for area in rulebook.areas if area.number in by_area]
    for row, area in enumerate(shown, start=1):
        duty = by_area[area.number]
        counted = (duty.items, duty.to_mend) if duty.state in (DutyState.FILED, DutyState.PROVISIONAL) else (0, 0)
        state = rulebook.letters.states[duty.state.value]
        sheet.put_row(row, (area.number, area.name, _unit(duty.unit, rulebook), state, *counted))
    sheet.widths((6, 26, 30, 20, 9, 9))
    sheet.freeze(1, 0)
    if shown:
        items = Bars(book_word("progress-chart-items", rulebook), 1, len(shown), 1, (4,))
        sheet.chart(items, 0, 7)
        sheet.chart(Bars(book_word("progress-chart-mend", rulebook), 1, len(shown), 1, (5,)), rows_covered(items), 7)
    sheet.print_wide((0, 0))


def _items(sheet: Sheet, filed: Sequence[Filed], rulebook: Rulebook) -> None:
    """Write all items that stand, with their area and unit before the columns of the form."""
    form = rulebook.forms["catalogue"]
    by_key = {column.key: column for column in form.column}
    shown = [by_key[key] for key in form.layout if key in by_key]
    unit_heading = book_word("progress-board-headings", rulebook).split("|")[1]
    sheet.put_row(0, (book_word("progress-area-heading", rulebook), unit_heading, *(column.title for column in shown)), HEADING)
    row = 1
    for one in sorted(filed, key=lambda filed_one: filed_one.area):
        area, unit = rulebook.area_by_number[one.area].name, _unit(one.unit, rulebook)
        for item in one.items:
            sheet.put_row(row, (area, unit, *(item.text(column.key) for column in shown)))
            row += 1
    sheet.widths((14, 22, *(column.width for column in shown)))
    sheet.freeze(1, 2)
    sheet.print_wide((0, 0))


def _came(sheet: Sheet, came: Sequence[Came], rulebook: Rulebook) -> None:
    sheet.put_row(0, book_word("progress-submissions-headings", rulebook).split("|"), HEADING)
    outcomes = rulebook.letters.outcomes
    for row, one in enumerate(came, start=1):
        outcome = outcomes.get(one.outcome, one.outcome) if not one.provisional else rulebook.letters.states["provisional"]
        values = (f"s{one.submission}", f"m{one.mail}", _unit(one.unit, rulebook), _material(one.form, one.area, rulebook))
        sheet.put_row(row, (*values, _when(one.received_at), outcome, one.size, one.to_mend or None, one.version or None))
    sheet.widths((8, 8, 30, 30, 17, 20, 11, 9, 8))
    sheet.freeze(1, 0)
    sheet.print_wide((0, 0))


def _findings(sheet: Sheet, came: Sequence[Came], rulebook: Rulebook) -> None:
    """Write what is to mend or advised in every submission; notes are left out."""
    sheet.put_row(0, book_word("progress-findings-headings", rulebook).split("|"), HEADING)
    row = 1
    for one in came:
        for finding in one.findings:
            wording = words(finding, rulebook)
            if wording.severity is Severity.NOTE:
                continue
            severity = rulebook.letters.severities[wording.severity]
            unit, material = _unit(one.unit, rulebook), _material(one.form, one.area, rulebook)
            sheet.put_row(row, (f"s{one.submission}", unit, material, severity, finding.where, wording.text, wording.advice))
            row += 1
    sheet.widths((10, 26, 26, 10, 18, 56, 46))
    sheet.fit(1, row)
    sheet.freeze(1, 0)
    sheet.print_wide((0, 0))
