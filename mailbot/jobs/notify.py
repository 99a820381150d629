"""Tells the service manager that the worker is up and alive (sd_notify), where there is one."""

import contextlib
import os
import socket


def notify(state: str) -> None:
    """Send READY=1, WATCHDOG=1 or STOPPING=1 to systemd; nothing happens where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.connect("\0" + address[1:] if address.startswith("@") else address)
        sock.send(state.encode("ascii"))
