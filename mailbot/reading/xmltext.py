"""XML as parsers want it: in UTF-8, without a byte order mark, without characters that XML forbids.

Expat knows no GBK, calamine reads UTF-8 only, and Chinese systems export workbooks as XML in GB2312
or with control characters out of their databases. Only what no reader sees is dropped.
"""

import re

from mailbot.reading.labels import codec_of, is_wide

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml\b[^>]{0,100}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00?\x00", b"\x00<\x00?")
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcBCeEfF]|1[0-9a-fA-F]));"
)


def is_wide_xml(content: bytes) -> bool:
    """Tell XML in UTF-16, in which calamine sees nothing."""
    return content.startswith(_WIDE_MARKS)


def utf8_xml(content: bytes) -> bytes:
    """Write XML of any encoding anew in UTF-8, its declaration left out; what cannot be read becomes U+FFFD."""
    text = _decoded(content).lstrip("\ufeff")
    declaration = _DECLARATION.match(text)
    return _FORBIDDEN.sub("", text[declaration.end() :] if declaration else text).lstrip().encode("utf-8", "replace")


def _decoded(content: bytes) -> str:
    if is_wide_xml(content):
        big = content.startswith((b"\xfe\xff", b"\x00<"))
        return content.decode("utf-16-be" if big else "utf-16-le", "replace")
    label = _ENCODING.search(content[:400])
    declared = codec_of(label[1].decode("ascii", "replace")) if label else ""
    # A label of two bytes a character over bytes that are none is wrong.
    first = declared if declared and not is_wide(declared) else "utf-8"
    for codec in (first, "utf-8", "gb18030"):
        try:
            return content.decode(codec)
        except UnicodeError:
            continue
    return content.decode(first, "replace")
