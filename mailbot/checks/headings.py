"""Whether it is a catalogue at all: rows below the headings, a column for each of the eight elements.

The elements are those of the notice, part one (国办发 2019, no. 54); which column answers for which is
in rules/forms/catalogue.toml. 公开层级 and 序号 are none of them.
"""

from collections.abc import Iterator

from mailbot.checks.cells import Cells, says
from mailbot.model.submission import Finding, Item


def no_items(cells: Cells) -> Iterator[Finding]:
    """Tell that there are no rows below the headings."""
    if not cells.submission.items:
        yield Finding("no-items", cells.heading())


def missing_column(cells: Cells) -> Iterator[Finding]:
    """Find elements that the table has no column for.

    An element that no heading shows but that the items have all the same, because forms took it from
    another column, is not missing.
    """
    headings = "\u3001".join(cells.submission.columns.values())
    for title, keys in _elements(cells):
        if not any(cells.has(key) for key in keys) and not _told_otherwise(cells, keys):
            yield Finding("missing-column", cells.heading(), title, {"headings": headings})


def empty_column(cells: Cells) -> Iterator[Finding]:
    """Find columns of required elements that are blank throughout; a single item has a missing value instead."""
    count = len(cells.submission.items)
    for key in required(cells):
        if count > 1 and cells.has(key):
            silent = cells.silent(key)
            if len(silent) == count and not any(cells.spoiled(key, item) for item in silent):
                yield Finding("empty-column", cells.heading(key), cells.titles[key], {"count": count})


def required(cells: Cells) -> tuple[str, ...]:
    """List the columns in which every item needs a value."""
    return tuple(column.key for column in cells.form.column if column.required)


def _elements(cells: Cells) -> Iterator[tuple[str, tuple[str, ...]]]:
    """List the elements by shown name, each with the columns of which one is enough."""
    for group in cells.form.groups.values():
        if group.element:
            yield group.title, group.columns
    for column in cells.form.column:
        if column.required:
            yield column.title, (column.key,)


def _told_otherwise(cells: Cells, keys: tuple[str, ...]) -> bool:
    return any(says(item, key) or _ticked(item, key) for item in cells.submission.items for key in keys)


def _ticked(item: Item, key: str) -> bool:
    kind = key.partition("_")[0]
    return (kind == "audience" and (item.public or bool(item.specific))) or (kind == "method" and (item.active or item.on_request))
