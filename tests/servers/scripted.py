"""Servers that say what a test tells them to: broken, hostile or merely odd ones.

Each connection is served by one thread that reads lines and answers from a table.
"""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.servers.certificates import Certificate

Answer = bytes | Callable[["Peer"], None]
"""Bytes to send, with {tag} for the tag; or a function that does as it likes with the connection."""


class Peer:
    """One connection, seen from the server."""

    def __init__(self, sock: socket.socket, ended: threading.Event) -> None:
        self.sock = sock
        self.ended = ended
        self.tag = b""
        self.line = b""
        self.said = b""
        self._file = sock.makefile("rb")

    def say(self, content: bytes) -> None:
        self.said = content.replace(b"{tag}", self.tag)
        self.sock.sendall(self.said)

    def hear(self) -> bytes:
        self.line = self._file.readline()
        return self.line

    def read(self, size: int) -> bytes:
        return self._file.read(size)

    def start_tls(self, certificate: Certificate) -> None:
        self._file.close()
        self.sock = certificate.server_context().wrap_socket(self.sock, server_side=True)
        self._file = self.sock.makefile("rb")

    def drip(self, content: bytes, seconds: float) -> None:
        """Send a byte at a time with a pause after each, until the client has enough of it."""
        for byte in content:
            if self.ended.wait(seconds):
                return
            self.sock.sendall(bytes((byte,)))

    def hang(self) -> None:
        """Say nothing more until the test is over or the client goes."""
        self.sock.settimeout(None)
        while self._file.readline():
            continue

    def hang_up(self) -> None:
        self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._file.close()
        self.sock.close()


class Scripted:
    """A server in a ``with``; ``heard`` are all lines of all connections, ``connections`` counts them."""

    def __init__(self, talk: Callable[["Scripted", Peer], None], certificate: Certificate | None = None) -> None:
        self._talk = talk
        self._certificate = certificate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self._peers: list[Peer] = []
        self.port: int = self._listener.getsockname()[1]
        self.heard: list[bytes] = []
        self.connections = 0

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in self._peers:
            try:
                peer.hang_up()
            except OSError:
                continue
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(lambda sock=sock: self._serve(sock))  # type: ignore[misc]

    def _serve(self, sock: socket.socket) -> None:
        try:
            if self._certificate is not None:
                sock = self._certificate.server_context().wrap_socket(sock, server_side=True)
            peer = Peer(sock, self._ended)
        except OSError:
            sock.close()
            return
        self._peers.append(peer)
        try:
            self._talk(self, peer)
        except OSError:
            return
        finally:
            peer.close()


CAPABILITIES = b"IMAP4rev1 ID IDLE MOVE UIDPLUS"


def imap_server(
    answers: dict[str, Answer] | None = None,
    *,
    capabilities: bytes = CAPABILITIES,
    certificate: Certificate | None = None,
    start_tls: Certificate | None = None,
) -> Scripted:
    """Make an IMAP server with one folder of one mail, UID 3, that answers by the table first.

    Keys are commands, for FETCH "SIZES" and "BODY"; a key with a number, "BODY 2", is for the n-th only.
    """
    table: dict[str, Answer] = {
        "GREETING": b"* OK ready\r\n",
        "CAPABILITY": b"* CAPABILITY " + capabilities + b"\r\n{tag} OK done\r\n",
        "LOGIN": b"{tag} OK done\r\n",
        "ID": b"* ID NIL\r\n{tag} OK done\r\n",
        "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n{tag} OK [READ-ONLY]\r\n",
        "SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n{tag} OK [READ-WRITE]\r\n",
        "UID SEARCH": b"* SEARCH 3\r\n{tag} OK done\r\n",
        "SIZES": sizes(5),
        "BODY": body(5, b"a\r\nb."),
        "LOGOUT": b"* BYE\r\n{tag} OK done\r\n",
        **(answers or {}),
    }
    answer = _answering(table, b"{tag} OK done\r\n")

    def talk(server: Scripted, peer: Peer) -> None:
        answer(peer, "GREETING")
        while line := peer.hear():
            server.heard.append(line)
            words = [*line.upper().split(), b"", b""]
            peer.tag = line.split()[0]
            command = words[1].decode()
            if command == "UID":
                command = f"UID {words[2].decode()}"
            if command == "UID FETCH":
                command = "BODY" if b"BODY" in line else "SIZES"
            if command == "STARTTLS" and start_tls is not None:
                peer.say(b"{tag} OK done\r\n")
                peer.start_tls(start_tls)
                continue
            answer(peer, command)

    return Scripted(talk, certificate)


def sizes(size: int, uid: int = 3) -> bytes:
    """Write the answer to a question for sizes."""
    return b'* 1 FETCH (UID %d INTERNALDATE "28-Sep-2020 15:04:00 +0800" RFC822.SIZE %d)\r\n{tag} OK done\r\n' % (uid, size)


def body(size: int, content: bytes, uid: int = 3) -> bytes:
    """Write the answer to a question for a body, with a size that need not be true."""
    head = b'* 1 FETCH (UID %d INTERNALDATE "28-Sep-2020 15:04:00 +0800" RFC822.SIZE %d BODY[] {%d}\r\n' % (uid, size, len(content))
    return head + content + b")\r\n{tag} OK done\r\n"


def smtp_server(
    answers: dict[str, Answer] | None = None, *, features: bytes = b"SIZE 50000000", start_tls: Certificate | None = None
) -> Scripted:
    """Make an SMTP server that takes everything, but answers by the table first.

    Keys are commands, and "DOT" for the end of a letter; "MAIL 2" is for the second only.
    """
    table: dict[str, Answer] = {
        "GREETING": b"220 mail.test\r\n",
        "EHLO": b"250-mail.test\r\n250-" + features + b"\r\n250 HELP\r\n",
        "AUTH": b"235 ok\r\n",
        "DATA": b"354 go on\r\n",
        "QUIT": b"221 bye\r\n",
        **(answers or {}),
    }
    answer = _answering(table, b"250 ok\r\n")

    def talk(server: Scripted, peer: Peer) -> None:
        answer(peer, "GREETING")
        while line := peer.hear():
            server.heard.append(line)
            command = line.split()[0].upper().decode()
            if command == "STARTTLS" and start_tls is not None:
                peer.say(b"220 go\r\n")
                peer.start_tls(start_tls)
                continue
            answer(peer, command)
            if command == "DATA" and peer.said.startswith(b"354"):
                while peer.hear() not in {b".\r\n", b""}:
                    server.heard.append(peer.line)
                answer(peer, "DOT")

    return Scripted(talk)


def _answering(table: dict[str, Answer], default: bytes) -> Callable[[Peer, str], None]:
    """Answer a command by the table, counting how often it came."""
    counts: dict[str, int] = {}

    def answer(peer: Peer, command: str) -> None:
        counts[command] = counts.get(command, 0) + 1
        found = table.get(f"{command} {counts[command]}", table.get(command, default))
        if callable(found):
            found(peer)
        else:
            peer.say(found)

    return answer
