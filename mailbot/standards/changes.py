"""What became of each item between two states of the standard, element by element."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailbot.model.standard import Entry
from mailbot.standards.elements import differing


@dataclass(frozen=True, slots=True)
class Change:
    """One item's fate: kept, changed, moved (to another area, changed or not), added, removed.

    ``before`` is None for an added one, ``after`` for a removed one; ``columns`` are those that differ.
    """

    fate: str
    before: Entry | None
    after: Entry | None
    columns: tuple[str, ...] = ()

    @property
    def entry(self) -> Entry:
        """Give the item as it is now, or as it was last."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found


def changes(before: Iterable[Entry], after: Sequence[Entry]) -> tuple[Change, ...]:
    """List the fates: the new state in its order, then what is gone."""
    old = {entry.key: entry for entry in before}
    found = []
    for entry in after:
        was = old.pop(entry.key, None)
        if was is None:
            found.append(Change("added", None, entry))
            continue
        columns = differing(was.elements, entry.elements)
        fate = "moved" if was.area != entry.area else "changed" if columns else "kept"
        found.append(Change(fate, was, entry, columns))
    return (*found, *(Change("removed", gone, None) for gone in old.values()))


def count(found: Iterable[Change]) -> dict[str, int]:
    """Count the fates."""
    fates = {"kept": 0, "changed": 0, "moved": 0, "added": 0, "removed": 0}
    for change in found:
        fates[change.fate] += 1
    return fates
