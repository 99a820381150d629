"""Telephone numbers and addresses in a cell, as many as there are, in one way of writing.

Mobile numbers keep their eleven digits; numbers of the county get the area code: 0715-5550001.
What looks like a number but is none is kept apart: the sender shall look at it again (domain, 5).
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 1000
"""Characters of a cell in which numbers are looked for."""

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\uff0d~"), "-")
_LONG_DASHES = re.compile(r"(?<=\d) *(?:-[- ]*-|[\u4e00\u30fc]) *(?=\d)")
"""Doubled dashes, and the character for one or a long vowel sign typed as a dash between digits."""

_BROKEN = re.compile(r"(?<![\d-])1[3-9](?=(?:\s?\d){9}(?![\d-]))\d{0,8}\n\d{1,9}(?!\s?\d)")
"""A mobile number that a narrow column broke into two lines."""

_SPELLED = re.compile(r"(?<![\d-])\d(?:[ ]\d){6,11}(?![\d-]| \d)")
"""A number typed with a blank between all its digits."""

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_OTHER_ACCOUNT = re.compile(r"(?:QQ|qq|微信)(?:号码|号|群)?[:]?[A-Za-z0-9_\-]*")
_FAX = re.compile(r"(?<![/\u3001(])(?:传真|[Ff][Aa][Xx])(?:号码|电话|号)?[ :]*")
_FLOAT = re.compile(r"(?<![\d.])(\d{5,12})\.0+(?!\d)")
_POWER = re.compile(r"(?<![\d.])(\d(?:\.\d+)?)[Ee]\+?(\d{1,2})(?!\d)")
_NUMBER = re.compile(
    r"(?P<mobile>(?<!\d)(?:\(?\+?(?:0086|86)\)?[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d))"
    r"|(?P<land>(?<!\d)\(?(?P<code>0\d{2,3})\)?[- ]*(?P<far>[2-8]\d{2,3}[- ]?\d{4})(?!\d)(?:(?:-|转|\(转?|分机)+(?P<inner>\d{1,6}))?)"
    r"|(?P<service>(?<!\d)[48]00[- ]?\d{3}[- ]?\d{4}(?!\d))"
    r"|(?P<local>(?<!\d)(?P<near>[2-8]\d{2}[- ]?\d{4})(?!\d)(?:(?:-|转|\(转?|分机)+(?P<inside>\d{1,6}))?)"
    r"|(?P<odd>\d[\d\-]*)"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a cell of contacts holds.

    ``rest`` is its text without numbers. ``repaired``: a spreadsheet had made a float of a number,
    or had dropped the zero of its area code.
    """

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    rest: str = ""
    repaired: bool = False


def numbers(text: str, area_code: str) -> Numbers:
    """Read the numbers and addresses of a cell."""
    flat = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_DASHES)
    flat = _BROKEN.sub(lambda found: re.sub(r"\s", "", found[0]), _LONG_DASHES.sub("-", flat))
    flat = _SPELLED.sub(lambda found: found[0].replace(" ", ""), flat)
    emails = tuple(dict.fromkeys(found.lower() for found in _EMAIL.findall(flat)))
    flat = _OTHER_ACCOUNT.sub(" ", _EMAIL.sub(" ", flat))
    mended = _FLOAT.sub(r"\1", _POWER.sub(_written_out, flat))
    mended = re.sub(rf"(?<![\d-])({area_code.removeprefix('0')}[2-8]\d{{6}})(?![\d-])", r"0\1", mended)
    phones: list[str] = []
    odd: list[str] = [found[0] for found in _POWER.finditer(mended)]
    rest = _without_fax(_POWER.sub(" ", mended))
    for found in _NUMBER.finditer(rest):
        number = _phone(found, area_code)
        (phones if number else odd).append(number or found[0].strip("-"))
    rest = _NUMBER.sub(" ", rest)
    return Numbers(tuple(dict.fromkeys(phones)), emails, tuple(dict.fromkeys(odd)), " ".join(rest.split()), mended != flat)


def _without_fax(text: str) -> str:
    """Drop numbers that stand behind a label for a fax alone."""
    for label in reversed(list(_FAX.finditer(text))):
        number = _NUMBER.match(text, label.end())
        if number:
            text = text[: label.start()] + " " + text[number.end() :]
    return text


def _phone(found: re.Match[str], area_code: str) -> str:
    """Write a number in the one way, "" for what is none."""
    if found["mobile"]:
        return re.sub(r"\D", "", found["mobile"])[-11:]
    if found["land"]:
        return "-".join(part for part in (found["code"], re.sub(r"\D", "", found["far"]), found["inner"]) if part)
    if found["service"]:
        return re.sub(r"(\d{3})(\d{3})(\d{4})", r"\1-\2-\3", re.sub(r"\D", "", found["service"]))
    if found["local"]:
        return "-".join(part for part in (area_code, re.sub(r"\D", "", found["near"]), found["inside"]) if part)
    return ""


def _written_out(found: re.Match[str]) -> str:
    """Write 1.3800000001E+10 out where no digit is lost; else leave it to be reported."""
    digits = found[1].replace(".", "")
    return digits if len(digits) == int(found[2]) + 1 else found[0]
