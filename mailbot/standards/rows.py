"""What the office's edited workbook says: its rows, read by the same reader that reads the units' tables.

Merged, moved, retyped or repainted: a row is its elements and, where the hidden column survived, its key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mailbot.forms.draft import CATALOGUE, drafts
from mailbot.letters.enclosures import book_word
from mailbot.model.mail import Contents, File, Mail
from mailbot.model.submission import Submission
from mailbot.model.table import Table
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import normal
from mailbot.standards.elements import elements_of

MARKED_ROWS = 20
"""Rows at the top of a sheet in which our mark stands, also after a person has inserted some."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the edited workbook. ``area`` is None where nothing says it; ``key`` as found, "" where lost."""

    where: str
    area: int | None
    key: str
    elements: dict[str, str]


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited workbook: its rows in order, and sheets that hold something but no table."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()


def edited(files: Sequence[File], rulebook: Rulebook) -> Edited:
    """Read the rows of the sheets of areas; cover, instructions and lists of ours are passed over."""
    own = {
        normal(book_word(key, rulebook))
        for key in ("standard-cover", "standard-help-sheet", "standard-decide-sheet", "standard-changes-sheet")
    }
    kept = tuple(replace(file, tables=tuple(table for table in file.tables if normal(table.sheet) not in own)) for file in files)
    now = datetime(1970, 1, 1, tzinfo=UTC)
    mail = Mail(sha256="", message_id="", sender="", sender_name="", subject="", text="", received_at=now)
    found = [one for one in drafts(Contents(mail, kept), rulebook).submissions if one.form == CATALOGUE]
    rows = [row for submission in found for row in _rows(submission, rulebook)]
    read = {submission.sheet for submission in found}
    unread = [table.sheet for file in kept for table in file.tables if table.rows and not table.hidden and table.sheet not in read]
    return Edited(tuple(rows), tuple(dict.fromkeys(unread)))


def is_standard(file: File, rulebook: Rulebook) -> bool:
    """Tell whether a file is our draft, edited: by its hidden column, or by the mark on its sheet of instructions."""
    heading = normal(book_word("standard-key", rulebook))
    marks = {heading, normal(f"{heading}{rulebook.campaign.key}-")}
    return any(_marked(table, marks) for table in file.tables)


def _marked(table: Table, marks: set[str]) -> bool:
    cells = (normal(cell) for row in table.rows[:MARKED_ROWS] for cell in row if cell)
    return any(cell in marks or cell.rstrip("0123456789") in marks for cell in cells)


def _rows(submission: Submission, rulebook: Rulebook) -> list[Row]:
    form = rulebook.forms[submission.form]
    heading = normal(book_word("standard-key", rulebook))
    rows = []
    for item in submission.items:
        key = next((text for name, text in item.extra.items() if normal(name) == heading), "")
        elements = elements_of(item, form)
        if elements.keys() - {"serial", "first_level"}:
            rows.append(Row(f"{submission.sheet}!{item.row}", submission.area, "".join(key.split()), elements))
    return rows
