"""Dates as people write them: with signs or characters, Chinese numerals, Excel's serial numbers."""

import re
import unicodedata
from datetime import date, timedelta

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(36526, 58000)
"""Serial numbers of 2000 to 2058; other bare numbers are no dates."""

_ZEROS = "零\u3007\u25cbO"
"""Zero as a character, as the ideographic zero, as a circle, as a letter."""

_DIGITS = {character: str(value) for value, character in enumerate("零一二三四五六七八九")} | dict.fromkeys(_ZEROS, "0") | {"元": "1"}
_NUMERALS = _ZEROS + "一二三四五六七八九十廿卅元"
_YEAR = re.compile(rf"([{_NUMERALS}]{{2,4}})年")
_SMALL = re.compile(rf"([{_NUMERALS}]{{1,3}})(?=[月日号])")
_FULL = re.compile(r"(?<!\d)((?:19|20)?\d\d)[年./\-](\d{1,2})[月./\-](\d{1,2})[日号]?")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[月./\-](\d{1,2})[日号]?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


def parse_date(text: str, year: int) -> date | None:
    """Read the first date of a text, None where there is none; ``year`` completes 9月25日."""
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    if not flat:
        return None
    if serial := _SERIAL.fullmatch(flat):
        days = int(serial[1])
        return EXCEL_EPOCH + timedelta(days) if days in SERIALS else None
    flat = _YEAR.sub(lambda found: _positional(found[1]) + "年", flat)
    flat = _SMALL.sub(lambda found: str(_small(found[1])), flat)
    if found := _FULL.search(flat) or _COMPACT.search(flat):
        return _date(_century(found[1]), found[2], found[3])
    if found := _DAY.search(flat):
        return _date(year, found[1], found[2])
    return None


def _date(year: int, month: str, day: str) -> date | None:
    """Make a date of its parts, None for the 31st of September."""
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _century(text: str) -> int:
    """Complete a year of two digits."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _positional(text: str) -> str:
    """Read numerals digit by digit, as years are written."""
    return "".join(_DIGITS.get(character, character) for character in text)


def _small(text: str) -> int:
    """Read numerals up to 39, as months and days are written: 十二, 二十五, 廿五."""
    tens, ten, ones = text.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not ten:
        return int(_positional(text) or 0)
    return int(_positional(tens) or 1) * 10 + int(_positional(ones) or 0)
