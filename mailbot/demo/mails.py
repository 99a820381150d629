"""Mails as webmail boxes write them, as bytes that do not change between two runs."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from mailbot.model.instant import local

XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def mail(
    sender: tuple[str, str],
    subject: str,
    text: str,
    at: datetime,
    attachments: Sequence[tuple[str, bytes]] = (),
    *,
    to: str = "zwgkbgs@chibi.gov.cn",
    answers: str = "",
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Write a mail; ``answers`` is the Message-ID it replies to."""
    name, address = sender
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((name, address))
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(local(at))
    seed = hashlib.sha256(f"{address}\n{subject}\n{at.isoformat()}".encode()).hexdigest()
    message["Message-ID"] = f"<{seed[:24]}@{address.partition('@')[2]}>"
    if answers:
        message["In-Reply-To"] = message["References"] = answers
    for header, value in headers:
        message[header] = value
    message.set_content(text, cte="base64")
    for file, content in attachments:
        kind = XLSX if file.endswith(".xlsx") else ("application", "octet-stream")
        message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=file)
    if message.is_multipart():
        message.set_boundary(f"----={seed[24:48]}")
    return message.as_bytes()
