"""The sender's tables with what is to mend marked in them, and a first sheet that lists it.

A fresh book in the sender's layout: never a file that a library loaded and saved (pitfalls, 33).
It may be mended and sent back as it is; its first sheet is no table to any reader of ours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailbot.letters.book import HEADING, NOTE, PLAIN, TITLE, Book, Sheet, Style
from mailbot.letters.clean import one_line
from mailbot.letters.enclosures import XLSX, book_word, marked_name
from mailbot.letters.wording import Wording, words
from mailbot.model.letter import Attachment
from mailbot.model.mail import File
from mailbot.model.submission import Severity, Submission
from mailbot.model.table import Merge, Table
from mailbot.rulebook.model import Rulebook

RED = Style(fill="FFC7CE")
AMBER = Style(fill="FFEB9C")

_CELL = re.compile(r"^(?P<sheet>.*)!(?P<letters>[A-Z]{1,3})(?P<row>\d{1,7})")
_ORDER = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding with its words and, where it has one, its cell (zero-based)."""

    wording: Wording
    where: str
    item: str = ""
    sheet: str = ""
    row: int = -1
    column: int = -1


def marked_workbook(file: File, submissions: Sequence[Submission], rulebook: Rulebook) -> Attachment:
    """Give the sender's tables marked, with the sheet that lists every place and how to write it."""
    marks = marks_of(submissions, rulebook)
    tables = [table for table in file.tables if not _is_ours(table, rulebook)]
    book = Book(rulebook.campaign.office)
    first = book.sheet(book_word("mend-sheet", rulebook))
    sheets = {table.sheet: book.sheet(table.sheet) for table in tables}
    _list(first, marks, {name: sheet.name for name, sheet in sheets.items()}, file, rulebook)
    for table in tables:
        mine = [one for one in submissions if one.sheet == table.sheet]
        _copy(sheets[table.sheet], table, mine, [mark for mark in marks if mark.sheet == table.sheet], rulebook)
    return Attachment(marked_name(file.name, rulebook), XLSX, book.content())


def marks_of(submissions: Sequence[Submission], rulebook: Rulebook) -> tuple[Mark, ...]:
    """List what is to mend, then what is advised, each in the order of the table."""
    marks: list[Mark] = []
    for submission in submissions:
        items = {item.row: one_line(item.text("second_level") or item.text("first_level"), 40) for item in submission.items}
        for finding in submission.findings:
            wording = words(finding, rulebook)
            if wording.severity in _ORDER:
                marks.append(_mark(wording, finding.where, items))
    return tuple(sorted(marks, key=lambda mark: (_ORDER.index(mark.wording.severity), mark.sheet, mark.row, mark.column)))


def _mark(wording: Wording, where: str, items: Mapping[int, str]) -> Mark:
    found = _CELL.match(where)
    if found is None:
        return Mark(wording, where)
    row = int(found["row"])
    return Mark(wording, where, items.get(row, ""), found["sheet"], row - 1, _column(found["letters"]))


