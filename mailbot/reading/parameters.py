"""Parameters of Content-Type and Content-Disposition, above all file names (RFC 2231, RFC 2183).

File names come in every dress: RFC 2231 with and without charset, in pieces, encoded words inside
quotes (forbidden and common), raw GBK, percent escapes where none belong.
"""

import html
import re
from collections.abc import Iterator, Mapping

from mailbot.reading.charset import Text, decode
from mailbot.reading.clean import clean_line
from mailbot.reading.defects import Defect, Defects
from mailbot.reading.headers import MAX_VALUE_BYTES
from mailbot.reading.words import decode_words

Parameters = Mapping[bytes, bytes]
"""Raw values by lower-case name, stars and numbers included; the first of a name counts."""

MAX_NAME = 200  # characters of a file name; file systems refuse more than 255 bytes
MAX_PIECES = 100

_QUOTED = re.compile(rb'\s*"([^"\\]*+(?:\\.[^"\\]*+)*)"[ \t]*(?=;|\Z|\s[A-Za-z][\w*-]{0,40}=)', re.DOTALL)
# Whatever stands at a place can be read in one way only: so nothing is tried twice.
_QUOTED_GB = re.compile(
    rb'\s*"((?:[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe](?![\x40-\x7e\x80-\xfe])|[^"\\\x81-\xfe]|\\.)*)"[ \t]*(?=;|\Z)', re.DOTALL
)
_BARE = re.compile(rb'([^;\s]*+(?:(?!\s[A-Za-z][\w*-]{0,40}=")\s[^;\s]*+)*)')
_NAME = re.compile(rb"(?<=[;\s])([A-Za-z][\w*.-]{0,60})[ \t]{0,9}=")
_ESCAPED = re.compile(rb'\\(["\\])')
_PERCENT = re.compile(rb"%[89A-Fa-f][0-9A-Fa-f]")
_EXTENDED = re.compile(rb"([\w.+:-]{0,40})'[\w-]{0,20}'(.*)", re.DOTALL)
_ENTITY = re.compile(r"&#x?[0-9A-Fa-f]{2,6};")
_NO_PATH = re.compile(r"(?![A-Za-z]:)[^/\\]*[^/\\.](?:/[^/\\.][^/\\]*){1,5}")
_LOST = re.compile(r"\?{2,}|_{4,}\.")


def split_parameters(raw: bytes) -> tuple[bytes, Parameters]:
    """Cut a field value into what stands before the parameters (lower-case) and the parameters."""
    raw = raw[:MAX_VALUE_BYTES]
    main = re.split(rb"[;\s]", raw.lstrip(), maxsplit=1)[0].lower()
    found: dict[bytes, bytes] = {}
    quoted = _QUOTED if raw.isascii() or _is_utf8(raw) else _QUOTED_GB
    position = 0
    while (name := _NAME.search(raw, position)) and len(found) < MAX_PIECES:
        value = quoted.match(raw, name.end())
        if value:
            content = _ESCAPED.sub(rb"\1", value[1]) if b"\\" in value[1] and quoted is _QUOTED else value[1]
        else:
            value = _BARE.match(raw, name.end())
            content = value[1].strip().strip(b'"') if value else b""
        found.setdefault(name[1].lower(), content)
        position = value.end() if value else name.end()
    return main, found


def token(parameters: Parameters, name: bytes) -> str:
    """Read a parameter that is an ASCII word: charset, boundary, report-type."""
    raw = parameters.get(name) or parameters.get(name + b"*") or parameters.get(name + b"*0") or b""
    extended = _EXTENDED.match(raw) if name not in parameters else None
    return (extended[2] if extended else raw).decode("latin-1").strip()


def file_name(disposition: Parameters, content_type: Parameters) -> Text:
    """Tell the name of a part, "" when it has none.

    Content-Disposition speaks before Content-Type and RFC 2231 before plain values, but a name in
    Chinese before its ASCII stand-in, and a whole name before a damaged one.
    """
    candidates = [name for name in (*_candidates(disposition, b"filename"), *_candidates(content_type, b"name")) if name[0]]
    if not candidates:
        return "", ()
    best = min(candidates, key=lambda candidate: (_is_lost(candidate), candidate[0].isascii()))
    others = [text for text, _ in candidates if text != best[0] and (best[0].isascii() or not text.isascii())]
    return best[0], (*best[1], Defect.NAME_DIFFERS) if others else best[1]


