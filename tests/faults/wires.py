"""A home between an IMAP and an SMTP server that say what a test tells them to: whole passes over broken wires."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import SecretStr

from mailbot.jobs.tick import Ticked
from mailbot.mail.imap import ImapSource
from mailbot.mail.smtp import SmtpTransport
from mailbot.settings import Imap, Smtp
from tests.faults.invariants import hold
from tests.season.builders import Stage, instant, people, stage, table, words
from tests.servers.boxes import ImapBox, SmtpBox
from tests.servers.certificates import Certificate
from tests.servers.scripted import Scripted

START = instant("2020-09-24T11:00")
LATER = (2, 8, 40)
"""Minutes after a fault at which everything that waits must have had its turn."""
CIVIL, FINANCE = "civil-affairs@example.cn", "finance@example.cn"
SECONDS = 0.3
NOTHING: Mapping[str, Any] = MappingProxyType({})


class World:
    """A home between two scripted servers."""

    def __init__(self, played: Stage, imap: Scripted, smtp: Scripted, box: ImapBox, post: SmtpBox) -> None:
        self.played, self.imap, self.smtp, self.box, self.post = played, imap, smtp, box, post

    def wire(self, **changes: object) -> None:
        """Use other settings of the mailbox from now on."""
        user = Imap(host="127.0.0.1", port=self.imap.port, security="none", user="office@example.cn", password=SecretStr("s3cret"))
        settings = user.model_copy(update={"timeout_seconds": SECONDS, **changes})
        self.played.desk.source.close()
        self.played.desk.__dict__["source"] = ImapSource(settings, self.played.desk.folder, max_bytes=1 << 20)

    def way_out(self, **changes: object) -> None:
        """Use other settings of the way out from now on."""
        plain = Smtp(host="127.0.0.1", port=self.smtp.port, security="none", timeout_seconds=SECONDS)
        self.played.desk.transport.close()
        self.played.desk.__dict__["transport"] = SmtpTransport(plain.model_copy(update=changes))

    def tick(self, minutes: float = 0) -> Ticked:
        return self.played.pass_at(START + timedelta(minutes=minutes))

    def recover(self) -> None:
        """Heal both servers and let everything that waits have its turn."""
        self.box.heal()
        self.post.heal()
        for minutes in LATER:
            self.tick(minutes)

    def hold(self) -> None:
        hold(self.played.desk.db, [content for content, _ in self.box.mails.values()], [content for content, _ in self.post.letters])
        assert not any(verb in line.upper() for line in self.imap.heard for verb in (b"STORE", b"EXPUNGE", b" MOVE ", b"COPY"))

    def answered(self) -> list[str]:
        """Tell whom answers went to, in order."""
        return [to[0] for content, to in self.post.letters if str(message_from_bytes(content)["X-Mailbot-Key"]).startswith("reply:")]


@contextmanager
def running(
    folder: Path,
    *,
    certificate: Certificate | None = None,
    start_tls: Certificate | None = None,
    capabilities: bytes = b"IMAP4rev1 ID UIDPLUS",
    out: Mapping[str, Any] = NOTHING,
) -> Iterator[World]:
    """Open the home; ``out`` are certificates and features of the SMTP server."""
    box, post = ImapBox(), SmtpBox()
    with (
        stage(folder) as played,
        box.server(certificate=certificate, start_tls=start_tls, capabilities=capabilities) as imap,
        post.server(**out) as smtp,
    ):
        played.register("civil-affairs", CIVIL)
        played.register("finance", FINANCE)
        world = World(played, imap, smtp, box, post)
        world.wire()
        world.way_out()
        at = START - timedelta(hours=1)
        box.put(table(played.rulebook, (5, 6), when="2020-09-24T10:00", sender=CIVIL), at)
        box.put(people("赤壁市财政局", when="2020-09-24T10:01", sender=FINANCE), at)
        box.put(words("路灯坏了。", when="2020-09-24T10:02", sender="someone@example.com", subject="路灯"), at)
        yield world
