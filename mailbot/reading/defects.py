"""The codes of values in a mail that were guessed or lost; ``Mail.defects`` holds them.

A defect blames nobody and stops nothing: it tells a person where to look twice.
"""

from collections.abc import Iterable
from enum import StrEnum


class Defect(StrEnum):
    """One kind of guess or loss. Codes are never renamed: the database keeps them."""

    CHARSET_GUESSED = "charset-guessed"
    """Text without a label, or whose label its bytes contradict."""
    CHARSET_LOSSY = "charset-lossy"
    """Characters were lost: here, or before the mail was sent."""
    CHARSET_UNKNOWN = "charset-unknown"
    """A label that nobody knows."""
    HEADER_8BIT = "header-8bit"
    """Raw bytes in a header, against RFC 5322."""
    HEADER_DAMAGED = "header-damaged"
    """A line or an encoded word of the headers could not be read whole."""
    HEADER_HUGE = "header-huge"
    """Headers were cut at our limits."""
    NUL_BYTES = "nul-bytes"
    """NUL bytes were dropped."""
    BASE64_DAMAGED = "base64-damaged"
    """Base64 that is cut, padded wrongly or mixed with other characters."""
    QP_DAMAGED = "qp-damaged"
    """Quoted-printable with an escape that is none."""
    TRANSFER_DAMAGED = "transfer-damaged"
    """Another transfer encoding that is broken or unknown."""
    TRANSFER_GUESSED = "transfer-guessed"
    """A transfer encoding that the headers do not tell."""
    BOUNDARY_MISSING = "boundary-missing"
    """A multipart without its boundary; guessed where one could be seen."""
    BOUNDARY_UNCLOSED = "boundary-unclosed"
    """A multipart that does not end: perhaps the mail was cut."""
    TOO_MANY_PARTS = "too-many-parts"
    """Parts past the limit were not looked at."""
    TOO_DEEP = "too-deep"
    """Parts nested past the limit were not looked at."""
    TEXT_CUT = "text-cut"
    """The text was cut at our limit."""
    NAME_GUESSED = "name-guessed"
    """A file name written against RFC 2231 and RFC 2047."""
    NAME_DIFFERS = "name-differs"
    """Two file names for one part."""
    NO_SENDER = "no-sender"
    """From is missing or holds no address."""
    SEVERAL_SENDERS = "several-senders"
    """From names more than one mailbox."""
    SENDER_ODD = "sender-odd"
    """From is written against RFC 5322."""
    DATE_ODD = "date-odd"
    """A Date that cannot be read."""
    EMPTY_MAIL = "empty-mail"
    """No bytes, or no headers at all."""


Defects = tuple[Defect, ...]


def codes(defects: Iterable[Defect]) -> tuple[str, ...]:
    """List each code once, as plain text, in the order of first sight."""
    return tuple(dict.fromkeys(defect.value for defect in defects))
