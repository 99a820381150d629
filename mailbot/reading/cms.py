"""Mails wrapped in a signature of S/MIME: they look sealed and are not (RFC 5652, 5; RFC 8551, 3.5.2; GM/T 0010).

Only the wrapping is undone: the signature is not checked, so the mail counts as one without any.
"""

from typing import NamedTuple

_SIGNED = (bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a811ccf550601040202"))
_ENVELOPED = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a811ccf550601040203"))

_SEQUENCE, _OCTETS, _PIECES = 0x30, 0x04, 0x24
_END = b"\x00\x00"
_INDEFINITE = 0x80
_HEAD = 40  # bytes in which the identifier of a message stands

MAX_DEPTH = 8  # lengths that are left open, in each other; programs write five
# Each piece of a content is looked at once at every depth; programs write pieces of a thousand bytes and more.
MAX_ELEMENTS = 400_000


class _Element(NamedTuple):
    """One element of BER: its tag, where its contents lie, and where the next one begins."""

    tag: int
    start: int
    end: int
    next: int


def signed_content(message: bytes) -> bytes | None:
    """Take the content out of a signed message; None where the bytes are no such message or hold none."""
    elements = _Elements(message)
    try:
        info = elements.inside(elements.at(0))
        if message[info[0].start : info[0].end] not in _SIGNED:
            return None
        signed = elements.inside(elements.inside(info[1])[0])
        wrapped = elements.inside(next(one for one in signed if one.tag == _SEQUENCE))
        octets = elements.inside(wrapped[1])[0]
        if octets.tag == _OCTETS:
            return message[octets.start : octets.end]
        pieces = elements.inside(octets) if octets.tag == _PIECES else []
        return b"".join(message[one.start : one.end] for one in pieces) or None
    except (IndexError, ValueError, StopIteration):
        return None


def is_enveloped(message: bytes) -> bool:
    """Tell whether bytes are a message that only its addressee can open."""
    return message[:1] == b"\x30" and any(identifier in message[:_HEAD] for identifier in _ENVELOPED)


class _Elements:
    """The elements of a message, looked at no more often than a real one needs."""

    def __init__(self, message: bytes) -> None:
        self._message = message
        self._left = MAX_ELEMENTS

    def inside(self, parent: _Element) -> list[_Element]:
        """List the elements in one; raises ValueError where it can hold none."""
        if not parent.tag & 0x20:
            raise ValueError
        found, at = [], parent.start
        while at < parent.end:
            found.append(self.at(at))
            at = found[-1].next
        return found

    def at(self, at: int, depth: int = 0) -> _Element:
        """Read tag and length; raises ValueError or IndexError where there is no element, or there were too many."""
        message = self._message
        self._left -= 1
        tag, length, start = message[at], message[at + 1], at + 2
        if tag & 0x1F == 0x1F or depth > MAX_DEPTH or self._left < 0:
            raise ValueError
        if length == _INDEFINITE:
            end = start
            while message[end : end + 2] != _END:
                end = self.at(end, depth + 1).next
            return _Element(tag, start, end, end + 2)
        if length > _INDEFINITE:
            size = length - _INDEFINITE
            if size > 4:
                raise ValueError
            length, start = int.from_bytes(message[start : start + size], "big"), start + size
        if start + length > len(message):
            raise ValueError
        return _Element(tag, start, start + length, start + length)
