"""Waits for the word of a server that a mail came (IDLE, RFC 2177).

imap-tools polls the socket, and so loses a line that arrived together with "+ idling" and already
sits in the buffer; and it takes a closed connection for silence. Here the buffer is looked
into first, and the end of the stream is an error.
"""

import select
import ssl
from threading import Event
from time import monotonic

from mailbot.mail.session import Box, Client

SLICE_SECONDS = 0.25  # how late a stop may be noticed


def news(box: Box, ends_at: float, stop: Event) -> bool:
    """Idle until something was delivered, the monotonic clock shows ``ends_at``, or ``stop`` is set."""
    box.idle.start()  # type: ignore[no-untyped-call]
    heard = _listen(box.client, ends_at, stop)
    _, rest = box.idle.stop()  # type: ignore[no-untyped-call]
    return heard or any(_tells_of_mail(line) for line in rest)


def _listen(client: Client, ends_at: float, stop: Event) -> bool:
    while not stop.is_set() and (left := ends_at - monotonic()) > 0:
        came = _peek(client)
        if came is None:
            select.select([client.sock], [], [], min(left, SLICE_SECONDS))
        elif not came:
            raise EOFError("the server closed the connection")
        elif _tells_of_mail(client.readline()):
            return True
    return False


def _peek(client: Client) -> bytes | None:
    """Look at what lies in the buffer or on the socket: None for nothing yet, b"" for the end."""
    readable, _, _ = select.select([client.sock], [], [], 0)
    timeout = client.sock.gettimeout()
    client.sock.settimeout(0)
    try:
        came = client.buffer.peek(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        # TLS raises where a plain socket gives b"".
        return None
    finally:
        client.sock.settimeout(timeout)
    return None if not came and not readable else came


def _tells_of_mail(line: bytes) -> bool:
    return line.rstrip().upper().endswith((b" EXISTS", b" RECENT"))
