import pytest

from tests.reading.mails import multipart, part, read, read_mail, simple

RETURNED = part(
    b"Content-Type: message/rfc822", body=b"From: zwgk@example.cn\r\nTo: mzj@example.cn\r\nMessage-ID: <ours.1@example.cn>\r\n\r\nbody"
)
HEADERS = part(b"Content-Type: text/rfc822-headers", body=b"Message-ID: <ours.2@example.cn>\r\nFrom: zwgk@example.cn\r\n")
WORDS = part(b"Content-Type: text/plain", body=b"could not be delivered to mzj@example.cn")


def delivery_report(*fields: bytes, returned: bytes = RETURNED) -> bytes:
    status = part(
        b"Content-Type: message/delivery-status", body=b"Reporting-MTA: dns; mx.example.cn\r\n\r\n" + b"\r\n".join(fields) + b"\r\n"
    )
    return multipart(WORDS, status, returned, kind=b'report; report-type="delivery-status"', headers=(b"Return-Path: <>",))


@pytest.mark.parametrize(
    ("fields", "failed"),
    [
        ((b"Final-Recipient: rfc822; mzj@Example.cn", b"Action: failed", b"Status: 5.1.1"), ("mzj@example.cn",)),
        (
            (b"Original-Recipient: rfc822;mzj@example.cn", b"Final-Recipient: rfc822;other@example.cn", b"Action: failed"),
            ("mzj@example.cn",),
        ),
        ((b"Final-Recipient: RFC822; <mzj@example.cn>", b"Action: Failed"), ("mzj@example.cn",)),
        ((b"Final-Recipient: rfc822; mzj@example.cn", b"Status: 5.0.0"), ("mzj@example.cn",)),
        (
            (b"Final-Recipient: rfc822; a@example.cn", b"Action: failed", b"", b"Final-Recipient: rfc822; b@example.cn", b"Action: failed"),
            ("a@example.cn", "b@example.cn"),
        ),
        ((b"Final-Recipient: rfc822; a@example.cn", b"Action: delayed", b"Status: 4.4.7"), ()),
        ((b"Final-Recipient: rfc822; a@example.cn", b"Action: relayed"), ()),
        ((b"Final-Recipient: rfc822;", b"Action: failed"), ()),
    ],
)
def test_a_delivery_report_names_who_failed(fields: tuple[bytes, ...], failed: tuple[str, ...]) -> None:
    mail, parts = read(delivery_report(*fields))
    assert (mail.bounce, mail.bounced, mail.automatic) == (True, failed, "delivery-status")
    assert parts == ()


@pytest.mark.parametrize(("returned", "identifier"), [(RETURNED, "<ours.1@example.cn>"), (HEADERS, "<ours.2@example.cn>")])
def test_a_delivery_report_names_the_letter_that_came_back(returned: bytes, identifier: str) -> None:
    assert read_mail(delivery_report(b"Action: failed", returned=returned)).in_reply_to == (identifier,)


def test_a_read_receipt_is_no_bounce_and_names_the_letter() -> None:
    receipt = part(
        b"Content-Type: message/disposition-notification",
        body=b"Original-Message-ID: <ours.3@example.cn>\r\nDisposition: manual; displayed",
    )
    mail = read_mail(multipart(WORDS, receipt, kind=b"report; report-type=disposition-notification"))
    assert (mail.automatic, mail.bounce, mail.in_reply_to) == ("disposition-notification", False, ("<ours.3@example.cn>",))


@pytest.mark.parametrize(
    ("headers", "body", "failed"),
    [
        (
            (b"From: postmaster@163.com", "Subject: 系统退信".encode(), b"To: zwgk@example.cn"),
            "抱歉，您的邮件被退回来了……\n原邮件信息：\n收件人：mzj@example.cn\n发件人 zwgk@example.cn\n",
            ("mzj@example.cn",),
        ),
        (
            (b"From: PostMaster@qq.com", "Subject: 退信通知".encode(), b"To: zwgk@example.cn"),
            "您发送给 <mzj@example.cn> 的邮件无法投递。\n\nReceived: from x\nTo: other@example.cn\nMessage-ID: <ours.4@example.cn>",
            ("mzj@example.cn",),
        ),
        (
            (
                b"From: MAILER-DAEMON@mx.example.cn (Mail Delivery System)",
                b"Subject: Undelivered Mail Returned to Sender",
                b"To: <zwgk@example.cn>",
            ),
            "<mzj@example.cn>: host mx said: 550 User unknown",
            ("mzj@example.cn",),
        ),
        (
            (b"Return-Path: <>", b"From: notice@example.com", b"Subject: failure notice"),
            "<mzj@example.cn>:\n550",
            ("mzj@example.cn",),
        ),
        (
            (
                b"From: Mail Delivery System <mailer-daemon@example.com>",
                b"Subject: x",
                b"X-Failed-Recipients: mzj@example.cn, b@example.cn",
            ),
            "see other@example.cn",
            ("mzj@example.cn", "b@example.cn"),
        ),
    ],
)
def test_a_bounce_in_a_mail_systems_own_words_is_known(headers: tuple[bytes, ...], body: str, failed: tuple[str, ...]) -> None:
    mail = read_mail(simple(*headers, b"Content-Type: text/plain; charset=utf-8", body=body.encode()))
    assert (mail.bounce, mail.bounced, mail.automatic) == (True, failed, "delivery-status")


def test_the_letter_that_came_back_is_found_in_free_words() -> None:
    body = b"550 mzj@example.cn\n\n--- Original message ---\nMessage-Id: <ours.5@example.cn>\n"
    assert read_mail(simple(b"From: mailer-daemon@x.cn", b"Subject: returned mail", body=body)).in_reply_to == ("<ours.5@example.cn>",)


@pytest.mark.parametrize(
    "headers",
    [
        (b"From: mzj@example.cn", "Subject: 转发: 系统退信".encode()),
        (b"From: postmaster@example.cn", "Subject: 邮箱扩容通知".encode()),
        (b"From: mzj@example.cn", "Subject: 关于退信".encode(), b"Return-Path: <mzj@example.cn>"),
    ],
)
def test_what_a_person_writes_of_bounces_is_none(headers: tuple[bytes, ...]) -> None:
    assert read_mail(simple(*headers)).bounce is False
