import subprocess
import sys
from pathlib import Path

import pytest

from mailbot.store.lock import Busy, worker_lock


def test_a_second_worker_is_told_that_one_runs(tmp_path: Path) -> None:
    path = tmp_path / "data" / "worker.lock"
    script = f"""
import sys
from pathlib import Path
from mailbot.store.lock import Busy, worker_lock
try:
    with worker_lock(Path({str(path)!r})):
        pass
except Busy:
    sys.exit(3)
"""
    with worker_lock(path):
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 3
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "worker.lock"
    with pytest.raises(ZeroDivisionError), worker_lock(path):
        raise ZeroDivisionError
    with worker_lock(path):
        pass


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "worker.lock"
    script = f"""
import os, signal
from pathlib import Path
from mailbot.store.lock import worker_lock
with worker_lock(Path({str(path)!r})):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode != 0
    with worker_lock(path):
        pass


def test_waiting_for_the_lock_ends(tmp_path: Path) -> None:
    path = tmp_path / "worker.lock"
    with worker_lock(path), pytest.raises(Busy), worker_lock(path, wait=0.01):
        pass
