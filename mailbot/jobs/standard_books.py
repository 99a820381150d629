"""The office's edited standard in a mail: found, read again as often as needed, with what was answered about it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.jobs.reading import read_part
from mailbot.model.mail import File
from mailbot.reading.message import read_message
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import normal
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from mailbot.standards.rows import Edited, edited, is_standard
from mailbot.store import inbox, standard_edits
from mailbot.store.database import Database
from mailbot.texts import say


@dataclass(frozen=True, slots=True)
class Book:
    """The edited standard: its rows and the hash of its bytes."""

    rows: Edited
    sha256: str


def brings(files: Sequence[File], rulebook: Rulebook) -> tuple[str, ...]:
    """Name the files of a mail that are our draft, edited."""
    return tuple(file.name for file in files if is_standard(file, rulebook))


def book_of_mail(db: Database, mail: int, rulebook: Rulebook, sandbox: Sandbox, settings: Settings) -> Book | None:
    """Read the edited standard of a mail, all its sheets; None where its bytes are gone, or it brought no items.

    Attachments that bear our mark are it; where none does, all that hold items. Several are one edit.
    """
    try:
        raw = inbox.load_raw(db, mail)
    except KeyError:
        return None
    _, parts = read_message(raw, authserv_id=settings.security.authserv_id)
    read = [(part, read_part(part, sandbox, settings)) for part in parts]
    ours = [one for one in read if any(is_standard(file, rulebook) for file in one[1])] or read
    rows = edited([file for _, files in ours for file in files], rulebook)
    digest = hashlib.sha256(b"".join(part.content for part, _ in ours)).hexdigest()
    return Book(rows, digest) if rows.rows else None


def answered(db: Database, mail: int, workbook: Edited, rulebook: Rulebook) -> dict[str, str]:
    """Give what the office has answered about the edit of a mail, under the places of its workbook.

    Widths and spaces do not matter there, and an area may be named by its name.
    """
    edit = standard_edits.pending(db)
    said = standard_edits.answers(db, edit.id) if edit is not None and edit.mail == mail else {}
    places = [*(row.where for row in workbook.rows), *workbook.unread]
    found = {place: said[normal(place)] for place in places if normal(place) in said}
    for area in rulebook.areas:
        word = said.get(str(area.number)) or said.get(normal(area.name))
        if word:
            found[str(area.number)] = word
    return found


def refusal(edit: standard_edits.Edit) -> str:
    """Say that an edit waits for answers, and what to do first."""
    return say(
        "jobs", "send-edit-waits", mail=f"m{edit.mail}" if edit.mail else say("jobs", "edit-from-command-line"), count=edit.questions
    )
