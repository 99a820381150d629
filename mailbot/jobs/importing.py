"""Mails from files into the same pipeline: .eml, mbox, Maildir, folders of .eml (interface, 3)."""

import mailbox
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from mailbot.errors import OperatorError
from mailbot.jobs.desk import Desk
from mailbot.jobs.process import process
from mailbot.model.mail import RawMail, SourceKey
from mailbot.reading.dates import received_from_headers
from mailbot.store import inbox
from mailbot.store.database import transaction
from mailbot.texts import say

NOWHERE = SourceKey("import", 0, 0)


def mails_in(paths: Sequence[str]) -> tuple[bytes, ...]:
    """Read every mail that some paths hold, in order; an empty .eml is a mail too.

    Raises OperatorError when a path does not exist or a folder holds no mail.
    """
    found: list[bytes] = []
    for text in paths:
        path = Path(text)
        if not path.exists():
            raise OperatorError("usage-path", say("cli", "no-file", path=path))
        mails = list(_in_folder(path)) if path.is_dir() else list(_in_file(path))
        if not mails:
            raise OperatorError("usage-path", say("cli", "import-empty", path=path))
        found += mails
    return tuple(found)


def _in_file(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    if not content.startswith(b"From "):
        yield content
        return
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def _in_folder(path: Path) -> Iterator[bytes]:
    maildir = [folder for folder in (path / "cur", path / "new") if folder.is_dir()]
    if maildir:
        files = sorted((file for folder in maildir for file in folder.iterdir() if file.is_file()), key=lambda file: file.name)
    else:
        files = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in (".eml", ".mbox"))
    for file in files:
        yield from _in_file(file)


def import_mails(
    desk: Desk, mails: Sequence[bytes], now: datetime, *, received_at: datetime | None = None, reply: bool = False
) -> tuple[tuple[int, bool], ...]:
    """Store and decide mails; gives for each, in order, its number and whether it is new.

    Without ``received_at`` a mail arrived when its topmost Received header says, else its Date, else now.
    """
    route = inbox.IMPORT_AND_REPLY if reply else inbox.IMPORT
    entries = []
    with transaction(desk.db):
        for content in mails:
            raw = RawMail(NOWHERE, content, received_at or received_from_headers(content) or now)
            entries.append(inbox.insert_raw(desk.db, raw, now, route=route))
    process(desk, now)
    return tuple(entries)
