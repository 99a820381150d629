"""What has come and nobody has decided yet: mails in the queue, and those set aside through our own fault.

Whoever sent one is not chased while it waits (pitfalls, 73). All that may be asked of such a mail is
whose it seems to be and of what its names speak: its tables may be the very thing that cannot be read.
"""

import hashlib
import logging
from collections.abc import Collection, Iterator
from datetime import datetime

from mailbot.decide.attribute import attribute
from mailbot.decide.received import of_names
from mailbot.forms.draft import Drafts
from mailbot.model.decision import Directory
from mailbot.model.duty import Arrival
from mailbot.model.mail import Contents, File, Mail, Part, RawMail
from mailbot.reading.message import read_message
from mailbot.rulebook.model import Rulebook
from mailbot.store import arrivals
from mailbot.store.database import Database
from mailbot.store.directory import load_directory
from mailbot.store.inbox import load_raw

log = logging.getLogger(__name__)


def undecided(
    db: Database, rulebook: Rulebook, now: datetime, units: Collection[str] | None = None, *, queued: bool = True
) -> Iterator[Arrival]:
    """Tell for which duties something waits that came up to ``now``, of some units or of all.

    ``queued``: mails whose turn is still to come as well; else only those that were set aside.
    """
    found = arrivals.undecided(db, now, queued=queued)
    directory = load_directory(db) if found else Directory({})
    for number, assigned in found:
        raw = load_raw(db, number)
        for unit, names, subject in _seems(raw, assigned, directory, rulebook):
            if units is None or unit in units:
                for _, form, area in of_names(unit, names, subject, rulebook):
                    yield Arrival(unit, form, area, "undecided", raw.received_at)


def _seems(raw: RawMail, assigned: str | None, directory: Directory, rulebook: Rulebook) -> Iterator[tuple[str, list[str], str]]:
    """Tell whose a mail seems to be, with the names of its files and its subject; robots bring nothing."""
    try:
        mail, parts = read_message(raw)
        if _brings_nothing(mail, parts):
            return
        contents = Contents(mail, tuple(_named(part) for part in parts))
        candidates = attribute(contents, Drafts(()), directory, rulebook).candidates
    except Exception as error:  # noqa: BLE001 - such a mail may be here because it cannot even be read
        log.warning("a mail that waits could not be looked at: %s", type(error).__name__, extra={"code": f"bug:{type(error).__name__}"})
        return
    for unit in (assigned,) if assigned else candidates:
        yield unit, [part.name for part in parts if part.name], mail.subject


def _brings_nothing(mail: Mail, parts: tuple[Part, ...]) -> bool:
    return mail.bounce or bool(mail.loop_header) or (bool(mail.automatic) and not parts)


def _named(part: Part) -> File:
    """Stand for an attachment that nobody has opened: all it tells is its name."""
    return File(part.path, part.name, "unknown", len(part.content), hashlib.sha256(part.content).hexdigest())
