"""Scripted servers that hold real mail: whole seasons can go through them, and any answer can be spoilt.

``faults`` maps a command to what is answered instead, "BODY 2" to what the second such question gets;
take them away and the server is well again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.mail.answers import MONTHS
from mailbot.model.instant import local
from tests.servers.certificates import Certificate
from tests.servers.scripted import CAPABILITIES, Answer, Peer, Scripted


@dataclass
class Spoilt:
    """Answers that differ from what is right."""

    faults: dict[str, Answer] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def answer(self, peer: Peer, command: str, right: Callable[[], bytes]) -> None:
        self.counts[command] = self.counts.get(command, 0) + 1
        found = self.faults.get(f"{command} {self.counts[command]}", self.faults.get(command))
        if found is None:
            peer.say(right())
        elif callable(found):
            found(peer)
        else:
            peer.say(found)

    def heal(self) -> None:
        self.faults.clear()
        self.counts.clear()


@dataclass
class ImapBox(Spoilt):
    """One folder of an IMAP server: mails by UID."""

    mails: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    uid_validity: int = 7

    def put(self, content: bytes, received_at: datetime) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = (content, received_at)
        return uid

    def remake(self) -> None:
        """Make the mailbox anew: the same mails under the same UIDs in another order, another UIDVALIDITY."""
        mails = list(self.mails.values())
        self.uid_validity += 1
        self.mails = dict(enumerate(reversed(mails), start=1))

    def facts(self, uid: int, body: bytes = b"") -> bytes:
        content, received_at = self.mails[uid]
        at = local(received_at)
        date = f"{at:%d}-{MONTHS[at.month - 1].title()}-{at:%Y %H:%M:%S %z}".encode()
        return b'* %d FETCH (UID %d INTERNALDATE "%s" RFC822.SIZE %d' % (uid, uid, date, len(content)) + body + b")\r\n"

    def sizes(self, line: bytes) -> bytes:
        wanted = [int(word) for word in line.split()[3].split(b",")]
        return b"".join(self.facts(uid) for uid in wanted if uid in self.mails) + b"{tag} OK done\r\n"

    def body(self, line: bytes) -> bytes:
        uid = int(line.split()[3])
        if uid not in self.mails:
            return b"{tag} OK done\r\n"
        content = self.mails[uid][0]
        return self.facts(uid, b" BODY[] {%d}\r\n" % len(content) + content) + b"{tag} OK done\r\n"

    def search(self, line: bytes) -> bytes:
        first, colon, _ = line.split()[-1].strip(b"()").partition(b":")
        found = [uid for uid in self.mails if (uid >= int(first) if colon else uid == int(first))]
        return b"* SEARCH " + b" ".join(b"%d" % uid for uid in found) + b"\r\n{tag} OK done\r\n"

    def opened(self, mode: bytes) -> bytes:
        return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d]\r\n{tag} OK [%s]\r\n" % (len(self.mails), self.uid_validity, mode)

    def server(
        self, *, certificate: Certificate | None = None, start_tls: Certificate | None = None, capabilities: bytes = CAPABILITIES
    ) -> Scripted:
        """Serve the folder."""

        def talk(server: Scripted, peer: Peer) -> None:
            self.answer(peer, "GREETING", lambda: b"* OK ready\r\n")
            while line := peer.hear():
                server.heard.append(line)
                words = [*line.upper().split(), b"", b""]
                peer.tag, command = line.split()[0], words[1].decode()
                if command == "UID":
                    command = f"UID {words[2].decode()}"
                if command == "UID FETCH":
                    command = "BODY" if b"BODY" in line else "SIZES"
                if command == "STARTTLS" and start_tls is not None:
                    peer.say(b"{tag} OK done\r\n")
                    peer.start_tls(start_tls)
                    continue
                right: dict[str, Callable[[], bytes]] = {
                    "CAPABILITY": lambda: b"* CAPABILITY " + capabilities + b"\r\n{tag} OK done\r\n",
                    "EXAMINE": lambda: self.opened(b"READ-ONLY"),
                    "SELECT": lambda: self.opened(b"READ-WRITE"),
                    "UID SEARCH": lambda line=line: self.search(line),  # type: ignore[misc]
                    "SIZES": lambda line=line: self.sizes(line),  # type: ignore[misc]
                    "BODY": lambda line=line: self.body(line),  # type: ignore[misc]
                    "LOGOUT": lambda: b"* BYE\r\n{tag} OK done\r\n",
                }
                self.answer(peer, command, right.get(command, lambda: b"{tag} OK done\r\n"))

        return Scripted(talk, certificate)


@dataclass
class SmtpBox(Spoilt):
    """An SMTP server; ``letters`` are those it has, whether it said so or not, with their recipients."""

    letters: list[tuple[bytes, tuple[str, ...]]] = field(default_factory=list)

    def server(
        self, *, features: bytes = b"SIZE 50000000", certificate: Certificate | None = None, start_tls: Certificate | None = None
    ) -> Scripted:
        """Serve it."""

        def talk(server: Scripted, peer: Peer) -> None:
            self.answer(peer, "GREETING", lambda: b"220 mail.test\r\n")
            to: list[str] = []
            while line := peer.hear():
                server.heard.append(line)
                command = line.split()[0].upper().decode()
                if command == "STARTTLS" and start_tls is not None:
                    peer.say(b"220 go\r\n")
                    peer.start_tls(start_tls)
                    continue
                right = {
                    "EHLO": b"250-mail.test\r\n250-" + features + b"\r\n250 HELP\r\n",
                    "AUTH": b"235 ok\r\n",
                    "DATA": b"354 go on\r\n",
                    "QUIT": b"221 bye\r\n",
                }
                said = right.get(command, b"250 ok\r\n")
                self.answer(peer, command, lambda said=said: said)  # type: ignore[misc]
                if command == "MAIL":
                    to = []
                elif command == "RCPT" and peer.said.startswith(b"250"):
                    to.append(line.split(b"<")[1].split(b">")[0].decode())
                elif command == "DATA" and peer.said.startswith(b"354"):
                    self._take(peer, tuple(to))

        return Scripted(talk, certificate)

    def _take(self, peer: Peer, to: tuple[str, ...]) -> None:
        lines: list[bytes] = []
        while (line := peer.hear()) != b".\r\n":
            if not line:
                return
            lines.append(line[1:] if line.startswith(b".") else line)
        spoilt = self.faults.get("DOT")
        if not isinstance(spoilt, bytes):
            # Without a fault, and where only the answer is lost, the letter is there.
            self.letters.append((b"".join(lines), to))
        self.answer(peer, "DOT", lambda: b"250 ok\r\n")
