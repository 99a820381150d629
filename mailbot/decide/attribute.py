"""Whose mail is this? Evidence is gathered and weighed, never guessed (design, 5)."""

from collections.abc import Iterable

from mailbot.decide.behalf import on_behalf
from mailbot.decide.case import is_trusted
from mailbot.forms.draft import Drafts
from mailbot.forms.evidence import evidence
from mailbot.model.decision import Attribution, Directory, Evidence, Standing
from mailbot.model.mail import Contents
from mailbot.rulebook.model import Rulebook

TABLE_KINDS = frozenset({"reported-by", "title"})
"""What the table itself says of its sender."""

CONTENT_KINDS = (
    frozenset({"reported-by", "title", "area", "file", "sheet"}),
    frozenset({"subject", "inner-sender", "sender-name"}),
    frozenset({"text"}),
)
"""Kinds of evidence from strong to weak; a weaker kind is asked only where the stronger are silent."""


def attribute(contents: Contents, drafts: Drafts, directory: Directory, rulebook: Rulebook) -> Attribution:
    """Tell whose mail it is.

    A registered address is known, unless the table names only another unit of the list. Without
    one, evidence that names one unit only makes the mail provisional; several units, or none, are
    said so. A mail from the office speaks for whom its line 代报 or else its content names.
    """
    found = evidence(contents, drafts, directory, rulebook)
    registered = _units(piece for piece in found if piece.kind == "address")
    named = _units(piece for piece in found if piece.kind in TABLE_KINDS)
    if is_trusted(contents.mail, directory):
        behalf = on_behalf(contents.mail, rulebook)
        if behalf is not None:
            return Attribution((behalf.unit,), (Evidence(behalf.unit, "behalf", behalf.seen), *found), Standing.KNOWN)
        return _by_content(found, Standing.KNOWN)
    if registered:
        standing = Standing.PROVISIONAL if contents.mail.authenticated is False else Standing.KNOWN
        if named and not set(named) & set(registered):
            return Attribution((*registered, *named), found, Standing.SEVERAL)
        return Attribution(registered, found, standing)
    return _by_content(found, Standing.PROVISIONAL)


def _by_content(found: tuple[Evidence, ...], standing: Standing) -> Attribution:
    """Weigh the evidence of the content, the strong kinds first."""
    for kinds in CONTENT_KINDS:
        units = _units(piece for piece in found if piece.kind in kinds)
        if len(units) == 1:
            return Attribution(units, found, standing)
        if units:
            return Attribution(units, found, Standing.SEVERAL)
    return Attribution((), found, Standing.NONE)


def _units(pieces: Iterable[Evidence]) -> tuple[str, ...]:
    """List the units of some evidence, each once, in order."""
    return tuple(dict.fromkeys(piece.unit for piece in pieces))
