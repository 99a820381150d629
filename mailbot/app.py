"""The composition root: a home becomes settings, rules, a database and a desk for the jobs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mailbot.jobs.desk import Desk, folder_of
from mailbot.letters.render import Templates
from mailbot.mail.ports import MailSource, MailTransport
from mailbot.model.instant import parse_instant
from mailbot.rulebook.load import load_rulebook, packaged
from mailbot.rulebook.model import Rulebook
from mailbot.settings import Settings
from mailbot.settings.load import load_settings
from mailbot.store.backup import backup_file
from mailbot.store.database import Database, empty_database, open_database
from mailbot.store.lock import worker_lock


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a command: the wall's, or one set by ``--now``; a set one stands still."""

    fixed: datetime | None = None

    def __call__(self) -> datetime:
        """Tell the time, aware."""
        return self.fixed or datetime.now(UTC)

    @property
    def simulated(self) -> bool:
        """Tell whether somebody set it."""
        return self.fixed is not None


def clock_at(text: str) -> Clock:
    """Set a clock by ISO 8601; "" is the wall's. Raises ValueError."""
    return Clock(parse_instant(text)) if text else Clock()


@dataclass(frozen=True, slots=True)
class Home:
    """A home with its settings and rules loaded; nothing is opened yet."""

    path: Path
    settings: Settings
    rulebook: Rulebook

    @property
    def database(self) -> Path:
        """Where the database lies."""
        return self.path / "data" / "mailbot.sqlite"

    @property
    def lock(self) -> Path:
        """The file that says a worker runs."""
        return self.path / "data" / "worker.lock"

    @property
    def templates(self) -> Templates:
        """The words of the letters: the home's before the packaged ones."""
        return Templates((self.path / "templates", packaged("templates")), self.rulebook)


def load_home(path: Path) -> Home:
    """Load settings and rules of a home. Raises OperatorError with every problem."""
    home = path.resolve()
    return Home(home, load_settings(home), load_rulebook(home))


@contextmanager
def reading(home: Home) -> Iterator[Database]:
    """Open the database for readers, beside a worker; an empty one in memory where there is none yet."""
    key = home.rulebook.campaign.key
    db = open_database(home.database, campaign=key, readonly=True) if home.database.exists() else empty_database(key)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def writing(home: Home) -> Iterator[Database]:
    """Open the database for one short order of the office, beside a worker."""
    db = open_database(home.database, campaign=home.rulebook.campaign.key)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def at_desk(home: Home, clock: Clock, *, wait: float = 0.0) -> Iterator[Desk]:
    """Take the worker's lock and lay everything out. Raises Busy when another worker runs."""
    with collector_spared(), worker_lock(home.lock, wait=wait), writing(home) as db:
        desk = desk_of(home, db, clock)
        try:
            yield desk
        finally:
            desk.close()


@contextmanager
def collector_spared() -> Iterator[None]:
    """Let the collector of cycles look less often: mails become many values without one, and it took a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(5_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def rehearsing(home: Home, clock: Clock) -> Iterator[Desk]:
    """Lay out a copy: the same mailbox and rules, a copy of the database, letters kept in memory."""
    import tempfile

    from mailbot.mail.memory import MemoryTransport

    with tempfile.TemporaryDirectory(prefix="mailbot-") as folder:
        copy = Path(folder) / "mailbot.sqlite"
        if home.database.exists():
            with reading(home) as db:
                backup_file(db.connection, copy)
        with open_database(copy, campaign=home.rulebook.campaign.key) as db:
            desk = desk_of(home, db, clock)
            desk.make_transport, desk.rehearsal = MemoryTransport, True
            desk.settings = home.settings.model_copy(update={"mailbox": home.settings.mailbox.model_copy(update={"after": "leave"})})
            try:
                yield desk
            finally:
                desk.close()


def would_send(desk: Desk) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Tell what a rehearsal would have sent: recipients and subject; nothing for a real desk."""
    from email import message_from_bytes
    from email.header import decode_header, make_header

    from mailbot.mail.memory import MemoryTransport

    if not isinstance(desk.transport, MemoryTransport):
        return ()
    return tuple(
        (letter.recipients, str(make_header(decode_header(message_from_bytes(letter.content)["Subject"]))))
        for letter in desk.transport.letters
    )


def desk_of(home: Home, db: Database, clock: Clock) -> Desk:
    """Lay a desk out over an open database."""
    return Desk(
        settings=home.settings,
        rulebook=home.rulebook,
        db=db,
        make_source=lambda: source_of(home),
        make_transport=lambda: transport_of(home, clock),
        templates=home.templates,
        simulated=clock.simulated,
    )


def source_of(home: Home) -> MailSource:
    """Make the source that the settings name."""
    settings = home.settings
    max_bytes = settings.limits.mail_mb << 20
    if settings.mailbox.source == "folder":
        from mailbot.mail.local import FolderSource
        from mailbot.reading.dates import received_from_headers

        return FolderSource(home.path / settings.mailbox.path, name=folder_of(settings), arrival=received_from_headers, max_bytes=max_bytes)
    from mailbot.mail.imap import ImapSource

    return ImapSource(settings.imap, settings.mailbox.folder, max_bytes=max_bytes)


def transport_of(home: Home, clock: Clock) -> MailTransport:
    """Make the transport that the settings name."""
    if home.settings.smtp.transport == "folder":
        from mailbot.mail.local import FolderTransport

        return FolderTransport(home.path / "data" / "outbox", clock)
    from mailbot.mail.smtp import SmtpTransport

    return SmtpTransport(home.settings.smtp)
