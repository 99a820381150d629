"""The one place where the value of a cell becomes text (pitfalls 37, 39, 110).

Engines differ in what they make of dates, whole numbers, ``_x000D_`` and control characters; tables
must not. Numbers never gain a ``.0`` or lose digits silently; dates are ISO 8601.
"""

import math
import re
from datetime import date, datetime, time, timedelta

from mailbot.reading.symbols import MAYBE_MARKS

# Control characters but for tab and line feed, the escapes of Office Open XML (ECMA-376, 22.9.2.19),
# lone surrogates and the two characters that XML forbids.
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd-\uffff]|_x[0-9A-Fa-f]{4}_")
# Classes without alternatives, which are looked for fast; "+" for 1.38E+10.
_SUSPECTS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd-\uffff_+"
_SUSPECT = re.compile(f"[{_SUSPECTS}]")
_NOTABLE = re.compile(f"[{_SUSPECTS}{MAYBE_MARKS}]")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_GONE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EXPONENT = re.compile(r"\s*[+-]?\d(?:\.\d+)?[eE]\+?\d{1,3}\s*")

# A double holds 15 decimal digits; an identity card has 18.
EXACT_BELOW = 1e15


def notable(text: str) -> bool:
    """Tell whether a row's joined texts hold anything that may need a closer look of any kind: one pass for nearly all rows."""
    return _NOTABLE.search(text) is not None


def suspect(text: str) -> bool:
    """Tell whether a notable row has anything of ``ODD``, or a number that a spreadsheet may have shortened."""
    return _SUSPECT.search(text) is not None


def clean(text: str) -> tuple[str, bool]:
    """Drop what no cell shows, and tell whether characters were lost."""
    if not ODD.search(text):
        return text, False
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").replace("\x85", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = _GONE.sub("", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text, "\ufffd" in text


def cell_text(value: object) -> tuple[str, str]:
    """Write a value that is not a plain text as text, with its flag ("" when it needs none)."""
    if isinstance(value, float):  # most of what is no text
        return _number(value)
    if value is None:
        return "", ""
    if isinstance(value, str):
        return value, "lossy-number" if len(value) < 24 and _EXPONENT.fullmatch(value) else ""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), ""
    if isinstance(value, int):
        return str(value), "number" if abs(value) < EXACT_BELOW else "lossy-number"
    return _moment(value)


def looks_mangled(text: str) -> bool:
    """Tell whether a text is a number that a spreadsheet shortened: 1.38E+10."""
    return len(text) < 24 and _EXPONENT.fullmatch(text) is not None


def _number(value: float) -> tuple[str, str]:
    if not math.isfinite(value):
        return "", "excel-error"
    if value.is_integer():
        return str(int(value)), "number" if abs(value) < EXACT_BELOW else "lossy-number"
    # repr shows floating dust (0.30000000000000004); a sheet shows 15 digits at most.
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.20f}".rstrip("0").rstrip(".") or "0"
    return text, "number"


def _moment(value: object) -> tuple[str, str]:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
        if value.time() == time():
            return value.date().isoformat(), "date"
        return value.isoformat(" ", "minutes" if value.second == 0 else "seconds"), "date"
    if isinstance(value, date):
        return value.isoformat(), "date"
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds"), "date"
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        sign = "-" if seconds < 0 else ""
        minutes, seconds = divmod(abs(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{sign}{hours}:{minutes:02d}:{seconds:02d}", "date"
    return str(value), ""
