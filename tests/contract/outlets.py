"""One way out of each kind, put to the same questions by the contract suite."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from mailbot.demo.servers import MailWorld
from mailbot.mail.local import FolderTransport
from mailbot.mail.memory import MemoryTransport
from mailbot.mail.ports import MailTransport, Refusal
from mailbot.mail.smtp import SmtpTransport
from mailbot.settings import Smtp

NOW = datetime(2020, 9, 28, 2, 4, 12, tzinfo=UTC)


class Outlet(Protocol):
    """Where letters come out; what the other side does about the next one can be told."""

    def transport(self) -> MailTransport: ...

    def arrived(self) -> list[bytes]: ...

    def refuse(self, address: str, code: int) -> None: ...

    def answer_letter(self, code: int) -> None: ...


class MemoryOutlet:
    def __init__(self) -> None:
        self._transport = MemoryTransport()

    def transport(self) -> MailTransport:
        return self._transport

    def arrived(self) -> list[bytes]:
        return [letter.content for letter in self._transport.letters]

    def refuse(self, address: str, code: int) -> None:
        self._transport.refusals[address] = Refusal(address, code, "scripted")

    def answer_letter(self, code: int) -> None:
        raise AssertionError("memory answers by address only")


class FolderOutlet:
    def __init__(self, path: Path) -> None:
        self._path = path

    def transport(self) -> MailTransport:
        return FolderTransport(self._path / "data" / "outbox", lambda: NOW)

    def arrived(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self._path / "data" / "outbox").glob("*.eml"))]

    def refuse(self, address: str, code: int) -> None:
        raise AssertionError("a folder takes everything")

    def answer_letter(self, code: int) -> None:
        raise AssertionError("a folder takes everything")


class SmtpOutlet:
    """An SMTP server, or one behind another that relays to it."""

    def __init__(self, world: MailWorld, smtp: Smtp) -> None:
        self._world = world
        self._smtp = smtp
        world.letters.clear()
        world.script.clear()

    def transport(self) -> MailTransport:
        return SmtpTransport(self._smtp)

    def arrived(self) -> list[bytes]:
        return [_without_trace(letter.content) for letter in self._world.letters]

    def refuse(self, address: str, code: int) -> None:
        self._world.script[f"RCPT {address}"] = [f"{code} scripted"]

    def answer_letter(self, code: int) -> None:
        self._world.script["DATA"] = [f"{code} scripted"]


def _without_trace(content: bytes) -> bytes:
    """Take away the Received header that a relay adds."""
    return re.sub(rb"\A(?:Received:[^\r]*\r\n(?:[ \t][^\r]*\r\n)*)+", b"", content)
