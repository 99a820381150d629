"""What a sheet says outside its cells: text boxes drawn over it and the header of its printed pages.

Clerks write titles there, and who reports. The texts come before the table's own lines, from top
to bottom (ECMA-376 part 1, 18.3.1.46, 20.5).
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring

from mailbot.reading.relations import relations
from mailbot.reading.zipgate import Package

_DRAWING = re.compile(rb"<(?:\w+:)?drawing\b")
_HEADER = re.compile(rb"<(?:\w+:)?(?:odd|first)Header\b[^>]*>([^<]+)</")
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z])')
_MOST = 30
_PAGE_NUMBER = re.compile(r"[\u7b2c\u5171\u9875\s\d/,\uff0c\-]*")


def beside_cells(package: Package, part: str) -> tuple[str, ...]:
    """List the texts of a sheet that stand in no cell, the page header's first."""
    xml = package.part(part)
    # They stand behind the cells, of which there may be millions.
    tail = xml[max(xml.rfind(b"sheetData"), 0) :]
    texts = [text for header in _HEADER.findall(tail) for text in _header(unescape(header.decode("utf-8", "replace")))]
    if _DRAWING.search(tail):
        for drawing in relations(package, part):
            if drawing.kind == "drawing":
                texts += _boxes(package.part(drawing.part))
    return tuple(dict.fromkeys(texts))[:_MOST]


def _header(text: str) -> Iterator[str]:
    """Take the codes of fonts, pages and dates out of a header."""
    for line in _CODE.sub("\n", text.replace("&&", "\uff06")).splitlines():
        if line.strip() and not _PAGE_NUMBER.fullmatch(line):
            yield line.strip()


def _boxes(xml: bytes) -> list[str]:
    """List the lines of a drawing's text boxes from top to bottom; a drawing that cannot be read has none."""
    try:
        root = fromstring(xml)
    except (ParseError, ValueError):
        return []
    placed = [(_row(anchor), line) for anchor in root for shape in _all(anchor, "txBody") for line in _lines(shape)]
    return [line for _, line in sorted(placed, key=lambda pair: pair[0])]


def _lines(body: Any) -> Iterator[str]:
    for paragraph in _all(body, "p"):
        line = "".join(text.text or "" for text in _all(paragraph, "t")).strip()
        if line:
            yield line


def _row(anchor: Any) -> int:
    """Tell the row in which a drawing begins."""
    row = next(_all(anchor, "row"), None)
    text = (row.text or "") if row is not None else ""
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _all(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element.iter() if str(child.tag).rpartition("}")[2] == name)
