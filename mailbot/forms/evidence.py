"""What a mail and its tables say of the unit they come from: each piece with its source (design, 5).

Evidence is gathered here and weighed elsewhere. The publisher named in the rows supports what
other evidence says and never stands alone: some areas lawfully name many bodies.
"""

from collections.abc import Iterator

from mailbot.forms.draft import Drafts
from mailbot.model.decision import Directory, Evidence
from mailbot.model.mail import Contents
from mailbot.model.submission import Submission
from mailbot.reading.quote import brought_words
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import find_units

SIGNATURE_LINES = 8
"""So many lines at the end of a mail may be its signature."""

LONGEST_SIGNATURE = 40
"""A line longer than this, in characters, is a sentence: what it names may be anybody."""


def evidence(contents: Contents, drafts: Drafts, directory: Directory, rulebook: Rulebook) -> tuple[Evidence, ...]:
    """Gather all that speaks for a unit, the strongest kinds first."""
    found = [*_addresses(contents, directory)]
    for draft in drafts.submissions:
        found += _in_draft(draft, rulebook)
    found += _around(contents, rulebook)
    units = {piece.unit for piece in found}
    found += (piece for draft in drafts.submissions for piece in _publishers(draft, rulebook) if piece.unit in units)
    return tuple(dict.fromkeys(found))


def _addresses(contents: Contents, directory: Directory) -> Iterator[Evidence]:
    """Look the sender up among the registered addresses, and whoever wrote a mail that is forwarded inside."""
    for kind, addresses in (("address", (contents.mail.sender,)), ("inner-sender", contents.mail.inner_senders)):
        for address in addresses:
            for unit in directory.units.get(address.lower(), ()):
                yield Evidence(unit, kind, address)


def _in_draft(draft: Submission, rulebook: Rulebook) -> Iterator[Evidence]:
    """Ask a table: who reports, its title, its sheet's name, and whose its area is."""
    where = f"{draft.file}#{draft.sheet}"
    for kind, text in (("reported-by", draft.named_unit), ("title", draft.title), ("sheet", draft.sheet)):
        yield from _named(kind, text, where, rulebook)
    for number in (draft.area,) if draft.area is not None else draft.named_areas:
        area = rulebook.area_by_number[number]
        yield Evidence(area.unit, "area", area.name, where)


def _around(contents: Contents, rulebook: Rulebook) -> Iterator[Evidence]:
    """Ask what stands around the tables: file names, the subject, the sender's name, the signature."""
    for file in contents.files:
        yield from _named("file", file.name, file.path, rulebook)
    yield from _named("subject", contents.mail.subject, "", rulebook)
    yield from _named("sender-name", contents.mail.sender_name, "", rulebook)
    lines = [line.strip() for line in brought_words(contents.mail).splitlines() if line.strip()]
    for line in lines[-SIGNATURE_LINES:]:
        if len(line) <= LONGEST_SIGNATURE:
            yield from _named("text", line, "signature", rulebook)


def _publishers(draft: Submission, rulebook: Rulebook) -> Iterator[Evidence]:
    """List the units that the rows name as publisher, each once."""
    where = f"{draft.file}#{draft.sheet}"
    for text in dict.fromkeys(item.text("publisher") for item in draft.items):
        yield from _named("publisher", text, where, rulebook)


def _named(kind: str, text: str, where: str, rulebook: Rulebook) -> Iterator[Evidence]:
    """Make a piece of evidence of each unit that a text names."""
    if text:
        for unit, seen in find_units(rulebook, text):
            yield Evidence(unit, kind, seen, where)
