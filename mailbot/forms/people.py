"""From cells about people to people: names set right, numbers read, several in one cell told apart."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailbot.forms.phones import Numbers, numbers
from mailbot.forms.text import squeeze
from mailbot.model.submission import Person, Value
from mailbot.rulebook.model import Rulebook

CONTACTS = ("contact", "phone", "mobile", "email", "fax")
"""Fields in which numbers and addresses are written; a fax number is not somebody's telephone."""

NAME_LENGTHS = (2, 3, 4)
"""Characters of a name without a dot that may stand behind a post."""

_BETWEEN = re.compile(r"[、,\uff0c;\uff1b/\n]+")
_AFTER_NAME = re.compile(r"[\s\u3001,\uff0c;\uff1b/]+")
_BRACKETED = re.compile(r"[(\uff08][^)\uff09]*[)\uff09]?")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NAME = re.compile(rf"[{_HAN}]{{1,4}}(?:[\u00b7\u2022\u2027\u30fb.][{_HAN}]{{1,6}})*")
_POLITE = re.compile(r"(?:同志|先生|女士)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a table says of one place in the list: who it is for, the row, and its cells by field."""

    role: str
    row: int
    cells: Mapping[str, Value] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Tell whether nothing is said: a prepared row that was left blank."""
        return not any(self.cells.get(name, Value("")).text for name in ("name", "post", *CONTACTS))


@dataclass(frozen=True, slots=True)
class Habits:
    """What one must know to read cells about people: the area code, how posts end, surnames of two characters (rules)."""

    area_code: str
    posts: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()

    @classmethod
    def of(cls, rulebook: Rulebook) -> "Habits":
        """Take them from the rules."""
        words = rulebook.forms["liaison"].words
        return cls(rulebook.campaign.area_code, words.get("post_ends", ()), words.get("long_surnames", ()))

    def is_name(self, text: str) -> bool:
        """Tell whether a text may be a person's name, and is no post."""
        plain = clean_name(re.sub(r"[\d\-+]+", "", text))
        return len(plain) >= 2 and _NAME.fullmatch(plain) is not None and not self.is_post(plain)

    def is_post(self, text: str) -> bool:
        """Tell whether a text ends like a post."""
        return bool(self.posts) and text.endswith(self.posts)


def people(entry: Entry, habits: Habits) -> Iterator[Person]:
    """Make the people of an entry: usually one, more where the cell of names holds several."""
    area_code = habits.area_code
    name, post = entry.cells.get("name", Value("")), entry.cells.get("post", Value(""))
    contact = _contact(entry)
    found = numbers(name.text, area_code) if any(character.isdigit() for character in name.text) else Numbers()
    every = _contacts(entry, area_code)
    names = _names(name.text, len(every.phones), habits)
    posts, lists = _portions(post.text, len(names)), _numbers_each(name.text, every, len(names), area_code)
    for place, one in enumerate(names):
        title = posts[place]
        if not title and place == 0 and len(names) == 1:
            one, title = _name_and_post(one, found, habits)
        given = lists[place]
        yield Person(
            role=entry.role,
            row=entry.row,
            name=Value(clean_name(one), name.where, name.note),
            post=Value(title, post.where, post.note),
            contact=Value(contact.text, contact.where, "repaired" if every.repaired else contact.note),
            phones=given.phones,
            emails=given.emails,
            odd_numbers=given.odd,
        )


def clean_name(text: str) -> str:
    """Write a name without inner blanks, brackets and forms of address."""
    plain = squeeze(_BRACKETED.sub("", text))
    return _POLITE.sub("", plain).strip("\u3001,\uff0c:\uff1a;\uff1b.\u3002*")


def _contact(entry: Entry) -> Value:
    """Put the cells with numbers together, at the place of the first."""
    given = [entry.cells[name] for name in CONTACTS if entry.cells.get(name) and entry.cells[name].text]
    if not given:
        return next((entry.cells[name] for name in CONTACTS if name in entry.cells), Value(""))
    return Value(" ".join(value.text for value in given), given[0].where, given[0].note)


def _contacts(entry: Entry, area_code: str) -> Numbers:
    """Read all numbers and addresses of an entry; those of a fax only for its addresses."""
    read = [numbers(entry.cells[name].text, area_code) for name in CONTACTS if name in entry.cells and name != "fax"]
    return Numbers(
        phones=tuple(dict.fromkeys(phone for found in read for phone in found.phones)),
        emails=tuple(dict.fromkeys(email for found in read for email in found.emails)),
        odd=tuple(dict.fromkeys(number for found in read for number in found.odd)),
        repaired=any(found.repaired for found in read),
    )


def _names(text: str, count: int, habits: Habits) -> list[str]:
    """Tell the names in a cell apart; blanks separate names that cannot be one, or where as many numbers are given."""
    pieces = [piece for piece in _BETWEEN.split(text) if squeeze(piece)]
    if len(pieces) > 1 and all(habits.is_name(piece) for piece in pieces):
        return pieces
    words = _BRACKETED.sub("", text).split()
    if len(words) > 1 and all(len(word) >= 2 and habits.is_name(word) for word in words):
        return words if len(words) == count or not words[0].startswith(habits.surnames or ("",)) else [text]
    return [text]


def _portions(text: str, count: int) -> list[str]:
    """Give each of several people their part of a cell, or all of it where it is not divided that way."""
    if count > 1:
        parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
        if len(parts) == count:
            return parts
    return [" ".join(text.split())] * count


def _numbers_each(text: str, every: Numbers, count: int, area_code: str) -> list[Numbers]:
    """Give each of several people their numbers: those behind the name, one each, or all to all."""
    if count == 1:
        beside = numbers(text, area_code) if any(character.isdigit() for character in text) else Numbers()
        return [Numbers((*every.phones, *beside.phones), (*every.emails, *beside.emails), (*every.odd, *beside.odd))]
    pieces = [numbers(piece, area_code) for piece in _BETWEEN.split(text) if squeeze(piece)]
    if len(pieces) == count and any(piece.phones for piece in pieces):
        return pieces
    if len(every.phones) == count:
        emails = [(email,) for email in every.emails] if len(every.emails) == count else [every.emails] * count
        return [Numbers((phone,), email, every.odd) for phone, email in zip(every.phones, emails, strict=True)]
    return [every] * count


def _name_and_post(text: str, found: Numbers, habits: Habits) -> tuple[str, str]:
    """Take a name and a post apart that stand in one cell: 赵一 副局长, 赵一、副局长, 赵一 (副局长) or 副局长赵一."""
    plain = (found.rest if found.phones or found.odd else text).strip().rstrip("\u3001,\uff0c;\uff1b:\uff1a")
    apart, note = _AFTER_NAME.search(plain), _BRACKETED.search(plain)
    if apart and not (note and note.start() < apart.start() < note.end()):
        first, rest = plain[: apart.start()], squeeze(plain[apart.end() :]).strip("()\uff08\uff09\u3001,\uff0c")
        if len(first) >= 2 and habits.is_name(first) and len(rest) >= 2 and (habits.is_post(rest) or not habits.is_name(rest)):
            return first, rest
    if note and habits.is_name(plain[: note.start()]):
        return plain[: note.start()], note[0].strip("()\uff08\uff09\u3001,\uff0c ")
    flat = _AFTER_NAME.sub("", plain)
    for length in NAME_LENGTHS:
        post, name = flat[:-length], flat[-length:]
        if len(post) >= 2 and habits.is_post(post) and habits.is_name(name):
            return name, post
    return plain, ""
