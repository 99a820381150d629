"""Files that are told without the child: forwarded mails, and what the child could not tell."""

import hashlib

from mailbot.model.mail import File, Part
from mailbot.reading.sniff import sniff


def named_file(part: Part, kind: str) -> File:
    """Make the File of a part that holds nothing to read itself."""
    return File(part.path, part.name, kind, len(part.content), hashlib.sha256(part.content).hexdigest())


def failed_file(part: Part, code: str, **facts: str) -> File:
    """Make the File of a part that was not read; its kind is told from its first bytes only."""
    kind = sniff(part.content[:8192])
    return File(
        path=part.path,
        name=part.name,
        format=kind,
        size=len(part.content),
        sha256=hashlib.sha256(part.content).hexdigest(),
        trouble=code,
        facts={"name": part.name, "format": kind, **facts},
    )
