"""A letter on its way out: data until it is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What is to be attached: kind ("marked", "forms", "liaison-form", "catalogue-form", "board") and what for.

    ``file`` is the path of the sender's file (kind "marked"); ``unit`` whose forms; ``areas`` those of
    a catalogue form, all of the unit's where empty.
    """

    kind: str
    unit: str | None = None
    file: str = ""
    areas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """Bytes to attach, with the name a person sees."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: why it exists (key), who gets it, which template says it with which facts.

    ``key`` is unique in the outbox: ``reply:<mail>:<decision>``, ``notice:<unit>:<day>``,
    ``digest:<day>``, ``alert:<kind>:<id>``. ``facts`` is JSON: text, numbers, lists, mappings.
    """

    key: str
    template: str
    to: str
    facts: Mapping[str, object]
    unit: str | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in words: subject line, text part, HTML part."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One unit's letter of one day, before it is sent: its parts and the steps it claims.

    ``kickoff``: the campaign's first letter; ``phases``: keys of phases that open today.
    ``steps``: (form, area, deadline ISO date, step) that this letter reminds of.
    ``corrections``: (number, step) of corrections it tells or reminds of.
    """

    unit: str
    day: str
    kickoff: bool = False
    phases: tuple[str, ...] = ()
    steps: tuple[tuple[str, int | None, str, int], ...] = ()
    corrections: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> str:
        """Name the letter in the outbox."""
        return f"notice:{self.unit}:{self.day}"


@dataclass(frozen=True, slots=True)
class Revision:
    """What becomes of a notice at the moment of sending: send as it is, changed, or withdrawn."""

    verdict: str
    notice: Notice
    facts: Mapping[str, object] = field(default_factory=dict)
