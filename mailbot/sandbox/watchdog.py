"""A wall clock over the child that costs nothing a request (pitfall 97).

One thread waits for the earliest moment at which something could be late. Arming again while it
waits only moves the deadline, so a fast request wakes nobody; a timer a request would cost more
than the request's way through the pipes. Works where pipes cannot be polled, as on Windows.
"""

import math
import threading
import time
from collections.abc import Callable


class Watchdog:
    """Calls ``bite`` once when it was armed and not disarmed in time."""

    def __init__(self, bite: Callable[[], None]) -> None:
        self._bite = bite
        self._changed = threading.Condition()
        self._deadline: float | None = None
        self._watching = False
        self._wakes_at = math.inf
        self._bitten = False

    def arm(self, seconds: float) -> None:
        """Start the clock of a request."""
        with self._changed:
            self._bitten = False
            self._deadline = time.monotonic() + seconds
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, name="sandbox-watchdog", daemon=True).start()
            elif self._deadline < self._wakes_at:
                self._changed.notify()

    def disarm(self) -> bool:
        """Stop the clock; tell whether it was too late."""
        with self._changed:
            self._deadline = None
            return self._bitten

    def stop(self) -> None:
        """Let the thread end."""
        with self._changed:
            self._deadline = None
            self._watching = False
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while self._watching:
                left = math.inf if self._deadline is None else self._deadline - time.monotonic()
                if left > 0:
                    self._wakes_at = time.monotonic() + left
                    self._changed.wait(None if self._deadline is None else left)
                    continue
                self._deadline = None
                self._bitten = True
                self._bite()
