import pytest

from mailbot.reading.cms import MAX_ELEMENTS, signed_content
from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits
from tests.reading.mails import XLSX, multipart, part, read, simple, workbook_part

SIGNED = bytes.fromhex("06092a864886f70d010702")
SIGNED_SM2 = bytes.fromhex("060a2a811ccf550601040202")
ENVELOPED = bytes.fromhex("06092a864886f70d010703")
DATA = bytes.fromhex("06092a864886f70d010701")
VERSION, ALGORITHMS, SIGNATURES = b"\x02\x01\x01", b"\x31\x00", b"\x31\x03\x02\x01\x07"


def whole(tag: int, content: bytes) -> bytes:
    size = len(content).to_bytes(4, "big")
    return bytes((tag, 0x84)) + size + content


def opened(tag: int, content: bytes) -> bytes:
    return bytes((tag, 0x80)) + content + b"\x00\x00"


def sealed(content: bytes, kind: bytes = SIGNED) -> bytes:
    """Wrap as most programs do: every length is told."""
    wrapped = whole(0x30, DATA + whole(0xA0, whole(0x04, content)))
    return whole(0x30, kind + whole(0xA0, whole(0x30, VERSION + ALGORITHMS + wrapped + SIGNATURES)))


def streamed(content: bytes) -> bytes:
    """Wrap as programs do that do not know the length yet: in pieces."""
    pieces = b"".join(whole(0x04, content[at : at + 100]) for at in range(0, len(content), 100))
    wrapped = opened(0x30, DATA + opened(0xA0, opened(0x24, pieces)))
    return opened(0x30, SIGNED + opened(0xA0, opened(0x30, VERSION + ALGORITHMS + wrapped + SIGNATURES)))


MAIL = multipart(part(b"Content-Type: text/plain", body=b"words"), workbook_part(b"Content-Disposition: attachment; filename=a.xlsx"))
INNER = MAIL.split(b"\r\n", 1)[1]


@pytest.mark.parametrize("message", [sealed(INNER), sealed(INNER, SIGNED_SM2), streamed(INNER)])
@pytest.mark.parametrize(
    "header",
    [
        b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
        b"Content-Type: application/x-pkcs7-mime",
        b'Content-Type: application/octet-stream; name="smime.p7m"',
    ],
)
def test_a_mail_inside_its_signature_is_read_as_the_mail(message: bytes, header: bytes) -> None:
    mail, parts = read(simple(b"Subject: x", header, b"Content-Transfer-Encoding: binary", body=message))
    assert (mail.subject, mail.text) == ("x", "words")
    assert [(one.path, one.name, one.content) for one in parts] == [("1", "a.xlsx", XLSX)]


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"0",
        b"no message",
        sealed(INNER)[:200],
        streamed(INNER)[:-20],
        sealed(INNER, ENVELOPED),
        whole(0x30, SIGNED),
        whole(0x30, SIGNED + whole(0xA0, whole(0x30, VERSION + ALGORITHMS + whole(0x30, DATA) + SIGNATURES))),
        b"\x30\x80" * 1_000,
        b"\x30\x80" * 5 + b"\x05\x00" * 100_000,
    ],
)
def test_other_bytes_are_no_signed_message(message: bytes) -> None:
    assert signed_content(message) is None


def test_a_mail_sealed_by_pgp_is_told_as_encrypted() -> None:
    version = part(b"Content-Type: application/pgp-encrypted", body=b"Version: 1\r\n")
    body = part(b"Content-Type: application/octet-stream; name=encrypted.asc", body=b"-----BEGIN PGP MESSAGE-----\r\n\r\nx")
    first, second = read(multipart(version, body, kind=b"encrypted"))[1]
    assert first.inline
    assert read_file(second.path, second.name, second.content, ReadLimits())[0].trouble == "unreadable-encrypted"


def test_what_only_its_addressee_can_open_is_told_as_encrypted() -> None:
    content = sealed(INNER, ENVELOPED)
    _, parts = read(simple(b"Content-Type: application/pkcs7-mime; name=smime.p7m", b"Content-Transfer-Encoding: binary", body=content))
    assert [read_file(one.path, one.name, one.content, ReadLimits())[0].trouble for one in parts] == ["unreadable-encrypted"]


def test_a_content_in_many_pieces_is_read_and_one_in_countless_pieces_is_none() -> None:
    assert signed_content(streamed(b"x" * 4_000_000)) == b"x" * 4_000_000
    empty = DATA + opened(0xA0, opened(0x24, b"\x04\x00" * MAX_ELEMENTS))
    assert signed_content(opened(0x30, SIGNED + opened(0xA0, opened(0x30, VERSION + ALGORITHMS + opened(0x30, empty))))) is None
