import binascii

import pytest

from mailbot.reading.uuencode import decode_uu, split_uu
from tests.reading.mails import XLSX, multipart, part, read, simple

CONTENT = bytes(range(256)) * 2


def uuencoded(content: bytes, name: bytes = b"a.xls", end: bytes = b"end\n") -> bytes:
    lines = b"".join(binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45))
    return b"begin 644 " + name + b"\n" + lines + b"`\n" + end


def test_a_file_is_read_whatever_the_line_breaks() -> None:
    assert decode_uu(uuencoded(CONTENT)) == (CONTENT, ())
    assert decode_uu(uuencoded(CONTENT).replace(b"\n", b"\r\n")) == (CONTENT, ())


def test_what_stands_after_the_letters_of_a_line_is_nothing() -> None:
    assert decode_uu(b"begin 644 a\n#0V%T\n!80__\n`\nend\n") == (b"Cata", ())


def test_a_file_that_does_not_end_says_so() -> None:
    assert decode_uu(uuencoded(CONTENT, end=b"")) == (CONTENT, ("transfer-damaged",))


def test_files_between_words_are_attachments_and_the_words_stay() -> None:
    name = "民政局目录.xls".encode("gbk")
    body = "您好，请查收。\n".encode("gbk") + uuencoded(XLSX, name) + b"\n" + uuencoded(CONTENT, b"b.doc") + "谢谢\n".encode("gbk")
    mail, parts = read(simple(b"Content-Type: text/plain; charset=gb2312", body=body))
    assert [(one.path, one.name, one.content) for one in parts] == [("1", "民政局目录.xls", XLSX), ("2", "b.doc", CONTENT)]
    assert mail.text.split() == ["您好，请查收。", "谢谢"]


@pytest.mark.parametrize(
    "text",
    [
        b"begin 644 a.xls\nthese are words and no file\nend\n",
        b"begin 644 a.xls\n" + binascii.b2a_uu(b"cut"),
        b"We begin 100 times\nend\n",
        b"begin 644 a.xls\nend\n",
    ],
)
def test_words_that_only_look_like_it_stay_words(text: bytes) -> None:
    assert split_uu(text) == (text, ())


def test_a_file_between_the_words_of_a_part_is_numbered_with_the_others() -> None:
    _, parts = read(multipart(part(b"Content-Type: text/plain", body=uuencoded(XLSX)), part(b"Content-Disposition: attachment", body=b"x")))
    assert [(one.path, one.content) for one in parts] == [("1", XLSX), ("2", b"x")]
