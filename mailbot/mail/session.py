"""Opens one IMAP session: connected, encrypted, logged in, introduced; the home of imap-tools.

imap-tools keeps the session, the folders and their names in modified UTF-7; the socket, the
answers (``answers``) and everything that may expunge are ours. Some of its habits are not used on
purpose: ``fetch`` marks as seen, ``flag`` and ``delete`` expunge what people marked as deleted.
"""

import imaplib
import logging
import socket
import ssl
from collections.abc import Callable
from io import BufferedReader
from typing import NoReturn

from imap_tools import BaseMailBox, MailboxFolderSelectError, MailboxLoginError

from mailbot import __version__
from mailbot.errors import TryLater
from mailbot.mail.trouble import auth_refused, trouble
from mailbot.mail.wire import WallClock, open_socket, readable, require_encryption
from mailbot.settings import Imap

log = logging.getLogger(__name__)

# A NO to LOGIN or SELECT with one of these codes speaks of the server, not of the password or the folder (RFC 5530).
NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
MAX_LINE_BYTES = 16 << 20  # a SEARCH that finds two million mails
FOLDERS_NAMED = 30  # enough to find the right one; a box may have thousands


class Client(imaplib.IMAP4):
    """imaplib's client on a socket and a buffer of ours; its commands, tags and parsing.

    The buffer is ours because IDLE must look into it, and each version of imaplib hides its own
    elsewhere. A line or a literal over its limit ends the session before it is read.
    """

    def __init__(self, imap: Imap, socket_opener: Callable[[], socket.socket], max_literal: int) -> None:
        self._socket_opener = socket_opener
        self._max_literal = max_literal
        self._buffer: BufferedReader | None = None
        self._buffer_of: socket.socket | None = None
        super().__init__(imap.host, imap.port, imap.timeout_seconds)

    @property
    def buffer(self) -> BufferedReader:
        """What came from the socket; another one after STARTTLS, and what was said before it is not believed."""
        if self._buffer is None or self._buffer_of is not self.sock:
            self._buffer, self._buffer_of = self.sock.makefile("rb"), self.sock
        return self._buffer

    def read(self, size: int) -> bytes:
        """Read a literal of an announced size."""
        if size > self._max_literal:
            raise self.abort(f"literal of {size} bytes")
        return self.buffer.read(size)

    def readline(self) -> bytes:
        """Read a line with its end; b"" is the end of the stream."""
        line = self.buffer.readline(MAX_LINE_BYTES + 1)
        if len(line) > MAX_LINE_BYTES:
            raise self.abort(f"line of more than {MAX_LINE_BYTES} bytes")
        return line

    def shutdown(self) -> None:
        """Close everything; a socket lives as long as a buffer of it."""
        if self._buffer is not None:
            self._buffer.close()
        super().shutdown()

    def _create_socket(self, _timeout: float | None) -> socket.socket:
        return self._socket_opener()


class Box(BaseMailBox):
    """imap-tools' mailbox around our client."""

    client: Client

    def __init__(self, client: Client) -> None:
        self._client = client
        super().__init__()

    def _get_mailbox_client(self) -> Client:
        return self._client


def open_box(imap: Imap, clock: WallClock, context: Callable[[], ssl.SSLContext], max_literal: int) -> Box:
    """Connect, encrypt, log in and introduce ourselves; no folder is open yet.

    The password leaves only after the server proved who it is, unless the settings allow a plain
    connection. Raises AuthRefused, OperatorError, and what sockets and imaplib raise.
    """
    require_encryption(imap, "imap")
    if not imap.user:
        raise trouble("no-user", section="imap")
    if not imap.password.get_secret_value():
        raise trouble("no-password", section="imap", variable="MAILBOT_IMAP__PASSWORD")
    client = Client(imap, lambda: open_socket(imap, clock, context), max_literal)
    try:
        if imap.security == "starttls":
            if "STARTTLS" not in client.capabilities:
                raise trouble("no-starttls", host=imap.host, port=imap.port)
            client.starttls(context())
            clock.watch(client.sock)
        box = Box(client)
        if client.state == "NONAUTH":
            _log_in(box, imap)
        _ask_capabilities(client)
        _introduce(client, imap)
    except BaseException:
        _drop(client)
        raise
    return box


def open_folder(box: Box, folder: str, *, writable: bool) -> tuple[int, int]:
    """Open a folder afresh, read-only unless ``writable``; gives its UIDVALIDITY and how many mails it holds."""
    try:
        box.folder.set(folder, readonly=not writable)
    except MailboxFolderSelectError as error:
        detail = readable(error.command_result[1])
        if "unsafe login" in detail.lower():
            raise trouble("unsafe-login") from error
        if any(code in detail.upper() for code in NOT_NOW):
            raise TryLater(f"{folder} cannot be opened now: {detail}") from error
        folders = "\u3001".join(info.name for info in box.folder.list()[:FOLDERS_NAMED])
        raise trouble("no-mail-folder", folder=folder, detail=detail, folders=folders) from error
    uid_validity = last_number(box, "UIDVALIDITY", 0)
    if not uid_validity:
        raise trouble("no-uid-validity", folder=folder)
    return uid_validity, last_number(box, "EXISTS", 0)


def last_number(box: Box, kind: str, default: int) -> int:
    """Read the newest untagged number of a kind, such as EXISTS, and forget the older ones."""
    said = box.client.untagged_responses.pop(kind, [])
    last = said[-1] if said else None
    return int(last) if isinstance(last, bytes) and last.isdigit() else default


def _log_in(box: Box, imap: Imap) -> None:
    """Log in once; LOGIN for plain words, SASL PLAIN for those that LOGIN cannot carry (RFC 4616)."""
    client = box.client
    if "LOGINDISABLED" in client.capabilities:
        raise trouble("login-disabled", host=imap.host, port=imap.port)
    user, password = imap.user, imap.password.get_secret_value()
    try:
        if (user + password).isascii() and (user + password).isprintable():
            box.login(user, password, initial_folder=None)
        else:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
    except MailboxLoginError as error:
        _refuse(imap, error.command_result[1])
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        _refuse(imap, error.args)


def _refuse(imap: Imap, answer: object) -> NoReturn:
    words = readable(answer)
    if any(code in words.upper() for code in NOT_NOW):
        raise TryLater(f"{imap.host} does not log in now: {words}")
    raise auth_refused("imap-login-refused", user=imap.user, detail=words)


def _ask_capabilities(client: imaplib.IMAP4) -> None:
    """Ask again after the login, which may change what a server can do (RFC 9051, 6.2.3)."""
    _, data = client.capability()
    client.capabilities = tuple((data[-1] or b"").decode("ascii", "replace").upper().split())


def _introduce(client: imaplib.IMAP4, imap: Imap) -> None:
    """Send our ID (RFC 2971): without it NetEase and its kin refuse every folder as Unsafe Login."""
    if imap.send_id == "never" or (imap.send_id == "auto" and "ID" not in client.capabilities):
        return
    imaplib.Commands.setdefault("ID", ("NONAUTH", "AUTH", "SELECTED"))
    try:
        client.xatom("ID", f'("name" "mailbot" "version" "{__version__}" "vendor" "mailbot")')
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        log.info("%s does not take ID: %s", imap.host, readable(error.args))
    client.untagged_responses.pop("ID", None)


def _drop(client: imaplib.IMAP4) -> None:
    try:
        client.shutdown()
    except OSError as error:
        log.debug("closing: %s", error)
