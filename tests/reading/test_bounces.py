import pytest

from tests.reading.mails import b_word, multipart, part, read, read_mail, simple

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
        ((b"Final-Recipient: rfc822;", b"Action: failed"), ()),
        ((b"Final-Recipient: rfc822; a@example.cn", b"Action: failure"), ("a@example.cn",)),
        ((b"Final-Recipient: rfc822; a@example.cn", b"Action: failed (Bad destination mailbox address)"), ("a@example.cn",)),
        ((b"Final-Recipient: rfc822; a@example.cn", b"Action: error", b"Status: 5.0.0"), ("a@example.cn",)),
        (
            # Two blank lines between recipients, as IIS writes them.
            (
                b"Final-Recipient: rfc822; a@example.cn",
                b"Action: failed",
                b"",
                b"",
                b"Final-Recipient: rfc822; b@example.cn",
                b"Action: failed",
            ),
            ("a@example.cn", "b@example.cn"),
        ),
        (
            # No blank line between recipients.
            (b"Final-Recipient: rfc822; a@example.cn", b"Action: delayed", b"Final-Recipient: rfc822; b@example.cn", b"Action: failed"),
            ("b@example.cn",),
        ),
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


STATUS = part(b"Content-Type: message/delivery-status", body=b"Final-Recipient: rfc822; mzj@example.cn\r\nAction: failed\r\nStatus: 5.0.0")
FOOTER = part(b"Content-Type: text/plain", body=b"-- a list's footer")
OURS_BACK = part(
    b"Content-Type: message/rfc822", body=b"To: mzj@example.cn, shj@example.cn\r\nMessage-ID: <ours.6@example.cn>\r\n\r\nfwj@example.cn"
)


def test_coremails_bounce_is_a_report_though_it_calls_itself_mixed() -> None:
    words = part(
        b"Content-Type: text/html; charset=gb2312",
        body="<h1>抱歉，您的邮件被退回来了……</h1>收件人：mzj@example.cn 抄　送：shj@example.cn".encode("gbk"),
    )
    mail, parts = read(multipart(words, STATUS, OURS_BACK, headers=(b"From: Postmaster@163.com", b_word_subject("系统退信"))))
    assert (mail.bounce, mail.bounced, mail.in_reply_to, parts) == (True, ("mzj@example.cn",), ("<ours.6@example.cn>",), ())


@pytest.mark.parametrize("status", [part(b"Content-Type: message/delivery-status", body=b"Reporting-MTA: dns; mx"), FOOTER])
def test_a_report_that_tells_of_nobody_is_read_by_its_words(status: bytes) -> None:
    mail = read_mail(multipart(WORDS, status, kind=b"report; report-type=delivery-status", headers=(b"From: <>", b"Subject: x")))
    assert (mail.bounce, mail.bounced) == (True, ("mzj@example.cn",))


def test_a_report_with_a_lists_footer_is_still_a_report() -> None:
    inner = part(
        b'Content-Type: multipart/report; boundary="inner"',
        body=b"--inner\r\n" + WORDS + b"\r\n--inner\r\n" + STATUS + b"\r\n--inner\r\n" + OURS_BACK + b"\r\n--inner--",
    )
    mail, parts = read(multipart(inner, FOOTER))
    assert (mail.bounce, mail.bounced, parts) == (True, ("mzj@example.cn",), ())


def test_a_report_that_a_person_forwards_is_no_bounce() -> None:
    mail, parts = read(multipart(FOOTER, part(b"Content-Type: message/rfc822", body=multipart(WORDS, STATUS, kind=b"report"))))
    assert (mail.bounce, mail.automatic) == (False, "")
    assert parts


def b_word_subject(text: str) -> bytes:
    return b"Subject: " + b_word(text, "gbk", "gb2312")


