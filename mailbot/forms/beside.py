"""Two tables beside each other on one sheet: cut where the headings of the first begin again.

Cells keep their places: the right table's rows begin with as many blanks as the left one is wide.
"""

from collections.abc import Sequence
from dataclasses import replace

from mailbot.forms.headings import Band, Headings
from mailbot.forms.lexicon import Lexicon
from mailbot.model.table import Merge, Table

MOST_BESIDE = 6
"""No sheet holds more tables in a row."""

HIGHEST = 40
"""Tables beside each other have their headings within so many rows."""


def side_by_side(table: Table, headings: Headings) -> list[Table]:
    """Cut a table where all of its headings come again to the right; any other is left whole."""
    found = [table]
    while len(found) < MOST_BESIDE:
        bands = headings.bands(found[-1])
        column = _again(bands[0], headings.lexicon) if bands and bands[0].bottom < HIGHEST else 0
        if not column:
            break
        found[-1:] = _apart(found[-1], column)
    return found


def _again(band: Band, lexicon: Lexicon) -> int:
    """Tell the column where the headings of a band begin again, 0 where they do not."""
    leaves = {column: match.name for column, path in sorted(band.paths.items()) if path and (match := lexicon.match(path[-1]))}
    columns = list(leaves)
    for place in range(lexicon.form.min_columns, len(columns) - lexicon.form.min_columns + 1):
        left, right = (_names(leaves, columns[:place]), _names(leaves, columns[place:]))
        if left[: len(right)] == right or right[: len(left)] == left:
            return columns[place]
    return 0


def _names(leaves: dict[int, str], columns: Sequence[int]) -> list[str]:
    return [leaves[column] for column in columns]


def _apart(table: Table, column: int) -> list[Table]:
    """Cut before a column; a text merged over both tables is said of both."""
    across = {merge.top: table.text(merge.top, merge.left) for merge in table.merges if merge.left < column <= merge.right}
    left = tuple(cells[:column] for cells in table.rows)
    right = tuple(
        (*("",) * column, across.get(row, "") or "".join(cells[column : column + 1]), *cells[column + 1 :])
        for row, cells in enumerate(table.rows)
    )
    return [
        replace(table, rows=left, merges=_within(table, 0, column - 1), flags=_flags(table, 0, column - 1)),
        replace(table, rows=right, merges=_within(table, column, 1 << 20), flags=_flags(table, column, 1 << 20)),
    ]


def _within(table: Table, first: int, last: int) -> tuple[Merge, ...]:
    return tuple(merge for merge in table.merges if first <= merge.left and merge.right <= last)


def _flags(table: Table, first: int, last: int) -> dict[tuple[int, int], str]:
    return {place: flag for place, flag in table.flags.items() if first <= place[1] <= last}
