"""What a new version of a table changes, item by item: added, removed, and cells that say something else.

Items are the same by name, white space aside. Of several of one name those that say the same belong
together, then the others in order. What is left over on both sides and has the same content was
renamed. Serials count as nothing, marks by what they choose and not by their glyphs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mailbot.checks.cells import name_of
from mailbot.model.submission import Item, Person, Submission, Value
from mailbot.rulebook.model import Form

COUNTED_OTHERWISE = ("serial", "channels")
NAMES = ("first_level", "second_level", "third_level")


class Cell(NamedTuple):
    """What a row says in one column, and where."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item or person: its name to a person, its place, its cells by the column's shown name.

    ``key`` is what makes it the same in both versions, ``content`` what may tell a renamed one.
    """

    key: str
    name: str
    number: int
    where: str
    cells: Mapping[str, Cell]
    content: str = ""

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Say all cells without white space, to compare."""
        return tuple((column, _flat(cell.text)) for column, cell in self.cells.items() if _flat(cell.text))


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell that says something else than before."""

    row: Row
    column: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that a version changes."""

    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    changed: tuple[Changed, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing that counts was changed."""
        return not (self.added or self.removed or self.changed)


def difference(before: Submission, after: Submission, form: Form) -> Difference:
    """Compare two versions of one table."""
    if form.shape != "people":
        before, after = _without_what_stayed(before, after)
    old, new = list(_rows(before, form)), list(_rows(after, form))
    pairs: list[tuple[Row, Row]] = []
    for same in (lambda row: (row.key, row.said), lambda row: row.key, lambda row: row.content):
        pairs += _paired(old, new, same)
    pairs.sort(key=lambda pair: pair[1].number)
    return Difference(tuple(new), tuple(old), tuple(changed for pair in pairs for changed in _changes(*pair)))


def _without_what_stayed(before: Submission, after: Submission) -> tuple[Submission, Submission]:
    """Take out items that say the same to the letter: mostly all but a few; the very same ones first."""
    was, now = Counter(map(id, before.items)), Counter(map(id, after.items))
    before, after = (_without(one, [id(item) for item in one.items], was & now) for one in (before, after))
    keys = sorted(set[str]().union(*(item.values for item in before.items + after.items)).difference(COUNTED_OTHERWISE))
    old, new = ([_to_the_letter(item, keys) for item in one.items] for one in (before, after))
    stayed = Counter(old) & Counter(new)
    return _without(before, old, stayed.copy()), _without(after, new, stayed)


def _without(submission: Submission, marks: Sequence[object], stayed: Counter[Any]) -> Submission:
    """Take out as many items of each mark as stayed."""
    left = []
    for item, mark in zip(submission.items, marks, strict=True):
        if stayed[mark]:
            stayed[mark] -= 1
        else:
            left.append(item)
    return replace(submission, items=tuple(left))


def _to_the_letter(item: Item, keys: Sequence[str]) -> object:
    """Give all that an item says in some columns and by its ticks, as it is written."""
    values = item.values
    texts = tuple([values[key][0] if key in values else "" for key in keys])
    channels = item.text("channels") if item.channels is None else item.channels
    extra = tuple(sorted(item.extra.items())) if item.extra else ()
    return texts, channels, item.public, item.specific, item.active, item.on_request, item.levels, extra


def _paired(old: list[Row], new: list[Row], same: Callable[[Row], object]) -> list[tuple[Row, Row]]:
    """Take the rows out of both lists that are the same in some way, each with its first match; what says "" matches nothing."""
    waiting: dict[object, list[Row]] = {}
    for row in reversed(old):
        waiting.setdefault(same(row), []).append(row)
    pairs = [(waiting[sought].pop(), row) for row in new if (sought := same(row)) and waiting.get(sought)]
    taken = {id(row) for pair in pairs for row in pair}
    for rows in (old, new):
        rows[:] = [row for row in rows if id(row) not in taken]
    return pairs


def _changes(before: Row, after: Row) -> Iterator[Changed]:
    for column in dict.fromkeys((*before.cells, *after.cells)):
        old, new = before.cells.get(column, Cell("", "")), after.cells.get(column, Cell("", ""))
        if _flat(old.text) != _flat(new.text):
            yield Changed(after, column, new.where or after.where, old.text, new.text)


def _flat(text: str) -> str:
    return "".join(text.split())


def _rows(submission: Submission, form: Form) -> Iterator[Row]:
    if form.shape == "people":
        yield from (_person(person, submission, form) for person in submission.people)
    else:
        titles = {column.key: column.title for column in form.column}
        yield from (_item(item, submission, titles, form) for item in submission.items)


def _item(item: Item, submission: Submission, titles: Mapping[str, str], form: Form) -> Row:
    ticked = {key for group in form.groups.values() for key in group.columns} | set(form.groups)
    cells = {
        titles[key]: Cell(value.text, value.where)
        for key, value in item.values.items()
        if key in titles and key not in COUNTED_OTHERWISE and (key in NAMES or key not in ticked)
    }
    cells |= {heading: Cell(text, "") for heading, text in item.extra.items()}
    channels = item.values.get("channels", Value(""))
    chosen = channels.text if item.channels is None else "\u3001".join(item.channels)
    cells[titles["channels"]] = Cell(chosen, channels.where)
    for key, said in _ticks(item, titles).items():
        cells[form.groups[key].title if key in form.groups else key] = Cell("\u3001".join(said), _tick_place(item, key))
    where = f"{submission.sheet}!{submission.column_letters.get('second_level', 'A')}{item.row}"
    return Row(item.identity.strip("/"), name_of(item), item.row, where, cells, content=_flat(item.text("content")))


def _ticks(item: Item, titles: Mapping[str, str]) -> Mapping[str, Iterable[str]]:
    """Tell what is ticked of 公开对象, 公开方式 and 公开层级, in words."""
    audience = (titles.get("audience_public", "") if item.public else "", item.specific)
    method = (
        titles.get("method_active", "") if item.active else "",
        titles.get("method_on_request", "") if item.on_request else "",
    )
    return {"audience": filter(None, audience), "method": filter(None, method), "level": item.levels}


def _tick_place(item: Item, group: str) -> str:
    return next((value.where for key, value in item.values.items() if key.partition("_")[0] == group), "")


def _person(person: Person, submission: Submission, form: Form) -> Row:
    titles = {column.key: column.title for column in form.column}
    values = {"name": person.name, "post": person.post, "contact": person.contact}
    cells = {titles[key]: Cell(value.text, value.where) for key, value in values.items()}
    role = form.roles.get(person.role, (person.role,))[0]
    return Row(
        f"{person.role}/{_flat(person.name.text)}", role, person.row, person.name.where or submission.sheet, cells, content=person.role
    )
