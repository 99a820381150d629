"""The only module that knows POSIX limits; on Windows every function here does nothing.

A child limits itself before it reads its first request, so a bomb dies there (pitfall 113).
"""

import contextlib
import os
from typing import BinaryIO

from mailbot.sandbox.frames import PIPE_BYTES

try:
    import fcntl
    import resource
except ImportError:  # Windows has no such module; the wall-clock limit of the parent remains
    resource = None  # type: ignore[assignment]
    fcntl = None  # type: ignore[assignment]

MIB = 1024 * 1024
OPEN_FILES = 32
_STATUS_BYTES = 4096
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def confine(memory_mb: int) -> None:
    """Bound this process for good: address space, file size, open files; no core dumps."""
    if resource is None:
        return
    for kind, value in (
        (resource.RLIMIT_AS, memory_mb * MIB),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (ceiling, ceiling))


def widen(*pipes: BinaryIO) -> None:
    """Let pipes take a whole answer at once, so that neither side waits for the other in the middle of one."""
    for pipe in pipes if hasattr(fcntl, "F_SETPIPE_SZ") else ():
        # A user with very many wide pipes is refused; a narrow one works as well.
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def allow_cpu(seconds: float) -> None:
    """Let this process use so many more seconds of CPU; past them the kernel ends it."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def peak_mb() -> int:
    """Tell the most memory this process ever held, in MiB; 0 where nobody counts.

    The kernel's own count for a program begins with what its parent held when it was started (getrusage(2)
    keeps it through exec), so Linux is asked for the high water of this program alone.
    """
    try:
        status = os.open("/proc/self/status", os.O_RDONLY)
        try:
            found = os.read(status, _STATUS_BYTES).partition(b"VmHWM:")[2]
        finally:
            os.close(status)
    except OSError:
        found = b""
    if found:
        return int(found.split(maxsplit=1)[0]) // 1024
    if resource is None:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def leave_network() -> bool:
    """Move this process into an empty network namespace where the kernel lets it; tell whether it did."""
    if os.name != "posix":
        return False
    import ctypes

    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET
    return bool(unshare(flags) == 0)
