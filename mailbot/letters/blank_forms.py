"""The forms we hand out: annex 2 for Word and Excel, and one workbook with a catalogue sheet an area.

Headings, notes, widths and examples come from ``rules/forms``, the same texts that recognise a
heading and word a finding, so that guidance and findings cannot contradict (pitfalls, 47). Rows are
prefilled from the sure items of the guides, for pruning.
"""

import io
from collections.abc import Sequence

from mailbot.letters.book import HEADING, NOTE, PLAIN, TITLE, Book, Sheet, Style
from mailbot.letters.enclosures import DOCX, XLSX, book_word, catalogue_name, liaison_name
from mailbot.letters.national import headings, parent_of
from mailbot.letters.packing import packed_alike
from mailbot.model.letter import Attachment
from mailbot.model.table import Merge
from mailbot.rulebook.model import Area, Column, Form, Rulebook, Unit

TICK = "\u221a"
TICKED = frozenset({"audience_public", "audience_specific", "method_active", "method_on_request", "level_county", "level_township"})
EMPTY_ROWS = 10
"""Framed rows after the prefilled ones."""
_WORD_WIDTHS = (2.6, 2.8, 3.6, 6.2)
"""Column widths of the Word form, in centimetres."""
_SONG = "\u5b8b\u4f53"
_CENTRED = Style(align="center")
_LABEL = Style(border=False)


def forms_for(unit: str, rulebook: Rulebook, *, areas: Sequence[int] | None = None) -> tuple[Attachment, ...]:
    """Give a unit's forms: annex 2 as .docx and as .xlsx, then its catalogue workbook if it owes one.

    ``areas`` narrows the workbook to some of the unit's areas.
    """
    rule = rulebook.unit_by_key[unit]
    mine = [area for area in rulebook.areas_of(unit) if areas is None or area.number in areas]
    forms = [
        Attachment(liaison_name(rule.name, rulebook, ".docx"), DOCX, _liaison_document(rule, rulebook)),
        Attachment(liaison_name(rule.name, rulebook, ".xlsx"), XLSX, _liaison_book(rule, rulebook)),
    ]
    if mine:
        forms.append(Attachment(catalogue_name(rule.name, rulebook), XLSX, _catalogue_book(rule, mine, rulebook)))
    return tuple(forms)


def version(rulebook: Rulebook) -> str:
    """Tell the version mark of today's forms."""
    return book_word("version", rulebook, campaign=rulebook.campaign.key)


def _liaison_words(unit: Unit, rulebook: Rulebook) -> tuple[list[str], list[str], str, str, str]:
    """Give headings, role labels, who reports, when, and the note of annex 2."""
    form = rulebook.forms["liaison"]
    headings = book_word("liaison-headings", rulebook).split("|")
    roles = [form.roles["leader"][0], form.roles["liaison"][0]]
    note = book_word("liaison-note", rulebook, area_code=rulebook.campaign.area_code, version=version(rulebook))
    return headings, roles, book_word("liaison-unit", rulebook, unit=unit.name), book_word("liaison-date", rulebook), note


def _liaison_book(unit: Unit, rulebook: Rulebook) -> bytes:
    """Write annex 2 as printed."""
    form = rulebook.forms["liaison"]
    headings, roles, reported_by, reported_on, note = _liaison_words(unit, rulebook)
    book = Book(rulebook.campaign.office)
    sheet = book.sheet(form.title)
    sheet.put(0, 0, book_word("liaison-annex", rulebook), _LABEL)
    sheet.put(1, 0, form.title, TITLE)
    sheet.merge(Merge(1, 0, 1, 3))
    sheet.put(2, 0, reported_by, _LABEL)
    sheet.merge(Merge(2, 0, 2, 1))
    sheet.put(2, 2, reported_on, _LABEL)
    sheet.merge(Merge(2, 2, 2, 3))
    sheet.put_row(3, headings, HEADING)
    for row, role in enumerate(roles, start=4):
        sheet.put(row, 0, role, HEADING)
        sheet.put_row(row, ("", "", ""), Style(align="center", middle=True), first=1)
        sheet.height(row, 48)
    sheet.put(6, 0, note, NOTE)
    sheet.merge(Merge(6, 0, 6, 3))
    sheet.height(1, 36)
    sheet.height(3, 30)
    columns = {column.key: column for column in form.column}
    for place, key in enumerate(form.layout):
        if key in columns and columns[key].hint and place:
            sheet.note(3, place, _hint(columns[key]))
    sheet.widths((14, 16, 24, 44))
    sheet.fit(6, 6)
    sheet.print_upright()
    return book.content()


