"""Read the tables of .ods and .odt: one XML with repeated rows and cells (ODF 1.3 part 3, 9).

calamine reads .ods too, but knows neither its merges nor its hidden rows; both formats share this XML.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring

from mailbot.model.table import Merge
from mailbot.reading.docx import MAX_BEFORE, SHEET
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.symbols import in_symbol_font, is_symbol_font, private_signs
from mailbot.reading.tables import Extras, TableMaker
from mailbot.reading.zipgate import Package

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE, _FO = (f"{_BASE}{name}:1.0}}" for name in ("office", "table", "text", "style", "xsl-fo-compatible"))
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELL, _COVERED = _TABLE + "table-cell", _TABLE + "covered-table-cell"
_PARAGRAPHS = frozenset({_TEXT + "p", _TEXT + "h"})
_ROW_GROUPS = frozenset(_TABLE + name for name in ("table-header-rows", "table-row-group", "table-rows"))
_LINES = frozenset({_TEXT + "section", _TEXT + "list", _TEXT + "list-item"})
_MAX_SPACES = 100


@dataclass(slots=True)
class _Grid:
    rows: list[list[object]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    flags: dict[tuple[int, int], str] = field(default_factory=dict)


def read_opendocument(package: Package, limits: ReadLimits) -> TableMaker:
    """Read all tables of a spreadsheet or a text document; raises Unreadable."""
    if b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise Unreadable("unreadable-encrypted")
    try:
        root = fromstring(package.part("content.xml"))
    except ParseError as error:
        raise Unreadable("unreadable-damaged", reason="xml") from error
    fonts, hidden = _styles(root)
    maker = TableMaker(limits)
    before: list[str] = []
    number = 0
    for element in _blocks(root):
        if element.tag in _PARAGRAPHS:
            before += [text for text in [_shown(element, fonts, "").strip()] if text]
            continue
        number += 1
        grid = _grid(element, fonts, limits, maker)
        sheet = element.get(_TABLE + "name", "") if _is_book(root) else f"{SHEET}{number}"
        is_hidden = element.get(_TABLE + "style-name", "") in hidden
        maker.add(sheet, grid.rows, Extras(grid.merges, is_hidden, frozenset(grid.hidden), grid.flags, tuple(before[-MAX_BEFORE:])))
        before = []
    maker.finish(before, document="" if _is_book(root) else f"{SHEET}1")
    return maker


def _is_book(root: Any) -> bool:
    """Tell a spreadsheet, whose tables have names that people see."""
    return root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet") is not None


def _blocks(root: Any) -> Iterator[Any]:
    """Yield the tables and, in a text document, the paragraphs between them, in reading order."""
    body = root.find(_OFFICE + "body")
    waiting = [] if body is None else [child for part in body for child in part][::-1]
    while waiting:
        element = waiting.pop()
        if element.tag == _TABLE + "table" or element.tag in _PARAGRAPHS:
            yield element
        elif element.tag in _LINES:
            waiting += list(element)[::-1]


def _grid(table: Any, fonts: dict[str, str], limits: ReadLimits, maker: TableMaker) -> _Grid:
    grid = _Grid()
    for row in _rows(table):
        cells: list[object] = []
        for cell in row:
            if cell.tag not in (_CELL, _COVERED):
                continue
            value, flag = ("", "") if cell.tag == _COVERED else _value(cell, fonts)
            number, column = len(grid.rows), len(cells)
            across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
            if across > 1 or down > 1:
                grid.merges.append(Merge(number, column, number + down - 1, column + across - 1))
            if flag:
                grid.flags[number, column] = flag
            # The last cell of a row is repeated to the edge of the sheet.
            repeated = _count(cell, "number-columns-repeated")
            cells += [value] * min(repeated, max(limits.columns + 1 - column, 0))
        while cells and cells[-1] == "":
            cells.pop()
        repeated = _count(row, "number-rows-repeated")
        if row.get(_TABLE + "visibility", "visible") != "visible":
            grid.hidden.update(range(len(grid.rows), min(len(grid.rows) + repeated, limits.rows)))
        if len(grid.rows) + repeated > limits.rows:
            if cells:
                maker.lose("rows-cut")
            repeated = max(limits.rows - len(grid.rows), 0)
        grid.rows += [cells] * repeated
    return grid


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _TABLE + "table-row":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _value(cell: Any, fonts: dict[str, str]) -> tuple[object, str]:
    kind = cell.get(_OFFICE + "value-type", "")
    font = fonts.get(cell.get(_TABLE + "style-name", ""), "")
    text = "\n".join(_shown(paragraph, fonts, font) for paragraph in cell if paragraph.tag in _PARAGRAPHS)
    if cell.get(_CALC + "value-type") == "error":
        return text, "excel-error"
    if kind in ("float", "percentage", "currency"):
        try:
            return float(cell.get(_OFFICE + "value", "")), ""
        except ValueError:
            return text, ""
    if kind == "date":
        day, _, time = cell.get(_OFFICE + "date-value", "").partition("T")
        return f"{day} {time.removesuffix(':00')}".strip(), "date"
    if kind == "time":
        return text, "date"
    return text, ""


def _shown(element: Any, fonts: dict[str, str], font: str) -> str:
    """Write a paragraph as text, each span in its font."""
    pieces = [in_symbol_font(element.text or "", font)]
    for child in element:
        if child.tag == _TEXT + "s":
            pieces.append(" " * min(_count(child, "c", _TEXT), _MAX_SPACES))
        elif child.tag == _TEXT + "tab":
            pieces.append(" ")
        elif child.tag == _TEXT + "line-break":
            pieces.append("\n")
        elif child.tag in (_TEXT + "span", _TEXT + "a"):
            pieces.append(_shown(child, fonts, fonts.get(child.get(_TEXT + "style-name", ""), font)))
        pieces.append(in_symbol_font(child.tail or "", font))
    return private_signs("".join(pieces))


def _styles(root: Any) -> tuple[dict[str, str], set[str]]:
    """Tell which styles are set in a symbol font, and which hide a sheet."""
    fonts: dict[str, str] = {}
    hidden: set[str] = set()
    for style in root.iter(_STYLE + "style"):
        name = style.get(_STYLE + "name", "")
        text = style.find(_STYLE + "text-properties")
        if text is not None:
            font = (text.get(_STYLE + "font-name") or text.get(_FO + "font-family") or "").strip("'\"")
            if is_symbol_font(font):
                fonts[name] = font
        sheet = style.find(_STYLE + "table-properties")
        if sheet is not None and sheet.get(_TABLE + "display") == "false":
            hidden.add(name)
    return fonts, hidden


def _count(element: Any, name: str, namespace: str = _TABLE) -> int:
    text = element.get(namespace + name, "1")
    return min(max(int(text), 1), 2_000_000) if text.isdecimal() and len(text) < 9 else 1
