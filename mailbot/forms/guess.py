"""What a column's values look like, where its heading does not say what it is (domain, 1.3)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from mailbot.forms.glyphs import GLYPHS
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.limits import LimitKind, limits
from mailbot.forms.marks import channels
from mailbot.forms.text import key, squeeze

ENOUGH = 0.6
"""The share of a column's values that must look alike before its kind is believed."""

LONGEST_LIMIT, LONGEST_CHANNELS, LONGEST_PUBLISHER = 120, 400, 60
"""Characters of a value; longer ones are something else."""

SHORTEST_CONTENT = 8
"""Characters that a column has on average if it is to be the content."""

_SERIAL = re.compile(r"\d{1,4}(?:\.0)?|\d{1,2}(?:\.\d{1,2}){1,2}")
_BODY = re.compile(r"局|政府|部门|机关|单位|中心|办事处|委员会|办公室|乡镇|街道|法院|税务|公安|学校")


def guess(free: Mapping[int, Sequence[str]], unknown: Set[int], placed: Mapping[str, int], lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Pair columns without a key with keys that are missing.

    ``free`` are such columns with their values; ``unknown`` those whose heading says nothing: the
    others may still hold the channels. ``placed`` are the columns of the keys that have one.
    """
    missing = [name for name in _SHAPES if name not in placed]
    left = {column: values for column, values in free.items() if column in unknown}
    for column, values in free.items():
        shapes = missing if column in unknown else [name for name in missing if name == "channels"]
        name = next((name for name in shapes if _looks_like(name, values, lexicon)), None)
        if name:
            missing.remove(name)
            left.pop(column, None)
            yield column, name
    for name, beside, step in (("first_level", "second_level", -1), ("second_level", "first_level", 1)):
        column = placed[beside] + step if beside in placed else -1
        if name not in placed and left.get(column):
            del left[column]
            yield column, name
    if "content" not in placed and left:
        longest = max(left, key=lambda column: _length(left[column]))
        if _length(left[longest]) >= SHORTEST_CONTENT:
            yield longest, "content"


def says_method(values: Sequence[str], lexicon: Lexicon) -> float:
    """Tell the share of values that speak of active disclosure or disclosure on request."""
    words = [written for written, keys in lexicon.leaves.items() if keys[0] in ("method_active", "method_on_request")]
    given = [key(value) for value in values]
    return sum(any(word in value for word in words) for value in given) / len(given) if given else 0.0


def _looks_like(name: str, values: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether values look like those of a column."""
    return bool(values) and sum(_SHAPES[name](value, lexicon) for value in values) >= ENOUGH * len(values)


def _length(values: Sequence[str]) -> float:
    return sum(map(len, values)) / len(values) if values else 0.0


def _serial(value: str, lexicon: Lexicon) -> bool:
    return _SERIAL.fullmatch(squeeze(value)) is not None


def _basis(value: str, lexicon: Lexicon) -> bool:
    return "\u300a" in value or "\u300b" in value


def _time_limit(value: str, lexicon: Lexicon) -> bool:
    return len(value) < LONGEST_LIMIT and bool(limits(value).of(*LimitKind)) and "\u300a" not in value


def _publisher(value: str, lexicon: Lexicon) -> bool:
    return len(value) < LONGEST_PUBLISHER and _BODY.search(squeeze(value)) is not None


def _channels(value: str, lexicon: Lexicon) -> bool:
    if lexicon.channels is None or len(value) > LONGEST_CHANNELS:
        return False
    chosen = channels(value, lexicon.channels)
    if chosen is None:
        return not GLYPHS.isdisjoint(value)
    return not set(lexicon.channels.standard.values()).isdisjoint(chosen)


_SHAPES: dict[str, Callable[[str, Lexicon], bool]] = {
    "serial": _serial,
    "basis": _basis,
    "time_limit": _time_limit,
    "channels": _channels,
    "publisher": _publisher,
}
