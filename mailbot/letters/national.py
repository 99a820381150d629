"""The headings of the national layout: a parent over its leaves, a column without a parent over both rows."""

from collections.abc import Callable, Sequence

from mailbot.letters.book import HEADING, Sheet
from mailbot.model.table import Merge
from mailbot.rulebook.model import Column


def headings(sheet: Sheet, columns: Sequence[Column], top: int, *, hint: Callable[[Column], str] | None = None) -> None:
    """Write two heading rows from ``top`` on; ``hint`` words the comment of a column that has one."""
    for place, column in enumerate(columns):
        parent = parent_of(column)
        same = place > 0 and parent and parent_of(columns[place - 1]) == parent
        sheet.put(top, place, "" if same else parent or column.title, HEADING)
        sheet.put(top + 1, place, column.title if parent else "", HEADING)
        if not parent:
            sheet.merge(Merge(top, place, top + 1, place))
        elif not same:
            width = sum(1 for other in columns if parent_of(other) == parent)
            sheet.merge(Merge(top, place, top, place + width - 1))
        if column.hint and hint is not None:
            sheet.note(top + 1 if parent else top, place, hint(column))
    sheet.height(top, 24)
    sheet.height(top + 1, 24)


def parent_of(column: Column) -> str:
    """Tell the heading that a column stands under, "" where it stands alone."""
    return column.parent or next(iter(column.parents), "")