def _liaison_document(unit: Unit, rulebook: Rulebook) -> bytes:
    """Write annex 2 as printed, for Word."""
    from docx import Document
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    headings, roles, reported_by, reported_on, note = _liaison_words(unit, rulebook)
    document = Document()
    document.core_properties.author = rulebook.campaign.office
    normal = document.styles["Normal"]
    normal.font.name = _SONG
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _SONG)
    document.add_paragraph(book_word("liaison-annex", rulebook))
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(rulebook.forms["liaison"].title)
    run.bold, run.font.size = True, Pt(18)
    document.add_paragraph(f"{reported_by}\t\t{reported_on}")
    table = document.add_table(rows=3, cols=4)
    table.style, table.autofit = "Table Grid", False
    for column, heading in enumerate(headings):
        table.cell(0, column).text = heading
    for row, role in enumerate(roles, start=1):
        table.cell(row, 0).text = role
    for line in table.rows:
        line.height = Pt(40)
        for cell, width in zip(line.cells, _WORD_WIDTHS, strict=True):
            cell.width = Cm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(note)
    loose = io.BytesIO()
    document.save(loose)
    return packed_alike(loose)


def _catalogue_book(unit: Unit, areas: Sequence[Area], rulebook: Rulebook) -> bytes:
    """Write a sheet for each area and the sheet that tells how to fill them in."""
    book = Book(rulebook.campaign.office)
    form = rulebook.forms["catalogue"]
    columns = _columns(form)
    for area in areas:
        _area_sheet(book.sheet(area.name), area, columns, rulebook)
    _help_sheet(book.sheet(book_word("help-sheet", rulebook)), unit, columns, rulebook)
    return book.content()


def _columns(form: Form) -> tuple[Column, ...]:
    """List the columns of the form we hand out, in the order of its layout."""
    by_key = {column.key: column for column in form.column}
    return tuple(by_key[key] for key in form.layout)


def _area_sheet(sheet: Sheet, area: Area, columns: Sequence[Column], rulebook: Rulebook) -> None:
    """Write one area's catalogue: title, two heading rows, prefilled rows, empty rows, drop-downs."""
    title = book_word("catalogue-title", rulebook, county=rulebook.campaign.county, area=area.name)
    sheet.put(0, 0, title, TITLE)
    sheet.merge(Merge(0, 0, 0, len(columns) - 1))
    sheet.height(0, 32)
    headings(sheet, columns, 1, hint=_hint)
    rows = _prefilled(area, columns, rulebook)
    for row, values in enumerate(rows, start=3):
        for column, value in enumerate(values):
            sheet.put(row, column, value, _CENTRED if columns[column].key in (*TICKED, "serial") else PLAIN)
    last = 2 + len(rows)
    for place, one in enumerate(columns):
        if one.key in TICKED:
            sheet.choices(Merge(3, place, last + 200, place), [TICK], one.hint)
    sheet.widths([column.width for column in columns])
    sheet.fit(3, last)
    sheet.freeze(3, 3)
    sheet.print_wide((1, 2))


def _hint(column: Column) -> str:
    """Word the note on a heading: how to fill the column in, and an example."""
    return f"{column.hint}\n{column.example}" if column.example else column.hint


def _prefilled(area: Area, columns: Sequence[Column], rulebook: Rulebook) -> list[list[str]]:
    """Give the rows of a sheet: the guide's sure items with their serials, then empty rows."""
    guide = rulebook.guides.get(area.number)
    rows: list[list[str]] = []
    for item in guide.item if guide else ():
        if item.sure:
            names = {"serial": str(len(rows) + 1), "first_level": item.first_level, "second_level": item.second_level}
            values = {**item.elements, **names}
            rows.append([values.get(column.key, "") for column in columns])
    return rows + [[""] * len(columns) for _ in range(EMPTY_ROWS)]


def _help_sheet(sheet: Sheet, unit: Unit, columns: Sequence[Column], rulebook: Rulebook) -> None:
    """Write how to fill the sheets in, column by column with an example, and the version mark."""
    campaign = rulebook.campaign
    sheet.put(0, 0, book_word("help-title", rulebook, unit=unit.name), TITLE)
    sheet.merge(Merge(0, 0, 0, 2))
    sheet.height(0, 32)
    lines = book_word(
        "help-lines",
        rulebook,
        mailbox=campaign.mailbox,
        telephone=campaign.telephone,
        contact=campaign.contact,
        channels="\u3001".join(rulebook.forms["catalogue"].channels),
    ).splitlines()
    row = 1
    for row, line in enumerate(lines, start=1):
        sheet.put(row, 0, line, _LABEL)
        sheet.merge(Merge(row, 0, row, 2))
    sheet.put_row(row + 1, book_word("help-headings", rulebook).split("|"), HEADING)
    for place, column in enumerate(columns, start=row + 2):
        parent = parent_of(column)
        sheet.put_row(place, (f"{parent}\uff1a{column.title}" if parent else column.title, column.hint, column.example))
    sheet.put(row + 3 + len(columns), 0, book_word("help-version", rulebook, version=version(rulebook)), NOTE)
    sheet.widths((24, 48, 48))
    sheet.fit(1, row + 2 + len(columns))
    sheet.print_upright()
