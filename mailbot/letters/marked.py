"""The sender's tables with what is to mend marked in them, and a first sheet that lists it.

A fresh book in the sender's layout: never a file that a library loaded and saved (pitfalls, 33).
It may be mended and sent back as it is; its first sheet is no table to any reader of ours.
"""

import re
from collections.abc import Mapping, Sequence

from mailbot.letters.book import HEADING, NOTE, PLAIN, TITLE, Book, Sheet, Style
from mailbot.letters.enclosures import XLSX, marked_name
from mailbot.letters.marking import column_of, marking_of
from mailbot.letters.marks import COLOURS, Mark, Marking
from mailbot.model.letter import Attachment
from mailbot.model.mail import File
from mailbot.model.submission import Submission
from mailbot.model.table import Merge, Table
from mailbot.rulebook.model import Rulebook

MARKED: Mapping[str, Style] = {severity: Style(fill=colour) for severity, colour in COLOURS.items()}
_LINK = Style(colour="0563C1", link=True)


def marked_workbook(file: File, submissions: Sequence[Submission], rulebook: Rulebook) -> Attachment:
    """Give the sender's tables marked, with the sheet that lists every place and how to write it."""
    marking = marking_of(file, submissions, rulebook)
    tables = [table for table in file.tables if not _is_ours(table, rulebook)]
    book = Book(marking.author)
    first = book.sheet(marking.sheet)
    sheets = {table.sheet: book.sheet(table.sheet) for table in tables}
    _list(first, marking, {name: sheet.name for name, sheet in sheets.items()})
    for table in tables:
        mine = [one for one in submissions if one.sheet == table.sheet]
        _copy(sheets[table.sheet], table, mine, [mark for mark in marking.marks if mark.sheet == table.sheet], rulebook)
    return Attachment(marked_name(file.name, rulebook), XLSX, book.content())


def _is_ours(table: Table, rulebook: Rulebook) -> bool:
    return any(table.sheet in form.own_sheets for form in rulebook.forms.values())


def _list(sheet: Sheet, marking: Marking, names: Mapping[str, str]) -> None:
    """Write the first sheet: number, kind, place with a link, item, problem, how to write it, example."""
    last = len(marking.headings) - 1
    sheet.put(0, 0, marking.title, TITLE)
    sheet.merge(Merge(0, 0, 0, last))
    sheet.put(1, 0, marking.how, NOTE)
    sheet.merge(Merge(1, 0, 1, last))
    sheet.height(0, 30)
    sheet.put_row(2, marking.headings, HEADING)
    for row, entry in enumerate(marking.entries, start=3):
        linked = entry.sheet in names
        sheet.put(row, 0, row - 2)
        sheet.put(row, 1, marking.kinds[entry.severity], MARKED[entry.severity])
        sheet.put(row, 2, entry.where, _LINK if linked else PLAIN)
        sheet.put_row(row, (entry.item, entry.problem, entry.advice, entry.example), first=3)
        if linked:
            sheet.link(row, 2, names[entry.sheet], entry.cell)
    sheet.widths((6, 10, 18, 22, 50, 40, 30))
    sheet.fit(1, len(marking.entries) + 2)
    sheet.freeze(3, 0)
    sheet.print_wide((2, 2))


def _copy(sheet: Sheet, table: Table, submissions: Sequence[Submission], marks: Sequence[Mark], rulebook: Rulebook) -> None:
    """Write a table as it was, with its merges, and mark its cells."""
    headings = {row - 1 for submission in submissions for row in submission.heading_rows}
    coloured = {(mark.row, mark.column): MARKED[mark.severity] for mark in marks}
    width = max((len(row) for row in table.rows), default=0)
    framed = range(min(headings) if headings else 0, len(table.rows))
    for row, cells in enumerate(table.rows):
        for column in range(width):
            text = cells[column] if column < len(cells) else ""
            style = coloured.get((row, column)) or _style(row, headings, framed, text)
            if style is not None:
                sheet.put(row, column, text, style)
    for (row, column), style in coloured.items():
        if row >= len(table.rows) or column >= width:
            sheet.put(row, column, "", style)
    for merge in table.merges:
        sheet.merge(merge)
    for mark in marks:
        sheet.note(mark.row, mark.column, mark.comment)
    sheet.widths(_widths(table, submissions, rulebook))
    sheet.fit(0, len(table.rows))
    if len(submissions) == 1 and headings:
        sheet.freeze(max(headings) + 1, 0)
        sheet.print_wide((min(headings), max(headings)))
    for hidden in table.hidden_rows:
        sheet.hide_row(hidden)
    if table.hidden:
        sheet.hide()


def _style(row: int, headings: set[int], framed: range, text: str) -> Style | None:
    """Tell the looks of a cell: framed from the first heading on, a title before it, nothing where nothing is."""
    if row in headings:
        return HEADING
    if row in framed:
        return PLAIN
    return Style(border=False, bold=row == 0, align="center" if row == 0 else "left") if text else None


def _widths(table: Table, submissions: Sequence[Submission], rulebook: Rulebook) -> list[float]:
    """Tell column widths: by the form for columns that were recognised, else by their longest text."""
    width = max((len(row) for row in table.rows), default=0)
    widths: list[float] = []
    for column in range(width):
        longest = max((len(line) for row in table.rows[:200] if column < len(row) for line in row[column].splitlines()), default=0)
        widths.append(min(40.0, max(8.0, 2.0 * longest)))
    for submission in submissions:
        sizes = {column.key: column.width for column in rulebook.forms[submission.form].column}
        for key, letters in submission.column_letters.items():
            if key in sizes and re.fullmatch(r"[A-Z]{1,3}", letters) and column_of(letters) < width:
                widths[column_of(letters)] = float(sizes[key])
    return widths
