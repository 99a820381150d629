"""Reads the answers of an IMAP server strictly, from what imaplib collected.

imap-tools believes a body that is shorter than its size, an empty FETCH, a FETCH without a UID and a
garbled SEARCH; here each of these is a ``BadAnswer``. Items of other mails, which a server may mix
in at any time (RFC 9051, 7.5.2), are told apart by their UID.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from mailbot.mail.ports import BadAnswer

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_DATE = re.compile(rb'\bINTERNALDATE "([^"]*)"', re.IGNORECASE)
_LITERAL = re.compile(rb"\bBODY\[(?:HEADER)?\](?:<\d+>)? \{(\d+)\}$", re.IGNORECASE)
_QUOTED = re.compile(rb'\bBODY\[(?:HEADER)?\](?:<\d+>)? "((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_NIL = re.compile(rb"\bBODY\[(?:HEADER)?\](?:<\d+>)? NIL\b", re.IGNORECASE)
_INSTANT = re.compile(r" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})")

Item = bytes | tuple[bytes, bytes] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one FETCH response says of a mail; ``content`` is None where no body was asked for."""

    uid: int
    size: int
    received_at: datetime
    content: bytes | None


def uids(answer: Sequence[str]) -> tuple[int, ...]:
    """Read the UIDs of a SEARCH, ascending, each once."""
    if not all(word.isascii() and word.isdigit() for word in answer):
        raise BadAnswer("SEARCH gave something that is not a number")
    return tuple(sorted({int(word) for word in answer}))


def facts(items: Sequence[Item]) -> Iterator[Facts]:
    """Read the FETCH responses that carry a size; others are changes of flags and say nothing here.

    Raises BadAnswer for one that lacks its UID or its date.
    """
    for text, literal in _responses(items):
        size = _SIZE.search(text)
        if size is None:
            continue
        uid, date = _UID.search(text), _DATE.search(text)
        if uid is None or date is None:
            raise BadAnswer("FETCH without UID or INTERNALDATE")
        yield Facts(int(uid[1]), int(size[1]), instant(date[1].decode("ascii", "replace")), _body(text, literal))


def instant(text: str) -> datetime:
    """Read an INTERNALDATE such as ``28-Sep-2020 15:04:00 +0800``, whatever the locale."""
    match = _INSTANT.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(-offset if sign == "-" else offset)
        return datetime(int(year), MONTHS.index(month.lower()) + 1, int(day), int(hour), int(minute), int(second), tzinfo=zone)
    except ValueError as error:
        raise BadAnswer(f"INTERNALDATE {text[:40]!r}") from error


def _responses(items: Sequence[Item]) -> Iterator[tuple[bytes, bytes | None]]:
    """Join what imaplib split: (head, literal) tuples end with the bytes that follow the last literal."""
    text, body = b"", None
    for item in items:
        if item is None:
            continue
        if isinstance(item, tuple):
            head, literal = item
            text += head
            if _LITERAL.search(head):
                body = literal
        else:
            yield text + item, body
            text, body = b"", None


def _body(text: bytes, literal: bytes | None) -> bytes | None:
    if literal is not None:
        return literal
    if quoted := _QUOTED.search(text):
        return re.sub(rb"\\(.)", rb"\1", quoted[1])
    return b"" if _NIL.search(text) else None
