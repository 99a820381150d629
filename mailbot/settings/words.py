"""What pydantic found wrong with a value, in words an office understands; rules use them too."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from mailbot.errors import say


def why(detail: Mapping[str, Any], names: Iterable[str]) -> str:
    """Word what pydantic found wrong with one value; ``names`` are the keys that exist."""
    kind, facts = str(detail["type"]), detail.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown(str(detail["loc"][-1]), names)
    for start, key in _WHY:
        if kind.startswith(start):
            choices = str(facts.get("expected", "")).replace(" or ", ", ").replace(", ", say("separator"))
            limits = say("separator").join(say(f"limit-{name}", value=value) for name, value in facts.items() if name in _LIMITS)
            return say(key, expected=choices, pattern=facts.get("pattern", ""), limit=limits)
    return say("value-other", why=detail["msg"])


_LIMITS = ("gt", "ge", "lt", "le")
_WHY = (
    ("missing", "value-missing"),
    ("date", "value-date"),
    ("time", "value-time"),
    ("int", "value-integer"),
    ("float", "value-number"),
    ("decimal", "value-number"),
    ("string_pattern", "value-pattern"),
    ("string", "value-text"),
    ("bool", "value-flag"),
    ("tuple", "value-list"),
    ("list", "value-list"),
    ("dict", "value-table"),
    ("mapping", "value-table"),
    ("model", "value-table"),
    ("literal", "value-choice"),
    ("enum", "value-choice"),
    ("greater", "value-range"),
    ("less", "value-range"),
)


def unknown(word: str, names: Iterable[str]) -> str:
    """Word that a key does not exist, with the nearest one that does."""
    near = difflib.get_close_matches(word, list(names), n=1, cutoff=0.6)
    return say("value-unknown-key", near=say("did-you-mean", near=near[0]) if near else "")
