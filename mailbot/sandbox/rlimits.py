"""The only module that knows POSIX limits; on Windows every function here does nothing.

A child limits itself before it reads its first request, so a bomb dies there (pitfall 113).
"""

import os
from pathlib import Path

try:
    import resource
except ImportError:  # Windows has no such module; the wall-clock limit of the parent remains
    resource = None  # type: ignore[assignment]

MIB = 1024 * 1024
OPEN_FILES = 32
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
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        found = next((line for line in lines if line.startswith("VmHWM:")), "")
    except OSError:
        found = ""
    if found:
        return int(found.split()[1]) // 1024
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
