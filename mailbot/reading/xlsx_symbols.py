"""Find the fonts of suspicious cells of a workbook and write symbol letters as the signs they show.

Runs only when a table holds a bare letter where a mark may stand and the package names a symbol
font. The few cells in question are looked up in the XML itself: the font of a run inside a shared
string, of an inline string, or of the whole cell (ECMA-376 part 1, 18.4, 18.8).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from defusedxml.ElementTree import fromstring

from mailbot.model.table import Table
from mailbot.reading.sheetscan import cells_of, sheet_parts
from mailbot.reading.symbols import BARE_MARK, MAYBE_MARK, PRIVATE, in_symbol_font, is_symbol_font, private_signs
from mailbot.reading.tables import TableMaker
from mailbot.reading.zipgate import Package

_SYMBOL_FONT = re.compile(rb"(?i)val=\"(?:wingdings|webdings|symbol)")
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"

FontOf = Callable[[int], str]


def translate_symbols(package: Package, maker: TableMaker) -> None:
    """Rewrite the suspicious cells of all tables whose font proves to be a symbol font."""
    tables = [(index, table) for index, table in enumerate(maker.tables) if maker.may_hold_marks(index)]
    suspects = {index: places for index, table in tables if (places := set(_suspects(table)))}
    if not suspects:
        return
    parts = sheet_parts(package)
    sheets = {index: package.part(parts.get(maker.tables[index].sheet, "")) for index in suspects}
    proven = any(map(_SYMBOL_FONT.search, (package.part(_STRINGS), package.part(_STYLES), *sheets.values())))
    font_of = _cell_fonts(package.part(_STYLES)) if proven else _no_font
    strings = _Strings(package.part(_STRINGS)) if proven else None
    for index, places in suspects.items():
        table = maker.tables[index]
        changed: dict[tuple[int, int], str] = {}
        if strings is not None:
            for place, style, kind, body in cells_of(sheets[index], places):
                changed[place] = _text(kind, body, font_of(style), strings)
        for place in places:
            text = changed.get(place) or table.text(*place)
            changed[place] = private_signs(text) if PRIVATE.search(text) else text
        maker.rewrite(index, {place: text for place, text in changed.items() if text != table.text(*place)}, "symbol")


def _suspects(table: Table) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(table.rows):
        if MAYBE_MARK.search("".join(row)):
            for column, text in enumerate(row):
                if BARE_MARK.search(text):
                    yield number, column


def _text(kind: str, body: bytes, font: str, strings: "_Strings") -> str:
    """Rebuild the text of a cell from its runs; "" when it has no text of its own."""
    if kind == "s":
        digits = re.search(rb"<(?:\w+:)?v\b[^>]*>\s*(\d+)", body)
        return strings.text(int(digits[1]), font) if digits else ""
    if kind == "inlineStr":
        start = re.search(rb"<(?:\w+:)?is\b", body)
        return _runs(_parse_inline(body[start.start() :]), font) if start else ""
    return ""


class _Strings:
    """The shared strings of a workbook, parsed once."""

    def __init__(self, xml: bytes) -> None:
        self._items = list(_children(fromstring(xml), "si")) if xml else []

    def text(self, index: int, font: str) -> str:
        return _runs(self._items[index], font) if index < len(self._items) else ""


def _runs(item: Any, font: str) -> str:
    """Join the runs of a string, each in its own font or in that of the cell; phonetic runs are left out."""
    texts = []
    for child in item:
        name = _local(child)
        if name == "t":
            texts.append(in_symbol_font(child.text or "", font))
        elif name == "r":
            text = "".join(part.text or "" for part in _children(child, "t"))
            own = next((_font_name(properties) for properties in _children(child, "rPr")), "")
            texts.append(in_symbol_font(text, own or font))
    return "".join(texts)


def _cell_fonts(styles: bytes) -> FontOf:
    """Tell the font of a cell by the number of its style."""
    if not styles:
        return _no_font
    root = fromstring(styles)
    fonts = [_font_name(font) for group in _children(root, "fonts") for font in _children(group, "font")]
    formats = [int(xf.get("fontId", "0")) for group in _children(root, "cellXfs") for xf in _children(group, "xf")]

    def font_of(style: int) -> str:
        number = formats[style] if style < len(formats) else -1
        name = fonts[number] if 0 <= number < len(fonts) else ""
        return name if is_symbol_font(name) else ""

    return font_of


def _no_font(style: int) -> str:
    return ""


def _font_name(properties: Any) -> str:
    return next((child.get("val", "") for child in properties if _local(child) in {"rFont", "name"}), "")


def _parse_inline(xml: bytes) -> Any:
    # The prefix of the sheet, if it has one, is declared on its root and not here.
    return fromstring(re.sub(rb"<(/?)\w+:", rb"<\1", xml))


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if _local(child) == name)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
