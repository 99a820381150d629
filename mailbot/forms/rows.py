"""Which rows below a heading are items, which go on with the item above, which are neither.

Serial numbers are informative only: units keep the national numbers of the rows they keep. A row
with no serial and no name of its own goes on with the item above; notes, signatures and footers
are left out; a row with a number and nothing else is dropped with a note (domain, 3).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.forms.columns import Layout
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.signed import signs
from mailbot.forms.text import GROUP_NUMBER, blank, key, squeeze
from mailbot.forms.titles import Stretch
from mailbot.rulebook.model import Rulebook

TIERS = ("first_level", "second_level", "third_level")
SPEAKING = ("content", "basis", "time_limit", "publisher", "channels")
OWN = 3
"""A nameless row that states so many of the columns that speak is an item of its own."""

PLAIN = 6
"""A row with a number, a name, a content and more than so many cells filled is an item."""

MOST_IN_NOTE, LONGEST_LABEL = 6, 8
"""A note fills so many cells at most, and a cell that labels another holds so many characters."""

LEAST_NUMBERS, LONGEST_NUMBER = 4, 6
"""A row that numbers the columns has so many cells at least, and so many characters in one at most."""

_COLON = re.compile(r"[:\uff1a]")
_AFTER_NOTE = re.compile(r"[:\uff1a.\uff0e\u3001\s\d(\uff08]|$")


@dataclass(slots=True)
class Reading:
    """The rows of a stretch, sorted out.

    ``items`` lists (row, rows that go on with it); ``carried`` are rows at the top that go on with
    the item above the stretch. ``groups`` maps an item's row to the group's
    name that stood in a row of its own above it. ``dropped`` and ``examples`` are rows left out.
    """

    items: list[tuple[int, list[int]]] = field(default_factory=list)
    carried: list[int] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)
    lines: list[tuple[str, ...]] = field(default_factory=list)


def sort_out(stretch: Stretch, lexicon: Lexicon, rulebook: Rulebook, *, begun: bool) -> Reading:
    """Sort out the rows of a stretch. ``begun``: an item stands above it, in an earlier stretch."""
    return _Sorter(stretch, lexicon, rulebook, begun=begun).run()


class _Sorter:
    """One pass down the rows; what was seen above decides what a row may be."""

    def __init__(self, stretch: Stretch, lexicon: Lexicon, rulebook: Rulebook, *, begun: bool) -> None:
        layout = stretch.layout
        self.table, self.layout, self.lexicon, self.rulebook = stretch.table, layout, lexicon, rulebook
        self.rows = range(stretch.first, min(stretch.end, len(stretch.table.rows)))
        self.serial = layout.first("serial")
        self.tiers = [column for tier in TIERS for column in layout.columns.get(tier, ())]
        self.speaking = [column for name in SPEAKING for column in layout.columns.get(name, ())] + [column for _, column in layout.channels]
        self.telling = frozenset((*self.tiers, *self.speaking))
        self.naming = frozenset(self.tiers if self.serial is None else (self.serial, *self.tiers))
        self.wide = stretch.merges.wide
        self.covered = stretch.merges.inside
        self.example = _example(lexicon, layout)
        named, content = layout.first("second_level"), layout.first("content")
        self.plain = None if self.serial is None or named is None or content is None else (self.serial, named, content)
        self.widest = max((column for columns in layout.columns.values() for column in columns), default=0)
        self.reading = Reading()
        self.begun, self.gap, self.group = begun, False, ""

    def run(self) -> Reading:
        """Look at every row once."""
        for row in self.rows:
            cells = self.table.rows[row]
            if self._is_plain(cells):
                self._item(row)
                continue
            own = [column for column, text in enumerate(cells) if text and not (len(text) <= 2 and blank(text))]
            if not own:
                self.gap = True
            elif len(own) > 4 and not self.naming.isdisjoint(own):
                self._full(row, cells, own)
            else:
                self._odd(row, cells, own)
        return self.reading

    def _is_plain(self, cells: Sequence[str]) -> bool:
        """Tell quickly whether a row is an item beyond doubt: a number other than 1, a lowest name and a content, and more."""
        if self.plain is None or len(cells) <= self.widest or len(cells) - cells.count("") <= PLAIN:
            return False
        serial, name, content = self.plain
        return cells[serial][:1].isdigit() and cells[serial] not in ("1", "1.0") and len(cells[name]) > 2 and len(cells[content]) > 2

    def _full(self, row: int, cells: Sequence[str], own: list[int]) -> None:
        """Take a row that has a name or number of its own and enough besides."""
        if self.example and self._is_example(cells):
            self.reading.examples.append(row)
        elif self._says_nothing(own) or _numbered_columns(cells, own):
            self.reading.dropped.append(row)
        elif self._is_row_of_labels(own, cells):
            self.reading.lines.append(tuple(cells[column] for column in own))
        else:
            self._item(row)

    def _odd(self, row: int, cells: Sequence[str], own: list[int]) -> None:
        """Take a row that is short or nameless: note, footer, group, continuation, or a poor item."""
        first = cells[own[0]]
        if self._is_note(row, own, cells) or self._is_signature(row, cells, own):
            self.reading.lines.append(tuple(cells[column] for column in own))
        elif len(own) == 1 and self._is_group(row, own[0]):
            self.group = GROUP_NUMBER.sub("", squeeze(first)) or squeeze(first)
            if own[0] not in self.tiers:
                self.reading.dropped.append(row)
        elif self._says_nothing(own) or _numbered_columns(cells, own):
            self.reading.dropped.append(row)
        elif not self.naming.isdisjoint(own):
            self._full(row, cells, own)
        elif sum(column in own for column in self.speaking) >= OWN or not self.begun:
            self._item(row)
        elif self.gap:
            self.reading.lines.append(tuple(cells[column] for column in own))
        else:
            self._go_on(row)

    def _item(self, row: int) -> None:
        self.reading.items.append((row, []))
        if self.group:
            self.reading.groups[row] = self.group
            self.group = ""
        self.begun, self.gap = True, False

    def _go_on(self, row: int) -> None:
        """Join a row to the item above, be it above the stretch."""
        (self.reading.items[-1][1] if self.reading.items else self.reading.carried).append(row)

    def _says_nothing(self, own: list[int]) -> bool:
        """Tell whether a row has nothing but a number or ticks: left over from a prepared form."""
        return bool(self.speaking) and self.telling.isdisjoint(own)

    def _is_note(self, row: int, own: list[int], cells: Sequence[str]) -> bool:
        """Tell whether a row is a note, a footer or a total, by its first words (rules: note_words)."""
        flat = squeeze(cells[own[0]])
        word = self._note_word(flat)
        if not word:
            return False
        behind = flat[len(word) :]
        colon = _COLON.search(flat[:14]) is not None
        if len(own) > MOST_IN_NOTE:
            return False
        if len(word) == 1 and word.isalpha():
            return _AFTER_NOTE.match(behind) is not None
        if len(own) > 1:
            labelled = colon or (sum(column in own for column in self.speaking) < OWN and self._is_label(flat))
            return labelled and (self.serial is None or own[0] != self.serial or len(own) < 5)
        return colon or (row, own[0]) in self.wide or own[0] not in self.tiers + self.speaking or not behind

    def _note_word(self, flat: str) -> str:
        """Tell the word of a note with which a text begins."""
        return next((word for word in self.lexicon.form.note_words if flat.startswith(word)), "")

    def _is_label(self, text: str) -> bool:
        """Tell whether a cell only labels the next one, as a footer's cells do: 填报人, 联系电话, 合计."""
        name = key(text)
        word = self._note_word(name)
        return len(word) > 1 and len(name) <= LONGEST_LABEL and (name == word or name.endswith(self.lexicon.form.note_ends))

    def _is_row_of_labels(self, own: list[int], cells: Sequence[str]) -> bool:
        """Tell whether labels and values take turns in a row."""
        return len(own) >= LEAST_NUMBERS and all(self._is_label(cells[column]) for column in own[::2])

    def _is_signature(self, row: int, cells: Sequence[str], own: list[int]) -> bool:
        """Tell whether a row only says who signs or when; inside a merge it goes on with an item."""
        if not self.begun or len(own) > 2 or row in self.covered or not self.naming.isdisjoint(own[1:]):
            return False
        return all(signs(cells[column], self.rulebook) for column in own)

    def _is_group(self, row: int, column: int) -> bool:
        """Tell whether a row's only text names the group of the items below."""
        if (row, column) in self.wide or (column in self.tiers[:1] and len(self.tiers) > 1):
            return True
        return column == self.serial and not squeeze(self.table.text(row, column)).replace(".", "").isdigit()

    def _is_example(self, cells: Sequence[str]) -> bool:
        """Tell whether a row is the example of the form we hand out, unchanged."""
        return all(column < len(cells) and squeeze(cells[column]) == text for column, text in self.example.items())


def _example(lexicon: Lexicon, layout: Layout) -> Mapping[int, str]:
    """Tell what the example row says in this layout; empty when it would say too little to be told by."""
    given = {name: lexicon.columns[name].example for name in ("first_level", "second_level", "content", "basis")}
    placed = {columns[0]: squeeze(given[name]) for name, columns in layout.columns.items() if given.get(name)}
    return placed if len(placed) >= OWN else {}


def _numbered_columns(cells: Sequence[str], own: list[int]) -> bool:
    """Tell whether a row only numbers the columns, from 1 on."""
    if len(own) < LEAST_NUMBERS or len(cells[own[1]]) > LONGEST_NUMBER:
        return False
    numbers = [squeeze(cells[column]).strip("()\uff08\uff09").removesuffix(".0") for column in own]
    return numbers == [str(number) for number in range(1, len(numbers) + 1)]
