"""Mails that other programs' test corpora hold, each kind written anew: wrongly folded, split or wrapped."""

import base64
import time

import pytest

from tests.reading.mails import XLSX, b_word, multipart, part, read, read_mail, simple, workbook_part

WORDS = part(b"Content-Type: text/plain", body=b"words")
BOOK = workbook_part(b"Content-Disposition: attachment; filename=a.xls")
BODY = b"--b\r\n" + WORDS + b"\r\n--b\r\n" + BOOK + b"\r\n--b--\r\n"


def names(content: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    mail, parts = read(content)
    return mail.text, [(one.name, one.content) for one in parts]


WHOLE = ("words", [("a.xls", XLSX)])


@pytest.mark.parametrize(
    "content",
    [
        simple(b"Content-Type: multipart/mixed;\r\nboundary=b", b"Subject: x", body=BODY),
        simple(b"Content-Type: multipart; boundary=b", body=BODY),
        simple(b"Content-Type: multipart/*; boundary=b", body=BODY),
        simple(b'Content-Type: "multipart/mixed"; boundary=b', body=BODY),
        simple(b"Content-Type: text/plain; boundary=b", body=BODY),
        simple(b"Content-Type: multipart/mixed; boundary='b'", body=BODY),
        simple(b"Content-Type: multipart/mixed; boundary=b (a comment)", body=BODY),
        simple(b"Content-Type: multipart/mixed", body=BODY),
        simple(b"MIME-Version: 1.0", body=b"This is a multi-part message in MIME format.\r\n\r\n" + BODY),
        simple(b"Content-Type: multipart/mixed; boundary=b", b"Content-Transfer-Encoding: base64", body=base64.encodebytes(BODY)),
        simple(b"Content-Type: multipart/mixed; boundary=b", body=BODY + b"--b--\r\n"),
        simple(b"Content-Type: multipart/mixed; boundary=b", body=BODY.replace(b"--b--", b"--b-->\r\ntrailing words")),
        simple(b"Content-Type: multipart/mixed; boundary=b", body=BODY.replace(b"--b--", b"--b-- trailing words")),
        b"From: mzj@example.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n" + BODY,
        b"From: mzj@example.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n \r\n" + BODY,
        simple(b"Content-Type: multipart/mixed; boundary=b", body=BODY.replace(b"plain\r\n\r\n", b"plain\r\n \t\r\n")),
        simple(b"Content-Type: multipart/mixed; boundary=b", body=BODY.replace(b"attachment; filename", b"attachment;\r\nfilename")),
    ],
)
def test_parts_are_found_however_they_are_announced(content: bytes) -> None:
    assert names(content) == WHOLE


def test_parts_after_the_end_of_an_inner_multipart_with_the_same_boundary_are_found() -> None:
    inner = part(b"Content-Type: multipart/alternative; boundary=b", body=b"--b\r\n" + WORDS + b"\r\n--b--\r\n")
    assert names(multipart(inner, BOOK, boundary=b"b")) == WHOLE


def test_a_boundary_is_known_by_its_last_line_where_its_parts_have_no_headers() -> None:
    content = simple(b"Content-Type: multipart/mixed; boundary=lost", body=b"--b\r\n\r\nwords\r\n--b--\r\n")
    assert names(content) == ("words", [])


def test_a_text_that_only_quotes_a_delimiter_stays_a_text() -> None:
    assert names(simple(b"Subject: x", body=b"words\r\n--b\r\nContent-Type: text/plain\r\nmore"))[0].startswith("words\n--b")
    assert names(simple(b"Content-Type: text/plain; boundary=b", body=b"words")) == ("words", [])


def test_encoded_words_on_the_next_line_belong_to_the_subject_though_their_space_is_lost() -> None:
    content = simple(b"Subject: " + b_word("关于报送目", "gbk") + b"\r\n" + b_word("录的函", "gbk"), b"X-Mailer: Foxmail", body=b"words")
    mail = read_mail(content)
    assert (mail.subject, mail.text) == ("关于报送目录的函", "words")


def test_a_space_before_the_first_field_takes_nothing_away() -> None:
    mail = read_mail(b" \tFrom: mzj@example.cn\r\nSubject: x\r\n\r\nwords")
    assert (mail.sender, mail.subject, mail.text) == ("mzj@example.cn", "x", "words")


def test_a_blank_line_of_spaces_ends_the_headers_only_before_words() -> None:
    assert read_mail(b"From: mzj@example.cn\r\nSubject: x\r\n \r\nX-Mailer: y\r\n\r\nwords").text == "words"
    assert read_mail("From: mzj@example.cn\r\nSubject: x\r\n \r\n您好\r\n\r\n谢谢".encode()).text == "您好\n\n谢谢"


def test_the_pictures_of_a_page_that_is_gone_are_no_attachments() -> None:
    logo = part(b"Content-Type: image/png; name=image001.png", b"Content-ID: <1@x>", body=b"x")
    _, parts = read(multipart(multipart(WORDS, logo, kind=b"related", boundary=b"inner").split(b"\r\n", 1)[1], logo))
    assert [one.inline for one in parts] == [True, False]


@pytest.mark.parametrize("name", ["ATT00001.txt", "ATT00002.htm", "att123456.html"])
def test_words_that_stood_after_an_attachment_are_words_again(name: str) -> None:
    kind = b"text/plain" if name.endswith("txt") else b"text/html"
    more = part(b"Content-Type: %s; name=%s" % (kind, name.encode()), b"Content-Disposition: attachment", body=b"more")
    assert names(multipart(WORDS, BOOK, more)) == ("words\nmore", [("a.xls", XLSX)])


def test_a_page_of_that_name_that_holds_a_table_is_an_attachment() -> None:
    page = part(b"Content-Type: text/html; name=ATT00001.htm", b"Content-Disposition: attachment", body=b"<TABLE><tr><td>1</table>")
    assert [name for name, _ in names(multipart(WORDS, page))[1]] == ["ATT00001.htm"]


HOSTILE = {
    "lines that flow": b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \n" * 330_000,
    "beginnings of files": b"From: a@b.cn\r\n\r\n" + (b"begin 644 a\n" + b"#0V%T\n" * 50) * 2_800,
    "ends of multiparts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b--\n" * 160_000,
    "delimiters nobody announced": b"From: a@b.cn\r\n\r\n" + b"\n--x\nContent-" * 76_000,
    "pieces of a signature": b"Content-Type: application/pkcs7-mime\r\n\r\n" + b"\x30\x80" * 7 + b"\x05\x00" * 490_000,
    "prose in base64": b"Content-Transfer-Encoding: base64\r\n\r\n" + b"a " * 500_000 + b"!",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mails_of_a_megabyte_take_no_time(kind: str) -> None:
    begin = time.process_time()
    read(HOSTILE[kind])
    assert time.process_time() - begin < 12
