"""Named steps at which a fault test may kill the process.

In production the environment variable is unset and ``reach`` is one comparison. The names are the
vocabulary of ``tests/faults``: every place where a crash leaves another state on disk has one.
"""

import os
import signal

_target = os.environ.get("MAILBOT_CRASH", "")
_reached = 0


def aim(target: str) -> None:
    """Choose the step (``step``, or ``step:n`` for its n-th time), as ``MAILBOT_CRASH`` does for a whole process; "" for none."""
    global _target, _reached
    _target, _reached = target, 0


def reach(step: str) -> None:
    """Kill this process with SIGKILL when this step is the target."""
    global _reached
    if not _target:
        return
    name, _, wanted = _target.partition(":")
    if name != step:
        return
    _reached += 1
    if _reached == int(wanted or 1):
        os.kill(os.getpid(), signal.SIGKILL)
