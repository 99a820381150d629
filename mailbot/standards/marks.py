"""What is still missing or generic in a draft: the same checks that judged the units judge the office's table."""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.checks.judge import judge
from mailbot.letters.wording import words
from mailbot.model.standard import Entry
from mailbot.model.submission import Severity
from mailbot.rulebook.model import Rulebook
from mailbot.standards.elements import table_of


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of a sheet of ours that wants the office's eye: entry, column, weight, words."""

    key: str
    column: str
    severity: Severity
    title: str
    advice: str


def marks(area: int, entries: Sequence[Entry], rulebook: Rulebook) -> tuple[Mark, ...]:
    """List what the checks say of the items of one area; remarks without a cell are left out."""
    table = table_of(area, entries, rulebook)
    cells = {
        f"{table.sheet}!{letters}{item.row}": (n, key)
        for n, item in enumerate(table.items)
        for key, letters in table.column_letters.items()
    }
    found = []
    for finding in judge(table, rulebook).findings:
        wording = words(finding, rulebook)
        place = cells.get(finding.where)
        if place is not None and wording.severity is not Severity.NOTE:
            found.append(Mark(entries[place[0]].key, place[1], wording.severity, wording.title, wording.advice))
    return tuple(found)
