"""Nothing that a sender writes becomes a header of ours, on any Python."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbot.letters.compose import UnsendableAddress, bare_address, compose, message_id
from mailbot.mail.memory import MemorySource
from mailbot.model.letter import Attachment, Letter, Rendered
from mailbot.model.mail import RawMail, SourceKey
from mailbot.reading.message import read_message

SENDER = "办公室 <zwgkbgs@chibi.gov.cn>"
DATE = datetime(2020, 9, 28, tzinfo=UTC)
OURS = {
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "Precedence",
    "X-Auto-Response-Suppress", "X-Mailbot-Loop", "X-Mailbot-Key", "MIME-Version", "Content-Type",
}  # fmt: skip
PIECES = st.sampled_from(
    [
        *("\r\n", "\n", "\r", "\0", "\x0b", "\x85", "\u2028", "\u2029", "\ud800", "\u202e", " ", "\t"),
        *("Bcc: x@evil.example", "=?UTF-8?Q?=0ABcc:_x@evil.example?=", "=?utf-8?b?DQpCY2M6IHg=?=", "--=_"),
        *(":", "<", ">", ",", ";", '"', "\\", "\uff1c", "\uff1e", "\uff0c", "\uff20", "\u3000", "目录", "赵一", "a" * 90),
    ]
)
HOSTILE = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=60))


def write(subject: str = "x", *, name: str = "", key: str = "reply:1:1", answers: str = "", references: tuple[str, ...] = ()) -> bytes:
    letter = Letter(key, "result", "zhao@example.cn", {}, in_reply_to=answers, references=references)
    files = [Attachment(name, "application/octet-stream", b"x")] if name else []
    return compose(Rendered(subject, "text", "<p>text</p>"), letter, files, sender=SENDER, message_id=message_id(key, SENDER), date=DATE)


def hold(content: bytes, parts: int) -> None:
    """Hold a letter to be what was meant: our headers once each, one recipient, so many parts."""
    for parsed in (BytesHeaderParser().parsebytes(content), message_from_bytes(content, policy=policy.default)):
        names = [name.title() for name in parsed.keys()]  # noqa: SIM118 - a message is no mapping
        assert len(names) == len(set(names))
        assert set(names) <= {name.title() for name in OURS}
        assert parsed["To"] == "zhao@example.cn"
    message = message_from_bytes(content, policy=policy.default)
    assert len(list(message.iter_attachments())) == parts
    head = content.partition(b"\r\n\r\n")[0]
    assert not any(line.lower().startswith((b"bcc", b"cc")) for line in head.split(b"\r\n"))
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))


@settings(max_examples=200)
@given(HOSTILE)
@example("=?UTF-8?Q?=0A?=Bcc: x@evil.example")
def test_no_subject_makes_a_header(subject: str) -> None:
    hold(write(subject), 0)


@settings(max_examples=150)
@given(HOSTILE.filter(bool), HOSTILE)
def test_no_file_name_and_no_key_makes_a_header_or_a_part(name: str, key: str) -> None:
    hold(write(name=name, key=f"reply:{key}"), 1)


@settings(max_examples=150)
@given(HOSTILE, st.lists(HOSTILE, max_size=4).map(tuple))
@example("<a@b>\r\nBcc: x@evil.example", ("<c@d>", "<e\n@f>"))
def test_no_identifier_of_another_mail_makes_a_header(answers: str, references: tuple[str, ...]) -> None:
    hold(write(answers=answers, references=references), 0)


@settings(max_examples=200)
@given(HOSTILE)
@example("a@chibi.gov.cn,<evil@y.example>")
@example("a@chibi.gov.cn\r\nRCPT TO:<x@evil.example>")
@example("chibi.gov.cn\uff1e\uff0c\uff1cevil")
@example("\u00a8")
def test_an_address_is_one_address_or_none(text: str) -> None:
    for address in (text, f"{text}@example.cn", f"zhao@{text}", f"x <{text}>"):
        try:
            bare = bare_address(address)
        except UnsendableAddress:
            continue
        assert bare.count("@") == 1
        assert bare.isascii()
        assert not set(bare) & set(' ,;:<>()[]"\\\r\n\t\0')


@settings(max_examples=100)
@given(HOSTILE, HOSTILE)
def test_a_mail_read_and_answered_stays_one_letter(subject: str, name: str) -> None:
    raw = f"From: {name} <zhao@example.cn>\r\nSubject: {subject}\r\nMessage-ID: <{name}>\r\n\r\nx".encode("utf-8", "surrogatepass")
    mail, _ = read_message(RawMail(SourceKey("INBOX", 1, 1), raw, DATE))
    hold(write(f"已收到：{mail.subject}", answers=mail.message_id, references=mail.in_reply_to), 0)


def test_the_memory_of_the_tests_is_the_products_own() -> None:
    assert MemorySource.__module__.startswith("mailbot.")
