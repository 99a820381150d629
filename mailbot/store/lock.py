"""One worker at a time: a file lock beside the database (pitfalls, 9).

The operating system lets go of it when the process dies, however it dies.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path


class Busy(Exception):
    """Another worker runs."""


@contextlib.contextmanager
def worker_lock(path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the worker's lock, waiting for it up to ``wait`` seconds. Raises Busy."""
    from filelock import FileLock, Timeout

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(path, timeout=wait, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy(str(path)) from error
    try:
        yield
    finally:
        lock.release()
