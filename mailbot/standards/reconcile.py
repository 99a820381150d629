"""Which row of the edited workbook is which item of the standard? What cannot be known is asked, never guessed.

::

    key in its row, alone, and the row is still like the item -----------------> that item
    key in several rows: the one that kept the name is the item, the others split from it
    no key (typed, pasted, column lost): same names, once here and once there --> that item
    ... resembles an item that is left over ------------------------------------> asked
    ... resembles none ----------------------------------------------------------> added
    an item left over: its area is there --> removed; its whole area is gone --> asked

A question is answered with the item's key, with 新增 (a new item) or, for an item, with 删除.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.model.standard import Entry
from mailbot.rulebook.model import Rulebook
from mailbot.standards.likeness import alike, candidates, plausible
from mailbot.standards.rows import Edited, Row

NEW, GONE = "\u65b0\u589e", "\u5220\u9664"
"""新增 and 删除: the answers that are not a key."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the office must say. ``place`` names a row of the workbook, or an item by its key, or an area by its number.

    ``kind``: unlike (the key's item is another), twice (several rows go on with one item), resembles
    (no key, but like these), many (several of one name), area-unknown, area-gone, unread.
    ``options`` are the items it may be.
    """

    kind: str
    place: str
    options: tuple[Entry, ...] = ()
    elements: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The new state of the standard. ``rows`` tells the item each row became; with ``questions`` it must not be kept."""

    entries: tuple[Entry, ...]
    rows: Mapping[str, str]
    removed: tuple[str, ...]
    questions: tuple[Question, ...]


def reconcile(
    base: Sequence[Entry],
    known: Mapping[str, Entry],
    workbook: Edited,
    rulebook: Rulebook,
    *,
    answers: Mapping[str, str],
    prefix: str,
) -> Reconciled:
    """Tell the fate of every item of ``base`` and of every row.

    ``known`` are all items there ever were (one that was removed may come back by its key); keys of
    new ones begin with ``prefix``. ``answers`` maps places of questions to what the office said.
    """
    work = _Work(base, known, workbook.rows, answers)
    work.by_answer()
    work.by_key()
    work.by_name()
    work.left_over()
    questions = [*work.questions, *(Question("unread", sheet) for sheet in workbook.unread if sheet not in answers)]
    questions += work.areas_unknown()
    removed, more = work.unmatched()
    entries, keys = _entries(work, prefix, rulebook)
    return Reconciled(entries, keys, removed, (*questions, *more))


@dataclass
class _Work:
    """What is matched so far: row -> item, or None for a new one; ``split`` names the item a new row came from."""

    base: Sequence[Entry]
    known: Mapping[str, Entry]
    rows: Sequence[Row]
    answers: Mapping[str, str]
    matched: dict[str, Entry | None] = field(default_factory=dict)
    split: dict[str, Entry] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def by_answer(self) -> None:
        """Take the office's word first."""
        for row in self.rows:
            said = self.answers.get(row.where, row.key if row.key == NEW else "")
            if said == NEW:
                self.matched[row.where] = None
            elif said in self.known:
                self.matched[row.where] = self.known[said]

    def by_key(self) -> None:
        """Match rows by the key in the hidden column."""
        holders: dict[str, list[Row]] = defaultdict(list)
        for row in self._open():
            if row.key in self.known and row.key not in self._taken():
                holders[row.key].append(row)
        sure = {key for key, rows in holders.items() if any(_name(row) == self.known[key].identity for row in rows)}
        names = _by_name(entry for entry in self.base if entry.key not in sure)
        for key, rows in holders.items():
            entry = self.known[key]
            trusted = [row for row in rows if not self._shifted(row, entry, names)]
            same = [row for row in trusted if _name(row) == entry.identity]
            if len(trusted) == 1:
                self._one(trusted[0], entry)
            elif len(same) == 1:
                self.matched[same[0].where] = entry
                self._split(entry, (row for row in trusted if row is not same[0]))
            elif same:
                self.questions += [Question("twice", row.where, (entry,), row.elements) for row in same]
                self._split(entry, (row for row in trusted if row not in same))
            else:
                self._split(entry, trusted)

    def _one(self, row: Row, entry: Entry) -> None:
        if plausible(row, entry):
            self.matched[row.where] = entry
        else:
            self.questions.append(Question("unlike", row.where, (entry,), row.elements))

    def _split(self, entry: Entry, rows: Iterable[Row]) -> None:
        """Rows that carry a copied key are new items that go back to the same one."""
        for row in rows:
            self.matched[row.where] = None
            self.split[row.where] = entry

    def _shifted(self, row: Row, entry: Entry, names: Mapping[tuple[int, str], Sequence[Entry]]) -> bool:
        """A row that says the name of an item that is missing elsewhere lost its key to a sort of the visible columns."""
        others = names.get((row.area or 0, _name(row)), ())
        return _name(row) != entry.identity and any(other.key != entry.key for other in others)

    def by_name(self) -> None:
        """Match rows without a key by their names, where there is one of the name here and one there."""
        for whole in (True, False):
            free = [entry for entry in self.base if entry.key not in self._taken()]
            items, rows = _by_name(free), defaultdict(list)
            for row in self._open():
                rows[row.area or 0, _name(row)].append(row)
            for name, here in rows.items():
                there = items.get(name, ())
                self._pair(here, there, whole=whole)

    def _pair(self, rows: Sequence[Row], entries: Sequence[Entry], *, whole: bool) -> None:
        """Pair rows with items of one name: first those that agree in all else, then one with one, the rest is asked."""
        if whole:
            for row in rows:
                same = [entry for entry in entries if alike(row, entry) and entry.key not in self._taken()]
                if len(same) == 1 and sum(alike(other, same[0]) for other in rows) == 1:
                    self.matched[row.where] = same[0]
        elif len(rows) == len(entries) == 1:
            self.matched[rows[0].where] = entries[0]
        elif entries:
            self.questions += [Question("many", row.where, tuple(entries), row.elements) for row in rows]

    def left_over(self) -> None:
        """Ask of rows that resemble an item nobody has claimed; the others are new."""
        free = [entry for entry in self.base if entry.key not in self._taken()]
        for row in list(self._open()):
            found = candidates(row, free)
            if found:
                self.questions.append(Question("resembles", row.where, found, row.elements))
            else:
                self.matched[row.where] = None

    def areas_unknown(self) -> Iterator[Question]:
        """Ask for the area of new rows on a sheet that names none."""
        for row in self.rows:
            if row.area is None and row.where in self.matched and self.matched[row.where] is None and row.where not in self.split:
                yield Question("area-unknown", row.where, (), row.elements)

    def unmatched(self) -> tuple[tuple[str, ...], tuple[Question, ...]]:
        """Tell the items that are gone; a whole area that is gone is asked for."""
        taken, asked = self._taken(), {entry.key for question in self.questions for entry in question.options}
        present = {entry.area for entry in self.matched.values() if entry} | {row.area for row in self.rows}
        gone = [entry for entry in self.base if entry.key not in taken and entry.key not in asked]
        areas = dict.fromkeys(entry.area for entry in gone if entry.area not in present)
        questions = [
            Question("area-gone", str(area), tuple(entry for entry in gone if entry.area == area))
            for area in areas
            if self.answers.get(str(area)) != GONE
        ]
        return tuple(entry.key for entry in gone), tuple(questions)

    def _open(self) -> Iterator[Row]:
        asked = {question.place for question in self.questions}
        return (row for row in self.rows if row.where not in self.matched and row.where not in asked)

    def _taken(self) -> set[str]:
        return {entry.key for entry in self.matched.values() if entry is not None}


def _by_name(entries: Iterable[Entry]) -> dict[tuple[int, str], list[Entry]]:
    names: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        names[entry.area, entry.identity].append(entry)
    return names


def _name(row: Row) -> str:
    return Entry("", 0, "", row.elements).identity


def _entries(work: _Work, prefix: str, rulebook: Rulebook) -> tuple[tuple[Entry, ...], dict[str, str]]:
    """Give the new state in the workbook's order, each item in the area of the sheet it stands on."""
    entries: list[Entry] = []
    keys: dict[str, str] = {}
    new = 0
    for row in work.rows:
        if row.where not in work.matched:
            continue
        entry = work.matched[row.where]
        origin = entry or work.split.get(row.where)
        area = row.area or (origin.area if origin else 0)
        if not area:
            continue
        new += entry is None
        key = entry.key if entry else f"{prefix}{new}"
        keys[row.where] = key
        unit = rulebook.area_by_number[area].unit
        entries.append(Entry(key, area, unit, row.elements, origin.item if origin else None))
    order = {area.number: n for n, area in enumerate(rulebook.areas)}
    return tuple(sorted(entries, key=lambda entry: order[entry.area])), keys
