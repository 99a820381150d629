"""What is marked in a sender's workbook: a list for its first sheet, and cells; plain values.

The same values build a fresh book (``marked``) and patch the sender's own (``patching``). They go to
the child process as JSON, so this module knows no rulebook: the child stays small.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from mailbot.model.submission import Severity
from mailbot.model.table import column_letters

RED, AMBER = "FFC7CE", "FFEB9C"
COLOURS: Mapping[str, str] = {Severity.ERROR.value: RED, Severity.WARNING.value: AMBER}
"""Fill of a marked cell by the weight of what was found there."""

KIND_SIGNS = "\u3010", "\u3011"
"""What stands around the word for the weight at the head of a comment of ours."""


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

    @property
    def openings(self) -> tuple[str, ...]:
        """List how a finding in a comment of ours begins: with its weight."""
        return tuple(opening(word) for word in self.kinds.values())


def opening(kind: str) -> str:
    """Put the word for a weight at the head of a finding in a comment."""
    return kind.join(KIND_SIGNS)


def as_json(marking: Marking) -> dict[str, object]:
    """Give a marking as JSON values."""
    return asdict(replace(marking, kinds=dict(marking.kinds)))


def from_json(values: Mapping[str, Any]) -> Marking:
    """Read a marking that ``as_json`` wrote."""
    entries = tuple(Entry(**entry) for entry in values["entries"])
    marks = tuple(Mark(**mark) for mark in values["marks"])
    return Marking(**{**values, "headings": tuple(values["headings"]), "entries": entries, "marks": marks})
