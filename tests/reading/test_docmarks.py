"""What a reader of a .doc sees where text is hidden or deleted: by the run, by the style, or by the opposite of it (MS-DOC 2.9.327)."""

import struct

import pytest

from mailbot.reading.docbinary import STYLE, Piece, Runs, Sprms, WordBinary
from mailbot.reading.docmarks import shown_characters

HIDDEN, DELETED, OWN_STYLE = 0x083C, 0x0800, 0x4A30
OFF, ON, AS_STYLE, OPPOSITE = b"\x00", b"\x01", b"\x80", b"\x81"
PLAIN, HIDES, BUILT_ON_IT, SHOWS, CHARACTER = range(5)
"""Styles: one that says nothing, one that hides, one built on that, one built on that which does not hide, a character style that hides."""


def style(kind: int, base: int, said: bytes) -> bytes:
    changes = struct.pack("<H", HIDDEN) + said if said else b""
    updates = [changes] if kind == 2 else [b"\x00\x00", changes]
    head = struct.pack("<5H", 0, kind | base << 4, len(updates), 0, 0) + struct.pack("<H1sxH", 1, b"a", 0)
    body = head + b"".join(struct.pack("<H", len(one)) + one + bytes(len(one) % 2) for one in updates)
    return struct.pack("<H", len(body)) + body + bytes(len(body) % 2)


def sheet() -> bytes:
    none = 0xFFF
    styles = [style(1, none, b""), style(1, none, ON), style(1, HIDES, b""), style(1, HIDES, OPPOSITE), style(2, none, ON)]
    return struct.pack("<HHH14x", 18, len(styles), 10) + b"".join(styles)


def word(text: str, paragraph: int, *runs: tuple[str, Sprms]) -> WordBinary:
    """Lay out one paragraph in a style; a run is named by its text."""
    places = [(2 * text.index(one), 2 * (text.index(one) + len(one)), properties) for one, properties in runs]
    return WordBinary(
        text=text,
        pieces=[Piece(0, len(text), 0, 2)],
        paragraphs=Runs([0], [2 * len(text)], [[(STYLE, struct.pack("<H", paragraph))]]),
        characters=Runs(*map(list, zip(*places, strict=True))) if places else Runs(),
        fonts=[],
        data=b"",
        stream=bytes(0xA2) + struct.pack("<II", 0, len(sheet())),
        table=sheet(),
    )


@pytest.mark.parametrize(
    ("paragraph", "properties", "shown"),
    [
        (PLAIN, [], "甲乙丙"),
        (PLAIN, [(HIDDEN, ON)], "甲丙"),
        (PLAIN, [(HIDDEN, OPPOSITE)], "甲丙"),
        (PLAIN, [(HIDDEN, OFF)], "甲乙丙"),
        (PLAIN, [(HIDDEN, AS_STYLE)], "甲乙丙"),
        (PLAIN, [(OWN_STYLE, struct.pack("<H", CHARACTER))], "甲丙"),
        (HIDES, [], ""),
        (HIDES, [(HIDDEN, OPPOSITE)], "乙"),
        (HIDES, [(HIDDEN, OFF)], "乙"),
        (HIDES, [(HIDDEN, AS_STYLE)], ""),
        (BUILT_ON_IT, [], ""),
        (SHOWS, [], "甲乙丙"),
        (SHOWS, [(HIDDEN, OPPOSITE)], "甲丙"),
        (PLAIN, [(DELETED, ON)], "甲丙"),
        (PLAIN, [(DELETED, OPPOSITE)], "甲丙"),
        (PLAIN, [(DELETED, OFF)], "甲乙丙"),
        (HIDES, [(DELETED, OPPOSITE)], ""),
    ],
)
def test_hidden_and_deleted_text_is_not_read(paragraph: int, properties: Sprms, shown: str) -> None:
    assert "".join(shown_characters(word("甲乙丙", paragraph, ("乙", properties)))) == shown


def test_a_damaged_sheet_of_styles_hides_nothing() -> None:
    spoiled = word("甲", HIDES)
    spoiled.table = spoiled.table[:30]
    assert shown_characters(spoiled) == ["甲"]
