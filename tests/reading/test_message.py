import base64
import time

import pytest

from mailbot.model.mail import Mail, Part
from mailbot.reading.message import read_message
from tests.reading.mails import RECEIVED, XLSX, multipart, part, raw_mail, read, read_mail, read_parts, simple, workbook_part

TEXT = part(b"Content-Type: text/plain; charset=utf-8", body="您好，请查收。".encode())
PAGE = part(b"Content-Type: text/html; charset=utf-8", body="<p>您好，</p><p>请查收。</p>".encode())
LOGO = part(
    b"Content-Type: image/png; name=logo.png",
    b"Content-ID: <logo@x>",
    b"Content-Transfer-Encoding: base64",
    body=base64.b64encode(b"\x89PNG"),
)


def paths(parts: tuple[Part, ...]) -> list[tuple[str, str, str]]:
    return [(part.path, part.name, part.media_type) for part in parts]


def test_the_headers_of_a_plain_mail() -> None:
    mail = read_mail(
        simple(
            b"From: Zhao Yi <Mzj@Example.CN>",
            b"Reply-To: other@example.cn",
            b"Subject:  a\r\n\tlong   subject ",
            b"Date: Fri, 25 Sep 2020 15:04:05 +0800 (CST)",
            b"Message-ID:  <one@example.cn> ",
            b"In-Reply-To: <two@example.cn>",
            b"References: <three@example.cn>\r\n <two@example.cn>",
            body=b"hello\r\nthere\r\n",
        )
    )
    assert mail == Mail(
        sha256=mail.sha256,
        message_id="<one@example.cn>",
        sender="Mzj@example.cn",
        sender_name="Zhao Yi",
        subject="a long subject",
        text="hello\nthere",
        received_at=RECEIVED,
        in_reply_to=("<two@example.cn>", "<three@example.cn>"),
        reply_to="other@example.cn",
        date_text="Fri, 25 Sep 2020 15:04:05 +0800 (CST)",
    )


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ((b"Content-Disposition: attachment",), ""),
        ((b"Content-Type: application/octet-stream", b"Content-Disposition: inline"), ""),
        ((b"Content-Type: application/octet-stream",), ""),
        ((b"Content-Type: application/vnd.ms-excel; name=a.xls",), "a.xls"),
        ((b"Content-Type: text/plain; name=a.txt",), "a.txt"),
        ((b"Content-Type: text/plain", b"Content-Disposition: attachment"), ""),
        ((b"Content-Type: text/html", b"Content-Disposition: inline; filename=a.xls"), "a.xls"),
        ((b"Content-Type: text/csv",), ""),
        ((b"Content-Type: application/ms-tnef; name=winmail.dat",), "winmail.dat"),
        ((b"Content-Type: nonsense; name=a.xlsx",), "a.xlsx"),
        ((b'Content-Type: application/octet-stream; name="C:\\\\Users\\\\a.xlsx"',), "a.xlsx"),
        ((b'Content-Disposition: attachment; filename="../../etc/a.xlsx"',), "a.xlsx"),
    ],
)
def test_whatever_is_attached_is_a_part_even_without_a_name_or_a_disposition(headers: tuple[bytes, ...], name: str) -> None:
    mail, parts = read(multipart(TEXT, workbook_part(*headers)))
    assert [(part.path, part.name, part.content) for part in parts] == [("1", name, XLSX)]
    assert mail.text == "您好，请查收。"


def test_a_mail_that_is_nothing_but_a_workbook_is_one_part() -> None:
    parts = read_parts(simple(b"Content-Type: application/vnd.ms-excel", b"Content-Transfer-Encoding: base64", body=base64.b64encode(XLSX)))
    assert [(part.path, part.content) for part in parts] == [("1", XLSX)]


def test_of_alternatives_the_plain_text_is_taken_and_all_attachments() -> None:
    related = multipart(PAGE, LOGO, kind=b"related", boundary=b"in").partition(b"MIME-Version: 1.0\r\n")[2]
    mail, parts = read(multipart(TEXT, related, kind=b"alternative"))
    assert mail.text == "您好，请查收。"
    assert paths(parts) == [("1", "logo.png", "image/png")]


