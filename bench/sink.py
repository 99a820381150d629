"""An SMTP server that takes everything and keeps nothing, in a process of its own: ``python -m bench.sink``.

Prints its port when it is up and how many letters it took when it is stopped.
"""

import signal
import socket
from typing import Any

from aiosmtpd.controller import Controller

MAX_LETTER_BYTES = 50 << 20


class Sink:
    """Counts letters."""

    def __init__(self) -> None:
        self.letters = 0

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        self.letters += 1
        return "250 2.0.0 OK"


def main() -> None:
    """Serve until SIGTERM."""
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port, data_size_limit=MAX_LETTER_BYTES, enable_SMTPUTF8=True)
    controller.start()
    print(port, flush=True)
    try:
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
    finally:
        controller.stop()
        print(sink.letters, flush=True)


if __name__ == "__main__":
    main()
