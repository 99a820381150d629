r"""Reads a mailbox that belongs to people: looks, copies, and leaves it as it was.

A folder is opened read-only (EXAMINE) until ``settle`` must write. Work is found by UID, never by
\Seen; bodies come with BODY.PEEK, one UID a call, after the sizes are known, and are compared with
them. Nothing here expunges but UID EXPUNGE of a mail that was copied a moment before.

One connection is kept. A call on a kept connection that turns out to be dead is made once more on a
fresh one, so a server's idle limit or restart is not an incident.
"""

import imaplib
import ssl
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from threading import Event
from time import monotonic
from typing import TypeVar

from imap_tools import ImapToolsError

from mailbot.errors import TryLater
from mailbot.mail import idle, settling
from mailbot.mail.answers import Facts, facts, uids
from mailbot.mail.ports import BadAnswer, Gone, Listing, TimeIsUp, TooLarge
from mailbot.mail.session import Box, last_number, open_box, open_folder
from mailbot.mail.wire import WallClock, bad_certificate, readable, tls_context, tls_version, wall_seconds
from mailbot.model.mail import RawMail, SourceKey
from mailbot.settings import Imap

SIZES_A_CALL = 200  # how many sizes one FETCH asks for: a line each, well under any server's limit
SPARE_BYTES = 64 * 1024  # a literal may be this much longer than a mail: servers add header lines
MAX_WAIT_SECONDS = 25 * 60  # an IDLE must be renewed within 29 minutes (RFC 2177)
LOGOUT_SECONDS = 5.0

T = TypeVar("T")


