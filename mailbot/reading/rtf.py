r"""Read the tables of Rich Text, which old office systems write under the name .doc (RTF 1.9.1).

A document is a stream of control words in groups: \trowd begins what is known of a row, \cellx
gives the right edge of a cell, \cell and \row end the text of a cell and of a row. Text is in the
bytes of a code page, or in \u followed by a replacement for old readers, which is left out.
"""

import re
from dataclasses import dataclass, replace

from mailbot.reading.docx import MAX_BEFORE
from mailbot.reading.edged import EdgedTable, made
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.symbols import in_symbol_font, private_signs
from mailbot.reading.tables import TableMaker
from mailbot.reading.wordgrid import ACROSS, ACROSS_FIRST, DOWN, DOWN_FIRST, EdgedRow

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_UNSEEN = frozenset(
    b"stylesheet info pict colortbl listtable listoverridetable revtbl rsidtbl generator header footer headerl headerr headerf footerl "
    b"footerr footerf shprslt footnote annotation object themedata colorschememapping datastore latentstyles fldinst nonshppict".split()
)
_CHARACTERS = {
    b"tab": " ", b"line": "\n", b"emdash": "\u2014", b"endash": "\u2013", b"lquote": "\u2018", b"rquote": "\u2019",
    b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_CHARSETS = {134: "gb18030", 136: "cp950", 128: "cp932", 129: "cp949", 238: "cp1250", 204: "cp1251"}
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949"}
_SYMBOLS = 2
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group."""

    unseen: bool = False
    hidden: bool = False
    fonts: bool = False
    font: int = 0
    skip: int = 1


def read_rtf(content: bytes, limits: ReadLimits) -> TableMaker:
    """Read all tables of a document, in reading order."""
    walk = _Walk()
    walk.run(content)
    if walk.depth:
        raise Unreadable("unreadable-damaged", reason="cut")
    return made(walk.tables, walk.before, limits)


class _Walk:
    """One pass over a document."""

    def __init__(self) -> None:
        self.tables: list[EdgedTable] = []
        self.before: list[str] = []
        self.depth = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._names: dict[int, bytes] = {}
        self._charsets: dict[int, int] = {}
        self._page = "cp1252"
        self._bytes = bytearray()
        self._text: list[str] = []
        self._cells: list[str] = []
        self._edges: list[int] = []
        self._flags: list[int] = []
        self._flag, self._left, self._to_skip = 0, 0, 0
        self._in_table = self._open = False

    def run(self, content: bytes) -> None:
        place = 0
        while token := _TOKEN.search(content, place):
            word, number, byte, sign, brace, text = token.groups()
            place = token.end() + (max(0, int(number or 0)) if word == b"bin" else 0)
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif byte:
                self._add(bytes.fromhex(byte.decode("ascii")))
            elif sign:
                self._sign(sign)
            elif text:
                self._add(text)
            if self.depth > _DEEPEST:
                raise Unreadable("unreadable-damaged", reason="depth")

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            self.depth += 1
            self._stack.append(self._state)
        elif self._stack:
            self.depth -= 1
            self._state = self._stack.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._state = replace(self._state, unseen=True)
        elif sign in b"\\{}":
            self._add(sign)
        elif sign in b"~_":
            self._write(" " if sign == b"~" else "-")

    def _add(self, content: bytes) -> None:
        """Take text in bytes; behind a character of Unicode those of its replacement are left out."""
        if self._state.fonts:
            self._names[self._state.font] = self._names.get(self._state.font, b"") + content
        elif not (self._state.unseen or self._state.hidden):
            left_out = min(self._to_skip, len(content))
            self._to_skip -= left_out
            self._bytes += content[left_out:]

    def _write(self, text: str) -> None:
        if not (self._state.unseen or self._state.hidden or self._state.fonts):
            self._flush()
            self._text.append(text)

    def _flush(self) -> None:
        """Read the bytes gathered so far in the charset of their font, else in the document's."""
        self._to_skip = 0
        if not self._bytes:
            return
        content, charset = bytes(self._bytes), self._charsets.get(self._state.font, 0)
        self._bytes.clear()
        if charset == _SYMBOLS:
            name = self._names.get(self._state.font, b"").decode("ascii", "replace").strip(" ;")
            self._text.append(in_symbol_font(content.decode("latin-1"), name))
        else:
            # A Chinese document names a western font beside the Chinese one in which it shows its text.
            self._text.append(content.decode(_CHARSETS.get(charset, self._page), "replace"))

    def _word(self, word: bytes, number: int | None) -> None:
        if word in _UNSEEN:
            self._state = replace(self._state, unseen=True)
        elif word == b"fonttbl":
            self._state = replace(self._state, fonts=True)
        elif word == b"f" and number is not None:
            self._flush()
            self._state = replace(self._state, font=number)
        elif word == b"fcharset" and number is not None:
            self._charsets[self._state.font] = number
        elif word == b"ansicpg" and number is not None:
            self._page = _PAGES.get(number, "cp1252")
        elif word == b"uc" and number is not None:
            self._state = replace(self._state, skip=max(0, min(number, 8)))
        elif word == b"u" and number is not None:
            self._unicode(number)
        elif word in (b"v", b"deleted"):
            self._flush()
            self._state = replace(self._state, hidden=number != 0)
        elif word == b"shptxt":
            # What a text box shows stands within properties that old readers pass over.
            self._state = replace(self._state, unseen=False)
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif not self._state.unseen:
            self._layout(word, number)

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF
        font = self._names.get(self._state.font, b"").decode("ascii", "replace").strip(" ;")
        shown = in_symbol_font(chr(code), font) if 0xF000 <= code <= 0xF0FF else chr(code)
        self._write(shown)
        self._to_skip = self._state.skip

    def _layout(self, word: bytes, number: int | None) -> None:
        """Take a word about paragraphs, cells and rows."""
        if word == b"trowd":
            self._edges, self._flags, self._flag, self._left = [], [], 0, 0
        elif word == b"trleft":
            self._left = number or 0
        elif word in _MERGES:
            self._flag |= _MERGES[word]
        elif word == b"cellx":
            self._edges.append(number or 0)
            self._flags.append(self._flag)
            self._flag = 0
        elif word == b"intbl":
            self._in_table = True
        elif word == b"pard":
            self._in_table = False
        elif word in (b"par", b"sect", b"page", b"nestcell", b"nestrow"):
            self._paragraph()
        elif word == b"cell":
            self._cells.append(self._said())
        elif word == b"row":
            self._row()

    def _said(self) -> str:
        self._flush()
        # Two halves of a character beyond the first 65,536 come one after the other.
        text = "".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._text.clear()
        return private_signs("\n".join(line.strip() for line in text.splitlines()).strip("\n"))

    def _paragraph(self) -> None:
        if self._in_table or self._cells:
            self._write("\n")
            return
        self._open = False
        text = self._said()
        if text:
            self.before.append(" ".join(text.split("\n")))

    def _row(self) -> None:
        if not self._open:
            self.tables.append(EdgedTable(tuple(self.before[-MAX_BEFORE:])))
            self.before, self._open = [], True
        edges = [self._left, *self._edges] if self._edges else []
        self.tables[-1].rows.append(EdgedRow(self._cells, edges, list(self._flags)))
        self._cells = []
        self._text.clear()


_MERGES = {b"clvmgf": DOWN_FIRST, b"clvmrg": DOWN, b"clmgf": ACROSS_FIRST, b"clmrg": ACROSS}
