"""Header fields: a block of bytes becomes named values (RFC 5322, 2.2 and 3.2).

Values stay bytes until somebody asks for their text: raw GBK in a header can only be read as a
whole (pitfall 22).
"""

import re
from collections.abc import Mapping

from mailbot.reading.clean import clean_line
from mailbot.reading.defects import Defect, Defects
from mailbot.reading.words import decode_words

Headers = Mapping[str, list[bytes]]
"""Unfolded values by lower-case name, topmost first."""

MAX_BLOCK_BYTES = 262_144  # of one header block; large mail servers refuse more as well
MAX_FIELDS = 1_000
MAX_VALUE_BYTES = 16_384  # of a value that becomes text: forty times the longest sensible file name

_BLANK = re.compile(rb"\n\r?\n")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_PARAMETER = re.compile(rb"[A-Za-z][\w*-]{0,40}=")
_SURELY_A_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:(?!//)")


def split_headers(content: bytes, start: int, end: int) -> tuple[Headers, int, Defects]:
    """Read the header block at the beginning of content[start:end]; tell where the body begins.

    A line that is no field is skipped where fields follow it; else the body begins there. It also
    does so at a delimiter of parts, and after a line of nothing but spaces.
    """
    if content.startswith((b"\n", b"\r\n"), start, end):
        return {}, content.index(b"\n", start) + 1, ()
    blank = _BLANK.search(content, start, end)
    block_end, body = (blank.start(), blank.end()) if blank else (end, end)
    defects: Defects = ()
    if block_end - start > MAX_BLOCK_BYTES:
        block_end = start + MAX_BLOCK_BYTES
        defects += (Defect.HEADER_HUGE,)
    block = content[start:block_end]
    if b"\0" in block:
        defects += (Defect.NUL_BYTES,)
    lines = block.split(b"\n")
    fields: list[tuple[bytes, list[bytes]]] = []
    for number, line in enumerate(lines):
        if fields and (line[:1] in (b" ", b"\t") or _goes_on(line, fields[-1][1])):
            fields[-1][1].append(line)
        elif field := _FIELD.match(line):
            if len(fields) >= MAX_FIELDS:
                return _named(fields), body, (*defects, Defect.HEADER_HUGE)
            fields.append((field[1], [field[2]]))
        elif line.strip() and not (number == 0 and line.startswith((b"From ", b">From "))):
            defects += (Defect.HEADER_DAMAGED,)
            if line.startswith(b"--") or (number and not lines[number - 1].strip()):
                # The blank line was lost before a delimiter, or is not quite blank.
                return _named(fields), start + sum(map(len, lines[:number])) + number, defects
            rest = number + 1
            while rest < len(lines) and not _SURELY_A_FIELD.match(lines[rest]):
                rest += 1
            if rest == len(lines):
                return _named(fields), start + sum(map(len, lines[:number])) + number, defects
            fields.append((b"", []))
    return _named(fields), body, defects


def _goes_on(line: bytes, before: list[bytes]) -> bool:
    """Tell a folded line that lost its space: another encoded word, or a parameter after a semicolon."""
    last = before[-1] if before else b""
    return (line.startswith(b"=?") and b"=?" in last) or (last.rstrip().endswith(b";") and _PARAMETER.match(line) is not None)


def first(headers: Headers, name: str) -> bytes:
    """Read the topmost value of a field, b"" where there is none."""
    values = headers.get(name)
    return values[0] if values else b""


def line_of(headers: Headers, name: str, limit: int = 1_000) -> tuple[str, Defects]:
    """Read the topmost value of a field as one clean line of text."""
    raw = first(headers, name)
    text, defects = decode_words(raw[:MAX_VALUE_BYTES])
    if len(raw) > MAX_VALUE_BYTES or len(text) > limit:
        defects += (Defect.HEADER_HUGE,)
    return clean_line(text, limit), defects


def _named(fields: list[tuple[bytes, list[bytes]]]) -> Headers:
    """Unfold the values and gather them by name."""
    headers: dict[str, list[bytes]] = {}
    for name, lines in fields:
        if name:
            value = lines[0] if len(lines) == 1 else b" ".join(line.strip() for line in lines)
            headers.setdefault(name.decode("ascii").lower(), []).append(value.replace(b"\0", b"").strip(b" \t\r\n"))
    return headers
