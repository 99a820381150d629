"""What a unit submits: one form for one unit (and area), its rows, and what was found in them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import repeat
from types import MappingProxyType
from typing import NamedTuple

_BETWEEN, _END = "\x1f", "\x1e"
"""Unit and record separators: reading has taken both out of every text."""


LEVELS = ("first_level", "second_level", "third_level")
"""Columns that name an item."""


class Severity(StrEnum):
    """How a finding weighs: 须补正, 建议完善, 说明."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Value(NamedTuple):
    """A text with the cell it came from (社会救助!F9) and how: "", merged, ditto, filled, …

    A tuple, because a table of sixty items makes five hundred of them.
    """

    text: str
    where: str = ""
    note: str = ""


def values_of(texts: Iterable[str], wheres: Iterable[str], notes: Iterable[str]) -> Iterable[Value]:
    """Make many values, without a call in Python for each: a mail brings hundreds."""
    return map(tuple.__new__, repeat(Value), zip(texts, wheres, notes, strict=True))


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or remark as data: wording and severity are in rules/findings.toml.

    ``column`` is the element's shown name (公开时限) or "". ``facts`` fill the text's {names}.
    """

    code: str
    where: str = ""
    column: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Item(NamedTuple):
    """One disclosure item (公开事项): a row with its elements as resolved.

    ``row`` is the sheet's row number, counted from 1. ``values`` holds the resolved text of each
    column by its key (rules/forms/catalogue.toml). ``channels`` is None where a full list carries
    no mark: unknown, neither all nor none (domain, 2.2). ``extra`` keeps unknown columns by heading.
    A tuple for the reason that a Value is one.
    """

    row: int
    values: Mapping[str, Value]
    channels: tuple[str, ...] | None = ()
    public: bool = False
    specific: str = ""
    active: bool = False
    on_request: bool = False
    levels: tuple[str, ...] = ()
    extra: Mapping[str, str] = _NOTHING

    def text(self, key: str) -> str:
        """Read the text of a column, "" where the table has none."""
        value = self.values.get(key)
        return value.text if value else ""

    @property
    def identity(self) -> str:
        """Name the item across versions: its levels without white space."""
        return "".join("/".join([self.text(key) for key in LEVELS]).split())


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a liaison list (附件2); role is "leader" (分管领导) or "liaison" (联络人)."""

    role: str
    row: int
    name: Value
    post: Value
    contact: Value
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    odd_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """One recognised table.

    ``file`` is the path of its file in the mail. ``columns`` maps column keys to the heading as
    written; ``missing_columns`` lists the keys of required columns that no heading shows.
    ``named_unit`` is what the sheet itself says of the sender (填报单位, title), as written.
    ``area_by`` tells where the area was found (title, column, sheet, file, subject, unit).
    """

    form: str
    file: str
    sheet: str
    heading_rows: tuple[int, ...]
    unit: str | None = None
    area: int | None = None
    area_by: str = ""
    title: str = ""
    named_unit: str = ""
    named_areas: tuple[int, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    column_letters: Mapping[str, str] = field(default_factory=dict)
    missing_columns: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    people: tuple[Person, ...] = ()
    reported_on: date | None = None
    reported_on_text: str = ""
    findings: tuple[Finding, ...] = ()
    outcome: str = ""
    to_mend: int = 0
    _digests: list["_Digest"] = field(default_factory=list, compare=False, repr=False)
    """What was worked out before; copies made by ``replace`` share it."""

    @property
    def size(self) -> int:
        """Count what was submitted: items or people."""
        return len(self.items) or len(self.people)

    @property
    def content_sha256(self) -> str:
        """Identify what is said, whatever file says it: form, area and the resolved values."""
        for known in self._digests:
            if known.area == self.area and known.form == self.form and known.items is self.items and known.people is self.people:
                return known.sha256
        digest = _Digest(self.form, self.area, self.items, self.people, self._content_sha256())
        self._digests.append(digest)
        return digest.sha256

    def _content_sha256(self) -> str:
        parts = [self.form, str(self.area)]
        order: dict[tuple[str, ...], list[str]] = {}
        for item in self.items:
            values, extra = item.values, item.extra
            keys = tuple(values)
            # The items of a table have the same columns, nearly always.
            for key in order.get(keys) or order.setdefault(keys, sorted(keys)):
                parts += (key, values[key].text)
            for heading in sorted(extra) if extra else ():
                parts += (heading, extra[heading])
            parts += (f"{item.public:d}{item.active:d}{item.on_request:d}", item.specific, *item.levels, _END)
        for person in self.people:
            parts += (person.role, person.name.text, person.post.text, person.contact.text, _END)
        return hashlib.sha256(_BETWEEN.join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class _Digest(NamedTuple):
    """The digest of what a submission says, and of what it was made."""

    form: str
    area: int | None
    items: tuple[Item, ...]
    people: tuple[Person, ...]
    sha256: str
