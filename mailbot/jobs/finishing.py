"""From a letter as data to its bytes: words, enclosures, headers; deterministic for the same letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mailbot.jobs.desk import Desk
from mailbot.jobs.marking import marked
from mailbot.letters.blank_forms import forms_for
from mailbot.letters.compose import compose, message_id
from mailbot.model.letter import Attachment, Letter
from mailbot.model.mail import File, Part
from mailbot.model.submission import Submission
from mailbot.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Finished:
    """A letter ready for the wire."""

    letter: Letter
    subject: str
    message_id: str
    content: bytes


def finish(
    desk: Desk,
    letter: Letter,
    now: datetime,
    *,
    files: Sequence[File] = (),
    submissions: Sequence[Submission] = (),
    parts: Sequence[Part] = (),
    attachments: Sequence[Attachment] = (),
    answered: str = "",
) -> Finished:
    """Render and compose a letter; ``files``, ``submissions`` and ``parts`` are those it encloses marked copies of.

    ``answered`` is the hash of the mail that a reply answers: it stands for the mail's number in the
    Message-ID. So a mail that is answered again after a restore, under another number, gets the same
    Message-ID again, and another mail under its old number does not.
    Raises UnsendableAddress when nothing can be sent to its addressee.
    """
    enclosed = [*attachments]
    for enclosure in letter.enclosures:
        if enclosure.kind == "marked":
            enclosed += [_marked(desk, file, submissions, parts) for file in files if file.path == enclosure.file]
        elif enclosure.unit is not None:
            enclosed += _forms(enclosure.kind, enclosure.unit, enclosure.areas, _Key(desk.rulebook))
    rendered = desk.templates.render(letter)
    number = letter.key.rpartition(":")[2]
    replies = bool(answered) and letter.key.startswith("reply:")
    identifier = message_id(f"reply:{answered}:{number}" if replies else letter.key, desk.sender)
    content = compose(rendered, letter, enclosed, sender=desk.sender, message_id=identifier, date=now)
    return Finished(letter, rendered.subject, identifier, content)


def _marked(desk: Desk, file: File, submissions: Sequence[Submission], parts: Sequence[Part]) -> Attachment:
    """Mark one file of the mail that is answered."""
    return marked(file, [one for one in submissions if one.file == file.path], parts, desk.sandbox, desk.rulebook)


class _Key:
    """A rulebook as a key of the cache of forms: they change only with the rules."""

    __slots__ = ("rulebook",)

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def __hash__(self) -> int:
        return hash(self.rulebook.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.rulebook.sha256 == self.rulebook.sha256


@lru_cache(maxsize=128)
def _forms(kind: str, unit: str, areas: tuple[int, ...], key: _Key) -> tuple[Attachment, ...]:
    forms = forms_for(unit, key.rulebook, areas=areas or None)
    if kind == "forms":
        return forms
    return forms[2:] if kind == "catalogue-form" else forms[:2]