def test_text_comes_from_html_where_plain_text_is_missing_or_blank() -> None:
    assert read_mail(simple(b"Content-Type: text/html; charset=utf-8", body="<p>您好</p>请查收".encode())).text == "您好\n请查收"
    blank = part(b"Content-Type: text/plain", body=b" \r\n\r\n")
    assert read_mail(multipart(blank, PAGE, kind=b"alternative")).text == "您好，\n\n请查收。"


def test_text_before_and_after_an_attachment_is_kept_but_not_the_page_that_repeats_it() -> None:
    after = part(b"Content-Type: text/plain; charset=utf-8", body="赵一".encode())
    assert read_mail(multipart(TEXT, PAGE, workbook_part(), after)).text == "您好，请查收。\n赵一"


def test_a_picture_that_the_page_shows_is_marked_and_another_is_not() -> None:
    page = part(b"Content-Type: text/html", body=b'<img src="cid:logo@x">')
    photo = LOGO.replace(b"logo@x", b"photo@x").replace(b"logo.png", b"photo.png")
    parts = read_parts(multipart(page, LOGO, photo, kind=b"related"))
    assert [(part.name, part.inline) for part in parts] == [("logo.png", True), ("photo.png", False)]


def test_signatures_and_cards_are_marked_or_left_out() -> None:
    signature = part(b"Content-Type: application/pkcs7-signature; name=smime.p7s", body=b"x")
    card = part(b"Content-Type: text/vcard; charset=utf-8", body=b"BEGIN:VCARD")
    parts = read_parts(multipart(TEXT, card, signature))
    assert [(part.name, part.inline) for part in parts] == [("smime.p7s", True)]


def test_where_html_leads_is_listed() -> None:
    mail = read_mail(
        simple(b"Content-Type: text/html", body=b'<img src="http://a.cn/x.png"><a HREF="http://mail.qq.com/x?a=1&amp;b=2">x</a>')
    )
    assert mail.links == ("http://mail.qq.com/x?a=1&b=2",)


def forwarded(*inner_parts: bytes, boundary: bytes = b"inner") -> bytes:
    inner = multipart(*inner_parts, headers=(b"Subject: inner",), boundary=boundary).replace(b"mzj@", b"inner@")
    return part(b"Content-Type: message/rfc822", body=inner)


def test_a_forwarded_mail_is_a_container_walked_once() -> None:
    mail, parts = read(multipart(TEXT, forwarded(TEXT, workbook_part(), workbook_part()), workbook_part()))
    assert paths(parts) == [
        ("1", "inner.eml", "message/rfc822"),
        ("1/1", "", "application/octet-stream"),
        ("1/2", "", "application/octet-stream"),
        ("2", "", "application/octet-stream"),
    ]
    assert mail.inner_senders == ("inner@example.cn",)
    assert mail.sender == "mzj@example.cn"
    assert mail.text.startswith(
        "您好，请查收。\n\n---------- Forwarded message ----------\nFrom: <inner@example.cn>\nSubject: inner\n\n您好"
    )


def test_forwards_of_forwards_are_numbered_under_each_other() -> None:
    parts = read_parts(multipart(forwarded(forwarded(workbook_part(), boundary=b"deep"))))
    assert [part.path for part in parts] == ["1", "1/1", "1/1/1"]


def test_a_mail_attached_as_eml_of_any_type_is_walked_too() -> None:
    inner = multipart(workbook_part())
    eml = part(
        b'Content-Type: application/octet-stream; name="a.eml"', b"Content-Transfer-Encoding: base64", body=base64.encodebytes(inner)
    )
    assert paths(read_parts(multipart(eml))) == [("1", "a.eml", "message/rfc822"), ("1/1", "", "application/octet-stream")]


def test_a_sender_named_in_an_inline_forward_is_an_inner_sender() -> None:
    body = '-------- 转发邮件信息 --------\r\n发件人："民政局" <mzj2@example.cn>\r\n发送日期：2020-09-25\r\n\r\n请查收'
    mail = read_mail(simple("Subject: 转发: 目录".encode(), b"Content-Type: text/plain; charset=utf-8", body=body.encode()))
    assert mail.inner_senders == ("mzj2@example.cn",)


