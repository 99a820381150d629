"""Letters made of hostile pieces, held to be what was meant; needs the standard library and our own modules only.

``python -m tests.security.letters_held`` does it for a fixed number of them and prints what came out, so
that every Python that is here can be asked and must say the same (pitfalls, 100 and 101).
"""

import hashlib
import random
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser

from mailbot.letters.compose import UnsendableAddress, bare_address, compose, message_id
from mailbot.model.letter import Attachment, Letter, Rendered
from mailbot.model.mail import RawMail, SourceKey
from mailbot.reading.message import read_message

SENDER = "办公室 <zwgkbgs@chibi.gov.cn>"
DATE = datetime(2020, 9, 28, tzinfo=UTC)
OURS = {
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "Precedence",
    "X-Auto-Response-Suppress", "X-Mailbot-Loop", "X-Mailbot-Key", "MIME-Version", "Content-Type",
}  # fmt: skip
PIECES = (
    *("\r\n", "\n", "\r", "\0", "\x0b", "\x85", "\u2028", "\u2029", "\ud800", "\u202e", " ", "\t"),
    *("Bcc: x@evil.example", "=?UTF-8?Q?=0ABcc:_x@evil.example?=", "=?utf-8?b?DQpCY2M6IHg=?=", "--=_"),
    *(":", "<", ">", ",", ";", '"', "\\", "\uff1c", "\uff1e", "\uff0c", "\uff20", "\u3000", "目录", "赵一", "a" * 90),
)
LETTERS = 400


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


def main() -> None:
    """Make letters and read mails of hostile pieces; prints a digest of all that came out."""
    chance, seen = random.Random(100), hashlib.sha256()
    for _ in range(LETTERS):
        subject, name, key, answers = ("".join(chance.choices(PIECES, k=chance.randrange(7))) for _ in range(4))
        content = write(subject, name=name, key=f"reply:{key}", answers=answers)
        hold(content, int(bool(name)))
        seen.update(content)
        for address in (subject, f"{subject}@example.cn", f"x <{subject}>", f"a@chibi.gov.cn,<{name}evil@y.example>"):
            try:
                seen.update(bare_address(address).encode())
            except UnsendableAddress:
                seen.update(b"none")
        raw = f"From: a@chibi.gov.cn{subject} <evil@y.example>\r\nSubject: {name}\r\n\r\nx".encode("utf-8", "surrogatepass")
        mail, _ = read_message(RawMail(SourceKey("INBOX", 1, 1), raw, DATE))
        seen.update(f"{mail.sender}|{mail.subject}|{mail.defects}".encode("utf-8", "surrogatepass"))
    sys.stdout.write(seen.hexdigest())


if __name__ == "__main__":
    main()
