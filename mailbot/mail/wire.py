"""Sockets to mail servers: verified TLS or nothing, and a clock on the wall that ends every call.

None of imaplib, smtplib and imap-tools verifies a certificate unless told to, and a socket timeout
does not bound a server that sends one byte a second: each byte starts it anew. So both clients get
their sockets from here, and a ``WallClock`` shuts a socket down when a call takes too long; the
thread that waits in ``recv`` then sees the end of the stream.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Thread
from time import monotonic

from mailbot.errors import OperatorError
from mailbot.mail.trouble import trouble
from mailbot.settings import Imap, Smtp, Wire, is_loopback

MIN_BYTES_PER_SECOND = 16 * 1024  # slower than this is no connection: 40 MB may take 43 minutes
VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class WallClock:
    """Shuts the watched socket down when the time of a call is over.

    One thread sleeps until the nearest deadline; setting one costs a lock, not a thread. Looking
    up a host name cannot be cut short: the resolver has its own limits.
    """

    def __init__(self) -> None:
        self._condition = Condition()
        self._socket: socket.socket | None = None
        self._deadline: float | None = None
        self._wakes_at: float | None = None
        self._thread: Thread | None = None
        self._stopped = False
        self.struck = False

    def watch(self, sock: socket.socket) -> None:
        """Name the socket that is shut down from now on."""
        with self._condition:
            self._socket = sock

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Bound what happens inside; ``struck`` tells afterwards whether the time was over. Not nested."""
        with self._condition:
            self.struck = False
            self._deadline = monotonic() + seconds
            if self._thread is None:
                self._stopped = False
                self._thread = Thread(target=self._run, name="wall-clock", daemon=True)
                self._thread.start()
            elif self._wakes_at is None or self._wakes_at > self._deadline:
                self._condition.notify()
        try:
            yield
        finally:
            with self._condition:
                self._deadline = None

    def stop(self) -> None:
        """End the thread; the next limit starts another."""
        with self._condition:
            thread, self._thread, self._stopped = self._thread, None, True
            self._condition.notify()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        with self._condition:
            while not self._stopped:
                left = None if self._deadline is None else self._deadline - monotonic()
                if left is not None and left <= 0:
                    self._deadline, left, self.struck = None, None, True
                    if self._socket is not None:
                        _shut_down(self._socket)
                self._wakes_at = self._deadline
                self._condition.wait(left)


def require_encryption(wire: Wire, section: str) -> None:
    """Refuse a plain or outdated connection to another machine, unless a reason is given (interface, 2)."""
    if not wire.host:
        raise trouble("no-host", section=section)
    weak = wire.security == "none" or wire.min_tls in {"1.0", "1.1"}
    if weak and not is_loopback(wire.host) and not wire.accept_insecure:
        raise trouble("insecure-wire", section=section, host=wire.host)


def tls_context(wire: Wire) -> ssl.SSLContext:
    """Make a context that verifies the certificate and the host name; ``ca_file`` replaces the system's roots."""
    try:
        context = ssl.create_default_context(cafile=wire.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise trouble("bad-ca-file", file=wire.ca_file, detail=error) from error
    context.minimum_version = VERSIONS[wire.min_tls]
    if wire.min_tls in {"1.0", "1.1"}:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def open_socket(wire: Imap | Smtp, clock: WallClock, context: Callable[[], ssl.SSLContext]) -> socket.socket:
    """Connect, and with ``security = "tls"`` shake hands; small packets leave at once."""
    sock = socket.create_connection((wire.host, wire.port), wire.timeout_seconds)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if wire.security == "tls":
            sock = context().wrap_socket(sock, server_hostname=wire.host)
        clock.watch(sock)
    except BaseException:
        sock.close()
        raise
    return sock


def wall_seconds(wire: Wire, size: int = 0) -> float:
    """Tell how long a call may take that moves ``size`` bytes."""
    return 2 * wire.timeout_seconds + size / MIN_BYTES_PER_SECOND


def bad_certificate(wire: Imap | Smtp, error: ssl.SSLCertVerificationError) -> OperatorError:
    """Say that a server could not prove who it is."""
    return trouble("bad-certificate", host=wire.host, port=wire.port, detail=error.verify_message or error.reason)


def tls_version(sock: socket.socket | None) -> str:
    """Name the TLS version of a socket, "none" for a plain one."""
    return (sock.version() or "none") if isinstance(sock, ssl.SSLSocket) else "none"


def readable(answer: object) -> str:
    """Show what a server said: one line, no control characters, 200 characters at most."""
    parts = answer if isinstance(answer, list | tuple) else [answer]
    text = " ".join(part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts if part is not None)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _shut_down(sock: socket.socket) -> None:
    # SSLSocket.shutdown would take the TLS object away from under the thread that reads.
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
