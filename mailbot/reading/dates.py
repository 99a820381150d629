"""Dates of mail headers, and from them the arrival of a mail that no mailbox dates for us.

``email.utils`` reads CST as America, ``GMT+08:00`` as no zone and an ISO date as 1900 (pitfall 30).
Here CST is China's, and a time without a zone is Asia/Shanghai's.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

from mailbot.model.instant import SHANGHAI
from mailbot.reading.headers import split_headers

MAX_DATE = 400  # characters of a header value in which a date is looked for

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?\s{0,3}(?P<half>[AaPp][Mm])?"
_MONTH = r"(?P<month>[A-Za-z]{3})[a-z]{0,6}\.?"
_INTERNET = re.compile(r"(?P<day>\d{1,2})[\s-]{1,3}" + _MONTH + r"[\s,-]{1,3}(?P<year>\d{2,4})[,\s]{1,4}" + _CLOCK)
_ASCTIME = re.compile(_MONTH + r"\s{1,3}(?P<day>\d{1,2}),?\s{1,3}" + _CLOCK + r"\s{1,3}(?:[A-Z]{3,4}\s{1,3})?(?P<year>\d{4})")
_NUMBERS = re.compile(rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?[T,\s]{{0,3}}(?:星期\S\s{{0,2}})?{_CLOCK}")
_OFFSET = re.compile(r"(?:(?:GMT|UTC?|UT)\s?)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)")
_ZONE = re.compile(r"\s{0,3}\(?\s{0,3}([A-Za-z]{1,5})\b")
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "cst": 8, "cct": 8, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9}
_ZONES |= {"bst": 1, "cet": 1, "cest": 2, "msk": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}


def read_date(text: str) -> datetime | None:
    """Read the date of a header; None when there is none, or one that no calendar has."""
    text = text[:MAX_DATE]
    found = _INTERNET.search(text) or _NUMBERS.search(text) or _ASCTIME.search(text)
    if found is None:
        return None
    word = found["month"].lower()
    month = int(word) if word.isdigit() else _MONTHS.index(word) + 1 if word in _MONTHS else 0
    year, hour, second = int(found["year"]), int(found["hour"]), min(int(found["second"] or 0), 59)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        instant = datetime(year, month, int(found["day"]), hour, int(found["minute"]), second, tzinfo=SHANGHAI)
        zone = _zone(text[found.end() :])
        return instant if zone is None else instant.replace(tzinfo=zone)
    except ValueError:
        return None


def received_from_headers(content: bytes) -> datetime | None:
    """Tell when a stored mail arrived: its topmost Received that has a date, else its Date."""
    headers, _, _ = split_headers(content.lstrip(b"\r\n \t\xef\xbb\xbf"), 0, len(content))
    instant = _topmost(headers)
    if instant is not None:
        return instant
    for raw in headers.get("date", [])[:1]:
        text = raw[:MAX_DATE]
        return read_date(text.decode("utf-8", "replace"))
    return None


def received_by_server(content: bytes) -> datetime | None:
    """Tell when the server that keeps the mailbox had a stored mail: its topmost Received; None where that says nothing."""
    headers, _, _ = split_headers(content.lstrip(b"\r\n \t\xef\xbb\xbf"), 0, len(content))
    return _topmost({"received": headers.get("received", [])[:1]})


def _topmost(headers: Mapping[str, Sequence[bytes]]) -> datetime | None:
    """Read the topmost Received that has a date."""
    for raw in headers.get("received", [])[:20]:
        instant = read_date(raw.rpartition(b";")[2].decode("latin-1"))
        if instant is not None and instant.year >= 1990:
            return instant
    return None


def _zone(rest: str) -> timezone | None:
    """Read the zone that follows a time: a number before a name; None without either."""
    offset = _OFFSET.match(rest.lstrip(" ("))
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
    name = _ZONE.match(rest)
    if name is None:
        return None
    hours = _ZONES.get(name[1].lower())
    return UTC if hours == 0 else None if hours is None else timezone(timedelta(hours=hours))
