"""A source and a transport in memory: product code, so that most tests of jobs need no server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from mailbot.mail.local import head
from mailbot.mail.ports import Gone, Listing, Refusal, TooLarge, nobody
from mailbot.model.mail import RawMail, SourceKey


class MemorySource:
    """Mails in memory, with UIDs from 1; ``settled`` remembers what was asked for which mail."""

    def __init__(self, folder: str = "INBOX", *, uid_validity: int = 1, max_bytes: int = 40 << 20) -> None:
        self._folder = folder
        self._uid_validity = uid_validity
        self._max_bytes = max_bytes
        self._mails: dict[int, RawMail] = {}
        self._last = 0
        self._news = False
        self.settled: dict[SourceKey, str] = {}

    def put(self, content: bytes, received_at: datetime) -> SourceKey:
        """Deliver a mail; gives its key."""
        self._last += 1
        key = SourceKey(self._folder, self._uid_validity, self._last)
        self._mails[key.uid] = RawMail(key, content, received_at)
        self._news = True
        return key

    def remove(self, key: SourceKey) -> None:
        """Delete a mail, as a person with a mail client does."""
        del self._mails[key.uid]

    def renumber(self, uid_validity: int) -> None:
        """Give all mails new UIDs from 1 under another UIDVALIDITY, as a restored server does."""
        mails = tuple(self._mails.values())
        self._mails, self._last, self._uid_validity = {}, 0, uid_validity
        for mail in mails:
            self.put(mail.content, mail.received_at)

    def check(self) -> Mapping[str, str]:
        """See MailSource."""
        return {"folder": self._folder, "exists": str(len(self._mails))}

    def listing(self, above: SourceKey | None = None) -> Listing:
        """See MailSource."""
        self._news = False
        least = above.uid if above is not None and above.uid_validity == self._uid_validity else 0
        keys = tuple(SourceKey(self._folder, self._uid_validity, uid) for uid in self._mails if uid > least)
        return Listing(self._folder, self._uid_validity, keys, len(self._mails))

    def fetch(self, key: SourceKey) -> RawMail:
        """See MailSource."""
        raw = self._find(key)
        if len(raw.content) > self._max_bytes:
            raise TooLarge(RawMail(key, head(raw.content), raw.received_at), len(raw.content))
        return raw

    def head(self, key: SourceKey) -> RawMail:
        """See MailSource."""
        raw = self._find(key)
        return RawMail(key, head(raw.content), raw.received_at)

    def settle(self, key: SourceKey, after: str) -> None:
        """See MailSource."""
        self._find(key)
        if after == "leave":
            return
        self.settled[key] = after
        if after.startswith("move:"):
            del self._mails[key.uid]

    def wait(self, seconds: float, stop: Event) -> bool:
        """See MailSource."""
        if not self._news:
            stop.wait(seconds)
        news, self._news = self._news, False
        return news

    def close(self) -> None:
        """See MailSource."""

    def _find(self, key: SourceKey) -> RawMail:
        raw = self._mails.get(key.uid)
        if raw is None or raw.key != key:
            raise Gone(key)
        return raw


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that a MemoryTransport took, with its envelope."""

    content: bytes
    sender: str
    recipients: tuple[str, ...]


@dataclass(slots=True)
class MemoryTransport:
    """Keeps letters; ``refusals`` answers by address, ``troubles`` are raised first, one a letter."""

    letters: list[SentLetter] = field(default_factory=list)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    troubles: list[Exception] = field(default_factory=list)

    def check(self) -> Mapping[str, str]:
        """See MailTransport."""
        return {"letters": str(len(self.letters))}

    def send(self, content: bytes, sender: str, recipients: tuple[str, ...]) -> Mapping[str, Refusal]:
        """See MailTransport."""
        if self.troubles:
            raise self.troubles.pop(0)
        refused = {address: self.refusals[address] for address in recipients if address in self.refusals}
        accepted = tuple(address for address in recipients if address not in refused)
        if not accepted:
            raise nobody(refused)
        self.letters.append(SentLetter(content, sender, accepted))
        return refused

    def close(self) -> None:
        """See MailTransport."""
