"""What lies on the desk of a job: settings, rules, the database, and the wires, made on first use."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mailbot.letters.compose import bare_address
from mailbot.letters.render import Templates
from mailbot.mail.ports import MailSource, MailTransport
from mailbot.model.decision import Directory
from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from mailbot.store.database import Database
from mailbot.store.directory import load_directory


@dataclass
class Desk:
    """Everything the jobs of one installation need.

    ``simulated`` says that the instants given to the jobs are not the wall clock's (``--now``, the
    demo, tests): then no mail can have arrived later than now. ``rehearsal`` says that the
    database is a copy and nothing outside it may change. The wires come from makers, so that
    whoever only reads the database neither logs in anywhere nor starts a child.
    """

    settings: Settings
    rulebook: Rulebook
    db: Database
    make_source: Callable[[], MailSource]
    make_transport: Callable[[], MailTransport]
    templates: Templates
    simulated: bool = False
    rehearsal: bool = False

    @cached_property
    def source(self) -> MailSource:
        """Where mail comes from."""
        return self.make_source()

    @cached_property
    def transport(self) -> MailTransport:
        """The way out."""
        return self.make_transport()

    @cached_property
    def sandbox(self) -> Sandbox:
        """The child that reads files."""
        return Sandbox(self.settings.limits)

    @property
    def folder(self) -> str:
        """The folder that is polled, as it stands in the keys of its mails."""
        return folder_of(self.settings)

    @property
    def route(self) -> str:
        """How polled mail came: imap or folder."""
        return self.settings.mailbox.source

    @property
    def sender(self) -> str:
        """The mailbox our letters come from, as it stands in From."""
        return self.settings.smtp.sender

    def directory(self) -> Directory:
        """Read who may send for whom; the office may change it between two mails."""
        office = self.settings.office
        trusted = frozenset(address.lower() for address in (*office.trusted, *office.digest_to))
        own = frozenset({self.rulebook.campaign.mailbox, self.settings.imap.user.lower(), bare_address(self.sender)}) - {""}
        return load_directory(self.db, trusted=trusted, own=own)

    def keep_copy(self, content: bytes) -> None:
        """Lay a copy of a sent letter into the mailbox's folder for sent mail, where the settings name one and the source is IMAP.

        Raises OperatorError and TryLater; the letter has left all the same.
        """
        keep = getattr(self.source, "keep_copy", None)
        if self.settings.imap.sent_folder and keep is not None:
            keep(content)

    def close(self) -> None:
        """Let go of wires, child and database."""
        for name in ("source", "transport", "sandbox"):
            if name in self.__dict__:
                self.__dict__[name].close()
        self.db.close()


def folder_of(settings: Settings) -> str:
    """Name the folder that is polled; one inside the home by its place there, so that a home may move."""
    mailbox = settings.mailbox
    if mailbox.source != "folder":
        return mailbox.folder
    path = Path(mailbox.path)
    return path.relative_to(settings.home).as_posix() if path.is_relative_to(settings.home) else mailbox.path
