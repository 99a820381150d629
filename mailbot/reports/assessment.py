"""The assessment as a workbook: the figures of each unit, what stands behind them, a column for the score."""

from collections.abc import Sequence
from datetime import date

from mailbot.letters.book import HEADING, NOTE, TITLE, Book, Sheet, Style
from mailbot.letters.enclosures import book_word
from mailbot.letters.render import full_day
from mailbot.model.instant import local
from mailbot.model.table import Merge
from mailbot.reports.figures import MEASURES, Figure, UnitFigures
from mailbot.rulebook.model import Rulebook

_CENTRED = Style(align="center", middle=True)
_SCORE = Style(align="center", middle=True, fill="FFFBE6")


def shown(figure: Figure, rulebook: Rulebook) -> str:
    """Write a figure for a cell: its value, and the numbers behind it."""
    if figure.value is None:
        return figure.behind
    value = f"{figure.value:g}"
    if figure.missing:
        return book_word("assess-missing", rulebook, behind=figure.behind) if value == "0" else f"{value}\uff08{figure.behind}\uff09"
    return value if not figure.behind or figure.behind == value else f"{value}\uff08{figure.behind}\uff09"


def assessment_workbook(units: Sequence[UnitFigures], rulebook: Rulebook, *, day: date) -> bytes:
    """Write summary, data and how each figure is worked out."""
    book = Book(rulebook.campaign.office)
    _summary(book.sheet(book_word("assess-sheet", rulebook)), units, rulebook, day)
    _data(book.sheet(book_word("assess-data", rulebook)), units, rulebook)
    _notes(book.sheet(book_word("assess-notes", rulebook)), rulebook)
    return book.content()


def _summary(sheet: Sheet, units: Sequence[UnitFigures], rulebook: Rulebook, day: date) -> None:
    measures = rulebook.assessment.measure
    last = 2 + 2 * len(measures)
    sheet.put(0, 0, book_word("assess-title", rulebook, title=rulebook.assessment.title, day=full_day(day.isoformat())), TITLE)
    sheet.merge(Merge(0, 0, 0, last + 1))
    sheet.put_row(1, (*book_word("assess-heads", rulebook).split("|")[:2],), HEADING)
    score, total, remark = book_word("assess-scores", rulebook).split("|")
    for place, measure in enumerate(measures):
        column = 2 + 2 * place
        unit = f"\uff08{measure.unit}\uff09" if measure.unit else ""
        sheet.put(1, column, f"{measure.aspect}\n{measure.title}{unit}", HEADING)
        sheet.put(1, column + 1, f"{score}\n\uff08{measure.points}\uff09" if measure.points else score, HEADING)
    sheet.put_row(1, (total, remark), HEADING, first=last)
    for row, one in enumerate(units, start=2):
        unit_rule = rulebook.unit_by_key[one.unit]
        sheet.put_row(row, (unit_rule.number, unit_rule.name), _CENTRED)
        for place, measure in enumerate(measures):
            sheet.put(row, 2 + 2 * place, shown(MEASURES[measure.key](one), rulebook), _CENTRED)
            sheet.put(row, 3 + 2 * place, "", _SCORE if measure.points else _CENTRED)
        sheet.put_row(row, ("", ""), _SCORE, first=last)
    sheet.put(len(units) + 2, 0, book_word("assess-note", rulebook), NOTE)
    sheet.merge(Merge(len(units) + 2, 0, len(units) + 2, last + 1))
    sheet.height(1, 64)
    sheet.widths((6, 28, *(width for _ in measures for width in (16.0, 8.0)), 9, 20))
    sheet.freeze(2, 2)
    sheet.print_wide((1, 1), paper=8)


def _data(sheet: Sheet, units: Sequence[UnitFigures], rulebook: Rulebook) -> None:
    """List the numbers by unit and duty, and their totals."""
    heads = book_word("assess-data-heads", rulebook).split("|")
    sheet.put_row(0, heads, HEADING)
    row, totals = 1, [0] * 8
    for one in units:
        name = rulebook.unit_by_key[one.unit].name
        if one.liaison is not None:
            duty = one.liaison
            came = f"{local(duty.received_at):%Y-%m-%d %H:%M}" if duty.received_at else ""
            values = (
                name,
                rulebook.forms["liaison"].title,
                duty.deadline.isoformat(),
                rulebook.letters.states[duty.state],
                came,
                duty.late_days,
            )
            sheet.put_row(row, values)
            row += 1
        for area in one.areas:
            duty = area.duty
            came = f"{local(duty.received_at):%Y-%m-%d %H:%M}" if duty.received_at else ""
            numbers = [
                area.versions,
                area.first.items if area.first else 0,
                area.first.to_mend if area.first else 0,
                area.last.items if area.last else 0,
                area.last.to_mend if area.last else 0,
                area.guide,
                area.covered,
                area.published or 0,
            ]
            totals = [total + number for total, number in zip(totals, numbers, strict=True)]
            head = (name, rulebook.area_by_number[duty.area or 0].name, duty.deadline.isoformat(), rulebook.letters.states[duty.state])
            sheet.put_row(row, (*head, came, duty.late_days, *numbers))
            row += 1
    sheet.put_row(row, (book_word("standard-cover-total", rulebook), "", "", "", "", "", *totals), HEADING)
    sheet.widths((28, 26, 13, 18, 18, 10, 8, 10, 12, 10, 12, 10, 10, 10))
    sheet.freeze(1, 2)
    sheet.print_wide((0, 0))


def _notes(sheet: Sheet, rulebook: Rulebook) -> None:
    sheet.put_row(0, book_word("assess-notes-heads", rulebook).split("|"), HEADING)
    for row, measure in enumerate(rulebook.assessment.measure, start=1):
        sheet.put_row(row, (measure.aspect, measure.title, measure.unit, measure.points or None, measure.note))
    sheet.widths((18, 32, 8, 8, 90))
    sheet.fit(1, len(rulebook.assessment.measure))
    sheet.print_wide((0, 0))
