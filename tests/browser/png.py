"""Make a screenshot small: few colours, no alpha, packed well. A letter has a dozen colours and the edges of its characters."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

STEP = 17
"""Sixteen shades a channel are enough for text."""
GROUNDS = 24
"""So many colours, the commonest, stay as they are: a pale ground must not turn into another."""


def smaller(content: bytes) -> bytes:
    """Write an 8-bit RGB or RGBA picture anew with a palette, where it then has at most 256 colours."""
    width, height, samples, pixels = _unpacked(content)
    shades = bytes(min(255, round(value / STEP) * STEP) for value in range(256))
    seen = Counter(row[at : at + 3] for row in pixels for at in range(0, width * samples, samples))
    grounds = {colour for colour, _ in seen.most_common(GROUNDS)}
    shown = {colour: colour if colour in grounds else colour.translate(shades) for colour in seen}
    places = {colour: min(place, 255) for place, colour in enumerate(dict.fromkeys(shown.values()))}
    packed = bytearray()
    for row in pixels:
        packed.append(0)
        packed.extend(places[shown[row[at : at + 3]]] for at in range(0, width * samples, samples))
    if len(places) > 256:
        return content
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(places)), (b"IDAT", zlib.compress(bytes(packed), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _unpacked(content: bytes) -> tuple[int, int, int, list[bytes]]:
    """Give width, height, samples a pixel, and the rows of pixels."""
    chunks = list(_chunks(content))
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    assert (depth, interlaced) == (8, 0)
    assert colour in (2, 6)
    samples = 4 if colour == 6 else 3
    raw = zlib.decompress(b"".join(part for kind, part in chunks if kind == b"IDAT"))
    rows, before, length = [], bytes(width * samples), width * samples + 1
    for start in range(0, len(raw), length):
        before = _unfiltered(raw[start], raw[start + 1 : start + length], before, samples)
        rows.append(before)
    return width, height, samples, rows


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length


def _unfiltered(kind: int, row: bytes, above: bytes, samples: int) -> bytes:
    """Undo the filter of a row (PNG, 9.2)."""
    found = bytearray(row)
    for place, value in enumerate(row):
        left = found[place - samples] if place >= samples else 0
        corner = above[place - samples] if place >= samples else 0
        guess = (0, left, above[place], (left + above[place]) // 2, _paeth(left, above[place], corner))[kind]
        found[place] = (value + guess) & 255
    return bytes(found)


def _paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    return min((left, above, corner), key=lambda one: abs(estimate - one))