def _column(letters: str) -> int:
    """Tell the zero-based column of its letters: A -> 0, AA -> 26."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _is_ours(table: Table, rulebook: Rulebook) -> bool:
    return any(table.sheet in form.own_sheets for form in rulebook.forms.values())


def _list(sheet: Sheet, marks: Sequence[Mark], names: Mapping[str, str], file: File, rulebook: Rulebook) -> None:
    """Write the first sheet: number, kind, place with a link, item, problem, how to write it, example."""
    headings = book_word("mend-headings", rulebook).split("|")
    severities = rulebook.letters.severities
    sheet.put(0, 0, book_word("mend-title", rulebook, file=one_line(file.name, 80)), TITLE)
    sheet.merge(Merge(0, 0, 0, len(headings) - 1))
    sheet.put(1, 0, book_word("mend-how", rulebook, mailbox=rulebook.campaign.mailbox, telephone=rulebook.campaign.telephone), NOTE)
    sheet.merge(Merge(1, 0, 1, len(headings) - 1))
    sheet.height(0, 30)
    sheet.put_row(2, headings, HEADING)
    for number, mark in enumerate(marks, start=1):
        row = number + 2
        style = RED if mark.wording.severity is Severity.ERROR else AMBER
        linked = mark.sheet in names
        sheet.put(row, 0, number)
        sheet.put(row, 1, severities[mark.wording.severity], style)
        sheet.put(row, 2, mark.where, Style(colour="0563C1", link=True) if linked else PLAIN)
        sheet.put_row(row, (mark.item, mark.wording.text, mark.wording.advice, mark.wording.example), first=3)
        if linked:
            cell = mark.where.rpartition("!")[2].partition(":")[0]
            sheet.link(row, 2, names[mark.sheet], cell)
    sheet.widths((6, 10, 18, 22, 50, 40, 30))
    sheet.fit(1, len(marks) + 2)
    sheet.freeze(3, 0)
    sheet.print_wide((2, 2))


def _copy(sheet: Sheet, table: Table, submissions: Sequence[Submission], marks: Sequence[Mark], rulebook: Rulebook) -> None:
    """Write a table as it was, with its merges, and mark its cells."""
    headings = {row - 1 for submission in submissions for row in submission.heading_rows}
    corners = _corners(table)
    coloured = _coloured(marks, corners)
    width = max((len(row) for row in table.rows), default=0)
    framed = _framed(submissions, len(table.rows))
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
    for place in dict.fromkeys(_at(mark, corners) for mark in marks):
        sheet.note(*place, _comment([mark for mark in marks if _at(mark, corners) == place], rulebook))
    sheet.widths(_widths(table, submissions, rulebook))
    sheet.fit(0, len(table.rows))
    if len(submissions) == 1 and headings:
        sheet.freeze(max(headings) + 1, 0)
        sheet.print_wide((min(headings), max(headings)))
    for hidden in table.hidden_rows:
        sheet.hide_row(hidden)
    if table.hidden:
        sheet.hide()


def _framed(submissions: Sequence[Submission], last: int) -> range:
    """Tell the rows that get a frame: from the first heading on, all where no table was recognised."""
    rows = [row for submission in submissions for row in submission.heading_rows]
    return range(min(rows) - 1 if rows else 0, last)


def _style(row: int, headings: set[int], framed: range, text: str) -> Style | None:
    if row in headings:
        return HEADING
    if row in framed:
        return PLAIN
    return Style(border=False, bold=row == 0, align="center" if row == 0 else "left") if text else None


def _corners(table: Table) -> dict[tuple[int, int], tuple[int, int]]:
    """Tell of each merged cell the corner that shows it."""
    return {
        (row, column): (merge.top, merge.left)
        for merge in table.merges
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
    }


def _at(mark: Mark, corners: Mapping[tuple[int, int], tuple[int, int]]) -> tuple[int, int]:
    return corners.get((mark.row, mark.column), (mark.row, mark.column))


def _coloured(marks: Sequence[Mark], corners: Mapping[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], Style]:
    """Tell each marked cell's colour; red wins over amber."""
    coloured: dict[tuple[int, int], Style] = {}
    for mark in marks:
        style = RED if mark.wording.severity is Severity.ERROR else AMBER
        place = _at(mark, corners)
        if coloured.get(place) != RED:
            coloured[place] = style
    return coloured


def _comment(marks: Sequence[Mark], rulebook: Rulebook) -> str:
    """Word the comment of a cell: for each finding its weight, what, and how to write it."""
    parts = []
    for mark in marks[:5]:
        wording = mark.wording
        lines = [f"\u3010{rulebook.letters.severities[wording.severity]}\u3011{wording.title}", wording.advice, wording.example]
        parts.append("\n".join(line for line in lines if line))
    return "\n".join(parts)


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
            if key in sizes and re.fullmatch(r"[A-Z]{1,3}", letters) and _column(letters) < width:
                widths[_column(letters)] = float(sizes[key])
    return widths
