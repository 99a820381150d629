"""``mailbot run`` as it runs in an office: new mail is answered within seconds, a signal ends it, a second one is refused."""

import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from mailbot.demo.servers import Accepted, MailWorld
from tests.e2e.post import Town, mailbot
from tests.season.builders import words
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot

WITHIN_SECONDS = 30.0
"""How long a busy machine may take; polling would take an hour."""


class Watched(list[Accepted]):
    """The letters of a world, that tell when a letter came."""

    def __init__(self, letters: list[Accepted]) -> None:
        super().__init__(letters)
        self.came = Event()

    def append(self, letter: Accepted) -> None:
        super().append(letter)
        self.came.set()


@pytest.fixture
def town(dovecot: Dovecot, mail_world: MailWorld) -> Iterator[Town]:
    before = mail_world.letters
    mail_world.letters = Watched(before)
    yield Town(dovecot, mail_world)
    mail_world.letters = before


@contextmanager
def worker(home: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run the worker; gives it and what it has said so far."""
    said: list[str] = []
    with subprocess.Popen([sys.executable, "-m", "mailbot", "--home", str(home), "run"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        listener = Thread(target=lambda stream: said.extend(stream), args=(process.stderr,), daemon=True)
        listener.start()
        try:
            yield process, said
        finally:
            if process.poll() is None:
                process.kill()
            listener.join(timeout=10)


def asks(town: Town, number: int) -> bytes:
    return words("请发空表。", when=f"2020-09-24T09:0{number}", sender=town.clerk, subject=f"请发一份样表（{number}）")


def answered(town: Town, number: int) -> bool:
    """Wait until a mail was answered; letters of the calendar do not count."""
    letters = town.world.letters
    assert isinstance(letters, Watched)
    while not any(f"reply:{number}:1".encode() in letter.content for letter in letters[town.carried :]):
        letters.came.clear()
        if not letters.came.wait(WITHIN_SECONDS):
            return False
    return True


def put(town: Town, content: bytes) -> None:
    """Let a mail fall into the office's box at once, as from outside."""
    with smtplib.LMTP("localhost", town.dovecot.ports.lmtp) as lmtp:
        lmtp.sendmail(town.clerk, [town.office], content)


def test_new_mail_is_answered_by_idle_and_sigterm_ends_the_worker(town: Town, tmp_path: Path) -> None:
    home = town.make_home(tmp_path, poll=60)
    mailbot(home, "units", "add", "finance", town.clerk)
    put(town, asks(town, 1))
    with worker(home) as (process, said):
        assert answered(town, 1), said
        # This one may fall between the first look and the moment the listener's connection stands.
        put(town, asks(town, 2))
        assert answered(town, 2), said
        put(town, asks(town, 3))
        assert answered(town, 3), said
        second = mailbot(home, "tick")
        assert second.returncode == 3
        assert "另一个 mailbot 正在运行" in second.stderr
        assert mailbot(home, "status").returncode == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=WITHIN_SECONDS) == 0
    assert any("worker stopped" in line for line in said)
    assert mailbot(home, "verify").returncode == 0


def test_a_worker_outlives_a_server_that_is_started_again(town: Town, tmp_path: Path) -> None:
    home = town.make_home(tmp_path, poll=0.02)
    mailbot(home, "units", "add", "finance", town.clerk)
    with worker(home) as (process, said):
        put(town, asks(town, 1))
        assert answered(town, 1), said
        town.dovecot.stop()
        town.dovecot.start()
        put(town, asks(town, 2))
        assert answered(town, 2), said
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=WITHIN_SECONDS) == 0
