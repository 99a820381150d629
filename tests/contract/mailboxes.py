"""One mailbox of each kind, put to the same questions by the contract suite.

A test puts mail in and looks at what people would see through the mailbox, and reads through the
source as jobs do.
"""

import imaplib
import os
import re
import socket
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from mailbot.mail.imap import ImapSource
from mailbot.mail.local import FolderSource
from mailbot.mail.memory import MemorySource
from mailbot.mail.ports import MailSource
from mailbot.model.mail import SourceKey
from mailbot.settings import Imap

_users = count(1)


class Mailbox(Protocol):
    """What people and senders do to a mailbox; ``numbered`` when it can tell old mail from new."""

    numbered: bool

    def source(self, max_bytes: int = 1 << 20) -> MailSource: ...

    def put(self, content: bytes, received_at: datetime) -> None: ...

    def remove_all(self) -> None: ...

    def renumber(self) -> None: ...

    def looks(self) -> object: ...

    def handled(self, key: SourceKey) -> str: ...


class MemoryBox:
    numbered = True

    def __init__(self) -> None:
        self._source = MemorySource(max_bytes=1 << 20)

    def source(self, max_bytes: int = 1 << 20) -> MailSource:
        self._source._max_bytes = max_bytes
        return self._source

    def put(self, content: bytes, received_at: datetime) -> None:
        self._source.put(content, received_at)

    def remove_all(self) -> None:
        for key in self._source.listing().keys:
            self._source.remove(key)

    def renumber(self) -> None:
        self._source.renumber(2)

    def looks(self) -> object:
        return dict(self._source.settled)

    def handled(self, key: SourceKey) -> str:
        return self._source.settled.get(key, "leave")


class EmlBox:
    numbered = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._numbers = count(1)

    def source(self, max_bytes: int = 1 << 20) -> MailSource:
        return FolderSource(self._path, name="inbox", max_bytes=max_bytes)

    def put(self, content: bytes, received_at: datetime) -> None:
        path = self._path / f"{next(self._numbers):03d}.eml"
        path.write_bytes(content)
        os.utime(path, (received_at.timestamp(), received_at.timestamp()))

    def remove_all(self) -> None:
        for path in self._path.glob("*.eml"):
            path.unlink()

    def renumber(self) -> None:
        raise AssertionError("a folder has no UIDVALIDITY")

    def looks(self) -> object:
        return {path.relative_to(self._path): path.stat().st_mtime_ns for path in self._path.rglob("*")}

    def handled(self, key: SourceKey) -> str:
        return "move:已处理" if any((self._path / "已处理").glob("*.eml")) else "leave"


class MaildirBox(EmlBox):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        for name in ("tmp", "new", "cur"):
            (path / name).mkdir()

    def put(self, content: bytes, received_at: datetime) -> None:
        path = self._path / "new" / f"16{next(self._numbers):08d}.M1.host"
        path.write_bytes(content)
        os.utime(path, (received_at.timestamp(), received_at.timestamp()))

    def remove_all(self) -> None:
        for path in (self._path / "new").iterdir():
            path.unlink()

    def handled(self, key: SourceKey) -> str:
        return "move:已处理" if any((self._path / ".已处理" / "cur").glob("*")) else "leave"


class ImapBox:
    """A folder of a fresh user of a server, seen by that user's own mail program: plain imaplib."""

    numbered = True
    folder = '"&ZbBuLw-"'  # 新港: a name in modified UTF-7

    def __init__(self, port: int, secure: Imap) -> None:
        self._imap = secure.model_copy(update={"user": f"user{next(_users)}-{os.getpid()}@example.cn", "password": SecretStr("secret")})
        self._people = imaplib.IMAP4("127.0.0.1", port)
        # imaplib sends a command and its literal in two packets.
        self._people.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._people.login(self._imap.user, "secret")
        self._people.create(self.folder)

    def close(self) -> None:
        self._people.logout()

    def _leave(self) -> None:
        """Close the folder without expunging; pymap does not know UNSELECT."""
        self._people.select("INBOX", readonly=True)

    def source(self, max_bytes: int = 1 << 20) -> MailSource:
        return ImapSource(self._imap, "新港", max_bytes=max_bytes)

    def put(self, content: bytes, received_at: datetime) -> None:
        self._people.append(self.folder, "", received_at.astimezone(UTC), content)

    def remove_all(self) -> None:
        self._people.select(self.folder)
        self._people.store("1:*", "+FLAGS", r"(\Deleted)")
        self._people.expunge()
        self._leave()

    def renumber(self) -> None:
        """Copy everything away, and back into a folder made anew under the old name."""
        self._people.create("away")
        self._people.select(self.folder)
        self._people.copy("1:*", "away")
        self._leave()
        self._people.delete(self.folder)
        self._people.create(self.folder)
        self._people.select("away")
        self._people.copy("1:*", self.folder)
        self._leave()

    def looks(self) -> object:
        """List the flags that every mail program shows, in order; those of the session left out."""
        self._people.select(self.folder, readonly=True)
        answer = self._people.uid("FETCH", "1:*", "(FLAGS)")[1]
        self._leave()
        return [re.sub(rb"\\Recent ?", b"", line) for line in answer if isinstance(line, bytes)]

    def handled(self, key: SourceKey) -> str:
        self._people.select(self.folder, readonly=True)
        flags = b" ".join(line for line in self._people.uid("FETCH", "1:*", "(FLAGS)")[1] if isinstance(line, bytes))
        self._leave()
        if b"$MailbotDone" in flags:
            return "keyword"
        status, _ = self._people.select('"&XfJZBHQG-"', readonly=True)  # 已处理
        moved = status == "OK" and self._people.uid("SEARCH", "ALL")[1] not in ([b""], [None])
        self._leave()
        return "move:已处理" if moved else "leave"
