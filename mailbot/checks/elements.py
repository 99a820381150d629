"""Whether every item says every element, in words that could be read."""

import re
from collections.abc import Iterator

from mailbot.checks.cells import Cells, blank, name_of
from mailbot.checks.headings import required
from mailbot.model.submission import Finding, Item

DITTO_LENGTH = 12
"""Characters, white space included, from which a text is no 同上."""

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_FORMULA = re.compile(r"=[A-Za-z_(@+\-]")


def missing_value(cells: Cells) -> Iterator[Finding]:
    """Find required elements of items that are blank after all was filled that may be filled.

    A column that is blank throughout is told once (empty-column), a blank merged over several rows too.
    """
    told: set[str] = set()
    for title, key, items in _silent(cells):
        blanks = [item for item in items if not cells.spoiled(key, item)]
        if key in required(cells) and len(blanks) == len(cells.submission.items) > 1:
            continue
        for item in blanks:
            place = cells.place(key, item)
            if place not in told:
                told.add(place)
                yield Finding("missing-value", place, title, {"item": name_of(item)})


def excel_error(cells: Cells) -> Iterator[Finding]:
    """Find elements that are an error of a spreadsheet (#REF!, #N/A) and no text.

    Forms reports those that a reader flagged; these were pasted as text.
    """
    for key in _element_keys(cells):
        for text, entries in cells.by_text[key].items():
            if text and text[0] == "#" and _ERROR.fullmatch(text):
                yield from cells.finding("excel-error", key, text, entries)


def uncached_formula(cells: Cells) -> Iterator[Finding]:
    """Find elements that are the text of a formula; forms reports formulas without a result."""
    for key in _element_keys(cells):
        for text, entries in cells.by_text[key].items():
            if text and text[0] == "=" and _FORMULA.match(text):
                yield from cells.finding("uncached-formula", key, text, entries)


def ditto_first_row(cells: Cells) -> Iterator[Finding]:
    """Find elements that say 同上 with nothing above to take it from."""
    for key in required(cells):
        for text, entries in cells.texts(key):
            if _is_ditto(cells, text):
                yield from cells.finding("ditto-first-row", key, text, entries)


def lacking(cells: Cells) -> int:
    """Count the items that lack an element: blank, 同上 with nothing above, or nothing that can be read."""
    lack = {id(item) for _, _, items in _silent(cells) for item in items}
    for key in required(cells):
        for text, entries in cells.by_text[key].items():
            if _is_ditto(cells, text) or (text[:1] in "#=" and (_ERROR.fullmatch(text) or _FORMULA.match(text))):
                lack |= {id(item) for item, _ in entries}
    return len(lack)


def _silent(cells: Cells) -> Iterator[tuple[str, str, list[Item]]]:
    """List the elements that every item needs as (shown name, column key, items that say nothing there)."""
    for group in cells.form.groups.values():
        shown = [key for key in group.columns if cells.has(key)]
        if group.each_row and shown:
            yield group.title, shown[0], [item for item in cells.silent(shown[0]) if all(blank(item.text(key)) for key in shown)]
    for key in required(cells):
        if cells.has(key):
            yield cells.titles[key], key, cells.silent(key)


def _is_ditto(cells: Cells, text: str) -> bool:
    return len(text) < DITTO_LENGTH and "".join(text.split()) in cells.form.words.get("ditto", ())


def _element_keys(cells: Cells) -> Iterator[str]:
    return (column.key for column in cells.form.column if column.element)
