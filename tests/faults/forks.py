"""Passes in processes that start in milliseconds: a process that has imported everything forks one for each.

``python -m tests.faults.forks`` is that process: it reads one JSON object a line, runs a pass over the home
it names, and answers with the return code, negative for a signal. It opens no database and starts no
thread itself, so what it forks is as good as a fresh worker (pitfalls, 103). That a fresh one does the
same is shown by the tests that start ``mailbot tick`` itself.
"""

import json
import os
import select
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Self

from mailbot import checkpoint
from mailbot.app import Clock, Home, at_desk
from mailbot.jobs.tick import tick
from mailbot.logs import set_up
from mailbot.model.instant import parse_instant
from mailbot.settings.load import load_settings
from tests.season.builders import shipped

WARM = ("openpyxl", "mailbot.mail.imap", "mailbot.mail.smtp", "mailbot.mail.local", "mailbot.letters.marked", "mailbot.letters.patching")
LOCK_SECONDS = 10
"""A reader that was just being started holds its parent's lock until it has become another program."""


class Forks:
    """The process that forks; to use in a ``with``."""

    def __enter__(self) -> Self:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forks"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8"
        )
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._process.communicate(timeout=60)

    def run(self, home: Path, now: str, *, crash: str = "", after: float | None = None) -> int:
        """Make one pass: killed at the step ``crash``, or ``after`` so many seconds, or not at all; gives the return code."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"home": str(home), "now": now, "crash": crash, "after": after}) + "\n")
        process.stdin.flush()
        return int(process.stdout.readline())


def _serve() -> None:
    for name in WARM:
        __import__(name)
    shipped()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        wanted = json.loads(line)
        answers.write(f"{_forked(wanted['home'], wanted['now'], wanted['crash'], wanted['after'])}\n")
        answers.flush()


def _forked(home: str, now: str, crash: str, after: float | None) -> int:
    child = os.fork()
    if not child:
        os._exit(_pass(Path(home), now, crash))
    if after is not None:
        watched = os.pidfd_open(child)
        if not select.select([watched], [], [], after)[0]:
            os.kill(child, signal.SIGKILL)
        os.close(watched)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _pass(path: Path, now: str, crash: str) -> int:
    """Make a pass as ``mailbot tick`` does; its log goes into the home."""
    log = os.open(path / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    checkpoint.aim(crash)
    try:
        home, at = Home(path.resolve(), load_settings(path.resolve()), shipped()), parse_instant(now)
        set_up(home.settings.log)
        with at_desk(home, Clock(at), wait=LOCK_SECONDS) as desk:
            return int(bool(tick(desk, at).failed))
    except Exception:  # noqa: BLE001 - nothing may rise into the loop that was forked
        traceback.print_exc()
        return 70


if __name__ == "__main__":
    _serve()
