"""A state machine over mailbox, database and outbox: whatever happens in whatever order, the invariants hold.

Mails arrive, passes are made, a crash ends one at any step, the mailbox is numbered anew, people move and
delete mails, the clock steps, servers answer as they like, the office gives orders. Crashes are an
exception that nothing catches, raised at the n-th commit, fetch or sending of a pass; a new desk over the
same database then stands for the restarted worker. ``MAILBOT_FAULTS=full`` plays many more games.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mailbot.app import Clock, Home, desk_of
from mailbot.errors import TryLater
from mailbot.jobs.desk import Desk
from mailbot.jobs.tick import tick
from mailbot.mail.memory import MemorySource, MemoryTransport
from mailbot.mail.ports import BadAnswer, Listing, Refusal, Refused, Unconfirmed
from mailbot.model.decision import Order
from mailbot.model.mail import RawMail, SourceKey
from mailbot.office.orders import Office, apply
from mailbot.sandbox.parent import Sandbox
from mailbot.settings.load import load_settings
from mailbot.store import inbox, outbox_office
from mailbot.store.database import Database, open_database, transaction
from mailbot.store.directory import add_address
from tests.faults.invariants import hold
from tests.season.builders import SETTINGS, instant, make_home, people, shipped, table, words

FULL = os.environ.get("MAILBOT_FAULTS") == "full"
CIVIL, FINANCE, STRANGER = "civil-affairs@example.cn", "finance@example.cn", "zhao1980@163.example"
START = instant("2020-09-24T09:00")
SANDBOX = Sandbox(load_settings(Path(tempfile.gettempdir())).limits)


class Crash(BaseException):
    """The process ends here."""


class Fuse:
    """Burns at the n-th thing that is done after it was set."""

    def __init__(self) -> None:
        self.left = 0

    def burn(self) -> None:
        if self.left:
            self.left -= 1
            if not self.left:
                raise Crash


class Connection(sqlite3.Connection):
    """A connection at whose commits, before or after, a process may end."""

    fuse: Fuse

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        if sql != "COMMIT":
            return super().execute(sql, *args)
        self.fuse.burn()
        done = super().execute(sql, *args)
        self.fuse.burn()
        return done


class Source(MemorySource):
    """A mailbox that fails as told."""

    fuse: Fuse
    deaf = False
    spoilt: int | None = None

    def listing(self, above: SourceKey | None = None) -> Listing:
        if self.deaf:
            raise TryLater("no route")
        return super().listing(above)

    def fetch(self, key: SourceKey) -> RawMail:
        self.fuse.burn()
        if key.uid == self.spoilt:
            raise BadAnswer("a body of another size")
        return super().fetch(key)


class Post(MemoryTransport):
    """A way out that answers as told; what is ``taken`` has left, whether we know it or not."""

    fuse: Fuse
    answers: list[Exception]

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        self.fuse.burn()
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None and not isinstance(answer, Unconfirmed):
            raise answer
        done = super().send(content, sender, recipients)
        if answer is not None:
            raise answer
        self.fuse.burn()
        return done


class Game(RuleBasedStateMachine):
    """One office in a bad week."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="machine-")
        path = make_home(Path(self.folder.name), SETTINGS.replace("[smtp]", "[smtp]\nper_hour = 30"))
        self.home = Home(path, load_settings(path), shipped())
        self.now, self.number = START, 0
        self.fuse = Fuse()
        self.source, self.post = Source("inbox"), Post()
        self.source.fuse = self.post.fuse = self.fuse
        self.post.answers = []
        self.mails: list[bytes] = []
        self.desk = self.sit_down()
        with transaction(self.desk.db):
            for unit, address in (("civil-affairs", CIVIL), ("finance", FINANCE)):
                add_address(self.desk.db, unit, address, START, source="import", by="test")
        self.hour_of: list[datetime] = []

    def sit_down(self) -> Desk:
        """Open the database as a started worker does."""
        opened = open_database(self.home.database, campaign=self.home.rulebook.campaign.key)
        opened.close()
        connection = sqlite3.connect(self.home.database, factory=Connection, isolation_level=None, check_same_thread=False)
        connection.fuse = self.fuse
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        desk = desk_of(self.home, Database(connection, self.home.database), Clock(self.now))
        desk.make_source, desk.make_transport = lambda: self.source, lambda: self.post
        desk.__dict__["sandbox"] = SANDBOX
        return desk

    def make_pass(self) -> None:
        before = len(self.post.letters)
        try:
            tick(self.desk, self.now)
        except Crash:
            self.desk.db.connection.close()
            self.fuse.left = 0
            self.desk = self.sit_down()
        finally:
            self.fuse.left = 0
        self.hour_of += [self.now] * (len(self.post.letters) - before)

    def write(self, make: Callable[[str], bytes]) -> None:
        self.number += 1
        content = make(f"{self.now:%Y-%m-%dT%H:%M}")
        if content not in self.mails:
            self.mails.append(content)
        self.source.put(content, self.now)

    @rule(who=st.sampled_from([CIVIL, STRANGER]), areas=st.sampled_from([(5,), (6,), (5, 6)]))
    def deliver_tables(self, who: str, areas: tuple[int, ...]) -> None:
        subject = f"目录{self.number}"
        self.write(lambda when: table(shipped(), areas, when=when, sender=who, subject=subject, text=subject))

    @rule()
    def deliver_people(self) -> None:
        self.write(lambda when: people("赤壁市财政局", when=when, sender=FINANCE, subject=f"名单{self.number}"))

    @rule(what=st.sampled_from(["请发空表。", "收到，谢谢。", "路灯坏了。"]))
    def deliver_words(self, what: str) -> None:
        self.write(lambda when: words(what, when=when, sender=CIVIL, subject=f"{what}{self.number}"))

    @precondition(lambda self: self.mails)
    @rule(data=st.data())
    def deliver_again(self, data: st.DataObject) -> None:
        self.source.put(data.draw(st.sampled_from(self.mails)), self.now)

    @rule()
    def make_a_pass(self) -> None:
        self.make_pass()

    @rule(after=st.integers(1, 40))
    def crash_in_a_pass(self, after: int) -> None:
        self.fuse.left = after
        self.make_pass()

    @rule(minutes=st.sampled_from([1, 5, 30, 180, 24 * 60, -10]))
    def let_time_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def number_anew(self) -> None:
        self.source.renumber(self.source.listing().uid_validity + 1 if not self.source.deaf else self.now.minute + 100)

    @precondition(lambda self: not self.source.deaf and self.source.listing().keys)
    @rule(data=st.data())
    def a_person_deletes_a_mail(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.source.listing().keys))
        content = MemorySource.fetch(self.source, key).content
        self.source.remove(key)
        known = self.desk.db.connection.execute(
            "SELECT 1 FROM inbox WHERE sha256 = ?", (RawMail(key, content, self.now).sha256,)
        ).fetchone()
        if known is None and content in self.mails:
            self.mails.remove(content)

    @rule(deaf=st.booleans())
    def the_mailbox_answers_or_not(self, deaf: bool) -> None:
        self.source.deaf = deaf

    @rule(uid=st.integers(1, 6))
    def a_mail_is_spoilt(self, uid: int) -> None:
        self.source.spoilt = uid

    @rule(kind=st.sampled_from(["later", "unconfirmed", "refused"]))
    def the_way_out_answers(self, kind: str) -> None:
        answers: dict[str, Exception] = {"later": TryLater("450"), "unconfirmed": Unconfirmed("cut"), "refused": Refused(554, "no")}
        self.post.answers.append(answers[kind])

    @rule(order=st.sampled_from(["confirm", "ignore", "retry"]), data=st.data())
    def the_office_decides(self, order: str, data: st.DataObject) -> None:
        waiting = inbox.awaiting_office(self.desk.db)
        if waiting:
            office = Office(self.desk.db, shipped(), self.now)
            apply(office, Order(order, data.draw(st.sampled_from(waiting)), by="test"))

    @rule(paused=st.booleans())
    def the_office_stops_letters(self, paused: bool) -> None:
        with transaction(self.desk.db):
            (outbox_office.pause if paused else outbox_office.resume)(self.desk.db, self.now, by="test")

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "desk"):
            hold(self.desk.db, self.mails, [letter.content for letter in self.post.letters], quiet=False)
            # I6: no hour has more than its letters, wherever it begins. A clock that is set back forgets them.
            assert all(sum(start <= at < start + timedelta(hours=1) for at in self.hour_of) <= 30 * 3 for start in self.hour_of)

    def teardown(self) -> None:
        """Heal everything; then all must come to rest, and stay there."""
        if not hasattr(self, "desk"):
            return
        self.source.deaf, self.source.spoilt, self.post.answers = False, None, []
        with transaction(self.desk.db):
            outbox_office.resume(self.desk.db, self.now, by="test")
        self.now = max([self.now, *self.hour_of]) + timedelta(hours=13)
        for _ in range(4):
            self.make_pass()
            self.now += timedelta(hours=25)
        hold(self.desk.db, self.mails, [letter.content for letter in self.post.letters])
        states = {row[0] for row in self.desk.db.connection.execute("SELECT state FROM outbox")}
        assert states <= {"sent", "dead", "unconfirmed", "withdrawn", "withheld", "dropped"}, states
        self.desk.db.connection.close()
        self.folder.cleanup()


class SecondGame(Game):
    """The same, for the second of two processors."""


TestGame, TestSecondGame = Game.TestCase, SecondGame.TestCase
TestGame.settings = TestSecondGame.settings = settings(
    max_examples=45 if FULL else 3,
    stateful_step_count=40 if FULL else 25,
    deadline=None,
    derandomize=not FULL,
    suppress_health_check=list(HealthCheck),
)
