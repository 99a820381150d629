"""How much a text looks like meant Chinese: the judge between readings of the same bytes.

Everyday characters are GB 2312's first level (the 3,755 commonest) and its symbols; of real
Chinese text nine in ten are such, of misread bytes fewer than half.
"""

import re
from functools import cache
from itertools import pairwise

_BEYOND_PAIRS = re.compile("[\u0800-\U0010ffff]")
_IN_WORD = re.compile("[A-Za-z][\u0080-\u07ff]|[\u0080-\u07ff][A-Za-z]")
_NEIGHBOURS = re.compile("[\u0080-\u07ff]{2}")
_BEYOND_LATIN = re.compile("[\u0100-\U0010ffff]")

SAMPLE = 400  # characters looked at; a longer text is judged by its beginning


@cache
def _everyday() -> frozenset[str]:
    """List the characters of rows 1-3 and 16-55 of GB 2312."""
    rows = (*range(0xA1, 0xA4), *range(0xB0, 0xD8))
    return frozenset("".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF)))


@cache
def _hanzi() -> frozenset[str]:
    return frozenset(letter for letter in _everyday() if "\u4e00" <= letter <= "\u9fff")


def likeness(text: str) -> float:
    """Tell the share of everyday characters among those that are not ASCII, 0 to 1."""
    foreign = _foreign(text)
    return sum(letter in _everyday() for letter in foreign) / len(foreign) if foreign else 1.0


def worth(text: str) -> float:
    """Weigh a reading: everyday characters speak for it, lost ones and controls against it."""
    foreign = _foreign(text) + [letter for letter in text[:SAMPLE] if letter < " " and letter not in "\t\r\n"]
    if not foreign:
        return 1.0
    good = sum(letter in _everyday() for letter in foreign)
    lost = sum(letter == "\ufffd" or letter < "\xa0" or "\ue000" <= letter <= "\uf8ff" for letter in foreign)
    return (good - 2 * lost) / len(foreign)


def has_cjk(text: str) -> bool:
    """Tell whether text holds Chinese characters or their punctuation."""
    return any("\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef" or letter >= "\U00020000" for letter in _foreign(text))


def rather_gb(content: bytes, utf8: str) -> bool:
    """Tell whether bytes that are valid UTF-8 are rather GBK.

    Pairs such as C4 BF C2 BC are two everyday characters of GBK and two unlikely letters of UTF-8
    (domain, 6.3). A single accented letter of Western Europe, or a sign, is left to UTF-8.
    """
    if _BEYOND_PAIRS.search(utf8):
        return False
    foreign = _foreign(utf8)
    neighbours = any(first > "\x7f" < second for first, second in pairwise(utf8[: SAMPLE * 4]))
    if not neighbours and max(foreign) < "\u0100":
        return False
    try:
        gb = content.decode("gb18030")
    except UnicodeError:
        return False
    return all(letter in _hanzi() for letter in _foreign(gb))


def has_letter_in_word(text: str) -> bool:
    """Tell whether the only foreign letters are single ones inside words of plain ones, as in most of Europe's languages."""
    return _IN_WORD.search(text) is not None and _NEIGHBOURS.search(text) is None


def rather_big5(content: bytes, gb: str) -> str:
    """Read bytes as Big5 where GBK makes rare characters of them and Big5 its common ones; "" otherwise.

    Two or three characters may be a rare name: there GBK is doubted only where all of it is rare.
    """
    if likeness(gb) > (0.5 if len(content) >= 8 else 0.3):
        return ""
    try:
        text = content.decode("cp950")
    except UnicodeError:
        return ""
    foreign = _foreign(text)
    common = sum(letter.encode("cp950") < b"\xc6\x7f" for letter in foreign)
    return text if len(foreign) >= 2 and common >= 0.8 * len(foreign) else ""


def undoubled(text: str) -> str:
    """Undo UTF-8 that was taken for Latin-1 and encoded again; "" where that did not happen."""
    if _BEYOND_LATIN.search(text):
        return ""
    try:
        once = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""
    return once if has_cjk(once) else ""


def _foreign(text: str) -> list[str]:
    """List the first characters that are not ASCII."""
    found = [letter for letter in text[: SAMPLE * 4] if letter > "\x7f"][:SAMPLE]
    return found or [letter for letter in text if letter > "\x7f"][:SAMPLE]
