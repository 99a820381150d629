import base64

import pytest

from mailbot.reading.transfer import decode_transfer

CONTENT = bytes(range(256))
WHOLE = base64.encodebytes(CONTENT)


@pytest.mark.parametrize("encoding", [b"base64", b" BASE64 ", b'"base64"', b"base64;", b"base64; charset=gbk", b"Base-64", b"x-base64"])
def test_base64_is_undone_however_it_is_named(encoding: bytes) -> None:
    assert decode_transfer(WHOLE, encoding) == (CONTENT, ())


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (WHOLE.rstrip(b"\n="), CONTENT),
        (WHOLE.replace(b"\n", b"\n! "), CONTENT),
        (base64.b64encode(b"ab") + base64.b64encode(b"cd"), b"abcd"),
        (b"YWJjZA", b"abcd"),
        (b"YWJjZ", b"abc"),
        (b"A", b""),
        (b"====", b""),
        (b"YWJj====", b"abc"),
        (b"YW=Jj", b"a\x26"),
    ],
)
def test_damaged_base64_gives_what_is_left_and_says_so(body: bytes, content: bytes) -> None:
    assert decode_transfer(body, b"base64") == (content, ("base64-damaged",))


def test_other_encodings() -> None:
    assert decode_transfer(b"=C4=BF a=\r\nb", b"quoted-printable") == (b"\xc4\xbf ab", ())
    assert decode_transfer(b"a=b", b"quoted-printable") == (b"a=b", ("qp-damaged",))
    assert decode_transfer(b"begin 644 a\n#0V%T\n`\nend\n", b"x-uuencode") == (b"Cat", ())
    assert decode_transfer(b"begin 644 a\n#0V%T\n", b"x-uuencode") == (b"Cat", ("transfer-damaged",))
    assert decode_transfer(b"words", b"x-uuencode") == (b"words", ("transfer-damaged",))
    assert decode_transfer(b"words", b"8bit") == (b"words", ())


def test_only_what_decodes_to_a_known_kind_is_taken_for_unannounced_base64() -> None:
    assert decode_transfer(base64.b64encode(b"PK\x03\x04abc"), b"") == (b"PK\x03\x04abc", ("transfer-guessed",))
    assert decode_transfer(b"UEsDB is no base64.", b"") == (b"UEsDB is no base64.", ())


@pytest.mark.parametrize(
    "body",
    [
        "您好，请查收附件。谢谢！".encode("gbk"),
        "您好，请查收附件。谢谢！".encode(),
        b"Please find our catalogue attached, as we said on the phone.\r\n",
        b"<html><body><p>text</p></body></html>",
        b"PK\x03\x04 a workbook as it is",
    ],
)
def test_what_only_calls_itself_base64_is_left_as_it_is(body: bytes) -> None:
    assert decode_transfer(body, b"base64") == (body, ("transfer-guessed",))


@pytest.mark.parametrize("encoding", [b"quoted-printable", b"no-such-encoding", b"7bit"])
def test_base64_of_a_document_is_undone_under_any_other_name(encoding: bytes) -> None:
    assert decode_transfer(base64.b64encode(b"PK\x03\x04abcd"), encoding) == (b"PK\x03\x04abcd", ("transfer-guessed",))
