"""Whether the marks of 公开渠道, 公开对象 and 公开方式 could be read (domain, 2.2 and 2.5).

Fonts and conversions lose ticks without a trace, so a missing tick is never more than advice, and
公开层级 is never asked for.
"""

from collections.abc import Iterator

from mailbot.checks.cells import Cells, blank, name_of
from mailbot.model.submission import Finding


def channels_unread(cells: Cells) -> Iterator[Finding]:
    """Find full lists of channels that say nowhere which are chosen."""
    for text, entries in cells.texts("channels"):
        unread = [cell for cell in entries if cell[0].channels is None]
        if unread:
            yield from cells.finding("channels-unread", "channels", text, unread)


def ticks_unread(cells: Cells) -> Iterator[Finding]:
    """Find pairs of columns without any tick."""
    for title, keys, ticked in _pairs(cells):
        if ticked and not any(ticked):
            yield Finding("ticks-unread", cells.heading(keys[0]), title)


def ticks_blank(cells: Cells) -> Iterator[Finding]:
    """Find items without a tick in a table that ticks most of its items."""
    for title, keys, ticked in _pairs(cells):
        if sum(ticked) * 2 < len(ticked):
            continue
        for item, has in zip(cells.submission.items, ticked, strict=True):
            if not has and not any(cells.spoiled(key, item) for key in keys):
                yield Finding("ticks-blank", cells.place(keys[0], item), title, {"item": name_of(item)})


def _pairs(cells: Cells) -> Iterator[tuple[str, list[str], list[bool]]]:
    """List 公开对象 and 公开方式 where the table has them: shown name, its columns, ticked or not by item."""
    items = cells.submission.items
    for key, group in cells.form.groups.items():
        shown = [column for column in group.columns if cells.has(column)]
        if not shown:
            continue
        if key == "audience":
            yield group.title, shown, [item.public or bool(item.specific) or not blank(item.text(key)) for item in items]
        elif key == "method":
            yield group.title, shown, [item.active or item.on_request or not blank(item.text(key)) for item in items]
