"""What is known of the past, what is concluded, and what shall follow: the values around decide()."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailbot.model.duty import Duty
from mailbot.model.duty import DutyKey as DutyKey
from mailbot.model.letter import Letter
from mailbot.model.submission import Finding, Submission


class Outcome(StrEnum):
    """What became of a mail: exactly one of these (interface, 4)."""

    BOUNCE = "bounce"
    IGNORED = "ignored"
    COMMAND = "command"
    DUPLICATE = "duplicate"
    REQUEST = "request"
    FILED = "filed"
    RETURNED = "returned"
    MIXED = "mixed"
    HELD = "held"
    UNREADABLE = "unreadable"
    OTHER = "other"
    SHUNTED = "shunted"


class Standing(StrEnum):
    """How sure we are of the sender's unit."""

    KNOWN = "known"
    PROVISIONAL = "provisional"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to think of a unit: its kind, the words seen, their place.

    Kinds: address, behalf, reported-by, title, sheet, area, file, subject, sender-name, inner-sender, text, publisher.
    """

    unit: str
    kind: str
    seen: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose mail this is, and why. ``candidates`` has one unit when standing is known or provisional."""

    candidates: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    standing: Standing

    @property
    def unit(self) -> str | None:
        """Name the unit when there is exactly one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True, slots=True)
class Version:
    """The version that stands for a duty today."""

    submission: int
    outcome: str
    provisional: bool
    sender: str
    content_sha256: str
    identities: frozenset[str]
    size: int
    to_mend: int
    number: int


@dataclass(frozen=True, slots=True)
class PriorLetter:
    """A letter of ours that a mail answers, or that came back; ``copies`` are its further addressees."""

    letter: int
    template: str
    unit: str | None
    to: str
    key: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The little of the past that decide needs, as a value.

    ``duplicate_of`` is the row of an earlier mail with the same bytes, or with the same
    Message-ID and attachments. ``versions`` are those of the candidates' duties.
    ``answered`` is the letter of ours that In-Reply-To or References names, ``thread_answers`` counts
    the answers they name.
    ``addresses`` are the registered ones of the one candidate, ``duties`` the board rows of all
    candidates before this mail. ``live_codes`` are the codes of the last digests (interface, 4) with
    their days. ``earlier`` are the tables that stand where this mail brings another one, as far as its
    sender may know them. ``complete``: nothing is known to lie in the mailbox that could not be looked at.
    """

    duplicate_of: int | None = None
    duplicate_why: str = ""
    versions: Mapping[DutyKey, Version] = field(default_factory=dict)
    answered: PriorLetter | None = None
    answers_today: int = 0
    thread_answers: int = 0
    addresses: tuple[str, ...] = ()
    exempt: frozenset[DutyKey] = frozenset()
    duties: tuple[Duty, ...] = ()
    live_codes: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[DutyKey, Submission] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """What the office decides: kind (confirm, assign, exempt, …) and what about.

    ``target`` is a mail row for orders about mails, None for those about a unit and its duties.
    ``unit`` is a key ("" all units), ``form`` "" all that the unit owes. ``args`` are words such as
    "register" or "end" (takes the same order back), ``why`` the office's own. ``by`` names who orders
    and by which mail. ``problem`` says why a line cannot be carried out.
    """

    kind: str
    target: int | None = None
    args: tuple[str, ...] = ()
    by: str = ""
    line: str = ""
    problem: str = ""
    unit: str = ""
    form: str = ""
    area: int | None = None
    day: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """All that follows from one mail; jobs.process writes it in one transaction.

    ``submissions`` carry outcome "filed", "returned", "held" or "same". ``received`` lists duties
    for which something came that a person must read. ``dead_addresses`` bounced. ``hold_submissions``
    are earlier provisional ones that a rival from another address puts in doubt. ``receipt_of`` is
    the letter of ours that was acknowledged, ``code`` the digest code an order names.
    ``received_at`` is when the tables really came, where the office says so (代报); else the mail's.
    """

    outcome: Outcome
    reason: str
    unit: str | None = None
    provisional: bool = False
    submissions: tuple[Submission, ...] = ()
    findings: tuple[Finding, ...] = ()
    received: tuple[DutyKey, ...] = ()
    orders: tuple[Order, ...] = ()
    letters: tuple[Letter, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    dead_addresses: tuple[str, ...] = ()
    file_reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    duplicate_of: int | None = None
    hold_submissions: tuple[int, ...] = ()
    receipt_of: int | None = None
    code: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """Who may send for whom: ``units`` gives the unit keys of an address (lower case); the office's own addresses beside."""

    units: Mapping[str, tuple[str, ...]]
    trusted: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    dead: frozenset[str] = frozenset()
    since: datetime | None = None
