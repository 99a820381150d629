"""What jobs may ask of a mailbox and of a way out, and nothing else.

Two ports, each with several implementations that pass one contract suite (``tests/contract``): a
source is IMAP, a folder of files or memory; a transport is SMTP, a folder or memory. Values go in
and out; no type of a mail library crosses this line.

Connections open on the first call, are kept, and are opened again after they broke. Every call is
bounded by the clock on the wall, also against a server that drips a byte a second. A port serves
one thread at a time: whoever waits for mail in a thread of its own uses a source of its own.

What a call may raise, beside what its docstring names:

=================  =============================================================================
``TryLater``       no network, a broken connection, a server that says "not now": end this pass
``BadAnswer``      a ``TryLater`` about one mail only: note it, go on with the next one
``TimeIsUp``       a ``TryLater`` about no mail: the poll has taken its time, what came is to be answered
``AuthRefused``    an ``OperatorError``: the server does not take user and password
``OperatorError``  a certificate, a folder, a setting that only a person can mend
=================  =============================================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from mailbot.errors import OperatorError, TryLater
from mailbot.model.mail import RawMail, SourceKey


@dataclass(frozen=True, slots=True)
class Listing:
    """The mails of a source, oldest UID first.

    ``keys`` are those asked for, or more where a source cannot tell old from new: subtract what is
    known. ``exists`` counts all mails of the folder, whatever was asked for; on a full listing it
    should equal ``len(keys)``. ``uid_validity`` stands also when there are no keys.
    """

    folder: str
    uid_validity: int
    keys: tuple[SourceKey, ...]
    exists: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a server would not take a letter for one address: its SMTP code and its words."""

    address: str
    code: int
    text: str

    @property
    def permanent(self) -> bool:
        """Tell 5xx from 4xx (RFC 5321, 4.2.1)."""
        return self.code >= 500


class Gone(Exception):
    """A listed mail is no longer there: somebody moved or deleted it."""

    def __init__(self, key: SourceKey) -> None:
        self.key = key
        super().__init__(f"{key.folder} {key.uid_validity} {key.uid} is gone")


class TooLarge(Exception):
    """A mail is over the limit: ``size`` is its bytes, ``raw`` holds its headers only, to answer by."""

    def __init__(self, raw: RawMail, size: int) -> None:
        self.raw = raw
        self.size = size
        super().__init__(f"{raw.key.folder} {raw.key.uid}: {size} bytes")


class BadAnswer(TryLater):
    """A server contradicted itself about one mail: a body of another size, no UID, no date."""


class TimeIsUp(TryLater):
    """Since the last listing so much time has passed that the rest waits for the next one."""

    code = "poll-time-is-up"


class Unconfirmed(TryLater):
    """The connection broke between the final dot and the reply: the letter may have gone (RFC 1047).

    Any other ``TryLater`` of a transport means that it has not gone.
    """


class AuthRefused(OperatorError):
    """User and password were not taken; never raised for a server that is only busy."""


class Refused(Exception):
    """No recipient was accepted, or the letter itself was not, and the server means it (5xx)."""

    def __init__(self, code: int, text: str, refusals: Mapping[str, Refusal] | None = None) -> None:
        self.code = code
        self.text = text
        self.refusals: Mapping[str, Refusal] = refusals or {}
        super().__init__(f"{code} {text}")


def nobody(refused: Mapping[str, Refusal]) -> Refused | TryLater:
    """Make the error for a letter that no recipient was accepted for: later, unless all were final."""
    first = next(iter(refused.values()))
    if all(refusal.permanent for refusal in refused.values()):
        return Refused(first.code, first.text, refused)
    return TryLater(f"{first.code} {first.text}")


class MailSource(Protocol):
    """Where mail comes from. Reading changes nothing in it; only ``settle`` does."""

    def check(self) -> Mapping[str, str]:
        """Prove that mail could be read now; gives facts for ``doctor`` such as tls, folder, exists, idle."""
        ...

    def listing(self, above: SourceKey | None = None) -> Listing:
        """List what came after ``above``, the highest key known; everything when it is None.

        Everything also when the uid_validity of ``above`` is no longer that of the folder.
        """
        ...

    def fetch(self, key: SourceKey) -> RawMail:
        """Read one mail, byte for byte, without marking it as seen.

        Raises Gone when it is no longer there or its uid_validity has passed, TooLarge over the limit,
        TimeIsUp when the poll has taken its time, but for the first mail after a listing.
        """
        ...

    def head(self, key: SourceKey) -> RawMail:
        """Read the headers of a mail alone, where the whole of it would not come; no comparing of sizes.

        Raises Gone when it is no longer there.
        """
        ...

    def settle(self, key: SourceKey, after: str) -> None:
        """Do to a handled mail what ``[mailbox] after`` says: leave, keyword, or move:FOLDER.

        Doing it twice is harmless: Gone says that it was moved before. Never expunges another mail.
        """
        ...

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait for news: True as soon as there may be some, False after ``seconds`` or on ``stop``."""
        ...

    def close(self) -> None:
        """Let go of the connection; the next call opens another. Never raises."""
        ...


class MailTransport(Protocol):
    """The way out."""

    def check(self) -> Mapping[str, str]:
        """Prove that a letter could be sent now, without sending one; gives facts for ``doctor``."""
        ...

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        """Hand over one letter; ``sender`` and ``recipients`` are bare addresses, the envelope.

        Gives the recipients that were refused while at least one was accepted: empty is the normal
        answer. Raises Refused when the letter went to nobody and never will (5xx), Unconfirmed when
        nobody can know, any other TryLater when it has not gone (4xx, no network).
        """
        ...

    def close(self) -> None:
        """Let go of the connection; the next letter opens another. Never raises."""
        ...
