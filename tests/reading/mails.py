"""Mails for tests, built byte by byte: what a client really sends, right or wrong."""

import base64
import binascii
from datetime import UTC, datetime

from mailbot.model.mail import Mail, Part, RawMail, SourceKey
from mailbot.reading.message import read_message

RECEIVED = datetime(2020, 9, 28, 7, 4, tzinfo=UTC)
XLSX = b"PK\x03\x04 a workbook, or something like it"


def raw_mail(content: bytes) -> RawMail:
    return RawMail(SourceKey("INBOX", 1600000000, 41), content, RECEIVED)


def read(content: bytes) -> tuple[Mail, tuple[Part, ...]]:
    return read_message(raw_mail(content))


def read_mail(content: bytes) -> Mail:
    return read(content)[0]


def read_parts(content: bytes) -> tuple[Part, ...]:
    return read(content)[1]


def b_word(text: str, codec: str, label: str = "") -> bytes:
    """Write an encoded word in base64; the label may lie."""
    return b"=?%s?B?%s?=" % ((label or codec).encode(), base64.b64encode(text.encode(codec)))


def q_word(text: str, codec: str, label: str = "") -> bytes:
    """Write an encoded word in quoted-printable."""
    return b"=?%s?Q?%s?=" % ((label or codec).encode(), b"".join(b"=%02X" % byte for byte in text.encode(codec)))


def percent(text: str, codec: str) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in text.encode(codec))


def quoted_printable(text: str, codec: str) -> bytes:
    return binascii.b2a_qp(text.encode(codec))


def simple(*headers: bytes, body: bytes = b"", sender: bytes = b"mzj@example.cn") -> bytes:
    """Write a mail of one part; a From is added unless the headers bring one."""
    lines = list(headers) if any(line.lower().startswith(b"from:") for line in headers) else [b"From: " + sender, *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def part(*headers: bytes, body: bytes = b"") -> bytes:
    return b"".join(line + b"\r\n" for line in headers) + b"\r\n" + body


def multipart(*parts: bytes, kind: bytes = b"mixed", headers: tuple[bytes, ...] = (), boundary: bytes = b"=_b1") -> bytes:
    """Write a mail of several parts."""
    body = b"".join(b"--" + boundary + b"\r\n" + one + b"\r\n" for one in parts) + b"--" + boundary + b"--\r\n"
    return simple(b"MIME-Version: 1.0", b'Content-Type: multipart/%s; boundary="%s"' % (kind, boundary), *headers, body=body)


def workbook_part(*headers: bytes, content: bytes = XLSX) -> bytes:
    """Write an attached workbook in base64 whose headers the caller tells."""
    given = headers or (b"Content-Type: application/octet-stream", b"Content-Disposition: attachment")
    return part(*given, b"Content-Transfer-Encoding: base64", body=base64.encodebytes(content))
