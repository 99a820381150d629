"""A locked or read-only database, several workers, a worker told to stop: each is outlived and told."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest

from mailbot.app import Clock, at_desk, load_home, reading
from mailbot.errors import TryLater
from mailbot.jobs.tick import tick
from mailbot.model.instant import parse_instant
from mailbot.store.database import open_database, transaction
from tests.faults.small import CIVIL, FULL, NOW, lay_out, pass_over, start, whole
from tests.season.builders import instant, people
from tests.servers.boxes import SmtpBox
from tests.servers.scripted import Peer

WORKERS = (2, 3, 4, 5) if FULL else (2,)


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


@pytest.mark.parametrize("workers", WORKERS)
def test_of_several_workers_at_once_one_works_and_the_others_say_so(workers: int, tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    processes = [start(home, "--now", NOW, "tick") for _ in range(workers)]
    codes = []
    for process in processes:
        process.communicate(timeout=120)
        codes.append(process.returncode)
    assert set(codes) <= {0, 3}
    assert 0 in codes
    pass_over(home, 5)
    whole(home)


@pytest.mark.parametrize("workers", WORKERS)
def test_workers_that_wait_work_one_after_the_other(workers: int, tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    processes = [start(home, "--now", NOW, "tick", "--wait", "60") for _ in range(workers)]
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0] * workers
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


def test_the_service_manager_is_told_that_the_worker_is_up_alive_and_stopping(tmp_path: Path) -> None:
    told = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(told))
        listening.settimeout(30)
        process = start(lay_out(tmp_path), "--now", NOW, "run", preload={"NOTIFY_SOCKET": str(told)})
        heard = [listening.recv(100)]
        while heard.count(b"WATCHDOG=1") < 3:
            heard.append(listening.recv(100))
        process.send_signal(signal.SIGTERM)
        while heard[-1] != b"STOPPING=1":
            heard.append(listening.recv(100))
        process.communicate(timeout=30)
    assert heard[0] == b"READY=1"
    assert set(heard) == {b"READY=1", b"WATCHDOG=1", b"STOPPING=1"}


def test_a_worker_told_to_stop_in_the_middle_of_a_file_finishes_that_mail_and_no_other(tmp_path: Path) -> None:
    home = lay_out(tmp_path)
    process = start(home, "--now", NOW, "run")
    assert process.stderr is not None
    while "tick at start" not in process.stderr.readline():
        assert process.poll() is None
    # The reader is held still, so that the next file is being read for as long as this test wants.
    (reader,) = _children(process.pid)
    os.kill(reader, signal.SIGSTOP)
    for number, unit in enumerate(("赤壁市民政局", "赤壁市教育局")):
        (home / "inbox" / f"9{number}.eml").write_bytes(people(unit, when=f"2020-09-24T11:0{number}", sender=f"{number}@example.cn"))
    _until(lambda: _count(home, "outcome = 'received' AND attempts = 1") >= 1)
    process.send_signal(signal.SIGTERM)
    os.kill(reader, signal.SIGCONT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "worker stopped" in err
    pass_over(home, 30)
    assert _count(home, "outcome = 'filed'") >= 2
    assert _count(home, "outcome IN ('received', 'shunted')") == 0


def test_a_worker_told_to_stop_in_the_middle_of_a_letter_finishes_it_and_begins_no_other(tmp_path: Path) -> None:
    box = SmtpBox()
    with box.server() as server:
        home = lay_out(tmp_path)
        settings = f'\n[smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
        text = (home / "mailbot.toml").read_text("utf-8").replace('\n[smtp]\ntransport = "folder"\n', settings)
        (home / "mailbot.toml").write_text(text, encoding="utf-8")
        process = start(home, "--now", NOW, "run")

        def stop_then_take(peer: Peer) -> None:
            process.send_signal(signal.SIGTERM)
            peer.say(b"250 ok\r\n")

        box.faults["DOT 1"] = stop_then_take
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        assert len(box.letters) == 1
        assert _count(home, "state = 'sent'", "outbox") == 1
        assert _count(home, "state = 'waiting'", "outbox") >= 1
        box.heal()
        pass_over(home, 30)
        assert _count(home, "state IN ('waiting', 'sending')", "outbox") == 0
        assert len({message_from_bytes(content)["Message-ID"] for content, _ in box.letters}) == len(box.letters)


def _until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        os.sched_yield()


def _count(home: Path, condition: str, table: str = "inbox") -> int:
    with reading(load_home(home)) as db:
        return int(db.connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])


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
    assert children
    _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), 10)


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
