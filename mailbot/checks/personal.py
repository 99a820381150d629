"""Whether a catalogue holds numbers that must not be published (domain, 7: personal data).

Only numbers that prove themselves: a resident's number by its check digit and date of birth
(GB 11643-1999), a bank card by its issuer's 62 and the Luhn digit (ISO/IEC 7812-1). Findings quote
them masked, because findings are stored and mailed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from mailbot.checks.cells import Cells, written
from mailbot.model.submission import Finding

_LONG_NUMBER = re.compile("[0-9\uff10-\uff19][0-9\uff10-\uff19 -]{9}")
_HALF_WIDTH = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF38, 0xFF58)}
_RESIDENT = re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])62[0-9]{2}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.-])(?:\+?86[ -]?)?(1[3-9][0-9](?:[ -]?[0-9]{4}){2})(?![0-9A-Za-z])")
_PROVINCES = frozenset(
    {
        11,
        12,
        13,
        14,
        15,
        21,
        22,
        23,
        31,
        32,
        33,
        34,
        35,
        36,
        37,
        41,
        42,
        43,
        44,
        45,
        46,
        50,
        51,
        52,
        53,
        54,
        61,
        62,
        63,
        64,
        65,
        71,
        81,
        82,
        83,
    }
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def private_numbers(cells: Cells) -> Iterator[Finding]:
    """Find numbers of identity cards and bank cards, and mobile numbers; office numbers are welcome."""
    for title, text, where in _long_numbers(cells):
        for code, find in QUESTIONS.items():
            for found in dict.fromkeys(find(text)):
                yield Finding(code, where, title, {"found": found})


def residents(text: str) -> list[str]:
    """List the valid resident numbers in a text, masked."""
    return [f"{found[:3]}{'*' * 11}{found[-4:]}" for found in _RESIDENT.findall(text) if _is_resident(found)]


def cards(text: str) -> list[str]:
    """List the valid bank card numbers in a text, masked."""
    found = (re.sub("[ -]", "", number) for number in _CARD.findall(text))
    return [f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" for number in found if _luhn(number) and not _is_resident(number)]


def mobiles(text: str) -> list[str]:
    """List the mobile numbers in a text, masked."""
    found = (re.sub("[ -]", "", number) for number in _MOBILE.findall(text))
    return [f"{number[:3]}****{number[-4:]}" for number in found]


def _is_resident(number: str) -> bool:
    if len(number) != 18 or int(number[:2]) not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return born.year >= 1900 and _CHECK_DIGITS[total % 11] == number[17].upper()


def _luhn(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(map(int, number[-1::-2]))) % 10 == 0


def _long_numbers(cells: Cells) -> Iterator[tuple[str, str, str]]:
    """List the cells with ten digits in a row or more, as (shown column name, text in half width, place)."""
    for key, texts in cells.by_text.items():
        # One search over the column is a hundred times cheaper than one a cell, and mostly finds nothing.
        if _LONG_NUMBER.search("\n".join(texts)):
            for text, entries in texts.items():
                if _LONG_NUMBER.search(text):
                    yield from ((cells.titles.get(key, key), text.translate(_HALF_WIDTH), value.where) for _, value in written(entries))
    for item in cells.submission.items:
        for heading, text in item.extra.items():
            if _LONG_NUMBER.search(text):
                yield heading, text.translate(_HALF_WIDTH), f"{cells.submission.sheet}!A{item.row}"


QUESTIONS: Mapping[str, Callable[[str], list[str]]] = {"id-number": residents, "bank-number": cards, "mobile-in-catalogue": mobiles}
"""The code of a finding, and what finds such numbers."""