class ImapSource:
    """One folder of an IMAP account as a MailSource."""

    def __init__(self, imap: Imap, folder: str = "INBOX", *, max_bytes: int = 40 << 20) -> None:
        self._imap = imap
        self._folder = folder
        self._max_bytes = max_bytes
        self._clock = WallClock()
        self._open: Box | None = None
        self._writable = False
        self._uid_validity = 0
        self._exists = 0
        self._listed: tuple[int, ...] = ()
        self._facts: dict[int, Facts] = {}
        self._targets: dict[str, str] = {}
        self._listed_at, self._tries = monotonic(), 0

    def check(self) -> Mapping[str, str]:
        """See MailSource."""
        self.close()
        listing = self.listing()
        box = self._box()
        can = {name.lower(): "yes" if name in box.client.capabilities else "no" for name in ("IDLE", "MOVE", "UIDPLUS", "ID")}
        return {"tls": tls_version(box.client.sock), "folder": self._folder, "exists": str(listing.exists), **can}

    def listing(self, above: SourceKey | None = None) -> Listing:
        """See MailSource."""
        self._listed_at, self._tries = monotonic(), 0
        return self._again(lambda: self._list(above))

    def fetch(self, key: SourceKey) -> RawMail:
        """See MailSource; another size than announced, or a body that ends the connection twice, is a BadAnswer."""
        if self._tries and monotonic() - self._listed_at > self._imap.poll_seconds:
            raise TimeIsUp(f"imap {self._imap.host}: {self._tries} mails tried in {self._imap.poll_seconds:g} s")
        self._tries += 1
        try:
            return self._body(key, self._announced(key))
        except BadAnswer:
            # The stream may be out of step with us; the next mail gets a connection of its own.
            self.close()
            raise
        except TryLater:
            if self._clock.struck:
                raise
        announced = self._announced(key)
        try:
            return self._body(key, announced)
        except TryLater as error:
            self.close()
            raise BadAnswer(f"{key.uid}: {error}") from error

    def head(self, key: SourceKey) -> RawMail:
        """See MailSource."""
        with self._bounded(wall_seconds(self._imap)):
            self._box()
            self._current(key)
            return self._content(key, "BODY.PEEK[HEADER]")[0]

    def settle(self, key: SourceKey, after: str) -> None:
        """See MailSource."""
        if after != "leave":
            self._again(lambda: self._settle(key, after))

    def wait(self, seconds: float, stop: Event) -> bool:
        """See MailSource; by IDLE where the server has it, else it is only a pause."""
        seconds = min(seconds, MAX_WAIT_SECONDS)
        ends_at = monotonic() + seconds
        with self._bounded(seconds + wall_seconds(self._imap)):
            box = self._box()
            # What came since the last command is not always told when idling begins.
            box.client.noop()
            if self._told(box):
                return True
            if "IDLE" in box.client.capabilities:
                return idle.news(box, ends_at, stop) | self._told(box)
        stop.wait(ends_at - monotonic())
        return False

    def keep_copy(self, content: bytes) -> None:
        """Put a sent letter into ``[imap] sent_folder``, marked as read; nothing where that is empty."""
        if self._imap.sent_folder:
            self._again(lambda: self._append(content))

    def close(self) -> None:
        """See MailSource."""
        box, self._open = self._open, None
        self._facts.clear()
        self._targets.clear()
        if box is not None:
            with suppress(OSError, EOFError, imaplib.IMAP4.error, ImapToolsError, ValueError), self._clock.limit(LOGOUT_SECONDS):
                box.logout()
            with suppress(OSError):
                box.client.shutdown()
        self._clock.stop()

    # What a call does, once there is a connection.

    def _list(self, above: SourceKey | None) -> Listing:
        with self._bounded(wall_seconds(self._imap)):
            fresh = self._open is None
            box = self._box()
            if above is None and not fresh:
                self._enter(box)
            elif not fresh:
                box.client.noop()
                self._told(box)
            least = above.uid if above is not None and above.uid_validity == self._uid_validity else 0
            # "n:*" means at least the last mail, also when its UID is below n: filtered here.
            found = tuple(uid for uid in uids(box.uids(f"UID {least + 1}:*", charset=None)) if uid > least)
        if not least and self._exists and not found:
            raise TryLater(f"{self._exists} mails exist, SEARCH gave none")
        self._listed = found
        keys = tuple(SourceKey(self._folder, self._uid_validity, uid) for uid in found)
        return Listing(self._folder, self._uid_validity, keys, self._exists)

    def _announced(self, key: SourceKey) -> Facts:
        """Tell size and date of a mail; asks for those listed after it in the same call."""
        with self._bounded(wall_seconds(self._imap)):
            self._box()
            self._current(key)
            if key.uid not in self._facts:
                at = bisect_left(self._listed, key.uid)
                wanted = self._listed[at : at + SIZES_A_CALL]
                self._facts = self._sizes(wanted) if key.uid in wanted else {}
            if key.uid not in self._facts:
                self._facts = self._sizes((key.uid,))
            if key.uid not in self._facts:
                raise self._missing(key)
            return self._facts[key.uid]

    def _sizes(self, wanted: Sequence[int]) -> dict[int, Facts]:
        return {one.uid: one for one in self._ask(",".join(map(str, wanted)), "(UID INTERNALDATE RFC822.SIZE)")}

    def _body(self, key: SourceKey, announced: Facts) -> RawMail:
        too_large = announced.size > self._max_bytes
        part = "BODY.PEEK[HEADER]" if too_large else "BODY.PEEK[]"
        with self._bounded(wall_seconds(self._imap, min(announced.size, self._max_bytes))):
            raw, stated = self._content(key, part)
        if too_large:
            raise TooLarge(raw, announced.size)
        if not len(raw.content) == stated == announced.size:
            raise BadAnswer(f"{key.uid}: {announced.size} bytes announced, {stated} stated, {len(raw.content)} came")
        return raw

    def _content(self, key: SourceKey, part: str) -> tuple[RawMail, int]:
        """Ask for a part of a mail; gives it with the size that the server states of the whole."""
        answer = self._ask(str(key.uid), f"(UID INTERNALDATE RFC822.SIZE {part})")
        for one in answer:
            if one.uid == key.uid and one.content is not None:
                return RawMail(key, one.content, one.received_at), one.size
        raise self._missing(key)

    def _ask(self, uid_set: str, items: str) -> tuple[Facts, ...]:
        client = self._box().client
        client.untagged_responses.pop("FETCH", None)
        status, answer = client.uid("FETCH", uid_set, items)
        if status != "OK":
            raise BadAnswer(f"FETCH {uid_set}: {readable(answer)}")
        return tuple(facts(answer))

    def _missing(self, key: SourceKey) -> Gone | BadAnswer:
        """Tell a mail that is gone from a server that would not show it."""
        return BadAnswer(f"{key.uid} exists, FETCH gave nothing") if self._holds(key) else Gone(key)

    def _settle(self, key: SourceKey, after: str) -> None:
        kind, _, target = after.partition(":")
        with self._bounded(wall_seconds(self._imap)):
            box = self._box()
            self._enter(box, writable=True)
            self._current(key)
            if kind == "keyword":
                settling.mark(box, key.uid)
            elif self._holds(key):
                settling.move(box, key.uid, self._target(box, target))
            else:
                raise Gone(key)

    def _append(self, content: bytes) -> None:
        with self._bounded(wall_seconds(self._imap, len(content))):
            box = self._box()
            box.append(content, self._target(box, self._imap.sent_folder), flag_set=[r"\Seen"])

    def _target(self, box: Box, name: str) -> str:
        if name not in self._targets:
            self._targets[name] = settling.find_or_make(box, name)
        return self._targets[name]

    def _current(self, key: SourceKey) -> None:
        if (key.folder, key.uid_validity) != (self._folder, self._uid_validity):
            raise Gone(key)

    def _holds(self, key: SourceKey) -> bool:
        return key.uid in uids(self._box().uids(f"UID {key.uid}", charset=None))

    # The connection.

    def _box(self) -> Box:
        """Give the open connection, or open one with the folder examined."""
        if self._open is None:
            box = open_box(self._imap, self._clock, lambda: self._context, self._max_bytes + SPARE_BYTES)
            try:
                self._enter(box)
            except BaseException:
                box.client.shutdown()
                raise
            self._open = box
        return self._open

    def _enter(self, box: Box, *, writable: bool = False) -> None:
        """Open the folder afresh; for writing only when asked, and then it stays so while connected."""
        if writable and self._writable and box.folder.get() == self._folder:
            return
        uid_validity, self._exists = open_folder(box, self._folder, writable=writable)
        self._writable = writable
        if uid_validity != self._uid_validity:
            self._uid_validity, self._listed, self._facts = uid_validity, (), {}

    def _told(self, box: Box) -> bool:
        """Tell whether the server spoke of a delivery since this was last asked."""
        told = "EXISTS" in box.client.untagged_responses
        self._exists = last_number(box, "EXISTS", self._exists)
        return told

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return tls_context(self._imap)

    def _again(self, call: Callable[[], T]) -> T:
        """Make a call; once more on a new connection when a kept one was dead."""
        kept = self._open is not None
        try:
            return call()
        except BadAnswer:
            raise
        except TryLater:
            if not kept or self._clock.struck:
                raise
            return call()

    @contextmanager
    def _bounded(self, seconds: float) -> Iterator[None]:
        """Bound what happens inside by the clock, and say in our words what broke."""
        try:
            with self._clock.limit(seconds):
                yield
        except ssl.SSLCertVerificationError as error:
            raise bad_certificate(self._imap, error) from error
        except (OSError, EOFError, imaplib.IMAP4.error, ImapToolsError, UnicodeError) as error:
            self._forget()
            why = f"no end after {seconds:.0f} s" if self._clock.struck else readable(error.args) or type(error).__name__
            raise TryLater(f"imap {self._imap.host}:{self._imap.port}: {why}") from error

    def _forget(self) -> None:
        """Drop a broken connection without another word on it."""
        box, self._open = self._open, None
        self._facts.clear()
        if box is not None:
            with suppress(OSError):
                box.client.shutdown()
