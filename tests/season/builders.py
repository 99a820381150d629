"""A home in a folder, played on a simulated clock: mails are put into memory, letters are read back from it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache, cached_property
from pathlib import Path

from mailbot.app import Clock, Home, at_desk
from mailbot.demo.books import GOOD, Contact, Faults, catalogue, liaison
from mailbot.demo.mails import mail
from mailbot.demo.script import address_of
from mailbot.jobs.desk import Desk
from mailbot.jobs.tick import Ticked, tick
from mailbot.mail.memory import MemorySource, MemoryTransport, SentLetter
from mailbot.model.instant import local, parse_instant
from mailbot.rulebook.calendar import is_working_day
from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook
from mailbot.settings.load import load_settings
from mailbot.store import inbox
from mailbot.store.database import transaction
from mailbot.store.directory import add_address

OFFICE = "office@example.cn"
STRANGER = "zhao1980@163.example"
LEADER = Contact("赵一", "副局长", "0715-5550001")
LIAISON = Contact("钱二", "办公室科员", "13800000001")

SETTINGS = f"""
[mailbox]
source = "folder"
path = "inbox"
[smtp]
transport = "folder"
[office]
digest_to = ["{OFFICE}"]
trusted = ["{OFFICE}"]
"""


@dataclass(frozen=True)
class Sent:
    """A letter that left, and when."""

    at: datetime
    letter: SentLetter

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.letter.content, policy=policy.default)

    @property
    def key(self) -> str:
        return str(self.message["X-Mailbot-Key"])

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def to(self) -> str:
        return ", ".join(self.letter.recipients)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def identifier(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def answers(self) -> str:
        return str(self.message["In-Reply-To"] or "")

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""

    @property
    def attachments(self) -> tuple[str, ...]:
        return tuple(str(part.get_filename()) for part in self.message.iter_attachments())


@dataclass
class Stage:
    """A desk with its mailbox and its way out in memory, and all that left so far."""

    desk: Desk
    source: MemorySource
    transport: MemoryTransport
    sent: list[Sent] = field(default_factory=list)

    @property
    def rulebook(self) -> Rulebook:
        return self.desk.rulebook

    def arrive(self, content: bytes, when: str | datetime) -> None:
        self.source.put(content, instant(when))

    def tick(self, when: str | datetime) -> tuple[Sent, ...]:
        """Make one pass and give the letters that left in it."""
        self.pass_at(when)
        return tuple(one for one in self.sent if one.at == instant(when))

    def pass_at(self, when: str | datetime) -> Ticked:
        """Make one pass and tell what it did."""
        before = len(self.transport.letters)
        done = tick(self.desk, instant(when))
        self.sent += [Sent(instant(when), letter) for letter in self.transport.letters[before:]]
        return done

    def answer(self, content: bytes, when: str | datetime) -> tuple[Sent, ...]:
        """Let a mail arrive and give what left in the pass that found it."""
        self.arrive(content, when)
        return self.tick(when)

    def register(self, unit: str, address: str = "", when: str = "2020-09-23T09:00") -> None:
        with transaction(self.desk.db):
            add_address(self.desk.db, unit, address or address_of(unit), instant(when), source="import", by="test")

    def register_all(self) -> None:
        for unit in self.rulebook.units:
            self.register(unit.key)

    def mails(self) -> tuple[inbox.StoredMail, ...]:
        """Give every stored mail in the order of its number."""
        numbers = [row[0] for row in self.desk.db.connection.execute("SELECT id FROM inbox ORDER BY id")]
        return tuple(found for number in numbers if (found := inbox.load_mail(self.desk.db, number)))

    def outcomes(self) -> tuple[str, ...]:
        return tuple(mail.outcome for mail in self.mails())

    def day(self, day: str) -> tuple[Sent, ...]:
        """Ring both bells of a day."""
        return (*self.tick(f"{day}T10:00"), *self.tick(f"{day}T16:30"))

    def kinds(self, kind: str) -> tuple[Sent, ...]:
        return tuple(one for one in self.sent if one.kind == kind)


def instant(when: str | datetime) -> datetime:
    return parse_instant(when) if isinstance(when, str) else when


@cache
def shipped() -> Rulebook:
    """Load the packaged rules once."""
    return load_rulebook(None)


def make_home(folder: Path, settings: str = SETTINGS) -> Path:
    """Write a home with an empty folder to poll."""
    (folder / "inbox").mkdir(parents=True, exist_ok=True)
    (folder / "mailbot.toml").write_text(settings, encoding="utf-8")
    return folder


@contextmanager
def stage(folder: Path, settings: str = SETTINGS) -> Iterator[Stage]:
    """Open a home on memory."""
    home = Home(folder, load_settings(make_home(folder, settings)), shipped())
    transport = MemoryTransport()
    with at_desk(home, Clock(parse_instant("2020-09-24T09:00"))) as desk:
        source = MemorySource(desk.folder)
        desk.make_source = lambda: source
        desk.make_transport = lambda: transport
        yield Stage(desk, source, transport)


def table(
    rulebook: Rulebook,
    areas: Sequence[int],
    *,
    when: str,
    sender: str,
    name: str = "钱二",
    subject: str = "政务公开事项目录",
    text: str = "见附件，请查收。",
    faults: Faults = GOOD,
    answers: str = "",
    file: str = "目录.xlsx",
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Write a mail that brings the catalogues of some areas in one book."""
    book = catalogue([rulebook.area_by_number[number] for number in areas], rulebook, faults=faults)
    return mail((name, sender), subject, text, instant(when), [(file, book)], answers=answers, headers=headers)


def people(unit: str, *, when: str, sender: str, name: str = "钱二", subject: str = "分管负责人及联络人名单") -> bytes:
    """Write a mail that brings annex 2 of a unit."""
    book = liaison(unit, "2020年9月25日", LEADER, LIAISON)
    return mail((name, sender), subject, "附件2见附件，请查收。", instant(when), [("附件2.xlsx", book)])


def words(
    text: str, *, when: str, sender: str, subject: str, answers: str = "", name: str = "赵一", headers: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Write a mail without attachments."""
    return mail((name, sender), subject, text, instant(when), answers=answers, headers=headers)


def working_days(rulebook: Rulebook, days: Sequence[datetime]) -> tuple[str, ...]:
    return tuple(f"{local(day):%Y-%m-%d}" for day in days if is_working_day(rulebook, local(day).date()))
