"""Letters as bytes: headers, names, boundaries, and nothing from outside that becomes a header."""

import email
import email.policy
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from mailbot.letters.compose import UnsendableAddress, bare_address, compose, message_id
from mailbot.model.letter import Attachment, Letter, Rendered

SENDER = "赤壁市政务公开领导小组办公室 <zwgkbgs@chibi.gov.cn>"
DATE = datetime(2020, 9, 28, 7, 5, tzinfo=UTC)
WORDS = Rendered("已收到：赤壁市民政局社会救助、养老服务领域目录，请补正4处", "赤壁市民政局：\n\n已收到。\n", "<p>已收到。</p>\n")
LETTER = Letter("reply:12:1", "result", "mzj@example.cn", {}, in_reply_to="<a1@mail.example.cn>", references=("<a0@mail.example.cn>",))
BOOK = Attachment("民政局目录（标注）.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes(range(256)) * 40)


def composed(letter: Letter = LETTER, words: Rendered = WORDS, attachments: Sequence[Attachment] = ()) -> bytes:
    return compose(words, letter, attachments, sender=SENDER, message_id=message_id(letter.key, SENDER), date=DATE)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_headers_say_who_what_and_that_a_machine_wrote() -> None:
    message = parsed(composed())
    assert message["Subject"] == WORDS.subject
    assert message["From"] == SENDER
    assert message["To"] == "mzj@example.cn"
    assert message["Date"] == "Mon, 28 Sep 2020 15:05:00 +0800"
    assert message["In-Reply-To"] == "<a1@mail.example.cn>"
    assert message["References"] == "<a0@mail.example.cn> <a1@mail.example.cn>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Precedence"] == "bulk"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-Mailbot-Loop"] == "1"
    assert message["X-Mailbot-Key"] == "reply:12:1"
    assert message["Message-ID"] == message_id("reply:12:1", SENDER)


@pytest.mark.parametrize("template", ["notice", "digest", "alert", "standing"])
def test_letter_that_answers_no_mail_is_auto_generated(template: str) -> None:
    message = parsed(composed(Letter("notice:civil-affairs:2020-09-29", template, "mzj@example.cn", {})))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["In-Reply-To"] is None


def test_same_letter_is_the_same_bytes() -> None:
    assert composed(attachments=[BOOK]) == composed(attachments=[BOOK])


def test_message_id_depends_on_key_and_senders_domain_only() -> None:
    assert message_id("digest:2020-09-28", SENDER) == message_id("digest:2020-09-28", "x <a@CHIBI.gov.cn>")
    assert message_id("digest:2020-09-28", SENDER).endswith("@chibi.gov.cn>")
    assert message_id("digest:2020-09-28", SENDER) != message_id("digest:2020-09-29", SENDER)


def test_text_and_html_come_back_as_written() -> None:
    message = parsed(composed(attachments=[BOOK]))
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == WORDS.text
    assert html.get_content().replace("\r\n", "\n") == WORDS.html
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        BOOK.media_type,
    ]


def test_attachment_has_its_name_for_new_old_and_oldest_clients() -> None:
    content = composed(attachments=[BOOK])
    [part] = list(parsed(content).iter_attachments())
    assert part.get_filename() == BOOK.name
    assert part.get_content() == BOOK.content
    assert b'filename="attachment-1.xlsx"' in content
    assert b"filename*=UTF-8''%E6%B0%91%E6%94%BF%E5%B1%80" in content
    assert b'name="=?UTF-8?B?' in content


def test_lines_are_short_and_end_with_crlf() -> None:
    content = composed(attachments=[BOOK])
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = content.split(b"\r\n")
    assert not [line for line in lines if len(line) > 82 and b"filename*=" not in line]
    assert content.isascii()


@pytest.mark.parametrize("length", range(40))
def test_subject_of_any_length_comes_back_whole(length: int) -> None:
    subject = "a" + "目录𠮷" * length
    assert parsed(composed(words=Rendered(subject[:190], "", "")))["Subject"] == subject[:190]


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00\n"])
def test_line_break_in_a_subject_makes_no_header(break_: str) -> None:
    message = parsed(composed(words=Rendered(f"报送{break_}Bcc: x@example.com", "", "")))
    assert message["Bcc"] is None
    assert message["Subject"] == "报送 Bcc: x@example.com"


def test_encoded_word_in_a_subject_stays_text() -> None:
    subject = "=?UTF-8?Q?=0A?=Bcc: x@example.com"
    assert parsed(composed(words=Rendered(subject, "", "")))["Subject"] == subject


@pytest.mark.parametrize("bad", ["<a@b>\r\nBcc: x@example.com", "a@b", "<a b@c>", "<目录@c>", "<a@b> <c@d>", ""])
def test_odd_message_id_of_a_sender_is_left_out(bad: str) -> None:
    message = parsed(composed(Letter("reply:1:1", "result", "a@example.cn", {}, in_reply_to=bad)))
    assert message["In-Reply-To"] is None
    assert message["Bcc"] is None


def test_key_that_is_not_ascii_is_written_in_ascii() -> None:
    assert parsed(composed(Letter("alert:磁盘:1", "alert", "a@example.cn", {})))["X-Mailbot-Key"] == "alert:%E7%A3%81%E7%9B%98:1"


def test_copies_are_named_in_cc() -> None:
    letter = Letter("notice:a:2020-09-29", "notice", "a@example.cn", {}, copies=("b@example.cn", "c@example.cn"))
    assert parsed(composed(letter))["Cc"] == "b@example.cn, c@example.cn"


@pytest.mark.parametrize(
    "address", ["", "a", "@b", "a@", "a b@c.cn", "a@b.cn,c@d.cn", "a@b.cn\r\nBcc: x@y", "局@b.cn", "<>", "x <a@b.cn, c@d.cn>"]
)
def test_address_that_no_header_can_carry_is_refused(address: str) -> None:
    with pytest.raises(UnsendableAddress):
        composed(Letter("reply:1:1", "result", address, {}))


def test_chinese_domain_is_sent_in_ascii() -> None:
    assert bare_address("局 <mzj@政务.example.CN>") == "mzj@xn--zfr164b.example.cn"


def test_name_of_an_attachment_cannot_leave_its_quotes() -> None:
    odd = Attachment('a"; x="b/\\\r\nBcc: x@example.com.xlsx', "application/octet-stream", b"1")
    message = parsed(composed(attachments=[odd]))
    [part] = list(message.iter_attachments())
    assert message["Bcc"] is None
    assert part["Bcc"] is None
    assert part.get_filename() == "a'; x='b__ Bcc: x@example.com.xlsx"
