"""A table's values by column and by text, so that a question is asked once of each text.

Sixty items have twelve columns of values and about a hundred texts: what a group shares by merge,
同上 or copying is looked at once, and a fault in it is told at the cell where it was written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailbot.model.submission import Finding, Item, Submission, Value
from mailbot.rulebook.model import Form, Rulebook

Cell = tuple[Item, Value]

DERIVED = frozenset({"merged", "ditto", "filled"})
"""Notes of values that were written in another cell."""

OWN_CODES = frozenset({"excel-error", "uncached-formula", "ditto-first-row"})
"""Findings of the reading stage about cells that hold something which is no text: not told as missing too."""

FOUND_LENGTH = 40
"""Characters of a cell that a finding quotes."""

_NOTHING = "?\ufffd_\uff3f\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Cells:
    """A submission prepared for the checks.

    ``by_text[column key][text]`` lists the cells that say so, ``said`` the same without blank texts.
    ``told`` are the places of cells that hold something which is no text, as the reading stage reported.
    """

    submission: Submission
    rulebook: Rulebook
    form: Form
    by_text: Mapping[str, Mapping[str, Sequence[Cell]]]
    said: Mapping[str, Sequence[tuple[str, Sequence[Cell]]]]
    titles: Mapping[str, str]
    told: frozenset[str]

    @classmethod
    def of(cls, submission: Submission, rulebook: Rulebook) -> "Cells":
        """Sort the values of a submission's items."""
        form = rulebook.forms[submission.form]
        by_text: dict[str, defaultdict[str, list[Cell]]] = {column.key: defaultdict(list) for column in form.column}
        for item in submission.items:
            for key, value in item.values.items():
                if key not in by_text:
                    by_text[key] = defaultdict(list)
                by_text[key][value.text].append((item, value))
        said = {key: [(text, cells) for text, cells in texts.items() if not blank(text)] for key, texts in by_text.items()}
        told = frozenset(finding.where for finding in submission.findings if finding.code in OWN_CODES)
        return cls(submission, rulebook, form, by_text, said, {column.key: column.title for column in form.column}, told)

    def texts(self, key: str) -> Iterable[tuple[str, Sequence[Cell]]]:
        """List the texts of a column with the cells that say so, blank ones left out."""
        return self.said.get(key, ())

    def finding(self, code: str, key: str, text: str, cells: Sequence[Cell], **facts: str | int) -> Iterator[Finding]:
        """Report a text in a column at each cell where it was written."""
        for _, value in written(cells):
            yield Finding(code, value.where, self.titles[key], {"found": clip(text), **facts})

    def has(self, key: str) -> bool:
        """Tell whether the table has a column."""
        return key in self.submission.columns or key in self.submission.column_letters

    def place(self, key: str, item: Item) -> str:
        """Name the cell of a column in an item's row, also where the table has nothing there."""
        value = item.values.get(key)
        return value.where if value and value.where else f"{self.submission.sheet}!{self.letters(key)}{item.row}"

    def silent(self, key: str) -> list[Item]:
        """List the items that say nothing in a column."""
        items = self.submission.items
        if sum(len(cells) for _, cells in self.texts(key)) == len(items):
            return []
        return [item for item in items if not says(item, key)]

    def spoiled(self, key: str, item: Item) -> bool:
        """Tell whether a cell holds something that cannot be read, which has a finding of its own."""
        return self.place(key, item) in self.told

    def heading(self, key: str = "") -> str:
        """Name the heading cell of a column; without one the table's first heading cell."""
        rows = self.submission.heading_rows
        return f"{self.submission.sheet}!{self.letters(key)}{rows[-1] if rows else 1}"

    def letters(self, key: str) -> str:
        """Tell the letters of a column, A where it is unknown."""
        return self.submission.column_letters.get(key, "A")


def written(cells: Sequence[Cell]) -> list[Cell]:
    """Choose of cells that say the same those in which it was written, each place once."""
    own = [cell for cell in cells if cell[1].note not in DERIVED] or cells[:1]
    return list({cell[1].where: cell for cell in own}.values())


def blank(text: str) -> bool:
    """Tell whether a cell says nothing: empty, white space of any kind, or a mis-encoded blank."""
    if not text:
        return True
    first = text[0]
    if not first.isspace() and first not in _NOTHING:
        return False
    return not "".join(text.split()).strip(_NOTHING)


def says(item: Item, key: str) -> bool:
    """Tell whether an item says something in a column; channels may be ticked in columns of their own."""
    return not blank(item.text(key)) or (key == "channels" and bool(item.channels))


def clip(text: str) -> str:
    """Shorten a cell's text to what a letter can quote, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= FOUND_LENGTH else line[:FOUND_LENGTH] + "\u2026"


def name_of(item: Item) -> str:
    """Name an item as a person would: its lowest level."""
    for key in ("third_level", "second_level", "first_level"):
        text = item.text(key)
        if not blank(text):
            return clip(text)
    return item.text("serial") or str(item.row)