def test_a_letter_quoted_in_an_answer_is_no_inner_sender() -> None:
    body = "收到\r\n\r\n------------------ 原始邮件 ------------------\r\n发件人：<zwgk@example.cn>\r\n主题：提醒"
    mail = read_mail(simple("Subject: 回复: 提醒".encode(), b"Content-Type: text/plain; charset=utf-8", body=body.encode()))
    assert mail.inner_senders == ()


def test_uuencoded_parts_are_read() -> None:
    body = b"begin 644 a.xls\r\n#0V%T\r\n`\r\nend\r\n"
    assert (
        read_parts(multipart(part(b"Content-Disposition: attachment", b"Content-Transfer-Encoding: x-uuencode", body=body)))[0].content
        == b"Cat"
    )


@pytest.mark.parametrize(
    ("content", "defect"),
    [
        (b"no headers, only a body", "empty-mail"),
        (b"From: a@b.cn\r\n\r\nnul\x00 body", "nul-bytes"),
        (b"From: a@b.cn\r\nSubject: x\x00y\r\n\r\nbody", "nul-bytes"),
        (b"From: a@b.cn\r\nsome line that is no header\r\nSubject: x\r\n\r\nbody", "header-damaged"),
        (b"\r\n\r\nFrom: a@b.cn\r\nSubject: x\r\n\r\nbody", "header-damaged"),
        (b"From: a@b.cn\rSubject: x\r\rbody", "header-damaged"),
        (b"Subject: x\r\n\r\nbody", "no-sender"),
        (b"From: a@b.cn\r\nFrom: c@d.cn\r\nSubject: x\r\n\r\nbody", "several-senders"),
        (b"From: a@b.cn\r\nDate: once upon a time\r\n\r\nbody", "date-odd"),
        (b"From: a@b.cn\r\nSubject: " + b"x" * 20_000 + b"\r\n\r\nbody", "header-huge"),
        (b"From: a@b.cn\r\n" + b"X: y\r\n" * 2_000 + b"\r\nbody", "header-huge"),
        (b"From: a@b.cn\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ body", "qp-damaged"),
        (b"From: a@b.cn\r\nContent-Transfer-Encoding: x-rot13\r\n\r\nbody", "transfer-damaged"),
        (b"From: a@b.cn\r\nContent-Type: multipart/mixed\r\n\r\nbody", "boundary-missing"),
        (b"From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nbody", "boundary-missing"),
        (b"From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nbody", "boundary-unclosed"),
        ("From: a@b.cn\r\nSubject: x\r\n\r\nbody".encode("utf-16"), "charset-guessed"),
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes_and_flagged(content: bytes, defect: str) -> None:
    mail = read_mail(content)
    assert defect in mail.defects
    assert "body" in mail.text


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\x00", b"\xef\xbb\xbf"])
def test_a_mail_of_nothing_says_so(content: bytes) -> None:
    mail = read_mail(content)
    assert {"empty-mail", "no-sender"} <= set(mail.defects)
    assert (mail.sender, mail.subject, mail.text) == ("", "", "")


def test_headers_after_a_damaged_line_are_still_read() -> None:
    mail = read_mail(b"Subject: x\r\nbroken line\r\n 	and its fold\r\nFrom: a@b.cn\r\n\r\nbody")
    assert (mail.subject, mail.sender) == ("x", "a@b.cn")


def test_a_lost_boundary_is_guessed() -> None:
    mail, parts = read(multipart(TEXT, workbook_part()).replace(b'boundary="=_b1"', b"x=y"))
    assert [part.content for part in parts] == [XLSX]
    assert mail.text == "您好，请查收。"
    assert "boundary-missing" in mail.defects


def test_a_mail_cut_inside_its_attachment_says_so() -> None:
    whole = multipart(TEXT, workbook_part(content=bytes(range(256)) * 20))
    mail, parts = read(whole[: len(whole) * 2 // 3])
    assert len(parts) == 1
    assert {"boundary-unclosed", "base64-damaged"} & set(mail.defects)


def test_base64_that_no_header_announces_is_recognised() -> None:
    mail, parts = read(
        multipart(part(b"Content-Disposition: attachment; filename=a.xlsx", body=base64.encodebytes(b"PK\x03\x04" + b"x" * 200)))
    )
    assert parts[0].content.startswith(b"PK\x03\x04x")
    assert mail.defects == ("transfer-guessed",)


def test_a_mail_saved_as_mbox_is_read_past_its_envelope_line() -> None:
    assert read_mail(b"From mzj@example.cn Fri Sep 25 15:04:05 2020\nFrom: a@b.cn\n\nbody").sender == "a@b.cn"


def test_no_header_can_be_smuggled_into_a_subject() -> None:
    mail = read_mail(simple(b"Subject: =?UTF-8?Q?=0A?=Bcc: x@y.cn =?UTF-8?Q?=0D=0AX:_y=00=E2=80=AE?="))
    assert mail.subject == "Bcc: x@y.cn X: y"


def test_our_own_letter_is_known_by_its_header() -> None:
    assert read_mail(simple(b"X-Mailbot-Loop: office")).loop_header == "office"
    assert read_mail(simple(b"X-Mailbot-Key: reply:m12:1")).loop_header == "reply:m12:1"


def test_authentication_is_read_where_a_server_is_trusted() -> None:
    raw = raw_mail(simple(b"Authentication-Results: mx.example.cn; dmarc=pass"))
    assert read_message(raw, authserv_id="mx.example.cn")[0].authenticated is True
    assert read_message(raw)[0].authenticated is None


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5_000))
HOSTILE = {
    "nested multiparts": b"From: a@b.cn\r\n" + NESTED,
    "nested multiparts of one boundary": b"From: a@b.cn\r\n" + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 10_000,
    "nested forwards": b"Content-Type: message/rfc822\r\n\r\n" * 10_000,
    "a hundred thousand parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 100_000,
    "delimiters that are none": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--bx\r\n" * 150_000,
    "one header of a megabyte": b"Subject: " + b"=?a?b?" * 170_000,
    "folds without end": b"Subject: x" + b"\r\n x" * 300_000,
    "lines that are no headers": b"x\r\n" * 300_000,
    "recipients": b"To: " + b"a@b.cn, " * 100_000 + b"\r\nFrom: " + b"a@b.cn, " * 20_000 + b"\r\n\r\n",
    "references": b"References: " + b"<a@b.cn> " * 20_000 + b"<" * 50_000 + b"\r\n\r\n",
    "parameters": b"Content-Type: a/b" + b'; a="' * 200_000,
    "name pieces": b"Content-Type: a/b" + b"".join(b"; name*%d=x" % n for n in range(50_000)),
    "open tags": b"Content-Type: text/html\r\n\r\n" + b"<a " * 300_000,
    "open comments": b"Content-Type: text/html\r\n\r\n" + b"<!--" * 250_000,
    "quotes": b"Content-Type: text/html\r\n\r\n<a b=" + b"\"'" * 400_000,
    "spaces": b"Subject: " + b" " * 200_000 + b"x\r\n\r\n" + b" " * 800_000,
    "dashes": b"From: a@b.cn\r\n\r\n" + b"-" * 1_000_000,
    "lines of dashes and spaces": b"From: a@b.cn\r\n\r\n" + (b"- " * 140 + b"\r\n") * 3_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mails_of_a_megabyte_take_no_time(kind: str) -> None:
    begin = time.process_time()
    mail = read_mail(HOSTILE[kind])
    assert time.process_time() - begin < 12
    assert mail.text.encode() is not None


@pytest.mark.parametrize(
    "headers", [(), (b"Content-Type: text/plain",), (b"Content-Type: text/plain; charset=gbk", b"Content-Disposition: inline")]
)
def test_an_attachment_without_type_name_or_disposition_is_no_text(headers: tuple[bytes, ...]) -> None:
    content = XLSX + bytes(range(256))
    blob = part(*headers, b"Content-Transfer-Encoding: base64", body=base64.encodebytes(content))
    mail, parts = read(multipart(TEXT, blob))
    assert (mail.text, [(one.name, one.content) for one in parts], mail.defects) == ("您好，请查收。", [("", content)], ())


def test_of_two_content_types_the_one_with_parts_counts() -> None:
    whole = multipart(TEXT, workbook_part())
    mail, parts = read(b"Content-Type: text/plain; charset=us-ascii\r\n" + whole)
    assert (mail.text, len(parts)) == ("您好，请查收。", 1)
