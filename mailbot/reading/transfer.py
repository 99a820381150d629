"""Transfer encodings undone (RFC 2045, 6), with a word about damage (pitfall 32)."""

import binascii
import re

from mailbot.reading.defects import Defect, Defects

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
_UU = re.compile(rb"begin [0-7]{3,4} [^\n]{1,300}\n")
_UNTOUCHED = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit"})

_BASE64_OF = (b"UEsDB", b"0M8R4KGx", b"JVBERi0", b"/9j/")
"""How base64 of a zip, an OLE file, a PDF, a JPEG begins."""


def decode_transfer(body: bytes, encoding: bytes) -> tuple[bytes, Defects]:
    """Undo a Content-Transfer-Encoding; what is unknown or seems to need none is left as it is."""
    name = encoding.decode("latin-1").strip(" \t;\"'").lower()
    if name == "base64":
        return decode_base64(body)
    if name == "quoted-printable":
        return binascii.a2b_qp(body), (Defect.QP_DAMAGED,) if _BAD_ESCAPE.search(body) else ()
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _decode_uu(body)
    if name in _UNTOUCHED:
        if body.lstrip().startswith(_BASE64_OF) and not _NOT_BASE64.search(body.translate(None, b"\r\n \t")):
            return decode_base64(body)[0], (Defect.TRANSFER_GUESSED,)
        return body, ()
    return body, (Defect.TRANSFER_DAMAGED,)


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


def _decode_uu(body: bytes) -> tuple[bytes, Defects]:
    """Read a uuencoded body, line by line, up to ``end``."""
    begin = _UU.search(body)
    if begin is None:
        return body, (Defect.TRANSFER_DAMAGED,)
    content = bytearray()
    for line in body[begin.end() :].split(b"\n"):
        line = line.rstrip(b"\r")
        if line == b"end":
            return bytes(content), ()
        try:
            content += binascii.a2b_uu(line) if line else b""
        except binascii.Error:
            return bytes(content), (Defect.TRANSFER_DAMAGED,)
    return bytes(content), (Defect.TRANSFER_DAMAGED,)
