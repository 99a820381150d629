"""Unpack winmail.dat, in which Outlook hides attachments (MS-OXTNEF; pitfall 27).

The outer stream is walked here, because tnefparse gives up the whole mail for one subject it cannot
decode; it is asked only for the properties of an attachment (long names, embedded objects).
"""

import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.reading.charset import decode
from mailbot.reading.limits import ReadLimits, Trouble, Unreadable
from mailbot.reading.unpack import Member, safe_path, unique

_HEADER = struct.Struct("<BHHI")
_LEVELS = (1, 2)
_ATTACHMENT_LEVEL = 2
_RENDER_DATA, _TITLE, _DATA, _PROPERTIES, _CODE_PAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007


@dataclass(slots=True)
class _Attachment:
    name: str = ""
    content: bytes = b""


def tnef_members(content: bytes, limits: ReadLimits) -> Iterator[Member]:
    """Yield the attachments of a TNEF stream; raises Unreadable when there is not even one whole object."""
    found: list[_Attachment] = []
    encoding = "gb18030"
    objects = 0
    for level, name, data in _objects(content):
        objects += 1
        if name == _CODE_PAGE and len(data) >= 4:
            encoding = _encoding(struct.unpack("<I", data[:4])[0])
        if level != _ATTACHMENT_LEVEL:
            continue
        if name == _RENDER_DATA or not found:
            found.append(_Attachment())
        if name == _TITLE:
            found[-1].name = found[-1].name or decode(data.rstrip(b"\x00"))[0]
        elif name == _DATA:
            found[-1].content = data
        elif name == _PROPERTIES:
            _take_properties(found[-1], data, encoding)
    if not objects or not (any(attachment.content for attachment in found) or _is_whole(content)):
        raise Unreadable("unreadable-damaged", reason="tnef")
    taken: set[str] = set()
    for attachment in found:
        if attachment.content:
            yield Member(unique(safe_path(attachment.name), taken), attachment.content)
    if _end(content) < len(content) - _HEADER.size:
        # The rest was cut off, and with it whatever came behind.
        yield Member(unique("winmail.dat", taken), b"", Trouble("unreadable-damaged", {"reason": "cut"}))


def _is_whole(content: bytes) -> bool:
    """Tell whether every object of a stream is as it was written; only then one without attachments never had any (MS-OXTNEF 2.1.3)."""
    offset = 6
    for level, _, data in _objects(content):
        offset += _HEADER.size + len(data) + 2
        if level not in _LEVELS or int.from_bytes(content[offset - 2 : offset], "little") != sum(data) & 0xFFFF:
            return False
    return not content[offset:].strip(b"\x00\r\n")


def _end(content: bytes) -> int:
    """Tell where the last whole object of a stream ends."""
    return 6 + sum(_HEADER.size + len(data) + 2 for _, _, data in _objects(content))


def _objects(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield level, name and data of the objects of a stream, up to the first that is cut."""
    offset = 6
    while offset + _HEADER.size <= len(content):
        level, name, _, length = _HEADER.unpack_from(content, offset)
        start = offset + _HEADER.size
        if start + length > len(content):
            return
        yield level, name, content[start : start + length]
        offset = start + length + 2


def _take_properties(attachment: _Attachment, data: bytes, encoding: str) -> None:
    """Take the long name and an embedded object from the MAPI properties of an attachment."""
    from tnefparse import properties
    from tnefparse.mapi import IMESSAGE_SIG, IMESSAGE_SIG_LEN, decode_mapi

    # It logs what it does not know, and counts to four thousand million when it is told to.
    logging.getLogger("tnefparse").disabled = True
    if len(data) < 4 or struct.unpack_from("<I", data)[0] > len(data) // 4:
        return
    try:
        found = decode_mapi(data, encoding)
    except (ValueError, IndexError, TypeError, KeyError, LookupError, struct.error, AttributeError):
        # Without its properties an attachment still has its short name and its bytes.
        return
    for item in found:
        value = item.data
        if item.name == properties.MAPI_ATTACH_LONG_FILENAME and value:
            attachment.name = decode(value.rstrip(b"\x00"))[0] if isinstance(value, bytes) else str(value).rstrip("\x00")
        elif item.name == properties.MAPI_ATTACH_DATA_OBJ and isinstance(value, bytes):
            attachment.content = value[IMESSAGE_SIG_LEN:] if value.startswith(IMESSAGE_SIG) else value


def _encoding(code_page: int) -> str:
    if code_page in (936, 54936, 0):
        return "gb18030"
    name = f"cp{code_page}"
    try:
        "".encode(name)
    except LookupError:
        return "gb18030"
    return name
