"""What a mail that nobody has decided yet seems to be for: all that may be asked is whose it is and of what its names speak.

Its tables may be the very thing that cannot be read.
"""

import hashlib
import logging
from collections.abc import Iterator

from mailbot.decide.attribute import attribute
from mailbot.decide.received import of_names
from mailbot.forms.draft import Drafts
from mailbot.model.decision import Directory
from mailbot.model.duty import DutyKey
from mailbot.model.mail import Contents, File, Mail, Part, RawMail
from mailbot.reading.message import read_message
from mailbot.reading.screen import is_acknowledgement
from mailbot.rulebook.model import Rulebook

log = logging.getLogger(__name__)


def seems(raw: RawMail, assigned: str | None, directory: Directory, rulebook: Rulebook, *, head_only: bool = False) -> Iterator[DutyKey]:
    """List the duties that a mail seems to be for; robots and thanks bring nothing. ``assigned`` is the unit that the office named.

    ``head_only``: nothing but its headers is known, so it may bring something whoever wrote it.
    """
    try:
        mail, parts = read_message(raw)
        if mail.bounce or mail.loop_header or (not head_only and _is_talk(mail, parts, rulebook)):
            return
        contents = Contents(mail, tuple(_named(part) for part in parts))
        candidates = attribute(contents, Drafts(()), directory, rulebook).candidates
    except Exception as error:  # noqa: BLE001 - such a mail may be here because it cannot even be read
        log.warning("a mail that waits could not be looked at: %s", type(error).__name__, extra={"code": f"bug:{type(error).__name__}"})
        return
    for unit in (assigned,) if assigned else candidates:
        yield from of_names(unit, [part.name for part in parts if part.name], mail.subject, rulebook)


def _is_talk(mail: Mail, parts: tuple[Part, ...], rulebook: Rulebook) -> bool:
    """Tell an absence note or a word of thanks, which bring nothing."""
    return not parts and (bool(mail.automatic) or is_acknowledgement(mail, has_files=False, screen=rulebook.screen))


def _named(part: Part) -> File:
    """Stand for an attachment that nobody has opened: all it tells is its name."""
    return File(part.path, part.name, "unknown", len(part.content), hashlib.sha256(part.content).hexdigest())
