"""The standard the office fixes: its items with their elements, as drafted and as decided (notice, part 3 (2))."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a draft or version.

    ``key`` stands in the hidden column: i12 for item 12 of a catalogue, n2-1 for one the office added
    in version 2. ``unit`` answers for the area. ``item`` is the row of the unit's own item it goes
    back to, None where there is none. ``elements`` holds the text of each column of the layout.
    """

    key: str
    area: int
    unit: str
    elements: Mapping[str, str]
    item: int | None = None

    def text(self, column: str) -> str:
        """Read an element, "" where there is none."""
        return self.elements.get(column, "")

    @property
    def identity(self) -> str:
        """Name the item across versions, as ``Item.identity`` does."""
        return "/".join("".join(self.text(key).split()) for key in ("first_level", "second_level", "third_level"))

    @property
    def name(self) -> str:
        """Name the item to a person: its most special level."""
        return self.text("third_level") or self.text("second_level") or self.text("first_level")


@dataclass(frozen=True, slots=True)
class Standard:
    """A draft (``kind`` "draft") or a fixed version ("version"); both are numbered from 1."""

    id: int
    kind: str
    number: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item came from: unit, mail, submission, sheet and row, as a person looks them up."""

    unit: str
    mail: int
    submission: int
    file: str
    sheet: str
    row: int
