"""Named steps at which a fault test may kill the process.

In production the environment variable is unset and ``reach`` is one comparison. The names are the
vocabulary of ``tests/faults``: every place where a crash leaves another state on disk has one.
"""

import os
import signal

_TARGET = os.environ.get("MAILBOT_CRASH", "")
_counts: dict[str, int] = {}


def reach(step: str) -> None:
    """Kill this process with SIGKILL when ``MAILBOT_CRASH`` names this step (``step`` or ``step:n``)."""
    if not _TARGET:
        return
    name, _, wanted = _TARGET.partition(":")
    if name != step:
        return
    _counts[step] = _counts.get(step, 0) + 1
    if _counts[step] == int(wanted or 1):
        os.kill(os.getpid(), signal.SIGKILL)
