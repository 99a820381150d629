"""The words of an HTML mail, laid out as lines; cells of a table row stand on one line, with tabs.

A tokenizer of its own and not ``html.parser``: that one needs quadratic time on some malformed
pages (CVE-2025-6069), and of a page only the order of its text is wanted here.
"""

import html
import re
from contextlib import suppress

MAX_PAGE = 1_000_000  # characters of a page that are looked at; Word's own mails stay below
MAX_LINKS = 50
MAX_ROW = 1_000  # characters of a table row; longer ones lay out a page and are no data

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:-]{0,30})(?=[\s/>])((?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*)>?")
_SPACE = re.compile(r"[ \t\r\n\f\x01\x02]+")
_URL = re.compile(r"""https?://[^"'\s<>]{1,2000}""")
_CID = re.compile(r"""cid:([^"'\s<>)]{1,200})""")
_META = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})""", re.IGNORECASE)

_UNSEEN = frozenset({"script", "style", "title", "xml"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "hr", "pre", "table", "thead", "tbody", "center", "form", "section", "article"}
    | {"header", "footer", "address", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "fieldset", "body", "html"}
)
_OPEN_QUOTE, _CLOSE_QUOTE = "\x01", "\x02"


def meta_charset(body: bytes) -> str:
    """Tell the charset that a page names in its own head, "" where it names none."""
    found = _META.search(body[:4_096])
    return found[1].decode("ascii", "ignore") if found else ""


def links_of(page: str) -> tuple[str, ...]:
    """List the web addresses that a page leads to."""
    found: dict[str, None] = {}
    for match in _URL.finditer(page, 0, MAX_PAGE):
        if page[max(0, match.start() - 12) : match.start()].rstrip("\"' ").lower().endswith(("href=", "href =")):
            found[html.unescape(match[0])] = None
            if len(found) >= MAX_LINKS:
                break
    return tuple(found)


def shown_parts(page: str) -> frozenset[str]:
    """List the Content-IDs of the parts that a page shows (RFC 2392)."""
    return frozenset(match[1].lower() for match in _CID.finditer(page, 0, MAX_PAGE))


def html_to_text(page: str) -> str:
    """Lay a page out as text: a line a block, a tab between cells, ``> `` before what is quoted."""
    layout = _Layout()
    first, *pieces = page[:MAX_PAGE].split("<")
    layout.write(first)
    within = ""
    for piece in pieces:
        if within == "!--":
            _, end, text = piece.partition("-->")
            if end:
                within = ""
                layout.write(text)
            continue
        tag = _TAG.match(piece)
        if within:
            if tag is None or not tag[1] or tag[2].lower() != within:
                continue
            within = ""
        if tag is None:
            within = _write_odd(piece, layout)
            continue
        name = tag[2].lower()
        layout.mark(name, closing=bool(tag[1]))
        if name in _UNSEEN and not tag[1] and not tag[3].endswith("/"):
            within = name
        else:
            layout.write(piece[tag.end() :])
    return layout.text()


def _write_odd(piece: str, layout: "_Layout") -> str:
    """Handle what follows a ``<`` that opens no tag: comments, declarations, plain text; tell what stays open."""
    if piece.startswith("!--"):
        _, end, text = piece[3:].partition("-->")
        if not end:
            return "!--"
        layout.write(text)
    elif piece.startswith(("!", "?", "/")):
        layout.write(piece.partition(">")[2])
    else:
        layout.write("<" + piece)
    return ""


class _Layout:
    """Text on its way to lines: pieces, breaks, and where the table row in hand began."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.row = -1
        self.cells = 0

    def write(self, text: str) -> None:
        """Add text; its own line breaks are spaces."""
        if text:
            self.pieces.append(_SPACE.sub(" ", text))

    def mark(self, name: str, *, closing: bool) -> None:
        """Let a tag act on the layout."""
        if name in ("td", "th"):
            if not closing:
                self.cells += 1
                if self.cells > 1:
                    self.pieces.append("\t")
        elif name == "tr" or (name == "table" and closing):
            self._end_row()
            self.pieces.append("\n")
            self.row = len(self.pieces) if not closing else -1
        elif name == "blockquote":
            self.pieces.append("\n" + (_CLOSE_QUOTE if closing else _OPEN_QUOTE) + "\n")
        elif name in _BLOCKS:
            self.pieces.append("\n")

    def _end_row(self) -> None:
        """Keep the cells of a data row on one line, whatever paragraphs they hold."""
        if self.row >= 0 and self.cells > 1:
            row = self.pieces[self.row :]
            if sum(map(len, row)) <= MAX_ROW:
                self.pieces[self.row :] = ["".join(" " if piece == "\n" else piece for piece in row)]
        self.row, self.cells = -1, 0

    def text(self) -> str:
        """Finish: entities undone, spaces at the ends of lines dropped, empty lines at most one."""
        self._end_row()
        joined = "".join(self.pieces)
        # A number of thousands of digits between & and ; is no character.
        with suppress(ValueError):
            joined = html.unescape(joined)
        lines: list[str] = []
        depth = 0
        for raw in joined.replace("\xa0", " ").split("\n"):
            depth = max(0, depth + (raw == _OPEN_QUOTE) - (raw == _CLOSE_QUOTE))
            line = re.sub(r" {2,}| ?\t ?", lambda gap: "\t" if "\t" in gap[0] else " ", raw.strip(" \x01\x02").rstrip())
            if line or (lines and lines[-1]):
                lines.append("> " * min(depth, 3) + line if line and depth else line)
        return "\n".join(lines).strip("\n")
