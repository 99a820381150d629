"""Tells where the time of a tick goes: a clock at the seams of the rooms, and around every SQL statement.

Time counts for the innermost seam of its thread only. So the stages of the main thread add up to the whole,
and those of the thread that reads ahead (``BESIDE``) lie beside them; ``wait`` is the main thread's waiting
for it. The clock costs about a microsecond a call; the runs that are compared have none.
"""

import functools
import importlib
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEAMS = (
    ("fetch", "mailbot.mail.imap:ImapSource.listing"),
    ("fetch", "mailbot.mail.imap:ImapSource.fetch"),
    ("mime", "mailbot.jobs.reading:read_message"),
    ("child read", "mailbot.sandbox.parent:Sandbox.read"),
    ("forms", "mailbot.jobs.deciding:drafts"),
    ("forms", "mailbot.jobs.deciding:settle_areas"),
    ("attribute", "mailbot.jobs.deciding:attribute"),
    ("decide", "mailbot.jobs.deciding:decide"),
    ("checks", "mailbot.decide.decide:judge"),
    ("render", "mailbot.jobs.deciding:finish"),
    ("store", "mailbot.jobs.deciding:write_decision"),
    ("store", "mailbot.store.inbox:insert_raw"),
    ("store", "mailbot.store.inbox:load_raw"),
    ("smtp", "mailbot.mail.smtp:SmtpTransport.send"),
    ("announce", "mailbot.jobs.tick:announce"),
    ("wait", "concurrent.futures:Future.result"),
)
"""What is measured: the name of a stage, and a function where its caller finds it."""

OTHER = "other"
BESIDE = ("mime", "child read")
"""Stages of the thread that reads the next mail."""
EVERY = 50
"""The child's memory is looked at after so many files: it is replaced before the end, and nobody could ask it then."""


class _Clock(threading.local):
    """The stages that one thread is in, and since when it is in the innermost."""

    def __init__(self) -> None:
        self.stages = ["idle"]
        self.since = time.perf_counter()


class Meter:
    """Counts seconds by stage, commits, and the most memory a child was seen to hold."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.commits = 0
        self.child_peak = 0.0
        self._reads = 0
        self._clock = _Clock()

    def begin(self) -> None:
        """Forget what was counted so far: what is measured begins now."""
        self.seconds.clear()
        self.commits = 0
        self._clock.stages = [OTHER]
        self._clock.since = time.perf_counter()

    def end(self) -> None:
        """Count up to now."""
        self._count()

    def enter(self, stage: str) -> None:
        """Count for another stage from now on."""
        self._count()
        self._clock.stages.append(stage)

    def leave(self) -> None:
        """Count for the stage before again."""
        self._count()
        self._clock.stages.pop()

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Put the clock around a function."""

        @functools.wraps(function)
        def timed(*arguments: Any, **options: Any) -> Any:
            self.enter(stage)
            try:
                return function(*arguments, **options)
            finally:
                self.leave()
                if stage == "child read":
                    self._look_at_child()

        return timed

    def install(self) -> None:
        """Put the clock at every seam, and into every connection opened from now on."""
        for stage, place in SEAMS:
            module, _, path = place.partition(":")
            owner: Any = importlib.import_module(module)
            *holders, name = path.split(".")
            for holder in holders:
                owner = getattr(owner, holder)
            setattr(owner, name, self.around(stage, getattr(owner, name)))
        sqlite3.connect = functools.partial(sqlite3.connect, factory=_timed_connection(self))  # type: ignore[assignment]

    def _count(self) -> None:
        now, clock = time.perf_counter(), self._clock
        self.seconds[clock.stages[-1]] += now - clock.since
        clock.since = now

    def _look_at_child(self) -> None:
        self._reads += 1
        if self._reads % EVERY == 1:
            self.child_peak = max(self.child_peak, child_peak_mb())


def peak_mb(pid: int | str = "self") -> float:
    """Tell the most memory a process held since it began to run its program, in MB; 0 where nobody counts."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def child_peak_mb() -> float:
    """Tell the most memory that a child of this process held."""
    children = [pid for task in Path("/proc/self/task").glob("*/children") for pid in task.read_text().split()]
    return max((peak_mb(pid) for pid in children), default=0.0)


def _timed_connection(meter: Meter) -> type[sqlite3.Connection]:
    class Timed(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            meter.commits += arguments[0] == "COMMIT"
            meter.enter("sqlite")
            try:
                return super().execute(*arguments)
            finally:
                meter.leave()

        def executemany(self, *arguments: Any) -> sqlite3.Cursor:
            meter.enter("sqlite")
            try:
                return super().executemany(*arguments)
            finally:
                meter.leave()

    return Timed
