"""Which findings are marked in a sender's workbook, and where: from judged tables to the values of ``marks``."""

import re
from collections.abc import Sequence

from mailbot.letters.clean import one_line
from mailbot.letters.enclosures import book_word
from mailbot.letters.marks import COLOURS, Entry, Mark, Marking, opening
from mailbot.letters.wording import Wording, words
from mailbot.model.mail import File
from mailbot.model.submission import Submission
from mailbot.model.table import Table
from mailbot.rulebook.model import Rulebook

_CELL = re.compile(r"^(?P<sheet>.*)!(?P<letters>[A-Z]{1,3})(?P<row>[1-9]\d{0,6})")
_ORDER = tuple(COLOURS)
_COMMENTS_A_CELL = 5


def marking_of(file: File, submissions: Sequence[Submission], rulebook: Rulebook) -> Marking:
    """Tell what to mark in a file: what must be mended first, then what is advised; notes are left out."""
    campaign = rulebook.campaign
    found = [one for submission in submissions for one in _found(submission, rulebook)]
    found.sort(key=lambda one: (_ORDER.index(one[0].severity), one[0].sheet, _place(one[0].cell)))
    return Marking(
        sheet=book_word("mend-sheet", rulebook),
        title=book_word("mend-title", rulebook, file=one_line(file.name, 80)),
        how=book_word("mend-how", rulebook, mailbox=campaign.mailbox, telephone=campaign.telephone),
        headings=tuple(book_word("mend-headings", rulebook).split("|")),
        kinds={severity: rulebook.letters.severities[severity] for severity in _ORDER},
        author=campaign.office,
        entries=tuple(entry for entry, _ in found),
        marks=_marks(found, file, rulebook),
    )


def _found(submission: Submission, rulebook: Rulebook) -> list[tuple[Entry, Wording]]:
    items = {item.row: one_line(item.text("second_level") or item.text("first_level"), 40) for item in submission.items}
    found: list[tuple[Entry, Wording]] = []
    for finding in submission.findings:
        wording = words(finding, rulebook)
        if wording.severity not in COLOURS:
            continue
        place = _CELL.match(finding.where)
        sheet, cell = (place["sheet"], place["letters"] + place["row"]) if place else ("", "")
        item = items.get(int(place["row"]), "") if place else ""
        found.append((Entry(wording.severity, finding.where, item, wording.text, wording.advice, wording.example, sheet, cell), wording))
    return found


def _marks(found: Sequence[tuple[Entry, Wording]], file: File, rulebook: Rulebook) -> tuple[Mark, ...]:
    """Put findings of one cell together; a cell inside a merge is marked at the corner that shows it."""
    corners = {table.sheet: corners_of(table) for table in file.tables}
    cells: dict[tuple[str, int, int], list[Wording]] = {}
    for entry, wording in found:
        if entry.cell:
            place = _place(entry.cell)
            cells.setdefault((entry.sheet, *corners.get(entry.sheet, {}).get(place, place)), []).append(wording)
    return tuple(Mark(*place, severity=here[0].severity, comment=_comment(here, rulebook)) for place, here in cells.items())


def _comment(here: Sequence[Wording], rulebook: Rulebook) -> str:
    """Word the comment of a cell: for each finding its weight, what it is, and how to write it."""
    parts = []
    for wording in here[:_COMMENTS_A_CELL]:
        lines = [opening(rulebook.letters.severities[wording.severity]) + wording.title, wording.advice, wording.example]
        parts.append("\n".join(line for line in lines if line))
    return "\n".join(parts)


def corners_of(table: Table) -> dict[tuple[int, int], tuple[int, int]]:
    """Tell of each merged cell of a table the corner that shows it."""
    return {
        (row, column): (merge.top, merge.left)
        for merge in table.merges
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
    }


def column_of(letters: str) -> int:
    """Tell the zero-based column of its letters: A -> 0, AA -> 26."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _place(cell: str) -> tuple[int, int]:
    """Tell row and column of a cell's name, from 0; before all others where there is none."""
    found = re.match(r"([A-Z]+)(\d+)", cell)
    return (int(found[2]) - 1, column_of(found[1])) if found else (-1, -1)