@pytest.mark.parametrize(
    ("sender", "subject", "body", "failed"),
    [
        (
            "postmaster@example.com",
            "系统退信/Systems bounce",
            "抱歉，您的邮件被退回来了……/Sorry, your mail is returned...\n收件人/To : mzj@example.cn\n退信原因：请在稍后时间重新尝试投递",
            ("mzj@example.cn",),
        ),
        (
            "MAILER-DAEMON@sina.example",
            "邮件传输失败！",
            "邮件无法发送到您指定的地址中。\n<mzj@example.cn>:\nno such user",
            ("mzj@example.cn",),
        ),
        (
            "postmaster@example.com",
            "未送达: 工作提醒",
            "您的邮件\n收件人: 全体单位\n未能送达以下收件人：\nmzj@example.cn",
            ("mzj@example.cn",),
        ),
        (
            "postmaster@example.com",
            "Undeliverable: x",
            "Your message\n  To: shj@example.cn\n  Subject: x\n\ndid not reach the following recipient(s):\n\nmzj@example.cn on Fri",
            ("mzj@example.cn",),
        ),
        (
            "mailer-daemon@example.com",
            "",
            "I'm afraid I wasn't able to deliver the following message.\n<mzj@example.cn>:",
            ("mzj@example.cn",),
        ),
        ("MAILER-DAEMON@example.com", "Mail Delivery Problem", "<mzj@example.cn>: mailbox full", ("mzj@example.cn",)),
        ("Mail.Delivery.System@example.com", "Delivery status notification", "failed permanently:\n * mzj@example.cn", ("mzj@example.cn",)),
    ],
)
def test_more_bounces_in_a_mail_systems_own_words(sender: str, subject: str, body: str, failed: tuple[str, ...]) -> None:
    mail = read_mail(
        simple(
            b"From: " + sender.encode(),
            b_word_subject(subject),
            b"To: zwgk@example.cn",
            b"Content-Type: text/plain; charset=utf-8",
            body=body.encode(),
        )
    )
    assert (mail.bounce, mail.bounced) == (True, failed)


def test_a_mail_returned_as_an_attachment_is_the_letter_and_names_nobody_who_failed() -> None:
    words = part(b"Content-Type: text/plain", body=b"did not reach:\r\nmzj@example.cn")
    mail = read_mail(multipart(words, OURS_BACK, headers=(b"From: postmaster@example.com", b"Subject: Undeliverable: x")))
    assert (mail.bounced, mail.in_reply_to) == (("mzj@example.cn",), ("<ours.6@example.cn>",))


def test_a_daemons_mail_that_is_about_no_letter_is_no_bounce() -> None:
    assert read_mail(simple(b"From: mailer-daemon@example.com", b"Subject: Weekly statistics", body=b"12 messages relayed")).bounce is False


@pytest.mark.parametrize(
    "fields",
    [
        (b"Final-Recipient: rfc822; mzj@example.cn", b"Action: delayed", b"Status: 4.4.7"),
        (b"Final-Recipient: rfc822; mzj@example.cn", b"Action: relayed"),
        (b"Final-Recipient: rfc822; mzj@example.cn", b"Action: delivered", b"Status: 2.0.0"),
    ],
)
def test_a_letter_that_was_not_given_up_did_not_come_back(fields: tuple[bytes, ...]) -> None:
    mail = read_mail(delivery_report(*fields))
    assert (mail.bounce, mail.bounced, mail.automatic, mail.in_reply_to) == (False, (), "delivery-status", ("<ours.1@example.cn>",))


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("mailer-daemon@example.com", "Warning: message 14 delayed 24 hours", "has not yet been delivered to mzj@example.cn"),
        ("mailer-daemon@example.com", "Delivery Status Notification (Delay)", "Delivery to mzj@example.cn has been delayed"),
        ("postmaster@example.com", "邮件投递延迟通知", "您发往 mzj@example.cn 的邮件暂未送达，系统将继续尝试投递，您无需重新发送。"),
    ],
)
def test_a_letter_that_is_delayed_did_not_come_back(sender: str, subject: str, body: str) -> None:
    content = simple(b"From: " + sender.encode(), b_word_subject(subject), b"Content-Type: text/plain; charset=utf-8", body=body.encode())
    mail = read_mail(content)
    assert (mail.bounce, mail.bounced, mail.automatic) == (False, (), "delivery-status")
