"""Read the tables of web pages: .html, and pages that bear the name .xls or .doc (pitfall 109).

A splitter of its own, linear in the length of the page whatever is wrong with it. Tables inside
cells are tables of their own unless they are only a line or two.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from mailbot.model.table import Merge
from mailbot.reading.docx import CROWDED, MAX_BEFORE, SHEET
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.symbols import CHECKED, EMPTY, in_symbol_font, is_symbol_font, private_signs
from mailbot.reading.tables import Extras, TableMaker

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:_-]{0,30})((?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*)>?")
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_FONT = re.compile(r"font-family:\s{0,5}[\"']?([\w ]{1,40})", re.IGNORECASE)
_FRAMES = re.compile(r"<frameset\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s{0,5}none", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "title", "xml", "head", "comment", "select"})
_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "caption", "hr"})
_MAX_SPAN = 1_000
_MAX_TABLES = 500


@dataclass(slots=True)
class _Cell:
    across: int = 1
    down: int = 1
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Grid:
    before: tuple[str, ...]
    rows: list[list[_Cell]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    open: bool = False
    told: int = 0


def read_pages(pages: list[str], limits: ReadLimits) -> TableMaker:
    """Read the tables of pages in their order; ``before`` is the text above each."""
    maker = TableMaker(limits)
    number = 0
    for page in map(_Page, pages):
        for grid in page.grids:
            values, merges = _lay_out(grid.rows)
            if any(any(row) for row in values):
                number += 1
                maker.add(f"{SHEET}{number}", values, Extras(merges=merges, hidden_rows=frozenset(grid.hidden), before=grid.before))
        maker.finish(page.outside())
    if not maker.tables and any(_FRAMES.search(page) for page in pages):
        # A workbook saved as a page in frames: its sheets lie in a folder that was not sent.
        raise Unreadable("unreadable-format", reason="frames")
    return maker


class _Page:
    """The walk through one page."""

    def __init__(self, page: str) -> None:
        self.grids: list[_Grid] = []
        self._stack: list[_Grid] = []
        self._outside: list[str] = []
        self._fonts: list[tuple[str, str]] = []
        self._within = ""
        first, *pieces = page.split("<")
        self._write(first)
        for piece in pieces:
            self._take(piece)
        while self._stack:
            self._close_table()

    def _take(self, piece: str) -> None:
        if self._within == "!--":
            _, end, text = piece.partition("-->")
            if end:
                self._within = ""
                self._write(text)
            return
        tag = _TAG.match(piece)
        if self._within:
            if tag is not None and tag[1] and tag[2].lower() == self._within:
                self._within = ""
                self._write(piece[tag.end() :])
            return
        if tag is None:
            if piece.startswith("!--"):
                self._within = "" if "-->" in piece else "!--"
                self._write(piece.partition("-->")[2])
            elif not piece.startswith(("!", "?")):
                self._write("<" + piece)
            else:
                self._write(piece.partition(">")[2])
            return
        name = tag[2].lower()
        if name in _UNSEEN:
            if not tag[1] and not tag[3].endswith("/"):
                self._within = name
            return
        self._mark(name, tag[3], closing=bool(tag[1]))
        self._write(piece[tag.end() :])

    def outside(self) -> list[str]:
        """List the lines of text outside tables since the last one."""
        return [line for line in map(_line, "".join(self._outside).split("\x01")) if line]

    def _mark(self, name: str, rest: str, *, closing: bool) -> None:
        if name == "table":
            if closing:
                self._close_table()
            elif len(self.grids) + len(self._stack) < _MAX_TABLES:
                self._stack.append(_Grid(tuple((_above(self._stack[-1]) if self._stack else self.outside())[-MAX_BEFORE:])))
                if len(self._stack) == 1:
                    self._outside = []
        elif name == "tr" and self._stack and not closing:
            grid = self._stack[-1]
            if _HIDDEN.search(rest):
                grid.hidden.add(len(grid.rows))
            grid.rows.append([])
            grid.open = False
        elif name in ("td", "th") and self._stack:
            self._cell(rest, closing=closing)
        elif name == "input" and not closing:
            attributes = _attributes(rest)
            if attributes.get("type", "").lower() in ("checkbox", "radio"):
                self._pieces().append(CHECKED if re.search(r"\bchecked\b", rest, re.IGNORECASE) else EMPTY)
        elif name in ("font", "span"):
            self._font(name, rest, closing=closing)
        if name in _BREAKS and not (closing and name == "br"):
            self._pieces().append("\x01")

    def _cell(self, rest: str, *, closing: bool) -> None:
        grid = self._stack[-1]
        if closing:
            grid.open = False
            return
        attributes = _attributes(rest)
        if not grid.rows:
            grid.rows.append([])
        grid.rows[-1].append(_Cell(_span(attributes.get("colspan", "1")), _span(attributes.get("rowspan", "1"))))
        grid.open = True

    def _font(self, name: str, rest: str, *, closing: bool) -> None:
        if closing:
            for index in range(len(self._fonts) - 1, -1, -1):
                if self._fonts[index][0] == name:
                    del self._fonts[index:]
                    return
            return
        attributes = _attributes(rest)
        style = _FONT.search(attributes.get("style", ""))
        inherited = self._fonts[-1][1] if self._fonts else ""
        font = attributes.get("face") or (style[1].strip() if style else inherited)
        if len(self._fonts) < _MAX_SPAN:
            self._fonts.append((name, font))

    def _write(self, text: str) -> None:
        if not text:
            return
        shown = unescape(text) if "&" in text else text
        font = self._fonts[-1][1] if self._fonts else ""
        self._pieces().append(in_symbol_font(shown.strip(), font) if is_symbol_font(font) else shown)

    def _pieces(self) -> list[str]:
        """Tell where text goes: the open cell, or what stands outside all tables; between cells it is lost."""
        if not self._stack:
            return self._outside
        grid = self._stack[-1]
        return grid.rows[-1][-1].pieces if grid.open and grid.rows and grid.rows[-1] else []

    def _close_table(self) -> None:
        if not self._stack:
            return
        grid = self._stack.pop()
        if self._stack and (len(grid.rows) <= 2 or _lays_out(grid, self._stack[-1])):
            self._pieces().extend("\x01".join(" ".join(_text(cell) for cell in row) for row in grid.rows))
        elif grid.rows:
            self.grids.append(grid)


def _above(around: _Grid) -> list[str]:
    """List what stands around a table in the cells of another, above it and since the last one there."""
    rows, around.told = around.rows[around.told :], len(around.rows)
    return [text for row in rows if len(row) < CROWDED for text in map(_text, row) if text]


def _lays_out(grid: _Grid, around: _Grid) -> bool:
    """Tell whether a table only lays out the text of a cell in a list: few columns, in a row of many cells."""
    return bool(around.rows) and len(around.rows[-1]) >= CROWDED > max(map(len, grid.rows))


def _lay_out(rows: list[list[_Cell]]) -> tuple[list[list[str]], list[Merge]]:
    """Place cells where row and column spans leave room (HTML, 4.9.12.1)."""
    grid: list[list[str]] = []
    merges: list[Merge] = []
    taken: dict[int, int] = {}
    for number, cells in enumerate(rows):
        texts: list[str] = []
        column = 0
        for cell in cells:
            while taken.get(column, 0) > number:
                column += 1
            texts += [""] * (column - len(texts))
            texts.append(_text(cell))
            if cell.across > 1 or cell.down > 1:
                bottom = min(number + cell.down, len(rows)) - 1
                merges.append(Merge(number, column, bottom, column + cell.across - 1))
                taken.update(dict.fromkeys(range(column, column + cell.across), bottom + 1))
            column += cell.across
        grid.append(texts)
    return grid, [merge for merge in merges if merge.top != merge.bottom or merge.left != merge.right]


def _text(cell: _Cell) -> str:
    lines = map(_line, "".join(cell.pieces).split("\x01"))
    return private_signs("\n".join(line for line in lines if line))


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _span(text: str) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _attributes(rest: str) -> dict[str, str]:
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(rest)}
