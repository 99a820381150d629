"""A list of leader and liaison typed into the mail itself (domain, 5).

A signature with a 联系人 is no list: both roles must be named, or the subject or text must say that
this is the list.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, takewhile

from mailbot.forms.dates import parse_date
from mailbot.forms.labels import labelled
from mailbot.forms.lexicon import Lexicon, lexicon
from mailbot.forms.people import Entry, Habits, people
from mailbot.forms.people_words import OTHER, roles_by_word
from mailbot.forms.phones import numbers
from mailbot.forms.signed import reported
from mailbot.forms.text import squeeze
from mailbot.model.submission import Person, Submission, Value
from mailbot.rulebook.model import Rulebook

SHEET = "正文"
"""What stands for a sheet's name where the list is in the mail's own text."""

_ENDS = " \t\u3000\xa0,\uff0c;\uff1b:\uff1a.\u3002\u3001()\uff08\uff09为是"
_BETWEEN = re.compile(r"[\s,\uff0c;\uff1b\u3001()\uff08\uff09|/]+")
NUMBERED = ("contact", "phone", "mobile")
MOST_PEOPLE = 60
"""A unit names a few people; a text that names more is not read further."""

LONGEST = 600
"""What is said of one person stands within so many characters."""


def people_in_text(text: str, rulebook: Rulebook, *, subject: str = "", file: str = "", sheet: str = SHEET) -> list[Submission]:
    """Read a list of people from running text, of a mail or of a document without a table; nothing where it is none."""
    form = lexicon(rulebook, "liaison")
    entries = [entry for entry in _entries(text, sheet, form, rulebook) if entry.role != OTHER]
    found = [person for entry in entries for person in people(entry, Habits.of(rulebook))]
    if not _is_list(found, text, subject, form):
        return []
    said = reported((), [(line.strip(),) for line in text.splitlines()], form.form, rulebook)
    return [
        Submission(
            form=form.form.key,
            file=file,
            sheet=sheet,
            heading_rows=(),
            named_unit=said.get("reported_by", ""),
            reported_on_text=said.get("reported_on", ""),
            reported_on=parse_date(said.get("reported_on", ""), rulebook.campaign.first.year),
            people=tuple(found),
        )
    ]


def _is_list(found: list[Person], text: str, subject: str, form: Lexicon) -> bool:
    """Tell whether people in a text are the list: both roles, or said so, and every one with a name and a number."""
    whole = [person for person in found if len(person.name.text) >= 2 and (person.phones or person.odd_numbers)]
    roles = {person.role for person in whole}
    if not whole:
        return False
    titles = [word for word in form.form.titles if len(word) >= 5]
    return len(roles) == 2 or any(word in squeeze(subject + text) for word in titles)


def _entries(text: str, sheet: str, form: Lexicon, rulebook: Rulebook) -> Iterator[Entry]:
    """Cut a text where a role is named, and read each piece."""
    pattern = _roles(form)
    marks = list(islice(pattern.finditer(text), MOST_PEOPLE))
    roles = {squeeze(word): role for word, role in roles_by_word(form).items()}
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        piece = text[mark.end() : min(end, mark.end() + LONGEST)]
        row = text.count("\n", 0, mark.start()) + 1
        for part in _people_of(piece, form):
            cells = _cells(part, form, rulebook)
            yield Entry(roles[squeeze(mark["role"])], row, {name: Value(text, sheet) for name, text in cells.items()})


def _people_of(piece: str, form: Lexicon) -> list[str]:
    """Cut a piece where a second name label begins; otherwise a blank line ends it."""
    starts = [found.start() for found in _name_labels(form).finditer(piece)]
    if len(starts) > 1:
        return [piece[a:b] for a, b in zip(starts, [*starts[1:], len(piece)], strict=True)]
    return [piece.lstrip(_ENDS + "\n").split("\n\n")[0] if not starts else piece]


def _cells(piece: str, form: Lexicon, rulebook: Rulebook) -> dict[str, str]:
    """Read one person's piece: by labels where there are any, else name first, numbers told by their shape, the rest the post."""
    fields = {name: form.written[name] for name in ("name", "post", *NUMBERED, "email")}
    said = labelled([(line,) for line in piece.splitlines()], fields)
    cells = {name: text.strip(_ENDS) for name, text in said.items()}
    if "name" not in cells or cells.keys().isdisjoint(NUMBERED):
        bare = numbers(_up_to_number(piece), rulebook.campaign.area_code)
        words = [word.strip(_ENDS) for word in _BETWEEN.split(_unlabelled(bare.rest, form))]
        words = [word for word in words if word and all(word not in form.written[name] for name in NUMBERED)]
        if words and "name" not in cells:
            cells["name"] = words.pop(0)
        habits = Habits.of(rulebook)
        # A name that is none holds the post too: 副局长赵一. What else is said is then no post.
        if words and "post" not in cells and (habits.is_post(words[0]) or habits.is_name(cells.get("name", ""))):
            also = takewhile(habits.is_post, words[1:])
            cells["post"] = "\u3001".join((words[0], *also))
        if cells.keys().isdisjoint(NUMBERED):
            cells["contact"] = " ".join((*bare.phones, *bare.emails, *bare.odd))
    return cells


def _up_to_number(piece: str) -> str:
    """Take the lines up to the first that has a number in it; what follows is somebody else's."""
    taken = []
    for line in piece.splitlines():
        taken.append(line)
        if any(character.isdigit() for character in line):
            break
    return "\n".join(taken)


def _unlabelled(text: str, form: Lexicon) -> str:
    """Drop the names of fields from a text that is read by position."""
    return _labels(form).sub(" ", text)


@lru_cache(maxsize=8)
def _labels(form: Lexicon) -> re.Pattern[str]:
    """Find the name of a field that is said: followed by a colon."""
    words = sorted((word for name in form.columns for word in form.columns[name].names if len(word) >= 2), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(word) for word in words)})\s*[:\uff1a]")


@lru_cache(maxsize=8)
def _name_labels(form: Lexicon) -> re.Pattern[str]:
    """Find the label of a name."""
    return re.compile(f"(?:{'|'.join(map(_spaced, form.written['name']))})\\s*[:\uff1a]")


@lru_cache(maxsize=8)
def _roles(form: Lexicon) -> re.Pattern[str]:
    """Find a role that somebody is said to have: followed by a colon, a verb, a blank, or the label of the name."""
    words = {squeeze(word) for word in roles_by_word(form)}
    long = [_spaced(word) for word in sorted(words, key=len, reverse=True) if len(word) > 2]
    return re.compile(
        rf"(?P<role>{'|'.join(long)})\s*(?:[(\uff08][^)\uff09]{{0,12}}[)\uff09])?\s*(?:[:\uff1a为是]|(?=姓\s*名)|[ \t\u3000\xa0]+|\n)"
    )


def _spaced(word: str) -> str:
    return r"\s*".join(re.escape(character) for character in word)
