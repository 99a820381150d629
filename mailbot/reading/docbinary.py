"""The text and formatting runs of a Word 97-2003 document, as MS-DOC lays them out.

::

    WordDocument: FIB | text pieces | pages of 512 bytes with paragraph and character properties
    0Table/1Table: piece table (Clx), page lists (PlcBtePapx, PlcBteChpx), font names
    Data: properties too long for a page, states of form fields

Characters are counted in CP (places in the text), properties in FC (places in the stream); the
piece table joins the two. Only what tables need is taken; section numbers are of MS-DOC.
"""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mailbot.reading.limits import MIB, Unreadable

_PAGE = 512
MAX_CHARACTERS = 8 * MIB
# Offsets of (fc, lcb) pairs in the FIB (2.5.6): index * 8 after byte 0x9A.
_CHPX, _PAPX, _FONTS, _CLX = 0xFA, 0x102, 0x112, 0x1A2
_OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
STYLE = 0x4600
"""The style of a paragraph stands before its changes, and is given as one of them."""
_DEFINE_TABLE, _HUGE_PAPX, _CHANGE_TABS = 0xD608, (0x6645, 0x6646), 0xC615

Sprms = list[tuple[int, bytes]]
Entries = Callable[[bytes, bytes], Iterator[tuple[int, int, Sprms]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: characters ``start`` to ``end``, at ``offset`` in the stream, one or two bytes each."""

    start: int
    end: int
    offset: int
    width: int


@dataclass(slots=True)
class Runs:
    """Properties by place in the stream: sorted starts, and what holds from each of them on."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[Sprms] = field(default_factory=list)

    def at(self, offset: int) -> Sprms:
        """Tell the properties at a place."""
        index = bisect_right(self.starts, offset) - 1
        return self.values[index] if index >= 0 and offset < self.ends[index] else []


@dataclass(slots=True)
class WordBinary:
    """A document taken apart: its main text, and the properties of its paragraphs and characters."""

    text: str
    pieces: list[Piece]
    paragraphs: Runs
    characters: Runs
    fonts: list[str]
    data: bytes
    stream: bytes
    table: bytes
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [piece.start for piece in self.pieces]

    def part(self, entry: int) -> bytes:
        """Give the part of the table stream whose place stands in the FIB at ``entry``."""
        return _part(self.stream, self.table, entry)

    def offset(self, place: int) -> int:
        """Tell where in the stream a character lies."""
        piece = self.pieces[max(bisect_right(self._starts, place) - 1, 0)]
        return piece.offset + (place - piece.start) * piece.width

    def places(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of text that lie between two places of the stream."""
        for piece in self.pieces:
            first = max(start, piece.offset)
            last = min(end, piece.offset + (piece.end - piece.start) * piece.width)
            if first < last:
                yield piece.start + (first - piece.offset) // piece.width, piece.start + (last - piece.offset) // piece.width


def parse_word(stream: bytes, tables: dict[str, bytes], data: bytes) -> WordBinary:
    """Take a document apart; raises Unreadable, or struct.error and IndexError where it is damaged."""
    identity, version = struct.unpack_from("<HH", stream, 0)
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    if identity != 0xA5EC or version < 0x00C1:
        raise Unreadable("unreadable-format", reason="word version")
    if flags & 0x0100:
        raise Unreadable("unreadable-encrypted")
    table = tables["1Table" if flags & 0x0200 else "0Table"]
    length = min(struct.unpack_from("<I", stream, 0x4C)[0], MAX_CHARACTERS)
    pieces = _pieces(_part(stream, table, _CLX), length)
    return WordBinary(
        text="".join(_piece_text(stream, piece) for piece in pieces),
        pieces=pieces,
        paragraphs=_runs(stream, _part(stream, table, _PAPX), _paragraph_entries, data),
        characters=_runs(stream, _part(stream, table, _CHPX), _character_entries, data),
        fonts=_fonts(_part(stream, table, _FONTS)),
        data=data,
        stream=stream,
        table=table,
    )


def sprms(block: bytes) -> Sprms:
    """Split a list of property changes into (code, operand) (2.6.1); what is cut at the end is dropped."""
    found: Sprms = []
    place = 0
    while place + 2 <= len(block):
        code = int.from_bytes(block[place : place + 2], "little")
        place += 2
        kind = code >> 13
        if code == _DEFINE_TABLE:
            size = int.from_bytes(block[place : place + 2], "little") - 1
            place += 2
        elif kind == 6:
            size = block[place] if place < len(block) else 0
            place += 1
            if code == _CHANGE_TABS and size == 0xFF:
                break
        else:
            size = _OPERAND_BYTES[kind]
        found.append((code, block[place : place + size]))
        place += max(size, 0)
    return found


def _part(stream: bytes, table: bytes, entry: int) -> bytes:
    start, size = struct.unpack_from("<II", stream, entry)
    return table[start : start + size]


def _pieces(clx: bytes, length: int) -> list[Piece]:
    place = 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + int.from_bytes(clx[place + 1 : place + 3], "little")
    if place >= len(clx) or clx[place] != 2:
        raise Unreadable("unreadable-damaged", reason="pieces")
    size = struct.unpack_from("<I", clx, place + 1)[0]
    plc = clx[place + 5 : place + 5 + size]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    found = []
    for index in range(count):
        raw = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        start, end = ends[index], min(ends[index + 1], length)
        compressed = bool(raw & 0x40000000)
        offset = (raw & 0x3FFFFFFF) // 2 if compressed else raw & 0x3FFFFFFF
        if start < end:
            found.append(Piece(start, end, offset, 1 if compressed else 2))
    return found


def _piece_text(stream: bytes, piece: Piece) -> str:
    size = (piece.end - piece.start) * piece.width
    raw = stream[piece.offset : piece.offset + size]
    if len(raw) < size:
        raise Unreadable("unreadable-damaged", reason="text")
    if piece.width == 1:
        return raw.decode("cp1252", "replace").replace("\ufffd", "?")
    # Not "utf-16": one character a code unit keeps places and characters in step.
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _runs(stream: bytes, plc: bytes, entries: Entries, data: bytes) -> Runs:
    count = (len(plc) - 4) // 8
    found: list[tuple[int, int, Sprms]] = []
    for index in range(max(count, 0)):
        number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        page = stream[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE:
            found += entries(page, data)
    found.sort(key=lambda run: run[0])
    return Runs([run[0] for run in found], [run[1] for run in found], [run[2] for run in found])


def _paragraph_entries(page: bytes, data: bytes) -> Iterator[tuple[int, int, Sprms]]:
    """Read a page of paragraph properties (2.9.174); long ones lie in the data stream."""
    count = min(page[511], 29)
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    for index in range(count):
        place = page[4 * (count + 1) + 13 * index] * 2
        if place == 0:
            yield bounds[index], bounds[index + 1], []
            continue
        half = page[place]
        block = page[place + 1 : place + 2 * half] if half else page[place + 2 : place + 2 + 2 * page[place + 1]]
        found = sprms(block[2:])
        for code, operand in list(found):
            if code in _HUGE_PAPX and len(operand) == 4:
                start = int.from_bytes(operand, "little")
                size = int.from_bytes(data[start : start + 2], "little")
                found += sprms(data[start + 2 : start + 2 + size])
        yield bounds[index], bounds[index + 1], [(STYLE, block[:2]), *found]


def _character_entries(page: bytes, data: bytes) -> Iterator[tuple[int, int, Sprms]]:
    """Read a page of character properties (2.9.33)."""
    count = min(page[511], 101)
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    for index in range(count):
        place = page[4 * (count + 1) + index] * 2
        if place:
            yield bounds[index], bounds[index + 1], sprms(page[place + 1 : place + 1 + page[place]])


def _fonts(table: bytes) -> list[str]:
    """Read the font names (2.9.286)."""
    names: list[str] = []
    place = 4
    while place < len(table):
        size = table[place]
        entry = table[place + 1 : place + 1 + size]
        names.append(entry[39:].decode("utf-16-le", "replace").split("\x00")[0])
        place += 1 + size
    return names
