"""What a column's values look like, where its heading does not say what it is (domain, 1.3)."""

import re
from collections.abc import Callable, Sequence

from mailbot.forms.glyphs import GLYPHS
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.limits import LimitKind, limits
from mailbot.forms.marks import channels
from mailbot.forms.text import key, squeeze

ENOUGH = 0.6
"""The share of a column's values that must look alike before its kind is believed."""

_SERIAL = re.compile(r"\d{1,4}(?:\.0)?|\d{1,2}(?:\.\d{1,2}){1,2}")


def looks_like(name: str, values: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether values look like those of a column: serial, basis, time_limit or channels."""
    return len(values) >= 1 and sum(_SHAPES[name](value, lexicon) for value in values) >= ENOUGH * len(values)


def says_method(values: Sequence[str], lexicon: Lexicon) -> float:
    """Tell the share of values that speak of active disclosure or disclosure on request."""
    words = [written for written, keys in lexicon.leaves.items() if keys[0] in ("method_active", "method_on_request")]
    given = [key(value) for value in values if value and not value.isspace()]
    return sum(any(word in value for word in words) for value in given) / len(given) if given else 0.0


def _serial(value: str, lexicon: Lexicon) -> bool:
    return _SERIAL.fullmatch(squeeze(value)) is not None


def _basis(value: str, lexicon: Lexicon) -> bool:
    return "\u300a" in value or "\u300b" in value


def _time_limit(value: str, lexicon: Lexicon) -> bool:
    return len(value) < 120 and bool(limits(value).of(*LimitKind)) and "\u300a" not in value


def _channels(value: str, lexicon: Lexicon) -> bool:
    if lexicon.channels is None:
        return False
    standard = set(lexicon.channels.standard.values())
    chosen = channels(value, lexicon.channels)
    return (len(value) < 400 and any(glyph in value for glyph in GLYPHS & set(value))) if chosen is None else bool(standard & set(chosen))


_SHAPES: dict[str, Callable[[str, Lexicon], bool]] = {"serial": _serial, "basis": _basis, "time_limit": _time_limit, "channels": _channels}
