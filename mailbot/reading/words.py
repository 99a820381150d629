"""Encoded words (RFC 2047), as they are written and as they should be.

A word may be split inside a character, so neighbours of one charset are joined as bytes before
they are read; some clients even split the base64 itself.
"""

import binascii
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from mailbot.reading.charset import Text, decode
from mailbot.reading.defects import Defect, Defects
from mailbot.reading.labels import codec_of


class Word(NamedTuple):
    """One encoded word, or with an empty ``encoding`` the raw bytes between two."""

    label: str
    encoding: bytes
    payload: bytes


_WORD = re.compile(
    rb"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?"
    rb"(?:([Bb])\?([^?]*+)|([Qq])\?([^?]*+(?:\?(?!=|\?*\Z)[^?]*+){0,40}))"
    rb"(?:\?=|\?*\Z)"
)
_LEFT_OVER = re.compile(r"=\?[^?\s]{1,60}\?[BbQq]\?")
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")


def decode_words(raw: bytes) -> Text:
    """Read an unfolded header value: encoded words, raw bytes and plain text in any mixture."""
    if b"=?" not in raw:
        return _raw_text(raw)
    text, defects = _decode_once(raw)
    if _LEFT_OVER.search(text):
        text, more = _decode_once(text.encode())
        defects += (*(defect for defect in more if defect is not Defect.HEADER_8BIT), Defect.HEADER_DAMAGED)
    return text, defects


def _decode_once(raw: bytes) -> Text:
    pieces: list[str] = []
    defects: Defects = ()
    for codec, group in groupby(_split(raw), key=lambda word: codec_of(word.label) if word.encoding else b""):
        words = tuple(group)
        text, found = _raw_text(words[0].payload) if codec == b"" else _decode_run(words)
        pieces.append(text)
        defects += found
        if codec == b"" and b"?=" in words[0].payload:
            defects += (Defect.HEADER_DAMAGED,)
    return "".join(pieces), defects


def _split(raw: bytes) -> Iterator[Word]:
    """Cut a value into encoded words and what stands between them; space between two words is none."""
    position = 0
    for match in _WORD.finditer(raw):
        gap = raw[position : match.start()]
        if gap and (position == 0 or not gap.isspace()):
            yield Word("", b"", gap)
        yield Word(match[1].decode("latin-1"), (match[2] or match[4]).upper(), match[3] if match[2] else match[5])
        position = match.end()
    if raw[position:].strip():
        yield Word("", b"", raw[position:])


def _raw_text(raw: bytes) -> Text:
    if raw.isascii() and b"\x1b" not in raw and b"~{" not in raw:
        return raw.decode("ascii"), ()
    text, defects = decode(raw)
    return text, (Defect.HEADER_8BIT, *defects)


def _decode_run(words: Sequence[Word]) -> Text:
    """Read neighbouring words of one charset: their bytes joined, their base64 joined, or each alone."""
    joined, damaged = _payload(words)
    text, defects = decode(joined, words[0].label)
    if (damaged or defects) and len(words) > 1 and all(word.encoding == b"B" for word in words):
        whole = Word(words[0].label, b"B", b"".join(word.payload for word in words))
        other, other_damaged = _payload([whole])
        other_text, other_defects = decode(other, words[0].label)
        if (other_damaged, len(other_defects)) < (damaged, len(defects)):
            text, defects, damaged = other_text, other_defects, other_damaged
    return text, (*defects, Defect.HEADER_DAMAGED) if damaged else defects


def _payload(words: Sequence[Word]) -> tuple[bytes, bool]:
    """Undo the encoding of some words; tell whether something did not fit."""
    content, damaged = b"", False
    for word in words:
        if word.encoding == b"Q":
            content += binascii.a2b_qp(word.payload, header=True)
            damaged = damaged or _BAD_ESCAPE.search(word.payload) is not None
        else:
            some, odd = _base64(word.payload)
            content += some
            damaged = damaged or odd
    return content, damaged


def _base64(payload: bytes) -> tuple[bytes, bool]:
    """Read the base64 of a word, with or without its padding; several runs may follow each other."""
    clean = payload.translate(None, b" \t")
    bare = _NOT_BASE64.sub(b"", clean)
    content, damaged = b"", len(bare) != len(clean) or len(bare) % 4 != 0
    for run in bare.split(b"="):
        whole = run if len(run) % 4 != 1 else run[:-1]
        content += binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    return content, damaged
