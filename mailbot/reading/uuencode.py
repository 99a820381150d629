"""Files written as lines of letters, as old mail programs do: a whole part of them, or between words (POSIX uuencode).

Foxmail and Outlook Express still offer it; then the attachment stands in the text itself and no
header tells of it.
"""

import binascii
import re
from typing import NamedTuple

from mailbot.reading.defects import Defect, Defects

_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,300})\r?\n", re.MULTILINE)
_END = b"end"

MAX_FILES = 50  # in one text; people send three


class Encoded(NamedTuple):
    """A file found in a text: its name in raw bytes, and its content."""

    name: bytes
    content: bytes


def decode_uu(body: bytes) -> tuple[bytes, Defects]:
    """Read a uuencoded body, line by line, up to ``end``."""
    begin = _BEGIN.search(body)
    if begin is None:
        return body, (Defect.TRANSFER_DAMAGED,)
    content, end = _lines(body, begin.end())
    return content, () if end else (Defect.TRANSFER_DAMAGED,)


def split_uu(text: bytes) -> tuple[bytes, tuple[Encoded, ...]]:
    """Cut the files out of a text that are whole in it; everything else stays where it is."""
    if b"begin " not in text:
        return text, ()
    words, position = b"", 0
    found: list[Encoded] = []
    for begin in _BEGIN.finditer(text):
        if begin.start() < position or len(found) >= MAX_FILES:
            continue
        content, end = _lines(text, begin.end())
        if content and end:
            words += text[position : begin.start()]
            found.append(Encoded(begin[1].strip(), content))
            position = end
    return (words + text[position:] if found else text), tuple(found)


def _lines(body: bytes, start: int) -> tuple[bytes, int]:
    """Read lines up to ``end``; tell where that line ends, 0 where it is missing or another line comes first."""
    content = bytearray()
    while start < len(body):
        stop = body.find(b"\n", start)
        stop = len(body) if stop < 0 else stop
        line = body[start:stop].rstrip(b"\r")
        start = stop + 1
        if line == _END:
            return bytes(content), min(start, len(body))
        some = _line(line)
        if some is None:
            break
        content += some
    return bytes(content), 0


def _line(line: bytes) -> bytes | None:
    """Read one line, whose first letter tells its length; what some programs write after that is nothing."""
    if not line:
        return b""
    needed = (((line[0] - 32) & 63) * 4 + 5) // 3
    for some in (line, line[:needed]):
        try:
            return binascii.a2b_uu(some)
        except binascii.Error:
            continue
    return None
