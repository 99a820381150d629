"""A disk that is full, broken or read-only, whichever call it tells it by: nothing is lost, and it is named.

Files may not grow (RLIMIT_FSIZE); a small tmpfs is full or read-only, where one may be mounted; calls fail
with EIO and ENOSPC at our own seams, and from a preloaded library where there is a C compiler.
"""

import errno
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mailbot.app import Clock, at_desk, load_home
from mailbot.errors import TryLater
from mailbot.jobs.tick import tick
from mailbot.model.instant import parse_instant
from mailbot.store.database import Database
from tests.faults.small import CIVIL, FULL, NOW, lay_out, pass_over, run, whole
from tests.season.builders import instant

LIMITS = (8_192, 60_000, 140_000, 300_000) if FULL else (140_000,)
CODES = {"EIO": sqlite3.SQLITE_IOERR, "ENOSPC": sqlite3.SQLITE_FULL}
COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def may_mount() -> bool:
    """Tell whether a file system can be mounted here, in a namespace that nobody else sees."""
    unshare = shutil.which("unshare")
    return (
        bool(unshare)
        and subprocess.run([unshare or "", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode == 0
    )


MOUNTED = ("full", "read-only") if may_mount() else ()


def held(code: int, said: str) -> None:
    """Hold what a worker over a broken disk said of it: a code, and no trace of a bug."""
    assert code == 1, said
    assert "Traceback" not in said
    assert any(code in said for code in ("try-later", "failed", "file-trouble")), said


@pytest.mark.parametrize("limit", LIMITS)
def test_a_disk_that_is_full_loses_nothing_and_is_named(limit: int, tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    held(*run(home, "--now", NOW, "tick", limit=limit))
    pass_over(home, 5, 20, 55)
    whole(home)


@pytest.mark.parametrize("state", MOUNTED or ("not mounted",))
def test_a_small_disk_that_is_full_or_read_only_loses_nothing(state: str, tmp_path: Path) -> None:
    """Where nothing can be mounted, the home is as good as on a disk that was full once and is not any more."""
    home = lay_out(tmp_path)
    (home / "data").mkdir(mode=0o700)
    if state in MOUNTED:
        with mounted(home / "data", "size=320k"):
            if state == "read-only":
                run(home, "units", "add", "民政局", CIVIL)
                subprocess.run(["mount", "-o", "remount,ro", str(home / "data")], check=True)
            held(*run(home, "--now", NOW, "tick"))
            kept = tmp_path / "kept"
            shutil.copytree(home / "data", kept)
        shutil.copytree(kept, home / "data", dirs_exist_ok=True)
    pass_over(home, 5, 20, 55)
    whole(home)


@contextmanager
def mounted(path: Path, options: str) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(path)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(path)], check=True)


class Broken(sqlite3.Connection):
    """A connection whose n-th commit the disk refuses."""

    left = 0
    code = sqlite3.SQLITE_IOERR

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        if sql == "COMMIT" and self.left:
            self.left -= 1
            if not self.left:
                error = sqlite3.OperationalError("the disk says no")
                error.sqlite_errorcode, error.sqlite_errorname = self.code, "SQLITE_BROKEN"
                raise error
        return super().execute(sql, *args)


@pytest.mark.parametrize("error", CODES)
@pytest.mark.parametrize("commit", range(1, 11) if FULL else (2, 6))
def test_a_commit_that_the_disk_refuses_is_made_good_by_the_next_pass(commit: int, error: str, tmp_path: Path) -> None:
    home = load_home(lay_out(tmp_path))
    with at_desk(home, Clock(parse_instant(NOW))) as desk:
        connection = sqlite3.connect(home.database, factory=Broken, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.left, connection.code = commit, CODES[error]
        kept, desk.db = desk.db, Database(connection, home.database)
        try:
            told = " ".join(tick(desk, instant(NOW)).failed)
        except TryLater as broken:
            told = str(broken)
        assert not connection.left
        assert told in ("poll:TryLater", "database: SQLITE_BROKEN")
        connection.close()
        desk.db = kept
        tick(desk, instant("2020-09-24T12:05"))
        tick(desk, instant("2020-09-24T12:40"))
    whole(home.path)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The library that breaks calls; None without a compiler."""
    if COMPILER is None:
        return None
    made = tmp_path_factory.mktemp("library") / "broken_disk.so"
    source = Path(__file__).with_name("broken_disk.c")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"], check=True)
    return made


CALLS = [(call, error, first) for call in ("sync", "write") for error in CODES for first in ((1, 4, 12, 25) if FULL else (4,))]


@pytest.mark.parametrize(("call", "error", "first"), CALLS if COMPILER else [("none", "EIO", 1)])
@pytest.mark.parametrize("file", ["mailbot.sqlite", "outbox/"] if FULL else ["mailbot.sqlite"])
def test_calls_of_a_broken_disk_that_fail_lose_nothing(
    file: str, call: str, error: str, first: int, library: Path | None, tmp_path: Path
) -> None:
    home = lay_out(tmp_path)
    broken = {
        "DISK_FILE": file,
        "DISK_CALL": call,
        "DISK_ERROR": str(getattr(errno, error)),
        "DISK_FROM": str(first),
        "DISK_TIMES": "100000",
    }
    code, said = run(home, "--now", NOW, "tick", preload={**broken, "LD_PRELOAD": str(library)} if library else {})
    assert "Traceback" not in said
    assert code in (0, 1), said
    if file == "mailbot.sqlite" and first < 12 and library:
        held(code, said)
    pass_over(home, 5, 20, 55)
    whole(home)
