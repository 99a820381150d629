"""The numbers that Word shows before the paragraphs of a list in a .doc, laid out by hand as MS-DOC says."""

import struct

import pytest

from mailbot.reading.docbinary import Runs, Sprms, WordBinary
from mailbot.reading.doclists import label_of, read_lists

LISTS, USES = 0x2E2, 0x2EA
IN_LIST, AT_LEVEL, FONT = 0x460B, 0x260A, 0x4A4F
SERIALS, CHANNELS, NESTED = 1, 2, 3


def level(form: int, text: str, *, start: int = 1, font: int | None = None) -> bytes:
    changes = struct.pack("<HH", FONT, font) if font is not None else b""
    head = struct.pack("<iBB9xB8xBBxx", start, form, 0, 0, len(changes), 0)
    return head + changes + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def word(*lists: tuple[int, list[bytes]]) -> WordBinary:
    """Lay out lists by their names, and a use of each in that order."""
    heads = b"".join(struct.pack("<i22xBx", name, int(len(levels) == 1)) for name, levels in lists)
    table = struct.pack("<H", len(lists)) + heads
    start_of_uses = len(table) + sum(len(one) for _, levels in lists for one in levels)
    size = len(table)
    table += b"".join(one for _, levels in lists for one in levels)
    table += struct.pack("<I", len(lists)) + b"".join(struct.pack("<i12x", name) for name, _ in lists)
    stream = bytearray(0x2F2)
    struct.pack_into("<II", stream, LISTS, 0, size)
    struct.pack_into("<II", stream, USES, start_of_uses, len(table) - start_of_uses)
    return WordBinary("", [], Runs(), Runs(), ["宋体", "Wingdings 2"], b"", bytes(stream), table)


def paragraph(number: int, at: int = 0) -> Sprms:
    return [(IN_LIST, struct.pack("<H", number)), (AT_LEVEL, bytes([at]))]


WORD = word(
    (77, [level(0, "\x00")]),
    (-5, [level(23, "R", font=1)]),
    (9, [level(39, "\x00、"), level(0, "\x00.\x01", start=3), *(level(255, "") for _ in range(7))]),
)


@pytest.mark.parametrize(
    ("paragraphs", "shown"),
    [
        ([paragraph(SERIALS)] * 3, ["1", "2", "3"]),
        ([paragraph(CHANNELS)] * 2, ["\u2611", "\u2611"]),
        ([paragraph(NESTED), paragraph(NESTED, 1), paragraph(NESTED, 1), paragraph(NESTED)], ["一、", "一.3", "一.4", "二、"]),
        ([paragraph(SERIALS), paragraph(NESTED), paragraph(SERIALS)], ["1", "一、", "2"]),
        ([paragraph(0), paragraph(9), [], [(AT_LEVEL, b"\x00")], paragraph(SERIALS, 4)], ["", "", "", "", ""]),
    ],
)
def test_paragraphs_are_counted_as_word_counts_them(paragraphs: list[Sprms], shown: list[str]) -> None:
    numbering = read_lists(WORD)
    assert [label_of(one, numbering) for one in paragraphs] == shown


@pytest.mark.parametrize("end", range(0, len(WORD.table), 7))
def test_damaged_lists_lose_their_numbers_and_nothing_else(end: int) -> None:
    cut = word((77, [level(0, "\x00")]))
    cut.table = WORD.table[:end]
    assert label_of(paragraph(SERIALS), read_lists(cut)) in ("", "1")
