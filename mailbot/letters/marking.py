"""What is to be marked in a sender's workbook, as plain values: a list for its first sheet, and cells.

The same values build a fresh book (``marked``) and patch the sender's own (``patching``); they can go
to the child process as JSON.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from mailbot.letters.clean import one_line
from mailbot.letters.enclosures import book_word
from mailbot.letters.wording import Wording, words
from mailbot.model.mail import File
from mailbot.model.submission import Severity, Submission
from mailbot.model.table import Table, column_letters
from mailbot.rulebook.model import Rulebook

RED, AMBER = "FFC7CE", "FFEB9C"
COLOURS: Mapping[str, str] = {Severity.ERROR: RED, Severity.WARNING: AMBER}
"""Fill of a marked cell by the weight of what was found there."""

_CELL = re.compile(r"^(?P<sheet>.*)!(?P<letters>[A-Z]{1,3})(?P<row>[1-9]\d{0,6})")
_ORDER = tuple(COLOURS)
_COMMENTS_A_CELL = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the first sheet; ``sheet`` and ``cell`` (F9) are "" where it has no cell."""

    severity: str
    where: str
    item: str
    problem: str
    advice: str
    example: str
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to colour and comment; row and column count from 0."""

    sheet: str
    row: int
    column: int
    severity: str
    comment: str

    @property
    def cell(self) -> str:
        """Name the cell: F9."""
        return f"{column_letters(self.column)}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class Marking:
    """All that is marked in one file. ``kinds`` are the words for the weights, ``author`` signs the comments."""

    sheet: str
    title: str
    how: str
    headings: tuple[str, ...]
    kinds: Mapping[str, str]
    author: str
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]


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


def as_json(marking: Marking) -> dict[str, object]:
    """Give a marking as JSON values."""
    return asdict(replace(marking, kinds=dict(marking.kinds)))


def from_json(values: Mapping[str, Any]) -> Marking:
    """Read a marking that ``as_json`` wrote."""
    entries = tuple(Entry(**entry) for entry in values["entries"])
    marks = tuple(Mark(**mark) for mark in values["marks"])
    return Marking(**{**values, "headings": tuple(values["headings"]), "entries": entries, "marks": marks})


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
        lines = [f"\u3010{rulebook.letters.severities[wording.severity]}\u3011{wording.title}", wording.advice, wording.example]
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
