"""Transfer encodings undone (RFC 2045, 6), with a word about damage (pitfall 32)."""

import binascii
import re

from mailbot.reading.defects import Defect, Defects
from mailbot.reading.uuencode import decode_uu

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
_BASE64 = frozenset({"base64", "base-64", "x-base64"})
_QUOTED = frozenset({"quoted-printable", "quotedprintable", "quoted_printable", "quoted"})
_UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_UNTOUCHED = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits"})

_BASE64_OF = (b"UEsDB", b"0M8R4KGx", b"JVBERi0", b"/9j/")
"""How base64 of a zip, an OLE file, a PDF, a JPEG begins."""
_PLAIN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"\xff\xd8\xff")
"""How these files themselves begin."""

LONGEST_WORD = 20  # letters of a word in prose, on the average; a line of base64 has seventy
FOREIGN_SHARE = 0.1  # of bytes that no base64 has; damaged base64 has fewer, a text more


def decode_transfer(body: bytes, encoding: bytes) -> tuple[bytes, Defects]:
    """Undo a Content-Transfer-Encoding; what is unknown or seems to need none is left as it is."""
    name = re.split(r"[\s;,]", encoding.decode("latin-1").strip(" \t;\"'").lower(), maxsplit=1)[0].strip("\"'")
    if name in _BASE64:
        content, defects = decode_base64(body)
        return (body, (Defect.TRANSFER_GUESSED,)) if defects and _is_plain(body) else (content, defects)
    if name in _UU:
        return decode_uu(body)
    content, defects = body, () if name in _UNTOUCHED else (Defect.TRANSFER_DAMAGED,)
    if name in _QUOTED:
        content, defects = binascii.a2b_qp(body), (Defect.QP_DAMAGED,) if _BAD_ESCAPE.search(body) else ()
    if body[:200].lstrip().startswith(_BASE64_OF) and not _NOT_BASE64.search(body.translate(None, b"\r\n \t")):
        return decode_base64(body)[0], (Defect.TRANSFER_GUESSED,)
    return content, defects


def decode_base64(body: bytes) -> tuple[bytes, Defects]:
    """Read base64 strictly; where that fails, read all that can be read and say so."""
    clean = body.translate(None, b"\r\n \t")
    try:
        content = binascii.a2b_base64(clean, strict_mode=True)
    except binascii.Error:
        content = b""
    # Python below 3.13 lets some wrong padding pass even then.
    data = clean.rstrip(b"=")
    if len(content) == len(data) * 3 // 4 and len(data) + -len(data) % 4 == len(clean):
        return content, ()
    bare = _NOT_BASE64.sub(b"", clean)
    content = b""
    for run in re.split(rb"=+", bare):
        whole = run if len(run) % 4 != 1 else run[:-1]
        content += binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    return content, (Defect.BASE64_DAMAGED,)


def _is_plain(body: bytes) -> bool:
    """Tell whether a body that calls itself base64 was never encoded: a text, or a file as it is."""
    bare = body.strip()
    if bare.startswith(_PLAIN):
        return True
    clean = body.translate(None, b"\r\n \t")
    foreign = sum(map(len, _NOT_BASE64.findall(clean)))
    words = bare.split(None, 1_000)[:1_000]
    return foreign > FOREIGN_SHARE * len(clean) or (len(words) > 4 and sum(map(len, words)) < LONGEST_WORD * len(words))
