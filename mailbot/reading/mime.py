"""The tree of a mail: entities as spans of its bytes (RFC 2045, RFC 2046).

Our own splitter and not ``email.parser``: that one works line by line (0.5 ms for 17 KB, 0.02 here),
recurses without a limit and tries every open boundary on every line, so that a small hostile
mail takes minutes. Here each level costs one search, and depth and number have ceilings.
"""

import re
from typing import NamedTuple

from mailbot.reading.defects import Defect, Defects
from mailbot.reading.headers import Headers, first, split_headers
from mailbot.reading.parameters import Parameters, split_parameters, token
from mailbot.reading.transfer import decode_transfer

MAX_DEPTH = 12  # multiparts and forwarded mails in each other; people reach four
MAX_PARTS = 300  # leaves of a mail; people reach thirty

_MULTIPART = b"multipart/"
_MIXED = "multipart/mixed"
_TYPE = re.compile(rb"[\w.+-]+/[\w.+-]+\Z")
_GUESS = re.compile(rb"(?:\A|\n)--(\S{1,100}?)[ \t]*\r?\n(?=Content-)", re.IGNORECASE)
_CLOSING = re.compile(rb"\n--(\S{1,100}?)--[ \t\r]*(?:\n|\Z)")
_ENCODED = (b"base64", b"quoted-printable")
_OF_BOUNDARY = re.compile(rb"[\w'()+,./:=?-]")  # what stands in boundaries, save the space (RFC 2046, 5.1.1)
_GUESS_IN = 65_536  # bytes in which a lost boundary is looked for


class Entity(NamedTuple):
    """One node: its headers, what they say it is, and where its body lies in ``source``."""

    headers: Headers
    media_type: str
    parameters: Parameters
    source: bytes
    start: int
    end: int

    @property
    def body(self) -> bytes:
        """Copy the body out of the source."""
        return self.source[self.start : self.end]


def whole(source: bytes, start: int, end: int) -> tuple[Entity, Defects]:
    """Read the headers of a whole mail; one that lost its Content-Type on the way may still hold parts."""
    top, defects = entity(source, start, end)
    if "content-type" in top.headers:
        return top, defects
    found = _GUESS.search(source, top.start, min(end, top.start + _GUESS_IN))
    if found and source.find(b"\n--" + found[1] + b"--", found.end(), end) >= 0:
        return top._replace(media_type=_MIXED, parameters={b"boundary": found[1]}), (*defects, Defect.BOUNDARY_MISSING)
    return top, defects


def entity(source: bytes, start: int, end: int, default: str = "text/plain") -> tuple[Entity, Defects]:
    """Read the headers of one node; ``default`` is its type when it does not say (RFC 2046, 5.1.5)."""
    headers, body, defects = split_headers(source, start, end)
    raw = first(headers, "content-type")
    several = headers.get("content-type", ())[1:]
    if several and not raw[:10].lower().startswith(_MULTIPART):
        # Where a relay wrote a type of its own above, the one with parts is the one they were made for.
        raw = next((value for value in several if value[:10].lower().startswith(_MULTIPART)), raw)
    if not raw:
        return Entity(headers, default, {}, source, body, end), defects
    main, parameters = split_parameters(raw)
    media_type = main.decode("latin-1") if _TYPE.match(main) else "text/plain"
    boundary = parameters.get(b"boundary", b"").strip()
    if boundary and not media_type.startswith(("multipart/", "message/")) and source.find(b"--" + boundary, body, end) >= 0:
        # A type that is misspelt or wrong; its boundary is there and says what it is.
        media_type = _MIXED
    return Entity(headers, media_type, parameters, source, body, end), defects


def children(parent: Entity) -> tuple[list[Entity], Defects]:
    """Cut a multipart into its parts; none where no boundary can be found."""
    boundary = token(parent.parameters, b"boundary").encode("latin-1").rstrip()
    spans, defects = _spans(parent, boundary) if boundary else ([], ())
    encoding = first(parent.headers, "content-transfer-encoding").strip().lower()
    if not spans and encoding in _ENCODED:
        # Forbidden (RFC 2045, 6.4), and done by gateways that encode whatever passes.
        content, _ = decode_transfer(parent.body, encoding)
        parent = parent._replace(source=content, start=0, end=len(content))
        spans, defects = _spans(parent, boundary) if boundary else ([], ())
    if not spans:
        guess = _guessed(parent)
        spans, defects = _spans(parent, guess) if guess else ([], ())
        defects += (Defect.BOUNDARY_MISSING,)
    default = "message/rfc822" if parent.media_type == "multipart/digest" else "text/plain"
    parts = []
    for start, end in spans:
        part, found = entity(parent.source, start, end, default)
        parts.append(part)
        defects += found
    return parts, defects


def _guessed(parent: Entity) -> bytes:
    """Find a boundary that nobody told: before a part's headers, or by its last line; b"" for none."""
    opening = _GUESS.search(parent.source, parent.start, min(parent.end, parent.start + _GUESS_IN))
    if opening:
        return opening[1]
    closing = _CLOSING.search(parent.source, parent.start, min(parent.end, parent.start + _GUESS_IN))
    return closing[1] if closing else b""


def _spans(parent: Entity, boundary: bytes) -> tuple[list[tuple[int, int]], Defects]:
    """Find where the parts of a multipart lie: between lines that are its delimiter."""
    source, end = parent.source, parent.end
    marker = b"--" + boundary
    spans: list[tuple[int, int]] = []
    opened, closed = -1, False
    position = parent.start
    while (found := source.find(marker, position, end)) >= 0:
        position = found + len(marker)
        if found != parent.start and source[found - 1] != 10:
            continue
        line_end = source.find(b"\n", position, end)
        line_end = end if line_end < 0 else line_end
        tail = source[position : min(line_end, position + 200)].strip(b" \t\r")
        closing = tail[:2] == b"--" and not _OF_BOUNDARY.match(tail, 2)
        if tail and not closing:
            continue
        if opened >= 0:
            spans.append((opened, _before_line_break(source, opened, found)))
        # Where an inner multipart has the same boundary, parts follow its end.
        opened, closed = (-1, True) if closing else (min(line_end + 1, end), False)
        if len(spans) >= MAX_PARTS:
            return spans, (Defect.TOO_MANY_PARTS,)
    if opened < 0:
        return spans, () if closed or not spans else (Defect.BOUNDARY_UNCLOSED,)
    return [*spans, (opened, end)], (Defect.BOUNDARY_UNCLOSED,)


def _before_line_break(source: bytes, start: int, end: int) -> int:
    """Tell where a part ends: the line break before a delimiter belongs to the delimiter."""
    if end > start and source[end - 1] == 10:
        end -= 1
        if end > start and source[end - 1] == 13:
            end -= 1
    return end
