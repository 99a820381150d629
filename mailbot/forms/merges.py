"""Merged cells, looked up without walking over all of them again and again.

A file from outside may claim twenty thousand merges of a million rows, one over the other; real
ones never overlap. So merges are sorted out once a table, and a cell that is covered twice counts once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mailbot.model.table import Merge, Table

WIDE = 3
"""A merge over more columns than this runs across the table."""

Origins = Mapping[tuple[int, int], tuple[int, int]]
"""For each covered cell (row, column) of a merge the cell that holds its text."""


@dataclass(frozen=True, slots=True)
class Merges:
    """A table's merges by the row in which they begin.

    ``wide`` are the cells of those that run across the table, ``inside`` the rows that lie within
    one that begins above them.
    """

    tops: Mapping[int, Sequence[Merge]]
    wide: frozenset[tuple[int, int]]
    inside: frozenset[int]

    @classmethod
    def of(cls, table: Table) -> "Merges":
        """Sort out a table's merges."""
        tops: dict[int, list[Merge]] = {}
        inside: set[int] = set()
        reached, last = -1, len(table.rows) - 1
        for merge in sorted(table.merges):
            tops.setdefault(merge.top, []).append(merge)
            if merge.bottom > merge.top:
                inside.update(range(max(merge.top, reached) + 1, min(merge.bottom, last) + 1))
                reached = max(reached, min(merge.bottom, last))
        wide = frozenset((merge.top, merge.left) for merge in table.merges if merge.right - merge.left >= WIDE)
        return cls(tops, wide, frozenset(inside))

    def origins(self, rows: range, columns: Iterable[int], spread: frozenset[int] = frozenset()) -> Origins:
        """Map each covered cell of these columns to the cell that holds the text, for merges that begin in ``rows``.

        A merge over several columns speaks for its first column only; one that begins in a column
        of ``spread`` for all of these that it covers.
        """
        wanted = frozenset(columns)
        reached: dict[int, int] = {}
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for top in rows:
            for merge in self.tops.get(top, ()):
                also = [column for column in spread if merge.left < column <= merge.right] if merge.left in spread else []
                for column in (merge.left, *also):
                    start, stop = max(top, reached.get(column, -1) + 1), min(merge.bottom, rows.stop - 1)
                    if column in wanted and start <= stop:
                        found |= {(row, column): (top, merge.left) for row in range(start, stop + 1) if (row, column) != (top, merge.left)}
                        reached[column] = stop
        return found
