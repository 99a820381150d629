"""What a home changes of the packaged rules and templates, line by line for people."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mailbot.errors import say
from mailbot.rulebook.load import override_documents, packaged, read_packaged
from mailbot.rulebook.merge import DROP, ENTRY_KEYS, REPLACE

_SHOWN = 60


def overrides(home: Path) -> list[str]:
    """List every override of a home: rules by file and key with both values, templates by file."""
    base = read_packaged()
    lines: list[str] = []
    for name, document in sorted(override_documents(home, lines).items()):
        if document.get(REPLACE) is True:
            lines.append(say("diff-replaced", file=name))
        elif name not in base:
            lines.append(say("diff-added-file", file=name))
        else:
            lines += [f"rules/{name}\t{line}" for line in _changes("", base[name], document)]
    return lines + list(_templates(home))


def _changes(path: str, base: Mapping[str, Any], changes: Mapping[str, Any]) -> Iterator[str]:
    for key, value in changes.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _changes(place, base.get(key, {}), value)
        elif key in ENTRY_KEYS and isinstance(value, list):
            yield from _entries(place, ENTRY_KEYS[key], base.get(key, []), value)
        elif key not in base:
            yield say("diff-added", place=place, new=_short(value))
        elif base[key] != value:
            yield say("diff-changed", place=place, old=_short(base[key]), new=_short(value))


def _entries(path: str, key: str, base: list[Mapping[str, Any]], changes: list[Mapping[str, Any]]) -> Iterator[str]:
    known = {entry.get(key): entry for entry in base}
    for change in changes:
        place = f"{path}[{change.get(key)}]"
        if change.get(DROP) is True:
            yield say("diff-dropped", place=place)
        elif change.get(key) not in known:
            yield say("diff-added", place=place, new=_short(change.get("name", change.get("title", ""))))
        else:
            yield from _changes(place, known[change.get(key)], change)


def _templates(home: Path) -> Iterator[str]:
    folder, shipped = home / "templates", packaged("templates")
    if not folder.is_dir() or folder.resolve() == shipped.resolve():
        return
    for path in sorted(folder.glob("*.j2")):
        base = shipped / path.name
        if not base.exists():
            yield say("diff-template-added", file=path.name)
        elif base.read_bytes() != path.read_bytes():
            yield say("diff-template", file=path.name)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\u2026"
