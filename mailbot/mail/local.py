"""A source and a transport that are folders of files.

They are product code: mails can be dropped into a directory, and letters can be looked at before
the real box is opened to them.

Identity in a folder. A file has no UID, so one is made: 48 bits of a SHA-256. In a Maildir of the
unique part of the name, which no reader ever changes (flags and new/ to cur/ do not count); in a
directory of ``.eml`` files of name, size and time of modification, so that a file that is written
again is a new mail. Nothing is written into the folder unless ``settle`` is asked to move.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from threading import Event

from mailbot import checkpoint
from mailbot.errors import OperatorError, TryLater
from mailbot.mail.ports import Gone, Listing, Refusal, TooLarge
from mailbot.mail.trouble import trouble
from mailbot.model.mail import RawMail, SourceKey

UID_VALIDITY = 1
MAX_HEAD_BYTES = 256 * 1024  # a longer header block is an attack, and enough to answer by
SLICE_SECONDS = 0.25  # how late a stop or a new file may be noticed


def head(content: bytes) -> bytes:
    """Cut a mail after the empty line that ends its headers."""
    ends = [at + len(gap) for gap in (b"\r\n\r\n", b"\n\n") if (at := content.find(gap, 0, MAX_HEAD_BYTES)) >= 0]
    return content[: min(ends, default=MAX_HEAD_BYTES)]


class FolderSource:
    """A directory of .eml files, or a Maildir when it has ``cur`` and ``new``.

    ``arrival`` reads from the headers when a mail arrived; where it says None the file's time of
    modification counts. ``name`` is the folder in the keys: the path as the settings write it.
    """

    def __init__(
        self, path: Path, *, name: str = "", arrival: Callable[[bytes], datetime | None] = lambda _: None, max_bytes: int = 40 << 20
    ) -> None:
        self._path = path
        self._name = name or str(path)
        self._arrival = arrival
        self._max_bytes = max_bytes
        self._files: dict[int, Path] = {}
        self._looked: tuple[int, ...] = ()

    def check(self) -> Mapping[str, str]:
        """See MailSource."""
        listing = self.listing()
        return {"folder": self._name, "kind": "maildir" if self._maildir else "eml", "exists": str(listing.exists)}

    def listing(self, above: SourceKey | None = None) -> Listing:
        """See MailSource; lists everything always, in the order of the file names."""
        self._looked = self._stamps()
        self._files = self._scan()
        keys = tuple(SourceKey(self._name, UID_VALIDITY, uid) for uid in self._files)
        return Listing(self._name, UID_VALIDITY, keys, len(keys))

    def fetch(self, key: SourceKey) -> RawMail:
        """See MailSource."""
        raw, size = self._read(key, self._max_bytes)
        if size > self._max_bytes:
            raise TooLarge(raw, size)
        return raw

    def head(self, key: SourceKey) -> RawMail:
        """See MailSource."""
        return self._read(key, -1)[0]

    def settle(self, key: SourceKey, after: str) -> None:
        """See MailSource; files have no keywords, so only a move does anything."""
        kind, _, target = after.partition(":")
        if kind != "move":
            return
        path = self._find(key)
        try:
            goal = self._place(target) / path.name
            if goal.exists():
                goal = goal.with_name(f"{key.uid:012x}-{path.name}")
            path.rename(goal)
        except FileNotFoundError:
            raise Gone(key) from None
        except OSError as error:
            raise _from_os(error, path) from error
        del self._files[key.uid]

    def wait(self, seconds: float, stop: Event) -> bool:
        """See MailSource; news is a directory that changed since it was last listed or waited for."""
        self._looked = self._looked or self._stamps()
        for _ in range(max(1, round(seconds / SLICE_SECONDS))):
            before, self._looked = self._looked, self._stamps()
            if before != self._looked:
                return True
            if stop.wait(min(seconds, SLICE_SECONDS)):
                return False
        return False

    def close(self) -> None:
        """See MailSource."""

    def _read(self, key: SourceKey, max_bytes: int) -> tuple[RawMail, int]:
        """Read a mail, of one over ``max_bytes`` only the headers; gives it with the size of the file."""
        path = self._find(key)
        try:
            with path.open("rb") as file:
                status = os.fstat(file.fileno())
                content = head(file.read(MAX_HEAD_BYTES)) if status.st_size > max_bytes else file.read()
        except FileNotFoundError:
            raise Gone(key) from None
        except OSError as error:
            raise _from_os(error, path) from error
        received_at = self._arrival(content) or datetime.fromtimestamp(status.st_mtime, UTC)
        return RawMail(key, content, received_at), status.st_size

    @property
    def _maildir(self) -> bool:
        return (self._path / "cur").is_dir() and (self._path / "new").is_dir()

    def _folders(self) -> tuple[Path, ...]:
        return (self._path / "new", self._path / "cur") if self._maildir else (self._path,)

    def _stamps(self) -> tuple[int, ...]:
        try:
            return tuple(folder.stat().st_mtime_ns for folder in self._folders())
        except OSError as error:
            raise _from_os(error, self._path) from error

    def _scan(self) -> dict[int, Path]:
        """Find the mails, sorted by name; UIDs are made of what does not change while a mail does not."""
        maildir = self._maildir
        found: list[tuple[str, str, Path]] = []
        try:
            for folder in self._folders():
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.name.startswith(".") or not (maildir or entry.name.lower().endswith(".eml")) or not entry.is_file():
                            continue
                        status = entry.stat()
                        identity = entry.name.partition(":")[0] if maildir else f"{entry.name}\0{status.st_size}\0{status.st_mtime_ns}"
                        found.append((entry.name, identity, Path(entry.path)))
        except OSError as error:
            raise _from_os(error, self._path) from error
        return {_uid(identity): path for _, identity, path in sorted(found)}

    def _find(self, key: SourceKey) -> Path:
        if key.uid_validity != UID_VALIDITY:
            raise Gone(key)
        path = self._files.get(key.uid)
        if path is None or not path.exists():
            self._files = self._scan()
            path = self._files.get(key.uid)
        if path is None:
            raise Gone(key)
        return path

    def _place(self, target: str) -> Path:
        if target in {"", ".", ".."} or "/" in target or "\\" in target:
            raise trouble("bad-move-target", name=target)
        if not self._maildir:
            folder = self._path / target
            folder.mkdir(exist_ok=True)
            return folder
        for part in ("tmp", "new", "cur"):
            (self._path / f".{target}" / part).mkdir(parents=True, exist_ok=True)
        return self._path / f".{target}" / "cur"


class FolderTransport:
    """Writes every letter as one .eml file (interface, 7); ``now`` is the instant in its name.

    The same letter at the same instant is the same file, so a second sending after a crash leaves
    one. A file is seen whole or not at all, and by its owner only.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now

    def check(self) -> Mapping[str, str]:
        """See MailTransport."""
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _from_os(error, self._path) from error
        if not os.access(self._path, os.W_OK):
            raise trouble("no-permission", path=self._path)
        return {"folder": str(self._path)}

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        """See MailTransport."""
        stamp = self._now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        key = " ".join(str(BytesHeaderParser().parsebytes(head(content)).get("X-Mailbot-Key", "")).split())
        digest = hashlib.sha256(key.encode() if key else content).hexdigest()[:16]
        path = self._path / f"{stamp}-{digest}.eml"
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(path, content)
        except OSError as error:
            raise _from_os(error, self._path) from error
        return {}

    def close(self) -> None:
        """See MailTransport."""


def _uid(identity: str) -> int:
    return int.from_bytes(hashlib.sha256(identity.encode("utf-8", "surrogateescape")).digest()[:6], "big")


def _from_os(error: OSError, path: Path) -> OperatorError | TryLater:
    """Tell what a person must mend from what passes, such as a share that is away."""
    if isinstance(error, PermissionError):
        return trouble("no-permission", path=path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return trouble("no-folder", path=path)
    return TryLater(f"{path}: {error}")


def _write_whole(path: Path, content: bytes) -> None:
    waiting = path.with_suffix(".tmp")
    waiting.unlink(missing_ok=True)
    with os.fdopen(os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    checkpoint.reach("wire.writing")
    waiting.replace(path)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
