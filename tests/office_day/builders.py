"""What the office mails: replies to its digest, as clients write them."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from mailbot.demo.mails import mail
from tests.season.builders import OFFICE, Sent, Stage, instant

CODE = re.compile(r"〔([A-Z2-7]{8})〕")


def digest(stage: Stage, when: str) -> Sent:
    """Ring the digest's bell and give the digest."""
    return next(one for one in stage.tick(when) if one.kind == "digest")


def code_of(one: Sent) -> str:
    found = CODE.search(one.subject)
    assert found is not None
    return found[1]


def order(
    to: Sent,
    *lines: str,
    when: str | datetime,
    sender: str = OFFICE,
    subject: str = "",
    answers: str | None = None,
    headers: Sequence[tuple[str, str]] = (),
    attachments: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """Write the office's answer to a digest."""
    return mail(
        ("赵一", sender),
        subject or f"回复：{to.subject}",
        "\n".join(lines),
        instant(when),
        attachments,
        answers=to.identifier if answers is None else answers,
        headers=headers,
    )


def as_html(plain: bytes, html: str) -> bytes:
    """Make an HTML-only mail of an order."""
    from email import message_from_bytes, policy

    old = message_from_bytes(plain, policy=policy.default)
    new = EmailMessage(policy=SMTP)
    for name in ("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"):
        if old[name]:
            new[name] = str(old[name])
    new.set_content(html, subtype="html", cte="base64")
    return new.as_bytes()


def ordered(stage: Stage, to: Sent, *lines: str, when: str) -> str:
    """Let the office answer a digest and give the text of what it is told."""
    answers = [one for one in stage.answer(order(to, *lines, when=when), when) if OFFICE in one.letter.recipients]
    assert len(answers) == 1, [one.key for one in answers]
    return answers[0].text


def told(text: str) -> tuple[str, ...]:
    """Give the answers of a commands letter: 已办：… and 未办：…."""
    return tuple(line.strip() for line in text.splitlines() if line.strip().startswith(("已办：", "未办：")))
