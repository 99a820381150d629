"""One worksheet's part: cells get other looks, formulas and links outside become what they show."""

import re
from collections.abc import Callable, Collection, Mapping

from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.relations import OFFICE
from mailbot.letters.patching.splice import Node, Part, parse

WANTED = ("sheetView", "row", "c", "f", "hyperlink", "hyperlinks", "sheetData", "legacyDrawing")
# fmt: off
BEFORE_LEGACY_DRAWING = frozenset((
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges",
    "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
))
# fmt: on
"""Elements that stand before legacyDrawing (ECMA-376, 18.3.1.99)."""

_CELL = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")


def cell_place(cell: str) -> tuple[int, int]:
    """Tell row and column of a cell's name, both counted from 1."""
    found = _CELL.match(cell)
    if found is None:
        raise Unpatchable(f"cell {cell}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class Worksheet:
    """A worksheet's part being changed."""

    def __init__(self, xml: bytes) -> None:
        self._part = parse(xml, WANTED, shallow=True)
        if self._part.root.name != "worksheet":
            raise Unpatchable("not a worksheet")
        self._rows: dict[int, Node] = {}
        self._cells: dict[tuple[int, int], Node] = {}
        for node in self._part.nodes:
            if node.name == "row":
                self._rows[_number(node.attributes.get("r"))] = node
            elif node.name == "c":
                self._cells[cell_place(node.attributes.get("r", ""))] = node

    @property
    def part(self) -> Part:
        """The part itself."""
        return self._part

    def deselect(self) -> None:
        """Let another sheet be the one in front: two selected sheets would be typed into at once."""
        for node in self._part.named("sheetView"):
            if "tabSelected" in node.attributes:
                self._part.change(node, tabSelected=None)

    def restyle(self, cells: Mapping[str, Callable[[int], int]], other: Callable[[int], int]) -> None:
        """Give cells other looks: each function tells the new style number from the old one, ``other`` that of all other cells.

        Drops all formulas.
        """
        wanted = {cell_place(cell): styled for cell, styled in cells.items()}
        formulas = self._part.named("f", "c")
        calculated = {id(node.parent) for node in formulas}
        for node in formulas:
            self._part.remove(node)
        for place, node in self._cells.items():
            styled = wanted.pop(place, None)
            changes: dict[str, str | None] = {}
            old = _number(node.attributes.get("s", "0"))
            new = styled(old) if styled is not None else other(old)
            if new != old:
                changes["s"] = str(new)
            if id(node) in calculated and "cm" in node.attributes:
                # A dynamic array's mark means nothing without its formula.
                changes["cm"] = None
            if changes:
                self._part.change(node, **changes)
        self._insert(wanted)

    def _insert(self, wanted: Mapping[tuple[int, int], Callable[[int], int]]) -> None:
        """Write cells that are not there yet, in their rows, in order."""
        by_row: dict[int, list[tuple[int, int]]] = {}
        for row, column in sorted(wanted):
            by_row.setdefault(row, []).append((row, column))
        new_rows: dict[int, list[bytes]] = {}
        for row, places in by_row.items():
            node = self._rows.get(row)
            if node is None:
                cells = b"".join(self._cell(place, wanted[place](0)) for place in places)
                tag = self._part.prefix + b"row"
                new_rows.setdefault(self._before(row), []).append(b'<%s r="%d">%s</%s>' % (tag, row, cells, tag))
            elif node.empty:
                self._part.append(node, b"".join(self._cell(place, wanted[place](0)) for place in places))
            else:
                for place in places:
                    at = self._cell_before(place, node)
                    self._part.replace(at, at, self._cell(place, wanted[place](0)))
        for at, rows in new_rows.items():
            if at < 0:
                self._part.append(self._data(), b"".join(rows))
            else:
                self._part.replace(at, at, b"".join(rows))

    def _before(self, row: int) -> int:
        """Tell where a new row goes: the start of the next one, -1 for the end."""
        later = [number for number in self._rows if number > row]
        return self._rows[min(later)].start if later else -1

    def _cell_before(self, place: tuple[int, int], row: Node) -> int:
        """Tell where a new cell goes in its row: the start of the next one, else the end of the row."""
        later = [column for number, column in self._cells if number == place[0] and column > place[1]]
        return self._cells[place[0], min(later)].start if later else row.close

    def _cell(self, place: tuple[int, int], style: int) -> bytes:
        row, column = place
        letters = ""
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(65 + rest) + letters
        return b'<%sc r="%s%d" s="%d"/>' % (self._part.prefix, letters.encode(), row, style)

    def _data(self) -> Node:
        found = self._part.named("sheetData")
        if len(found) != 1:
            raise Unpatchable("no sheetData")
        return found[0]

    def drop_links(self, identifiers: Collection[str]) -> None:
        """Take out the links that lead outside; the text of their cells stays."""
        links = self._part.named("hyperlink")
        outside = [node for node in links if node.attributes.get(_relation_attribute(node)) in identifiers]
        if outside and len(outside) == len(links):
            for node in self._part.named("hyperlinks"):
                self._part.remove(node)
            return
        for node in outside:
            self._part.remove(node)

    @property
    def legacy_drawing(self) -> str:
        """Name the relationship of the sheet's comments' shapes, "" where it has none."""
        found = [node for node in self._part.named("legacyDrawing") if node.depth == 1]
        return found[0].attributes.get(_relation_attribute(found[0]), "") if found else ""

    def drop_legacy_drawing(self) -> None:
        """Forget the part with the comments' shapes."""
        for node in self._part.named("legacyDrawing"):
            if node.depth == 1:
                self._part.remove(node)

    def add_legacy_drawing(self, identifier: str) -> None:
        """Point to the part with the comments' shapes, at the place the schema gives it."""
        earlier = [node for node in self._part.children(self._part.root) if node.name in BEFORE_LEGACY_DRAWING]
        if not earlier:
            raise Unpatchable("empty worksheet")
        tag = b'<%slegacyDrawing xmlns:mbr="%s" mbr:id="%s"/>' % (self._part.prefix, OFFICE.encode(), identifier.encode())
        at = max(node.end for node in earlier)
        self._part.replace(at, at, tag)


def _relation_attribute(node: Node) -> str:
    """Find the attribute r:id whatever its prefix."""
    return next((name for name in node.attributes if name.endswith(":id")), "")


def _number(text: str | None) -> int:
    if text is None or not text.isdigit():
        raise Unpatchable("row or style without a number")
    return int(text)
