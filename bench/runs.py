"""Starting what is measured: fresh processes, their output, their time, their memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that ended well: what it printed, seconds by the clock and of CPU, its largest resident set in MB.

    ``cpu`` counts its own children too; on a machine that others use it says more than the clock.
    """

    output: str
    seconds: float
    cpu: float
    peak_mb: float


def run(arguments: Sequence[str], variables: Mapping[str, str] | None = None, *, prefix: Sequence[str] = (), cwd: Path = ROOT) -> Ran:
    """Run this interpreter with some arguments; raises RuntimeError with its words when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})}
    began = time.perf_counter()
    process = subprocess.Popen([*prefix, sys.executable, *arguments], stdout=subprocess.PIPE, env=environment, cwd=cwd, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}\n{output}")
    return Ran(output, time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@contextmanager
def sink() -> Iterator[int]:
    """Run the SMTP sink; gives its port."""
    process = subprocess.Popen([sys.executable, "-m", "bench.sink"], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    try:
        yield int(process.stdout.readline() if process.stdout else 0)
    finally:
        process.terminate()
        process.communicate(timeout=10)
