"""Mails that lie in the mailbox and cannot be fetched: whose they seem to be, and whether reminders wait for them.

A server may show the headers of a mail and not its body: then its unit is known and is not chased. Of
whom nothing is known may be anybody, so all reminders wait; but one broken mail must not hold them
back for ever, so only for its first tries, or a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.decision import Directory
from mailbot.model.duty import DutyKey
from mailbot.model.mail import Mail
from mailbot.office.seeming import seems
from mailbot.reading.message import read_message
from mailbot.rulebook.model import Rulebook
from mailbot.store import sightings
from mailbot.store.database import Database
from mailbot.store.directory import load_directory

PATIENT_TRIES = 4
"""Reminders wait this often: by ``sightings.RETRY_MINUTES`` for two and a half hours, so that they still leave that day."""
PATIENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unfetched:
    """One such mail: its headers, where they are known, the duties it may be for, and whether reminders wait for it."""

    mail: Mail | None
    duties: tuple[DutyKey, ...] = ()
    waits: bool = False


def unfetched(db: Database, rulebook: Rulebook, now: datetime) -> Iterator[Unfetched]:
    """Tell of every mail that cannot be fetched; those of robots are for nothing and wait for nobody."""
    found = sightings.open_failures(db)
    directory = load_directory(db) if found else Directory({})
    for one in found:
        mail = read_message(one.head)[0] if one.head else None
        if mail is not None and (mail.bounce or mail.loop_header):
            yield Unfetched(mail)
            continue
        duties = tuple(seems(one.head, None, directory, rulebook, head_only=True)) if one.head else ()
        early = one.attempts <= PATIENT_TRIES and now - one.failed_at < PATIENCE
        yield Unfetched(mail, duties, waits=early and not duties)


def nobody_known(db: Database, rulebook: Rulebook, now: datetime) -> bool:
    """Tell whether a mail lies there of which nobody knows yet whose it is: then nobody can be told that theirs is missing."""
    return any(one.waits for one in unfetched(db, rulebook, now))
