"""The lists of a .doc: its list tables, and what a paragraph says of the list it stands in (MS-DOC 2.9.131, 2.9.150, 2.9.148)."""

import struct
from collections.abc import Iterator

from mailbot.reading.docbinary import Sprms, WordBinary, sprms
from mailbot.reading.numbering import BULLET, LEVELS, Level, Numbering

_LISTS, _USES = 0x2E2, 0x2EA
_LIST_BYTES, _LEVEL_BYTES, _USE_BYTES = 28, 28, 16
_LIST, _LEVEL, _FONT = 0x460B, 0x260A, 0x4A4F
_FORMS = {1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting"} | {
    18: "decimalEnclosedCircle", 23: BULLET, 28: "decimalEnclosedCircleChinese", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 0xFF: "none",
}  # fmt: skip
"""How a level counts, by its number (MS-OSHARED 2.2.1.3); any other counts in digits."""
MOST_LISTS = 2_000


def read_lists(word: WordBinary) -> Numbering:
    """Read the lists; without them, where they are damaged, only their numbers are missing."""
    try:
        levels = dict(_levels(word))
        uses = word.part(_USES)
        count = min(struct.unpack_from("<I", uses, 0)[0], MOST_LISTS) if uses else 0
        lists = {str(index + 1): str(struct.unpack_from("<i", uses, 4 + _USE_BYTES * index)[0]) for index in range(count)}
    except (struct.error, IndexError):
        return Numbering()
    return Numbering(lists, levels)


def label_of(properties: Sprms, numbering: Numbering) -> str:
    """Tell what Word shows before a paragraph of these properties."""
    said = dict(properties)
    if len(said.get(_LIST, b"")) != 2:
        return ""
    level = said.get(_LEVEL, b"\x00")
    return numbering.label(str(int.from_bytes(said[_LIST], "little")), level[0] if level else 0)


def _levels(word: WordBinary) -> Iterator[tuple[tuple[str, int], Level]]:
    """Read the levels of all lists; they follow the table of lists in its order, one or nine each."""
    start, size = struct.unpack_from("<II", word.stream, _LISTS)
    if not size:
        return
    table = word.table
    count = min(struct.unpack_from("<H", table, start)[0], MOST_LISTS)
    place = start + size
    for index in range(count):
        head = start + 2 + _LIST_BYTES * index
        name, simple = str(struct.unpack_from("<i", table, head)[0]), table[head + 26] & 1
        for level in range(1 if simple else LEVELS):
            shape, place = _level(word, place)
            yield (name, level), shape


def _level(word: WordBinary, place: int) -> tuple[Level, int]:
    """Read one level; gives it and where the next begins."""
    table = word.table
    begins, form = struct.unpack_from("<iB", table, place)
    characters, paragraphs = table[place + 24], table[place + 25]
    place += _LEVEL_BYTES + paragraphs
    changes = dict(sprms(table[place : place + characters]))
    place += characters
    length = struct.unpack_from("<H", table, place)[0]
    text = table[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace")
    # A character below nine stands for the number of that level.
    pattern = "".join(f"%{ord(one) + 1}" if ord(one) < LEVELS else one for one in text)
    number = int.from_bytes(changes.get(_FONT, b"\xff\xff"), "little")
    font = word.fonts[number] if number < len(word.fonts) else ""
    return Level(begins, _FORMS.get(form, "decimal"), pattern, font), place + 2 + 2 * length
