"""The marked workbook that goes with an answer: the sender's own where that is safe, else a fresh one in its layout.

The sender's bytes are opened in the child only; a fresh one is made of values (pitfalls, 33 and 120).
"""

import logging
from collections.abc import Sequence

from mailbot.letters.enclosures import XLSX, marked_name
from mailbot.letters.marked import marked_workbook
from mailbot.letters.marking import marking_of
from mailbot.model.letter import Attachment
from mailbot.model.mail import File, Part
from mailbot.model.submission import Submission
from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import ReaderDied, ReaderFailed, ReaderSlow, Sandbox

log = logging.getLogger(__name__)

MAX_BYTES = 8 * 1024 * 1024
"""A larger book goes back without its pictures: mail servers begin to refuse at 10 MB, and base64 adds a third."""


def marked(
    file: File,
    submissions: Sequence[Submission],
    parts: Sequence[Part],
    sandbox: Sandbox,
    rulebook: Rulebook,
    *,
    most: int = MAX_BYTES,
) -> Attachment:
    """Mark a file of a mail; ``submissions`` are its tables, ``parts`` the mail's attachments as they came, ``most`` the bytes to send."""
    content = _patched(file, submissions, parts, sandbox, rulebook) if file.format == "xlsx" else None
    if content is None or len(content) > most:
        return marked_workbook(file, submissions, rulebook)
    return Attachment(marked_name(file.name, rulebook), XLSX, content)


def _patched(file: File, submissions: Sequence[Submission], parts: Sequence[Part], sandbox: Sandbox, rulebook: Rulebook) -> bytes | None:
    """Patch the sender's own book in the child; None where that cannot be done."""
    part = next((one for one in parts if file.path == one.path or file.path.startswith(f"{one.path}/")), None)
    if part is None:
        return None
    try:
        return sandbox.mark(part, file.path, marking_of(file, submissions, rulebook))
    except (ReaderDied, ReaderSlow, ReaderFailed) as error:
        log.info("workbook not patched: %s", str(error) or type(error).__name__)
        return None