def bare_name(raw: bytes) -> Text:
    """Read a file name that stands by itself and not in a parameter."""
    return _finished(*_plain(raw))


def _candidates(parameters: Parameters, name: bytes) -> Iterator[Text]:
    """Read every form in which a name parameter is given, the standard's first."""
    if not parameters:
        return
    if (raw := parameters.get(name + b"*")) is not None:
        yield _finished(*_extended(raw))
    pieces = _pieces(parameters, name)
    if pieces:
        raw = b"".join(content for content, _ in pieces)
        yield _finished(*(_from_pieces(pieces) if any(starred for _, starred in pieces) else decode_words(raw)))
    if raw := parameters.get(name, b""):
        yield _finished(*_plain(raw))


def _pieces(parameters: Parameters, name: bytes) -> list[tuple[bytes, bool]]:
    """List the continuations of a parameter in order, and whether each is percent-encoded."""
    pieces = []
    for number in range(MAX_PIECES):
        key = b"%s*%d" % (name, number)
        if (raw := parameters.get(key + b"*")) is not None:
            pieces.append((raw, True))
        elif (raw := parameters.get(key)) is not None:
            pieces.append((raw, False))
        elif number > 0:
            break
    return pieces


def _from_pieces(pieces: list[tuple[bytes, bool]]) -> Text:
    """Join continuations as bytes, then read them under the charset that the first one tells."""
    first, starred = pieces[0]
    extended = _EXTENDED.match(first) if starred else None
    content = _unpercent(extended[2] if extended else first) if starred else first
    for raw, percent in pieces[1:]:
        content += _unpercent(raw) if percent else raw
    return decode(content, extended[1].decode("ascii") if extended else "")


def _extended(raw: bytes) -> Text:
    """Read ``charset'language'percent-encoded``; without the charset, by the ladder."""
    if b"=?" in raw:
        text, defects = decode_words(raw)
        return text, (*defects, Defect.NAME_GUESSED)
    extended = _EXTENDED.match(raw)
    if extended:
        return decode(_unpercent(extended[2]), extended[1].decode("ascii"))
    text, defects = decode(_unpercent(raw))
    return text, (*defects, Defect.NAME_GUESSED)


def _plain(raw: bytes) -> Text:
    """Read a plain value: encoded words, raw bytes, or escapes that some webmails put there."""
    if raw.isascii() and len(_PERCENT.findall(raw)) > 1 and b"=?" not in raw:
        text, defects = decode(_unpercent(raw))
        return text, (*defects, Defect.NAME_GUESSED)
    text, defects = decode_words(raw)
    if _ENTITY.search(text):
        return html.unescape(text), (*defects, Defect.NAME_GUESSED)
    return text, defects


def _finished(text: str, defects: Defects) -> Text:
    """Keep the last step of a path, on one clean line, the ending with it; a slash that is no path's is shown as one."""
    steps = re.split(r"[/\\]", text)
    if len(steps) > 1 and _NO_PATH.fullmatch(text):
        # A slash between two words, as some systems allow it in a name.
        steps, defects = ["\uff0f".join(steps)], (*defects, Defect.NAME_GUESSED)
    name = clean_line(steps[-1], 4 * MAX_NAME)
    if len(name) > 2 and name[0] == name[-1] == "'":
        name = name[1:-1]
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: MAX_NAME - 20]}{dot}{ending[-10:]}"
        defects += (Defect.HEADER_HUGE,)
    if name.isascii() and _LOST.search(name):
        defects += (Defect.CHARSET_LOSSY,)
    return name, defects


def _is_lost(candidate: Text) -> bool:
    return Defect.CHARSET_LOSSY in candidate[1] or Defect.HEADER_DAMAGED in candidate[1]


def _unpercent(raw: bytes) -> bytes:
    """Undo percent escapes; anything else stays."""
    head, *rest = raw.split(b"%")
    return head + b"".join(bytes((int(piece[:2], 16),)) + piece[2:] if _HEX.match(piece) else b"%" + piece for piece in rest)


_HEX = re.compile(rb"[0-9A-Fa-f]{2}")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
