"""Read the tables of .docx: cells in their grid, merges, and the paragraphs above each table.

The XML is read directly: python-docx leaves out symbols and check boxes and stumbles over parts
that have nothing to do with tables. A table of Word has no sheet; it is named by its number, 表1.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring

from mailbot.model.table import Merge
from mailbot.reading.docx_numbering import read_numbering
from mailbot.reading.docx_text import LOST, TEXT_BOX, W, is_on, paragraph_text, text_boxes, through_controls
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.numbering import Numbering
from mailbot.reading.relations import main_part, relations
from mailbot.reading.tables import Extras, TableMaker
from mailbot.reading.wordgrid import Box, compact, lay_out
from mailbot.reading.zipgate import Package

SHEET = "\u8868"
# Enough for a title, a circular's number, the reporting unit and its date.
MAX_BEFORE = 30
MAX_NESTING = 4
CROWDED = 4
"""A row of so many cells is one of a list: a small table inside a cell of it lays out that cell's text."""


@dataclass(slots=True)
class _Walk:
    """Where the walk through a document stands."""

    maker: TableMaker
    numbering: Numbering
    before: list[str] = field(default_factory=list)
    number: int = 0


def read_docx(package: Package, limits: ReadLimits) -> TableMaker:
    """Read all tables of a document, in reading order."""
    part = _main_part(package)
    try:
        body = fromstring(_transitional(package.part(part))).find(W + "body")
    except ParseError as error:
        raise Unreadable("unreadable-damaged", reason="xml") from error
    if body is None:
        raise Unreadable("unreadable-damaged", reason="body")
    numbering = _numbering(package)
    walk = _Walk(TableMaker(limits), numbering, list(_page_headers(package, part, numbering)))
    for element in _blocks(body):
        if element.tag == W + "p":
            text = paragraph_text(element, walk.numbering).strip()
            if text:
                walk.before.append(text)
        elif element.tag == W + "tbl":
            walk.number += 1
            _add_table(walk, element, f"{SHEET}{walk.number}", 0)
            walk.before = []
    walk.maker.finish(walk.before, document=f"{SHEET}1")
    if package.broken:
        walk.maker.lose("damaged-part")
    return walk.maker


def _blocks(body: Any, depth: int = 0) -> Iterator[Any]:
    """Yield paragraphs and tables in reading order, those in a text box behind the paragraph that holds it."""
    for element in through_controls(body):
        yield element
        if element.tag == W + "p" and depth < MAX_NESTING and next(element.iter(TEXT_BOX), None) is not None:
            for box in text_boxes(element):
                yield from _blocks(box, depth + 1)


def _numbering(package: Package) -> Numbering:
    """Read the lists; without them, where they are spoiled, only their numbers are missing."""
    try:
        return read_numbering(_transitional(package.part("word/numbering.xml")))
    except (ParseError, ValueError):
        package.broken.add("word/numbering.xml")
        return Numbering()


def _page_headers(package: Package, part: str, numbering: Numbering) -> Iterator[str]:
    """Yield the lines of the page headers, in which some write the title."""
    for header in relations(package, part):
        if header.kind == "header":
            try:
                root = fromstring(_transitional(package.part(header.part)))
            except ParseError:
                continue
            yield from filter(None, (paragraph_text(paragraph, numbering).strip() for paragraph in root.iter(W + "p")))


def _main_part(package: Package) -> str:
    """Find the document, which strict and odd writers name otherwise."""
    said = main_part(package)
    if said or package.has("word/document.xml"):
        return said or "word/document.xml"
    found = sorted(name for name in package.names if name.startswith("word/document") and name.endswith(".xml"))
    if not found:
        raise Unreadable("unreadable-damaged", reason="document")
    return found[0]


def _transitional(xml: bytes) -> bytes:
    """Give a strict document the names of a usual one (ISO/IEC 29500-4)."""
    return xml.replace(b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode())


def _add_table(walk: _Walk, element: Any, name: str, nesting: int) -> None:
    """Add a table and, after it, the tables inside its cells that are more than a few marks."""
    nested: list[tuple[Any, list[str]]] = []
    above: list[str] = []
    rows: list[list[Box]] = []
    hidden: set[int] = set()
    for row in through_controls(element):
        if row.tag != W + "tr" or row.find(f"{W}trPr/{W}del") is not None:
            continue
        if is_on(row.find(f"{W}trPr/{W}hidden")):
            hidden.add(len(rows))
        inner: list[Any] = []
        rows.append(list(_boxes(row, walk, inner)))
        # What lies around a table in the cells of another is what stands above it.
        above += [box.text for box in rows[-1] if box.text] if len(rows[-1]) < CROWDED else []
        for one in inner:
            nested.append((one, above))
            above = []
    grid, merges = lay_out(compact(rows, _widths(element)))
    if any(LOST in text for row in grid for text in row):
        walk.maker.lose("text-lossy")
    before = tuple(walk.before[-MAX_BEFORE:])
    walk.maker.add(name, grid, Extras(merges=[Merge(*merge) for merge in merges], hidden_rows=frozenset(hidden), before=before))
    for number, (one, above) in enumerate(nested if nesting < MAX_NESTING else (), 1):
        walk.before = above
        _add_table(walk, one, f"{name}.{number}", nesting + 1)


def _boxes(row: Any, walk: _Walk, inner: list[Any]) -> Iterator[Box]:
    properties = row.find(W + "trPr")
    column = 0 if properties is None else _number(properties.find(W + "gridBefore"), 0)
    cells = [cell for cell in through_controls(row) if cell.tag == W + "tc"]
    least = CROWDED if len(cells) >= CROWDED else 1
    for cell in cells:
        properties = cell.find(W + "tcPr")
        span = 1 if properties is None else max(1, _number(properties.find(W + "gridSpan"), 1))
        goes_on = properties is not None and (_goes_on(properties.find(W + "vMerge")))
        joined = properties is not None and _goes_on(properties.find(W + "hMerge"))
        text = "" if goes_on or joined else "\n".join(_lines(cell, walk, inner, least)).strip("\n")
        yield Box(column, column + span, text, down=goes_on, across=joined)
        column += span


def _lines(cell: Any, walk: _Walk, inner: list[Any], least: int = 1) -> Iterator[str]:
    """Yield the lines of a cell; small tables inside become lines, big ones of ``least`` columns are put aside."""
    for element in through_controls(cell):
        if element.tag == W + "p":
            yield paragraph_text(element, walk.numbering)
        elif element.tag == W + "tbl":
            rows = [row for row in through_controls(element) if row.tag == W + "tr"]
            lines = [[cell for cell in through_controls(row) if cell.tag == W + "tc"] for row in rows]
            if len(rows) > 2 and max(map(len, lines)) >= least and len(inner) < walk.maker.room:
                inner.append(element)
                continue
            for cells in lines:
                yield " ".join(" ".join(_lines(c, walk, inner)) for c in cells)


def _widths(table: Any) -> list[int]:
    """List the widths of the grid columns in twentieths of a point; [] where the table does not say."""
    grid = table.find(W + "tblGrid")
    return [] if grid is None else [_number(column, 0, "w") for column in grid.iter(W + "gridCol")]


def _goes_on(merge: Any) -> bool:
    """Tell the continuation of a merged cell; its start says "restart"."""
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _number(element: Any, default: int, attribute: str = "val") -> int:
    text = "" if element is None else element.get(W + attribute, "")
    try:
        return min(int(float(text)), 100_000)
    except ValueError:
        return default
