"""A full disk, a locked or read-only database, several workers, a worker told to stop: each is outlived and told."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailbot.app import Clock, at_desk, load_home, reading
from mailbot.errors import TryLater
from mailbot.jobs.tick import tick
from mailbot.model.instant import parse_instant
from mailbot.store.database import open_database, transaction
from tests.faults.invariants import hold
from tests.season.builders import instant, make_home, people, shipped, table, words

ROOT = Path(__file__).resolve().parents[2]
NOW = "2020-09-24T12:00"
FULL = os.environ.get("MAILBOT_FAULTS") == "full"
WORKERS = 5 if FULL else 2
CIVIL = "civil-affairs@example.cn"


def lay_out(folder: Path, extra: str = "") -> Path:
    """Make a home with four mails in its folder."""
    home = make_home(folder / "home")
    text = (home / "mailbot.toml").read_text("utf-8") + extra
    (home / "mailbot.toml").write_text(text, encoding="utf-8")
    mails = [
        table(shipped(), (5, 6), when="2020-09-24T10:00", sender=CIVIL),
        people("赤壁市财政局", when="2020-09-24T10:01", sender="finance@example.cn"),
        table(shipped(), (3,), when="2020-09-24T10:02", sender="finance@example.cn"),
        words("路灯坏了。", when="2020-09-24T10:03", sender="someone@example.com", subject="路灯"),
    ]
    for number, content in enumerate(mails):
        (home / "inbox" / f"{number}.eml").write_bytes(content)
    return home


def start(home: Path, *words: str, limit: int | None = None) -> subprocess.Popen[str]:
    def limited() -> None:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}
    command = [sys.executable, "-m", "mailbot", "--home", str(home), *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=limited
    )


def run(home: Path, *words: str, limit: int | None = None) -> tuple[int, str]:
    process = start(home, *words, limit=limit)
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def pass_over(home: Path, *minutes: int) -> None:
    """Make further passes so many minutes after the first, in this process."""
    for one in minutes:
        at = f"2020-09-24T12:{one:02d}"
        with at_desk(load_home(home), Clock(parse_instant(at))) as desk:
            tick(desk, instant(at))


def whole(home: Path) -> None:
    """Hold what a home holds to the invariants."""
    mails = [path.read_bytes() for path in (home / "inbox").glob("*.eml")]
    letters = [path.read_bytes() for path in (home / "data" / "outbox").glob("*.eml")]
    with reading(load_home(home)) as db:
        hold(db, mails, letters)
        kinds = [row[0] for row in db.connection.execute("SELECT kind FROM outbox WHERE state = 'sent'")]
    assert kinds.count("reply") == len([content for content in letters if b"X-Mailbot-Key: reply:" in content]) == 3


@pytest.mark.parametrize("limit", [8_192, 140_000, 300_000] if FULL else [140_000])
def test_a_disk_that_is_full_loses_nothing_and_is_named(limit: int, tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    code, said = run(home, "--now", NOW, "tick", limit=limit)
    assert code == 1, said
    assert "Traceback" not in said
    assert "try-later" in said or "failed" in said
    pass_over(home, 5, 20, 55)
    whole(home)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock of a database, as a person with a database tool may."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_database_locked_by_another_program_ends_the_pass_and_the_next_makes_it_good(tmp_path: Path) -> None:
    home = load_home(lay_out(tmp_path))
    with at_desk(home, Clock(parse_instant(NOW))) as desk:
        desk.db.connection.execute("PRAGMA busy_timeout = 50")
        with locked(home.database), pytest.raises(TryLater, match="SQLITE_BUSY"):
            tick(desk, instant(NOW))
        assert tick(desk, instant("2020-09-24T12:05")).failed == []
    whole(home.path)


def test_an_office_command_beside_the_worker_waits_its_turn(tmp_path: Path) -> None:
    home = load_home(lay_out(tmp_path))
    with at_desk(home, Clock(parse_instant(NOW))) as desk, transaction(desk.db):
        process = start(home.path, "units", "add", "民政局", CIVIL)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
    assert process.wait(timeout=30) == 0
    process.communicate()


def test_a_database_that_may_not_be_written_is_for_later(tmp_path: Path) -> None:
    home = load_home(lay_out(tmp_path))
    with at_desk(home, Clock(parse_instant(NOW))) as desk:
        desk.db.connection.execute("PRAGMA query_only = ON")
        with pytest.raises(TryLater, match="SQLITE_READONLY"):
            tick(desk, instant(NOW))
        desk.db.connection.execute("PRAGMA query_only = OFF")
        tick(desk, instant("2020-09-24T12:05"))
    whole(home.path)


def test_of_several_workers_at_once_one_works_and_the_others_say_so(tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    processes = [start(home, "--now", NOW, "tick") for _ in range(WORKERS)]
    codes = []
    for process in processes:
        process.communicate(timeout=120)
        codes.append(process.returncode)
    assert set(codes) <= {0, 3}
    assert 0 in codes
    pass_over(home, 5)
    whole(home)


def test_workers_that_wait_work_one_after_the_other(tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    processes = [start(home, "--now", NOW, "tick", "--wait", "60") for _ in range(WORKERS)]
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0] * WORKERS
    whole(home)


def test_a_worker_told_to_stop_ends_cleanly_and_the_next_goes_on(tmp_path: Path) -> None:
    home = lay_out(tmp_path, "\n[worker]\nidle = false\n")
    process = start(home, "--now", NOW, "run")
    assert process.stderr is not None
    for line in process.stderr:
        if "mail m" in line:
            break
    process.send_signal(signal.SIGTERM)
    begin = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, out + err
    assert time.monotonic() - begin < 20
    assert "worker stopped" in err
    with open_database(load_home(home).database, campaign=load_home(home).rulebook.campaign.key, readonly=True) as db:
        assert db.connection.execute("SELECT count(*) FROM outbox WHERE state = 'sending'").fetchone()[0] == 0
    pass_over(home, 30)
    whole(home)


def test_no_child_outlives_its_worker(tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    process = start(home, "--now", NOW, "run")
    assert process.stderr is not None
    for line in process.stderr:
        if "mail m" in line:
            break
    children = _children(process.pid)
    process.kill()
    process.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while (alive := [pid for pid in children if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        os.sched_yield()
    assert children
    assert alive == []


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == pid:
            found.append(int(path.parent.name))
    return found
