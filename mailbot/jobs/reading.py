"""From raw bytes to contents: the message here, every attachment in the child."""

import hashlib
from dataclasses import replace

from mailbot.model.mail import DRESSING, Contents, File, Part, RawMail
from mailbot.reading.dressing import is_document
from mailbot.reading.message import read_message
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings

Whole = tuple[Contents, tuple[Part, ...]]
"""What a mail holds, and its attachments as they came."""


def read(raw: RawMail, sandbox: Sandbox, settings: Settings) -> Contents:
    """Read a mail with its attachments."""
    return read_whole(raw, sandbox, settings)[0]


def read_whole(raw: RawMail, sandbox: Sandbox, settings: Settings) -> Whole:
    """Read a mail with its attachments, and give these as they lay in it."""
    mail, parts = read_message(raw, authserv_id=settings.security.authserv_id)
    files = tuple(file for part in parts for file in read_part(part, sandbox, settings))
    return Contents(mail, within(files, settings.limits.tables_per_mail)), parts


def read_part(part: Part, sandbox: Sandbox, settings: Settings) -> tuple[File, ...]:
    """Read one attachment in the child, unless it is larger than the limit or a mail whose parts follow."""
    size = len(part.content)
    if part.media_type == "message/rfc822":
        return (File(part.path, part.name, "eml", size, hashlib.sha256(part.content).hexdigest()),)
    if part.inline and not is_document(part.content):
        # A logo, a signature or a card is listed and asks for nothing.
        kind = "image" if part.media_type.startswith("image/") else DRESSING
        return (File(part.path, part.name, kind, size, hashlib.sha256(part.content).hexdigest()),)
    if size > settings.limits.attachment_mb << 20:
        digest = hashlib.sha256(part.content).hexdigest()
        return (File(part.path, part.name, "unknown", size, digest, trouble="unreadable-too-large", facts={"size": f"{size >> 20}"}),)
    return sandbox.read(part)


def within(files: tuple[File, ...], tables: int) -> tuple[File, ...]:
    """Keep the first so many tables of a mail; a file that loses some says so."""
    kept: list[File] = []
    for file in files:
        room = max(0, tables)
        tables -= len(file.tables)
        kept.append(file if len(file.tables) <= room else replace(file, tables=file.tables[:room], losses=(*file.losses, "tables-cut")))
    return tuple(kept)
