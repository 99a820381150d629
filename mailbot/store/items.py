# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Rows of submissions: items and people in, and back as the values they were.

The write path of a mail with sixty items must stay under half a millisecond, so JSON is made once for
what repeats from row to row, and a value's cell is kept only where it is not simply its column in its row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from mailbot.model.submission import Item, Person, Submission, Value, values_of
from mailbot.store.database import Database, writer

TEXTS = ("serial", "first_level", "second_level", "third_level", "content", "basis", "time_limit", "publisher", "channels")
"""Column keys of a catalogue that have a text of their own (channels: ``channels_text``); the rest is in ``others``."""

COLUMNS = f"row, {', '.join(TEXTS)}_text, channels, public, specific, active, on_request, levels, extra, others, notes, places"
INSERT_ITEM = f"INSERT INTO item(submission, {COLUMNS}) VALUES ({', '.join('?' * 21)})"
INSERT_PERSON = (
    "INSERT INTO person(submission, role, row, name, post, contact, phones, emails, odd_numbers, notes, places)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def insert_rows(db: Database, number: int, submission: Submission) -> None:
    """Write the items and people of a submission."""
    connection = writer(db)
    if submission.items:
        prefixes = _prefixes(submission.sheet, submission.column_letters)
        connection.executemany(INSERT_ITEM, [_item_row(number, item, prefixes) for item in submission.items])
    if submission.people:
        connection.executemany(INSERT_PERSON, [_person_row(number, person) for person in submission.people])


def load_items(db: Database, submission: int, *, like: Sequence[Item] = ()) -> tuple[Item, ...]:
    """Read the items of a submission, each value with its cell.

    An item that one of ``like`` repeats to the letter, serial aside, is given as that very one: a new
    version repeats nearly all, and what need not be made again costs nothing.
    """
    table = db.connection.execute("SELECT sheet, column_letters FROM submission WHERE id = ?", (submission,)).fetchone()
    if table is None:
        return ()
    prefixes = _prefixes(table["sheet"], json.loads(table["column_letters"]))
    rows = db.connection.execute(f"SELECT {COLUMNS} FROM item WHERE submission = ? ORDER BY id", (submission,))
    if not like:
        return tuple(_item(tuple(row), prefixes) for row in rows)
    known: dict[object, list[Item]] = {}
    for item in reversed(like):
        known.setdefault(_letter(_item_row(0, item, prefixes)[1:]), []).append(item)
    items = []
    for row in map(tuple, rows):
        same = known.get(_letter(row))
        items.append(same.pop() if same else _item(row, prefixes))
    return tuple(items)


def _letter(row: Sequence[Any]) -> object:
    """Give what a row of ``COLUMNS`` says; its number, serial, cells and how they were filled count as nothing."""
    _, _, *texts = row[: len(TEXTS)]
    channels_text, channels, *said, _, _ = row[len(TEXTS) :]
    return (*texts, channels_text if channels is None else channels, *said)


def load_people(db: Database, submission: int) -> tuple[Person, ...]:
    """Read the people of a submission."""
    rows = db.connection.execute("SELECT * FROM person WHERE submission = ? ORDER BY id", (submission,))
    people = []
    for row in rows:
        notes, places = json.loads(row["notes"]), json.loads(row["places"])
        name, post, contact = (Value(row[key], places.get(key, ""), notes.get(key, "")) for key in ("name", "post", "contact"))
        people.append(
            Person(
                row["role"],
                row["row"],
                name,
                post,
                contact,
                phones=tuple(json.loads(row["phones"])),
                emails=tuple(json.loads(row["emails"])),
                odd_numbers=tuple(json.loads(row["odd_numbers"])),
            )
        )
    return tuple(people)


def identities(db: Database, submission: int) -> frozenset[str]:
    """Name the items of a submission across versions, as ``Item.identity`` does."""
    rows = db.connection.execute("SELECT first_level, second_level, third_level FROM item WHERE submission = ?", (submission,))
    return frozenset("".join("/".join(row).split()) for row in rows)


def _prefixes(sheet: str, letters: Mapping[str, str]) -> dict[str, str]:
    """Name a cell of each column, but for the row: key -> 社会救助!F."""
    return {key: f"{sheet}!{letter}" for key, letter in letters.items()}


def _item_row(number: int, item: Item, prefixes: Mapping[str, str]) -> tuple[object, ...]:
    values = item.values
    row = str(item.row)
    others, notes, places = {}, {}, {}
    for key, (text, where, note) in values.items():
        if key not in _TEXT_SET:
            others[key] = text
        if note:
            notes[key] = note
        if where != prefixes.get(key, "") + row:
            places[key] = where
    return (
        number,
        item.row,
        *[values.get(key, _NOTHING).text for key in TEXTS],
        None if item.channels is None else _list(item.channels),
        item.public,
        item.specific,
        item.active,
        item.on_request,
        _list(item.levels),
        _mapping(item.extra) if item.extra else "{}",
        _mapping(others) if others else "{}",
        _mapping(notes) if notes else "{}",
        _mapping(places) if places else "{}",
    )


def _item(row: Sequence[Any], prefixes: Mapping[str, str]) -> Item:
    number, *texts = row[: len(TEXTS) + 1]
    channels, public, specific, active, on_request, levels, extra, *more = row[len(TEXTS) + 1 :]
    others, notes, places = map(_mapped, more)
    said = {key: text for key, text in zip(TEXTS, texts, strict=True) if text or key in prefixes or key in places} | others
    place = str(number)
    if places or not said.keys() <= prefixes.keys():
        wheres = [places.get(key, prefixes.get(key, "") + place) for key in said]
    else:
        wheres = [prefixes[key] + place for key in said]
    how = [notes.get(key, "") for key in said] if notes else [""] * len(said)
    return Item(
        number,
        dict(zip(said, values_of(said.values(), wheres, how), strict=True)),
        None if channels is None else _listed(channels),
        bool(public),
        specific,
        bool(active),
        bool(on_request),
        _listed(levels),
        _mapped(extra),
    )


def _mapped(text: str) -> dict[str, str]:
    """Read a mapping of texts; nearly all are empty."""
    return {} if text == "{}" else dict(json.loads(text))


@lru_cache(maxsize=512)
def _listed(text: str) -> tuple[str, ...]:
    """Read a list of texts; few differ from row to row."""
    return tuple(json.loads(text))


def _person_row(number: int, person: Person) -> tuple[object, ...]:
    values = {"name": person.name, "post": person.post, "contact": person.contact}
    return (
        number,
        person.role,
        person.row,
        person.name.text,
        person.post.text,
        person.contact.text,
        _list(person.phones),
        _list(person.emails),
        _list(person.odd_numbers),
        _mapping({key: value.note for key, value in values.items() if value.note}),
        _mapping({key: value.where for key, value in values.items() if value.where}),
    )


_TEXT_SET = frozenset(TEXTS)
_NOTHING = Value("")


@lru_cache(maxsize=512)
def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _mapping(values: Mapping[str, str]) -> str:
    return _pairs(tuple(values.items()))


@lru_cache(maxsize=1024)
def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(dict(pairs), ensure_ascii=False)
