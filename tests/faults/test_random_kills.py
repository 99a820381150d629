"""kill -9 at random instants, a worker after the other, while mails pour into Dovecot: nothing is lost, nothing is doubled.

Passes are forked (``forks``) and killed anywhere between the first line and the last. Now and then the
office puts back what was set aside because a worker died over it three times. ``MAILBOT_FAULTS=full``
kills a thousand times in four games; the seeds are fixed, what the machine does meanwhile is not.
"""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from mailbot.app import load_home
from mailbot.demo.servers import MailWorld
from mailbot.model.decision import Order
from mailbot.office.orders import Office, apply
from mailbot.store.database import open_database
from tests.faults.forks import Forks
from tests.faults.invariants import hold
from tests.faults.office import append, lay_out, mails, register_all
from tests.faults.world import opened
from tests.season.builders import instant
from tests.servers.dovecot import PASSWORD, Dovecot

FULL = os.environ.get("MAILBOT_FAULTS") == "full"
GAMES = (1, 2, 3, 4) if FULL else (1,)
KILLS = 250 if FULL else 6
AT_FIRST = 16
"""Mails that wait when the first workers start."""
BESIDE = 2
"""Mails that come for each kill."""
LOOKED_AT = 50
"""After so many kills the invariants are held, and the office puts back what was set aside."""
START = instant("2020-09-25T09:00")
STEP = timedelta(minutes=7)


class Season:
    """A home on Dovecot whose workers are killed."""

    def __init__(self, home: Path, user: str, server: Dovecot, world: MailWorld, forks: Forks) -> None:
        self.home, self.user, self.server, self.world, self.forks = home, user, server, world, forks
        self.now, self.put_in = START, list[bytes]()
        self.killed, self.ended, self.put_back = 0, 0, 0
        self.stream = mails(1_000_000, START - timedelta(days=1))

    def deliver(self, count: int) -> None:
        batch = [next(self.stream) for _ in range(count)]
        append(self.server.ports.imap, self.user, PASSWORD, batch, self.now - STEP)
        self.put_in += batch

    def work(self, after: float | None = None) -> int:
        """Let a worker make a pass; kill it after so many seconds."""
        self.now += STEP
        return self.forks.run(self.home, f"{self.now.isoformat()}", after=after)

    def kill(self, chance: random.Random, seconds: float) -> float:
        """Let a worker die within so many seconds; gives how long the next may live.

        A pass takes longer or shorter as the machine is busy: who ended in peace shortens the next one's
        life more than who died lengthens it, so about three in four die.
        """
        code = self.work(after=chance.uniform(0, seconds))
        assert code in (0, 1, -signal.SIGKILL), (self.home / "log").read_text("utf-8")[-2000:]
        killed = code == -signal.SIGKILL
        self.killed += killed
        self.ended += not killed
        return seconds * (1.03 if killed else 0.9)

    def letters(self) -> list[bytes]:
        return [letter.content for letter in self.world.letters]

    def look(self, *, quiet: bool = False) -> None:
        with opened(self.home) as db:
            hold(db, self.put_in if quiet else (), self.letters(), quiet=quiet)

    def retry(self) -> None:
        """Put back what was set aside because workers died over it, as the office does."""
        place = load_home(self.home)
        with open_database(place.database, campaign=place.rulebook.campaign.key) as db:
            aside = [row[0] for row in db.connection.execute("SELECT id FROM inbox WHERE outcome = 'shunted' AND reason = 'worker-died'")]
            for mail in aside:
                apply(Office(db, place.rulebook, self.now), Order("retry", mail, by="test"))
        self.put_back += len(aside)

    def rest(self) -> None:
        """Let everything come to rest: hours pass, nobody is killed."""
        for _ in range(4):
            assert self.work() in (0, 1)
            self.retry()
            self.now += timedelta(hours=13)
        self.work()


@pytest.mark.parametrize("game", GAMES)
def test_workers_killed_at_random_under_load_lose_and_double_nothing(
    game: int, dovecot: Dovecot, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with MailWorld() as world, Forks() as forks:
        user = f"kills{game}@example.cn"
        home = lay_out(tmp_path / "home", imap=dovecot.ports.imap, smtp=world.smtp_port, user=user, password=PASSWORD)
        register_all(home, START - timedelta(days=2))
        season, chance = Season(home, user, dovecot, world, forks), random.Random(game)
        season.deliver(AT_FIRST // 2)
        assert season.work() == 0
        # How long a pass over a usual load takes here: most workers die in the midst of their mails, some have done.
        season.deliver(AT_FIRST // 2)
        begin = monotonic()
        assert season.work() == 0
        seconds = (monotonic() - begin) * 1.2
        while season.killed < KILLS:
            season.deliver(BESIDE)
            seconds = season.kill(chance, seconds)
            if not (season.killed + season.ended) % LOOKED_AT:
                season.look()
                season.retry()
        season.rest()
        season.look(quiet=True)
        with opened(home) as db:
            states = dict(db.connection.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
            answers = Counter(
                row[0] for row in db.connection.execute("SELECT mail FROM outbox WHERE kind = 'reply' AND state != 'withdrawn'")
            )
            owed = {row[0] for row in db.connection.execute("SELECT id FROM inbox WHERE outcome IN ('filed', 'returned', 'mixed')")}
            mail_count = db.connection.execute("SELECT count(*) FROM inbox").fetchone()[0]
        twice = len(season.letters()) - states["sent"]
    assert mail_count == len(season.put_in)
    assert set(states) <= {"sent", "unconfirmed", "withdrawn"}
    assert owed <= set(answers)
    assert set(answers.values()) == {1}
    figures = (
        f"{season.killed} kills, {season.ended} passes ended before theirs; {mail_count} mails, 0 lost; {sum(states.values())} letters"
    )
    record_property(
        "figures",
        f"{figures}, {max(twice, 0)} left twice and said so, {states.get('unconfirmed', 0)} unconfirmed; {season.put_back} put back",
    )
