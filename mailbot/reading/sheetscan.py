"""What calamine does not tell of a sheet, read straight from its XML (pitfalls 38, 39, 43, 112).

A sheet is scanned with a few regular expressions, because the scan runs for every workbook and a
parse would cost more than calamine itself. Nothing here decides; unknown stays unknown.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from html import unescape

from mailbot.model.table import Merge
from mailbot.reading.limits import MIB
from mailbot.reading.zipgate import Package

_REFERENCE = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_HOLDING = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}(?<!/)>(?!</)')
# Beyond column Z or row 9999: only such places are listed, because a list of all costs more than calamine itself.
_FAR = re.compile(rb' r="(?:[A-Z]{2}|[A-Z]\d{5})')
_FAR_ROW = re.compile(rb' r="[A-Z]{1,3}(\d{5,7})"')
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d')
_NEAR = 9_999, 26
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ROW_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*?)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*?)/?>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_OVERLAP = 256
_HEAD = 2048


@dataclass(slots=True)
class SheetFacts:
    """What the XML of a sheet says; places are zero-based. ``errors`` holds the texts of error cells.

    How far the sheet reaches is a bound: no less than 9,999 rows and 26 columns where there is a cell beyond them.
    """

    last_row: int = -1
    last_column: int = -1
    placed: bool = True
    flags: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    before: tuple[str, ...] = ()


def scan_sheet(xml: bytes) -> SheetFacts:
    """Find out whether a sheet reaches far, its error and formula cells and its hidden rows."""
    facts = SheetFacts(placed=_REFERENCE.search(xml) is not None or not _ANY_CELL.search(xml))
    if _FAR.search(xml):
        facts.last_row, facts.last_column = _far_extent(xml)
    prefixed = b"<worksheet" not in xml[:_HEAD]
    if prefixed or b't="e"' in xml or b"<f" in xml:
        _special_cells(xml, facts)
    if b'hidden="' in xml:
        facts.hidden_rows = frozenset(_hidden_rows(xml))
    return facts


def scan_extent(xml: bytes) -> tuple[int, int]:
    """Tell the last row and column in which a cell holds anything; -1 where there is none. What is only formatted is not seen."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for piece in _pieces(xml):
        found = _HOLDING.findall(piece)
        columns.update(letters for letters, _ in found)
        rows.update(number for _, number in found)
    return max(map(int, rows), default=0) - 1, max(map(column_number, columns), default=-1)


def _far_extent(xml: bytes) -> tuple[int, int]:
    """Tell the last row and column, but never less than the last near ones."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for piece in _pieces(xml):
        rows.update(_FAR_ROW.findall(piece))
        columns.update(_FAR_COLUMN.findall(piece))
    height, width = _NEAR
    return max(map(int, rows), default=height) - 1, max(map(column_number, columns), default=width - 1)


def scan_merges(xml: bytes, limit: int) -> list[Merge]:
    """List the merged ranges of a sheet, at most ``limit``."""
    merges: list[Merge] = []
    for match in _MERGE.finditer(xml):
        left, top, right, bottom = match.groups()
        merges.append(Merge(int(top) - 1, column_number(left), int(bottom) - 1, column_number(right)))
        if len(merges) >= limit:
            break
    return merges


def cells_of(xml: bytes, wanted: Container[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], int, str, bytes]]:
    """Yield place, style number, type and body of the wanted cells."""
    for match in _CELL.finditer(xml):
        attributes, body = match.groups()
        place = _PLACE.search(attributes)
        if body is None or place is None:
            continue
        where = (int(place[2]) - 1, column_number(place[1]))
        if where in wanted:
            style, kind = _STYLE.search(attributes), _TYPE.search(attributes)
            yield where, int(style[1]) if style else 0, kind[1].decode() if kind else "n", body


def sheet_parts(package: Package) -> dict[str, str]:
    """Tell which part of a workbook holds which sheet: name -> part name."""
    book = next((name for name in package.names if name.lower().endswith("xl/workbook.xml")), "")
    if not book:
        return {}
    folder = book[: -len("workbook.xml")]
    relations = package.part(f"{folder}_rels/workbook.xml.rels")
    targets: dict[str, str] = {}
    for match in _RELATION.finditer(relations):
        attributes = _attributes(match[1])
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = package.spelled(target[1:] if target.startswith("/") else folder + target)
    found: dict[str, str] = {}
    for match in _SHEET.finditer(package.part(book)):
        attributes = _attributes(match[1])
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        if relation in targets:
            found[attributes.get("name", "")] = targets[relation]
    return found


def sheet_count(package: Package) -> int:
    """Count the sheets of which a workbook speaks; more than ``sheet_parts`` where two have one name."""
    return len(_SHEET.findall(package.part("xl/workbook.xml")))


def column_number(letters: bytes) -> int:
    """Tell the zero-based number of a column: A -> 0, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _pieces(xml: bytes) -> Iterator[bytes]:
    """Cut a big sheet, so that the scan of 50 MB does not hold all its references at once."""
    if len(xml) <= MIB:
        yield xml
        return
    for start in range(0, len(xml), MIB):
        yield xml[start : start + MIB + _OVERLAP]


def _special_cells(xml: bytes, facts: SheetFacts) -> None:
    for match in _CELL.finditer(xml):
        attributes, body = match.groups()
        if body is None:
            continue
        formula = _FORMULA.search(body) is not None
        kind = _TYPE.search(attributes)
        error = kind is not None and kind[1] == b"e"
        if not (formula or error):
            continue
        place = _PLACE.search(attributes)
        if place is None:
            continue
        where = (int(place[2]) - 1, column_number(place[1]))
        value = _VALUE.search(body)
        if error:
            facts.errors[where] = unescape(value[1].decode("utf-8", "replace")) if value else "#ERROR"
            facts.flags[where] = "excel-error"
        elif value is None and not (kind is not None and kind[1] == b"str"):
            facts.flags[where] = "uncached-formula"
        else:
            facts.flags[where] = "formula"


def _hidden_rows(xml: bytes) -> Iterator[int]:
    for match in _ROW.finditer(xml):
        if _HIDDEN.search(match[1]):
            number = _ROW_NUMBER.search(match[1])
            if number:
                yield int(number[1]) - 1


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }
