"""Whether every item says every element, in words that could be read."""

import re
from collections.abc import Iterator

from mailbot.checks.cells import Cells, blank, name_of, written
from mailbot.checks.headings import required
from mailbot.model.submission import Finding, Item, Value

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_FORMULA = re.compile(r"=[A-Za-z_(@+\-]")


def missing_value(cells: Cells) -> Iterator[Finding]:
    """Find required elements of items that are blank after all was filled that may be filled.

    A column that is blank throughout is told once (empty-column), a blank merged over several rows too.
    """
    told: set[str] = set()
    for title, key, item in _blanks(cells):
        place = cells.place(key, item)
        if place not in told:
            told.add(place)
            yield Finding("missing-value", place, title, {"item": name_of(item)})


def excel_error(cells: Cells) -> Iterator[Finding]:
    """Find elements that are an error of a spreadsheet (#REF!, #N/A) and no text."""
    for key in _element_keys(cells):
        for text, entries in cells.by_text.get(key, {}).items():
            if _ERROR.fullmatch(text.strip()) or entries[0][1].note == "excel-error":
                yield from cells.finding("excel-error", key, text, entries)


def uncached_formula(cells: Cells) -> Iterator[Finding]:
    """Find elements that are a formula whose result was not saved."""
    for key in _element_keys(cells):
        for text, entries in cells.by_text.get(key, {}).items():
            formulas = entries if _FORMULA.match(text) else [cell for cell in entries if cell[1].note == "uncached-formula"]
            if formulas:
                yield from cells.finding("uncached-formula", key, text, formulas)


def ditto_first_row(cells: Cells) -> Iterator[Finding]:
    """Find elements that say 同上 with nothing above to take it from."""
    for key in required(cells):
        for text, entries in cells.texts(key):
            if _is_ditto(cells, text):
                for _, value in written(entries):
                    yield Finding("ditto-first-row", value.where, cells.titles[key], {"found": text.strip()})


def lacking(cells: Cells) -> int:
    """Count the items that lack an element: blank, 同上 with nothing above, or nothing that can be read."""
    lack = {id(item) for _, _, item in _blanks(cells)}
    for key in required(cells):
        for text, entries in cells.by_text.get(key, {}).items():
            spoiled = _is_ditto(cells, text) or _ERROR.fullmatch(text.strip()) or _FORMULA.match(text)
            lack |= {id(item) for item, value in entries if spoiled or _unreadable(value)}
    return len(lack)


def _blanks(cells: Cells) -> Iterator[tuple[str, str, Item]]:
    """List the blank elements as (shown name, column key, item)."""
    items = cells.submission.items
    for group in cells.form.groups.values():
        shown = [key for key in group.columns if key in cells.submission.columns]
        if group.each_row and shown:
            for item in items:
                if all(blank(item.text(key)) for key in shown):
                    yield group.title, shown[0], item
    for key in required(cells):
        if key in cells.submission.columns:
            yield from ((cells.titles[key], key, item) for item in _blank_in(cells, key))


def _blank_in(cells: Cells, key: str) -> list[Item]:
    texts = cells.by_text.get(key, {})
    said = sum(len(entries) for text, entries in texts.items() if not blank(text))
    items = cells.submission.items
    if said == len(items) or (said == 0 and len(items) > 1):
        return []
    return [item for item in items if blank(item.text(key)) and not _unreadable(item.values.get(key))]


def _unreadable(value: Value | None) -> bool:
    return value is not None and value.note in {"excel-error", "uncached-formula"}


def _is_ditto(cells: Cells, text: str) -> bool:
    return "".join(text.split()) in cells.form.words.get("ditto", ())


def _element_keys(cells: Cells) -> Iterator[str]:
    return (column.key for column in cells.form.column if column.element)
