"""A mail on its way in: where it lay, its bytes, what its headers and parts say."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.model.table import Table


@dataclass(frozen=True, slots=True)
class SourceKey:
    """Where a mail lies in its source; unique as long as uid_validity stands (RFC 9051, 2.3.1.1)."""

    folder: str
    uid_validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class RawMail:
    """The bytes of a mail and the instant the mailbox received it (INTERNALDATE)."""

    key: SourceKey
    content: bytes
    received_at: datetime

    @property
    def sha256(self) -> str:
        """Identify the bytes, whatever route they came by."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """One attachment as it lay in the mail, decoded from its transfer encoding.

    ``path`` names its place: "2" is the second part in MIME order, counted from 1 over attachments
    only; what is unpacked from it later is "2/inner name". ``inline`` parts dress the mail
    (pictures its HTML shows, signatures, cards): listed, never submissions.
    """

    path: str
    name: str
    media_type: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """What the headers and the text of a mail say.

    ``sender`` is the bare address with a lower-case domain, "" when there is not exactly one
    mailbox in From. ``automatic`` is "" for a person's mail, else what gave the robot away.
    ``bounce`` is whether a letter came back, ``bounced`` lists the addresses that failed by its
    report (RFC 3464). ``inner_senders`` are the From addresses of mails forwarded inside.
    ``authenticated`` is None where nobody we believe has said anything. ``links`` are the
    addresses its HTML leads to. ``defects`` are codes of values that were guessed or lost.
    """

    sha256: str
    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    received_at: datetime
    in_reply_to: tuple[str, ...] = ()
    reply_to: str = ""
    date_text: str = ""
    automatic: str = ""
    bounce: bool = False
    bounced: tuple[str, ...] = ()
    authenticated: bool | None = None
    inner_senders: tuple[str, ...] = ()
    loop_header: str = ""
    links: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()


DRESSING = "dressing"
"""The format of what dresses a mail and is no picture: signatures, cards, the shell of a mail's looks."""


@dataclass(frozen=True, slots=True)
class File:
    """One attachment (or a member of an archive) after reading.

    ``format`` is what the bytes are, not what the name claims: xlsx, xls, docx, zip, pdf, image, …
    ``dressing`` asks for nothing.
    ``trouble`` is "" or the code of the finding that says why it could not be read;
    ``losses`` are codes of what was lost or guessed while reading; ``facts`` go with ``trouble``.
    """

    path: str
    name: str
    format: str
    size: int
    sha256: str
    tables: tuple[Table, ...] = ()
    trouble: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A mail with its files read: all that deciding needs to know of it."""

    mail: Mail
    files: tuple[File, ...] = ()
