"""What ``doctor`` looks at: one question a function, one answer with what to do."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from mailbot.app import Clock, Home, reading, source_of, transport_of
from mailbot.duties.phases import taking
from mailbot.errors import OperatorError, TryLater
from mailbot.letters.samples import samples
from mailbot.mail.ports import MailSource, MailTransport
from mailbot.model.instant import at, local_day, shown
from mailbot.rulebook.calendar import known_year
from mailbot.rulebook.check import problems
from mailbot.rulebook.load import load_rulebook
from mailbot.sandbox.parent import ReaderDied, ReaderFailed, ReaderSlow, Sandbox
from mailbot.settings import load_settings
from mailbot.store.backup import integrity
from mailbot.store.purge import count
from mailbot.store.reminding import season_closed_at
from mailbot.store.status import address_counts
from mailbot.texts import say

OK, WARN, BAD = "ok", "warn", "bad"
LOW_DISK = 1 << 30
OLDEST_PLAUSIBLE = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check found: ok, warn or bad, in a sentence that says what to do."""

    check: str
    state: str
    text: str

    @property
    def title(self) -> str:
        """Name the check for people."""
        return say("cli", f"doctor-{self.check}")

    @property
    def mark(self) -> str:
        """Show the state for people."""
        return {OK: "\u2713", WARN: "!", BAD: "\u2717"}[self.state]


def examine(path: Path, clock: Clock) -> tuple[Answer, ...]:
    """Ask everything; later questions that need settings or rules are left out where those are broken."""
    answers = []
    settings = rulebook = None
    try:
        settings = load_settings(path.resolve())
        answers.append(Answer("settings", OK, say("cli", "doctor-settings-ok", path=path.resolve())))
    except OperatorError as error:
        answers += [Answer("settings", BAD, problem) for problem in error.problems]
    try:
        rulebook = load_rulebook(path.resolve())
        found = problems(rulebook)
        answers += [Answer("rules", BAD, problem) for problem in found]
        answers += [] if found else [Answer("rules", OK, rulebook.campaign.title)]
    except OperatorError as error:
        answers += [Answer("rules", BAD, problem) for problem in error.problems]
    if settings is not None and rulebook is not None:
        home = Home(path.resolve(), settings, rulebook)
        for check in CHECKS:
            answers += check(home, clock)
    return tuple(answers)


def _templates(home: Home, _clock: Clock) -> Iterator[Answer]:
    found = home.templates.problems(samples(home.rulebook))
    yield from (Answer("templates", BAD, problem) for problem in found)
    if not found:
        yield Answer("templates", OK, say("cli", "doctor-templates-ok"))


def _database(home: Home, _clock: Clock) -> Iterator[Answer]:
    if not home.database.exists():
        yield Answer("database", OK, say("cli", "doctor-database-none", path=home.database))
        return
    try:
        with reading(home) as db:
            found = integrity(db.connection)
            addresses = address_counts(db)
    except (OperatorError, TryLater) as error:
        yield Answer("database", BAD, str(error))
        return
    yield from (Answer("database", BAD, problem) for problem in found)
    if not found:
        yield Answer("database", OK, say("cli", "verified"))
    without = [unit.name for unit in home.rulebook.units if not addresses.get(unit.key)]
    if without:
        yield Answer("addresses", WARN, say("cli", "doctor-no-address", count=len(without), units="\u3001".join(without)))


def _retention(home: Home, clock: Clock) -> Iterator[Answer]:
    """Say that mails are past the time they are kept for; nothing is removed unless somebody orders it."""
    days = home.settings.retention.days
    day = local_day(clock()) - timedelta(days=days)
    if not home.database.exists():
        return
    try:
        with reading(home) as db:
            over = count(db, at(day, time()))["mails"]
    except (OperatorError, TryLater):
        return
    if over:
        yield Answer("retention", WARN, say("cli", "doctor-retention-over", count=over, days=days, day=day))


def _mailbox(home: Home, _clock: Clock) -> Iterator[Answer]:
    yield from _wire("mailbox", lambda: source_of(home))


def _way_out(home: Home, clock: Clock) -> Iterator[Answer]:
    yield from _wire("letters", lambda: transport_of(home, clock))
    if home.settings.smtp.mode != "send":
        yield Answer("letters", WARN, say("cli", f"doctor-mode-{home.settings.smtp.mode}"))
    if not home.settings.office.digest_to:
        yield Answer("office", WARN, say("cli", "no-digest-to"))


def _wire(check: str, make: Callable[[], MailSource | MailTransport]) -> Iterator[Answer]:
    """Try a source or a transport once."""
    try:
        with closing(make()) as wire:
            facts = wire.check()
    except (OperatorError, TryLater) as error:
        yield Answer(check, BAD, str(error))
        return
    yield Answer(check, OK, "  ".join(f"{key} {value}" for key, value in facts.items()))


def _clock(home: Home, clock: Clock) -> Iterator[Answer]:
    now, campaign = clock(), home.rulebook.campaign
    if now < OLDEST_PLAUSIBLE:
        yield Answer("clock", BAD, say("cli", "doctor-clock-bad", now=shown(now)))
        return
    yield Answer("clock", OK, shown(now))
    day = local_day(now)
    closed = _closed(home, now)
    if day < campaign.first:
        yield Answer("campaign", WARN, say("cli", "before-first", first=campaign.first, last=campaign.last))
    elif day > campaign.last:
        over = "last-day-passed" if taking(home.rulebook, day) else "long-over"
        yield Answer("campaign", WARN, say("cli", over, first=campaign.first, last=campaign.last))
    elif closed is not None:
        yield Answer("campaign", WARN, say("cli", "season-closed", day=local_day(closed)))
    if not known_year(home.rulebook, day.year):
        yield Answer("calendar", WARN, say("cli", "doctor-no-calendar", year=day.year))


def _closed(home: Home, now: datetime) -> datetime | None:
    """Tell since when the office has closed the season; None where nobody has, or the database cannot be read."""
    if not home.database.exists():
        return None
    try:
        with reading(home) as db:
            return season_closed_at(db, now)
    except (OperatorError, TryLater):
        return None


def _disk(home: Home, _clock: Clock) -> Iterator[Answer]:
    free = shutil.disk_usage(home.path).free
    yield Answer("disk", OK if free >= LOW_DISK else BAD, say("cli", "doctor-disk-free", free=f"{free / (1 << 30):.1f}"))


def _readers(home: Home, _clock: Clock) -> Iterator[Answer]:
    """Start the process that reads attachments, as the worker does."""
    try:
        with Sandbox(home.settings.limits) as sandbox:
            offline, missing = sandbox.check()
    except OperatorError as error:
        yield Answer("readers", BAD, str(error))
        return
    except (ReaderDied, ReaderSlow, ReaderFailed) as error:
        yield Answer("readers", BAD, say("cli", "doctor-reader-dead", why=str(error) or type(error).__name__))
        return
    yield from (Answer("readers", BAD, say("cli", "doctor-reader-lacks", library=library)) for library in missing)
    if not missing:
        yield Answer("readers", OK if offline else WARN, say("cli", "doctor-reader-offline" if offline else "doctor-reader-online"))


CHECKS: tuple[Callable[[Home, Clock], Iterator[Answer]], ...] = (
    _templates,
    _database,
    _retention,
    _mailbox,
    _way_out,
    _clock,
    _disk,
    _readers,
)
