"""How a home's rules file changes the packaged one: by key.

Tables merge key by key. The entries of [[unit]], [[area]], [[column]], [[phase]] and [[duty]] are
matched by their key, number or form: known ones are changed in place, new ones are added at the
end, and ``drop = true`` takes one away. Any other value, lists included, is replaced. A file that
begins with ``replace = true`` stands alone: another county need not undo this one's units.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

ENTRY_KEYS: Mapping[str, str] = {"unit": "key", "area": "number", "column": "key", "phase": "key", "duty": "form"}
"""By which key the entries of an array of tables are matched."""

REPLACE = "replace"
DROP = "drop"


def merge(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a home's document over the packaged one."""
    rest = {key: value for key, value in changes.items() if key != REPLACE}
    if changes.get(REPLACE) is True:
        base = {}
    merged = dict(base)
    for key, value in rest.items():
        merged[key] = _merged(key, merged.get(key), value)
    return merged


def keyless(changes: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Find entries that do not say which one they change; as facts of a problem."""
    for table, key in ENTRY_KEYS.items():
        entries = changes.get(table)
        if _is_entries(entries):
            yield from ({"table": table, "number": n, "key": key} for n, entry in enumerate(entries, 1) if key not in entry)


def _merged(name: str, base: Any, value: Any) -> Any:
    if isinstance(value, Mapping):
        return merge(base if isinstance(base, Mapping) else {}, value)
    if name in ENTRY_KEYS and _is_entries(value):
        return _merged_entries(ENTRY_KEYS[name], base if _is_entries(base) else [], value)
    return value


def _merged_entries(key: str, base: list[dict[str, Any]], changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    entries = {entry.get(key): entry for entry in base}
    for change in changes:
        if change.get(DROP) is True:
            entries.pop(change.get(key), None)
        else:
            entries[change.get(key)] = merge(entries.get(change.get(key), {}), change)
    return list(entries.values())


def _is_entries(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value)
