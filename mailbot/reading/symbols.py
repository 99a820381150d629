"""Ticks and boxes written in symbol fonts, where they are only letters (domain, 2.2).

In Wingdings 2 the letter R looks like a ticked box; every library hands it over as a bare R. The
tables hold the signs that people tick with; other signs of these fonts are left alone.
"""

import re

CHECKED, EMPTY, CROSSED, BLACK = "\u2611", "\u25a1", "\u2612", "\u25a0"
TICK, CROSS, DOT, RING, DIAMOND = "\u2713", "\u2717", "\u25cf", "\u25cb", "\u25c6"

_WINGDINGS = {
    0x6C: DOT, 0x6D: RING, 0x6E: BLACK, 0x6F: EMPTY, 0x70: EMPTY, 0x71: EMPTY, 0x72: EMPTY, 0x74: DIAMOND, 0x75: DIAMOND,
    0x9F: DOT, 0xA1: RING, 0xA8: EMPTY, 0xFB: CROSS, 0xFC: TICK, 0xFD: CROSSED, 0xFE: CHECKED,
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: CROSS, 0x50: TICK, 0x51: CROSSED, 0x52: CHECKED, 0x53: CROSSED, 0x54: CROSSED,
    0x97: DOT, 0xA2: BLACK, 0xA3: EMPTY, 0xA4: EMPTY,
}  # fmt: skip
_WEBDINGS = {0x61: TICK, 0x63: EMPTY, 0x67: BLACK, 0x6E: DOT, 0x72: CROSS}
_SYMBOL = {0xD6: "\u221a", 0xB7: "\u00b7", 0xB4: "\u00d7"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings2": _WINGDINGS_2, "webdings": _WEBDINGS, "symbol": _SYMBOL}
# Private characters without a font: a sign that means a mark in one font only, Wingdings first.
_ANY = {**_WINGDINGS_2, **_WINGDINGS}

_OVERLAY = re.compile(r"^eq\\o(?:\\a[lcr])?\(([^,\uff0c;()]*)[,\uff0c;]([^,\uff0c;()]*)\)", re.IGNORECASE)
_RINGS = frozenset("\u25a1\u25cb\u25ef\u53e3\u2610\u25c7\u25b3\u3007")
_TICKS = frozenset("\u221a\u2713\u2714\u2611\u25a0\u25cf\u00d7\u2717v\u2228")

_LETTERS = "".join(
    re.escape(chr(code)) for code in sorted({code for font in (_WINGDINGS, _WINGDINGS_2, _WEBDINGS, _SYMBOL) for code in font})
)
_PRIVATE = "\uf020-\uf0ff"
# A bare letter that may be a mark: before a Chinese character, or alone in its line.
BARE_MARK = re.compile(rf"(?<![0-9A-Za-z])[{_LETTERS}](?=\s*[\u3400-\u9fff\uf900-\ufaff])|^\s*[{_LETTERS}]\s*$|[{_PRIVATE}]", re.MULTILINE)
# One class without alternatives: tells in microseconds that a table has none of these characters.
MAYBE_MARKS = _LETTERS + _PRIVATE
"""The inside of a class of these characters."""
MAYBE_MARK = re.compile(f"[{MAYBE_MARKS}]")
PRIVATE = re.compile(f"[{_PRIVATE}]")


def overlaid(instruction: str) -> str:
    r"""Tell what a field shows that lays one sign over another (EQ \o\ac(□,√)); "" for any other field.

    Word's and WPS's 带圈字符 makes such fields: a tick in a box is a ticked box, a number in a ring is that number.
    """
    found = _OVERLAY.search("".join(instruction.split()))
    if found is None:
        return ""
    one, other = found[1], found[2]
    ring, sign = (one, other) if one in _RINGS else (other, one)
    return CHECKED if ring in _RINGS and sign in _TICKS else sign


def is_symbol_font(name: str) -> bool:
    """Tell whether a font shows signs instead of letters."""
    return _key(name) in _FONTS


def in_symbol_font(text: str, font: str) -> str:
    """Write a text that stands in a symbol font as the signs it shows; unknown signs stay as they are."""
    table = _FONTS.get(_key(font))
    if table is None:
        return text
    return "".join(table.get(_code(character), character) for character in text)


def private_signs(text: str) -> str:
    """Write the private characters that Word keeps for symbol fonts as the signs they most likely show."""
    return PRIVATE.sub(lambda match: _ANY.get(_code(match[0]), match[0]), text)


def _code(character: str) -> int:
    """Tell the place of a character in its font: private characters, Latin-1 and what cp1252 made of it."""
    code = ord(character)
    if 0xF000 <= code <= 0xF0FF:
        return code - 0xF000
    if code > 0xFF:
        try:
            return character.encode("cp1252")[0]
        except UnicodeEncodeError:
            return -1
    return code


def _key(name: str) -> str:
    return name.replace(" ", "").lower()
