"""What comes by another way than mail: on paper, on a stick, by messenger; the office files it for a unit.

A mail is built around the file, so that it goes through the same pipeline, is judged, stored and
answered like any other: to the unit's registered address if it has one, else to nobody.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr

from mailbot import checkpoint
from mailbot.jobs.desk import Desk
from mailbot.model.decision import Decision, Outcome
from mailbot.model.instant import local_day
from mailbot.model.mail import Contents, RawMail, SourceKey
from mailbot.store import confirming, inbox
from mailbot.store.database import Database, transaction
from mailbot.store.directory import addresses_by_unit
from mailbot.store.events import Event, record

BY_HAND = SourceKey("drop", 0, 0)
SCANS = frozenset({"image", "pdf", "ofd"})
"""Formats no program reads a table from: the office has seen them, so they are registered as they are."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that the office files for a unit; ``form`` "" where nobody says which. ``received_at`` None: now, whenever that is."""

    unit: str
    name: str
    content: bytes
    form: str = ""
    received_at: datetime | None = None


def file_by_hand(db: Database, desk: Desk, filed: Filed, now: datetime, *, by: str) -> tuple[int, bool]:
    """Put a file into the queue as a mail of the unit; gives (mail, is it new)."""
    raw = RawMail(BY_HAND, mail_around(desk, filed), filed.received_at or now)
    with transaction(db):
        number, new = inbox.insert_raw(db, raw, now, route=inbox.DROP, unit=filed.unit)
        if new:
            record(db, Event("filed-by-hand", mail=number, unit=filed.unit, by=by), now)
        checkpoint.reach("drop.storing")
    return number, new


def mail_around(desk: Desk, filed: Filed) -> bytes:
    """Build the mail; the same file for the same unit gives the same bytes, so that it is filed once."""
    unit = desk.rulebook.unit_by_key[filed.unit]
    title = desk.rulebook.forms[filed.form].title if filed.form else ""
    message = EmailMessage(policy=SMTP)
    addresses = addresses_by_unit(desk.db).get(unit.key, ())
    if addresses:
        message["From"] = formataddr((unit.name, addresses[0]))
    message["To"] = desk.rulebook.campaign.mailbox
    message["Subject"] = f"{unit.name}{title}"
    seed = hashlib.sha256(b"\n".join((unit.key.encode(), filed.form.encode(), filed.content)))
    if filed.received_at:
        message["X-Mailbot-Received"] = day = local_day(filed.received_at).isoformat()
        seed.update(day.encode())
    message["Message-ID"] = f"<{seed.hexdigest()[:32]}@drop.invalid>"
    message.set_content("", cte="base64")
    message.add_attachment(filed.content, maintype="application", subtype="octet-stream", filename=filed.name)
    message.set_boundary(f"----={seed.hexdigest()[32:56]}")
    return message.as_bytes()


def is_registered_scan(route: str, contents: Contents, decision: Decision) -> bool:
    """Tell whether a mail is a scan that the office filed by hand: nothing is left to ask about it."""
    return (
        route == inbox.DROP
        and decision.outcome is Outcome.UNREADABLE
        and bool(contents.files)
        and all(file.format in SCANS for file in contents.files)
    )


def register_scan(db: Database, mail: int, now: datetime) -> None:
    """Register a scan that the office filed, in the transaction of its decision."""
    confirming.confirm(db, mail, now, by=inbox.DROP)
