"""A town's post: clerks send over Dovecot's submission, letters are carried to mailboxes by LMTP, people read over IMAP."""

import imaplib
import itertools
import os
import smtplib
import ssl
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from mailbot.demo.servers import MailWorld
from mailbot.model.instant import local_day
from tests.servers.dovecot import PASSWORD, Dovecot

SETTINGS = """
[imap]
host = "localhost"
port = {imaps}
user = "{office}"
ca_file = "{ca}"
[smtp]
host = "localhost"
port = {submissions}
user = "{office}"
ca_file = "{ca}"
sender = "政务公开办 <{office}>"
[worker]
poll_minutes = {poll}
"""
TIMELINE = """
[campaign]
first = {first}
last = {last}
[[duty]]
form = "liaison"
due = {liaison}
[[duty]]
form = "catalogue"
due = {catalogue}
"""
_numbers = itertools.count(1)


@dataclass
class Town:
    """One office and one clerk with fresh mailboxes on a shared Dovecot; ``world`` is where its submission relays to."""

    dovecot: Dovecot
    world: MailWorld
    number: str = field(default_factory=lambda: f"{os.getpid()}-{next(_numbers)}")
    carried: int = 0

    def __post_init__(self) -> None:
        self.carried = len(self.world.letters)

    @property
    def office(self) -> str:
        return f"office{self.number}@example.cn"

    @property
    def clerk(self) -> str:
        return f"clerk{self.number}@example.cn"

    def send(self, content: bytes) -> None:
        """Send a mail as the clerk's mail program does: submission with STARTTLS and a password."""
        context = ssl.create_default_context(cafile=str(self.dovecot.certificate.file))
        with smtplib.SMTP("localhost", self.dovecot.ports.submission) as smtp:
            smtp.starttls(context=context)
            smtp.login(self.clerk, PASSWORD)
            smtp.sendmail(self.clerk, [self.office], content)

    def carry(self) -> int:
        """Carry what was handed to the relay to the mailboxes it is for, by LMTP; gives how many letters."""
        letters = self.world.letters[self.carried :]
        self.carried += len(letters)
        for letter in letters:
            with smtplib.LMTP("localhost", self.dovecot.ports.lmtp) as lmtp:
                lmtp.sendmail(letter.sender, list(letter.recipients), letter.content)
        return len(letters)

    def read(self, user: str) -> list[EmailMessage]:
        """Read everything in a person's INBOX."""
        box = imaplib.IMAP4("localhost", self.dovecot.ports.imap)
        try:
            box.login(user, PASSWORD)
            box.select("INBOX", readonly=True)
            found = box.uid("FETCH", "1:*", "(BODY.PEEK[])")[1]
            return [message_from_bytes(part[1], policy=policy.default) for part in found if isinstance(part, tuple)]
        finally:
            box.logout()

    def make_home(self, folder: Path, *, poll: float = 60) -> Path:
        """Write a home whose campaign runs today."""
        ports = self.dovecot.ports
        settings = SETTINGS.format(
            imaps=ports.imaps, submissions=ports.submissions, office=self.office, ca=self.dovecot.certificate.file, poll=poll
        )
        (folder / "mailbot.toml").write_text(settings, encoding="utf-8")
        (folder / ".env").write_text(f"MAILBOT_IMAP__PASSWORD={PASSWORD}\nMAILBOT_SMTP__PASSWORD={PASSWORD}\n", encoding="utf-8")
        today = local_day(datetime.now(UTC))
        (folder / "rules").mkdir()
        days = {"first": 3, "liaison": -2, "catalogue": -9, "last": -30}
        timeline = TIMELINE.format(**{name: today - timedelta(before) for name, before in days.items()})
        (folder / "rules" / "timeline.toml").write_text(timeline, encoding="utf-8")
        return folder


def mailbot(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    command = [sys.executable, "-m", "mailbot", "--home", str(home), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
