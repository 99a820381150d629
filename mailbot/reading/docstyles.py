"""Which styles of a .doc hide their text: the style sheet, as far as it says that (MS-DOC 2.9.271).

A run may say that it is hidden, shown, or the opposite of its style; so the style must be known.
"""

import struct

from mailbot.reading.docbinary import WordBinary, sprms

HIDDEN = 0x083C
_STYLE_SHEET = 0xA2
_PARAGRAPH, _CHARACTER = 1, 2
_NO_BASE = 0xFFF
_DEEPEST = 12
"""Styles are built on others no deeper than this; a sheet whose styles build on each other ends here."""


def hiding_styles(word: WordBinary) -> frozenset[int]:
    """List the numbers of the styles whose text is hidden; none where the sheet is damaged."""
    try:
        styles = _styles(word.part(_STYLE_SHEET))
    except (struct.error, IndexError):
        return frozenset()
    if not any(said for _, said in styles):
        return frozenset()
    return frozenset(number for number in range(len(styles)) if _hides(number, styles))


def hides(said: bytes, otherwise: bool) -> bool:  # noqa: FBT001 - what holds where nothing is said
    """Tell whether text is hidden of which ``said`` is said, or nothing: 0, 1, as it is otherwise, or the opposite (2.9.327)."""
    return {b"\x00": False, b"\x01": True, b"\x81": not otherwise}.get(said, otherwise)


def _hides(number: int, styles: list[tuple[int, bytes]], depth: int = _DEEPEST) -> bool:
    if number >= len(styles) or not depth:
        return False
    base, said = styles[number]
    return hides(said, _hides(base, styles, depth - 1))


def _styles(sheet: bytes) -> list[tuple[int, bytes]]:
    """Read each style's base and what it says itself of hiding, b"" for nothing; an empty place has neither."""
    place = 2 + struct.unpack_from("<H", sheet, 0)[0]
    count, size = struct.unpack_from("<HH", sheet, 2)
    found: list[tuple[int, bytes]] = []
    for _ in range(count):
        length = struct.unpack_from("<H", sheet, place)[0]
        style = sheet[place + 2 : place + 2 + length]
        found.append(_style(style, size) if length else (_NO_BASE, b""))
        place += 2 + length + length % 2
    return found


def _style(style: bytes, size: int) -> tuple[int, bytes]:
    kind, base = (word := struct.unpack_from("<H", style, 2)[0]) & 0xF, word >> 4
    updates = struct.unpack_from("<H", style, 4)[0] & 0xF
    place = size + 2 + 2 * struct.unpack_from("<H", style, size)[0] + 2
    wanted = {_PARAGRAPH: 1, _CHARACTER: 0}.get(kind, -1)
    for number in range(updates):
        length = struct.unpack_from("<H", style, place)[0]
        if number == wanted:
            return base, dict(sprms(style[place + 2 : place + 2 + length])).get(HIDDEN, b"")
        place += 2 + length + length % 2
    return base, b""
