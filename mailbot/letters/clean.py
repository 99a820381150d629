"""One place where text from outside becomes harmless: in headers, in letters, in cells (pitfalls 67, 90, 91, 100)."""

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]+")
_CELL_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<![\d-])(?!20[12]\d[01]\d[0-3]\d)((?:0\d{2,3}-?)?[2-8]\d{2})\d{2,3}(\d{2})(?![\d-])")


def one_line(text: str, limit: int = 200) -> str:
    """Give a text without controls, line breaks and turning marks, at most ``limit`` characters."""
    line = " ".join(_CONTROLS.sub(" ", text).split(" ")).strip()
    line = re.sub(r" {2,}", " ", line)
    return line if len(line) <= limit else line[: limit - 1] + "\u2026"


def cell_text(text: str, limit: int = 32000) -> str:
    """Give a text that any spreadsheet can hold: line breaks kept, other controls gone (32,767 is Excel's limit)."""
    return _CELL_CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:limit]


def is_active(text: str) -> bool:
    """Tell whether a spreadsheet might take a text for a formula when it is typed or re-imported."""
    return text.lstrip()[:1] in ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20") or text[:1] in ("\t", "\r", "\n")


def masked(text: str, *, keep: tuple[str, ...] = ()) -> str:
    """Hide the middle of telephone numbers, except those in ``keep`` (the office's own)."""
    for number, mark in zip(keep, _marks(len(keep)), strict=True):
        text = text.replace(number, mark)
    text = _LANDLINE.sub(r"\1***\2", _MOBILE.sub(r"\1****\2", text))
    for number, mark in zip(keep, _marks(len(keep)), strict=True):
        text = text.replace(mark, number)
    return text


def _marks(count: int) -> tuple[str, ...]:
    """Give place-holders that no text from outside contains after cleaning."""
    return tuple(chr(0xE000 + n) for n in range(count))
