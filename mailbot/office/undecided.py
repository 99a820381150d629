"""What has come and nobody has decided yet: mails in the queue, those set aside through our own fault, those that cannot be fetched.

Whoever sent one is not chased while it waits (pitfalls, 73).
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from mailbot.model.decision import Directory
from mailbot.model.duty import Arrival
from mailbot.office.seeming import seems
from mailbot.office.unfetched import unfetched
from mailbot.rulebook.model import Rulebook
from mailbot.store import arrivals
from mailbot.store.database import Database
from mailbot.store.directory import load_directory
from mailbot.store.inbox import load_raw


def undecided(
    db: Database, rulebook: Rulebook, now: datetime, units: Collection[str] | None = None, *, queued: bool = True
) -> Iterator[Arrival]:
    """Tell for which duties something waits that came up to ``now``, of some units or of all.

    ``queued``: mails whose turn is still to come as well; else only those that were set aside or
    cannot be fetched.
    """
    for arrival in (*_waiting(db, rulebook, now, queued=queued), *_in_the_mailbox(db, rulebook, now)):
        if units is None or arrival.unit in units:
            yield arrival


def _waiting(db: Database, rulebook: Rulebook, now: datetime, *, queued: bool) -> Iterator[Arrival]:
    found = (*arrivals.set_aside(db, now), *(arrivals.queued(db, now) if queued else ()))
    directory = load_directory(db) if found else Directory({})
    for number, assigned in found:
        raw = load_raw(db, number)
        for unit, form, area in seems(raw, assigned, directory, rulebook):
            yield Arrival(unit, form, area, "undecided", raw.received_at)


def _in_the_mailbox(db: Database, rulebook: Rulebook, now: datetime) -> Iterator[Arrival]:
    for one in unfetched(db, rulebook, now):
        if one.mail is not None and one.mail.received_at <= now:
            for unit, form, area in one.duties:
                yield Arrival(unit, form, area, "undecided", one.mail.received_at)
