"""An item's elements as the texts of one row of the national layout, and back again.

What a unit ticked, wrote in words or spread over thirteen columns becomes one way of writing, so that
two items can be compared and a standard looks the same in every area.
"""

from collections.abc import Mapping, Sequence

from mailbot.model.standard import Entry
from mailbot.model.submission import Item, Submission, Value
from mailbot.model.table import column_letters
from mailbot.rulebook.model import Column, Form, Rulebook
from mailbot.rulebook.names import normal

TICK = "\u221a"
CHOSEN = "\u25a0"
BETWEEN = "\u3000"
FORM = "catalogue"
UNCOUNTED = frozenset({"serial"})
"""Columns whose change is no change of the standard."""
FIRST_ROW = 4
"""Of a sheet we write: a title and two heading rows stand above."""


def layout(form: Form, entries: Sequence[Entry] = ()) -> tuple[Column, ...]:
    """List the columns of a sheet in the national layout; third levels only where some item has one."""
    by_key = {column.key: column for column in form.column}
    keys = list(form.layout)
    if any(entry.text("third_level") for entry in entries):
        keys.insert(keys.index("second_level") + 1, "third_level")
    return tuple(by_key[key] for key in keys)


def elements_of(item: Item, form: Form) -> dict[str, str]:
    """Write an item's values and ticks as the texts of a row."""
    titles = {column.key: column.title for column in form.column}
    specific = TICK if normal(item.specific) == normal(titles["audience_specific"]) else item.specific
    county = {normal(name) for column in form.column if column.key == "level_county" for name in column.names}
    levels = [normal(level) in county for level in item.levels]
    channels = item.text("channels") if item.channels is None else BETWEEN.join(CHOSEN + channel for channel in item.channels)
    written = {
        "channels": channels,
        "audience_public": TICK if item.public else "",
        "audience_specific": specific,
        "method_active": TICK if item.active else "",
        "method_on_request": TICK if item.on_request else "",
        "level_county": TICK if any(levels) else "",
        "level_township": TICK if levels and not all(levels) else "",
    }
    plain = {
        key: item.text(key)
        for key in ("serial", "first_level", "second_level", "third_level", "content", "basis", "time_limit", "publisher")
    }
    return {key: text for key, text in {**plain, **written}.items() if text}


def table_of(area: int, entries: Sequence[Entry], rulebook: Rulebook) -> Submission:
    """Give the entries of an area as the table that the checks can judge; rows as they stand in our own sheet."""
    form = rulebook.forms[FORM]
    columns = layout(form, entries)
    letters = {column.key: column_letters(place) for place, column in enumerate(columns)}
    return Submission(
        FORM,
        "",
        rulebook.area_by_number[area].name,
        (FIRST_ROW - 2, FIRST_ROW - 1),
        unit=rulebook.area_by_number[area].unit,
        area=area,
        columns={column.key: column.title for column in columns},
        column_letters=letters,
        items=tuple(_item(row, entry, letters, rulebook) for row, entry in enumerate(entries, start=FIRST_ROW)),
    )


def _item(row: int, entry: Entry, letters: Mapping[str, str], rulebook: Rulebook) -> Item:
    sheet = rulebook.area_by_number[entry.area].name
    values = {key: Value(entry.text(key), f"{sheet}!{letter}{row}") for key, letter in letters.items()}
    chosen = tuple(part.lstrip(CHOSEN) for part in entry.text("channels").split(BETWEEN) if part)
    specific = entry.text("audience_specific")
    levels = [key for key in ("level_county", "level_township") if entry.text(key)]
    return Item(
        row,
        values,
        channels=chosen,
        public=bool(entry.text("audience_public")),
        specific=specific,
        active=bool(entry.text("method_active")),
        on_request=bool(entry.text("method_on_request")),
        levels=tuple(levels),
    )


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """List the columns in which two rows say different things; white space and the number do not count."""
    keys = dict.fromkeys((*before, *after))
    return tuple(key for key in keys if key not in UNCOUNTED and _said(key, before) != _said(key, after))


def _said(key: str, elements: Mapping[str, str]) -> object:
    text = elements.get(key, "")
    if key == "channels":
        return frozenset("".join(part.split()) for part in text.replace(CHOSEN, BETWEEN).split(BETWEEN) if part.strip())
    return "".join(text.split())
