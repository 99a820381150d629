"""Chinese and Japanese hidden in ASCII bytes without a word in the label (RFC 1843, RFC 1922, RFC 1468)."""

import re

_HZ = re.compile(rb"~\{[!-w][!-~]{1,400}~\}")
_SHIFTED = re.compile(rb"\x0e([^\x0f]*)\x0f?")


def hidden_charset(content: bytes) -> str | None:
    """Read ASCII bytes that are HZ, ISO-2022-CN or ISO-2022-JP; None for plain ASCII."""
    if b"\x1b$)A" in content:
        return _iso_2022_cn(content)
    if b"\x1b$" in content:
        return _strict(content, "iso2022_jp_ext")
    if b"~{" in content and _HZ.search(content):
        return _strict(content, "hz")
    return None


def _iso_2022_cn(content: bytes) -> str | None:
    """Read the GB 2312 part of ISO-2022-CN: between SO and SI each byte lacks its high bit."""
    plain = content.replace(b"\x1b$)A", b"")
    return _strict(_SHIFTED.sub(lambda run: bytes(byte | 0x80 for byte in run[1]), plain), "gb2312")


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeError:
        return None
