"""What is wrong with the shape of a rule, told with its file and key."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from mailbot.errors import say
from mailbot.rulebook import model
from mailbot.settings.words import why

_FILES: Mapping[str, tuple[str, str]] = {
    "campaign": ("campaign.toml", ""),
    "units": ("units.toml", "unit"),
    "areas": ("areas.toml", "area"),
    "title_words": ("areas.toml", "title_words"),
    "timeline": ("timeline.toml", ""),
    "findings": ("findings.toml", ""),
    "screen": ("screen.toml", ""),
    "letters": ("letters.toml", ""),
    "assessment": ("assessment.toml", ""),
}
_WINDOW = ("first", "last", "grace_days_before", "grace_days_after")
"""Keys of the campaign that stand in timeline.toml."""

Documents = Mapping[str, Mapping[str, Any]]

_NAMES = tuple(
    sorted({name for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, BaseModel) for name in kind.model_fields})
)


def explain(error: ValidationError, documents: Documents, content: Mapping[str, Any], folders: Mapping[str, str]) -> list[str]:
    """Tell every problem of an assembled rulebook: file, key, what is wrong."""
    found = []
    for detail in error.errors(include_url=False):
        file, key = _place(detail["loc"], documents, content, folders)
        found.append(say("rules-problem", file=file, key=key, why=why(detail, _NAMES)))
    return found


def _place(loc: Sequence[int | str], documents: Documents, content: Mapping[str, Any], folders: Mapping[str, str]) -> tuple[str, str]:
    """Turn a place in the assembled value back into a file and the key in it."""
    first, rest = str(loc[0]), list(loc[1:])
    inside = content.get(first)
    if first in folders and rest:
        wanted = rest.pop(0)
        inside = inside.get(wanted) if isinstance(inside, Mapping) else None
        matches = (name for name, document in documents.items() if name.startswith(f"{first}/") and document.get(folders[first]) == wanted)
        return next(matches, f"{first}/"), _shown("", rest, inside)
    file, table = _FILES.get(first, (first, ""))
    if first == "campaign" and rest and rest[0] in _WINDOW:
        return "timeline.toml", _shown("campaign", rest, inside)
    return file, _shown(table, rest, inside)


def _shown(path: str, rest: Sequence[int | str], inside: Any) -> str:
    """Write a path as an office sees it: unit[civil-affairs].name, not unit.4.name."""
    for step in rest:
        inside = _step(inside, step)
        if isinstance(step, int):
            path += f"[{_name(inside, step)}]"
        else:
            path = f"{path}.{step}" if path else str(step)
    return path


def _step(inside: Any, step: int | str) -> Any:
    try:
        return inside[step]
    except (LookupError, TypeError):
        return None


def _name(entry: Any, number: int) -> object:
    if isinstance(entry, Mapping):
        return next((entry[key] for key in ("key", "number", "form", "serial") if key in entry), number + 1)
    return number + 1
