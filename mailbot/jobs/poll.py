"""From the mailbox to the inbox: list, subtract what is known, fetch, store the bytes (pitfalls, 1 to 20).

Nothing is decided here and nothing in the mailbox is touched. One mail that cannot be fetched is
noted and tried again; the others go on. Bytes are stored in small transactions while more arrive.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot import checkpoint
from mailbot.errors import TryLater
from mailbot.jobs import logins
from mailbot.jobs.desk import Desk
from mailbot.mail.ports import AuthRefused, BadAnswer, Gone, TimeIsUp, TooLarge
from mailbot.model.mail import RawMail, SourceKey
from mailbot.store import inbox, sightings
from mailbot.store.database import meta, set_meta, transaction

log = logging.getLogger(__name__)

BATCH = 25
"""Mails a transaction: measured, more gains nothing (design, 10)."""
FULL_EVERY = timedelta(days=1)
FIRST_POLL = "first_poll_at"
"""Set by the first poll; a restore takes it away, so that old mail is answered on the office's word only."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll brought: new mails, fetches that failed, and the code of what ended it, if anything did."""

    new: int = 0
    failed: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Fetched:
    raw: RawMail
    whole_size: int | None = None


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A mail that could not be fetched, and why ("gone" is final); ``head`` holds its headers, where these came."""

    key: SourceKey
    code: str
    head: RawMail | None = None


def poll(desk: Desk, now: datetime) -> Polled:
    """Store every mail that is not known yet.

    Raises nothing for a network that is away: the error is recorded and told. OperatorError rises
    after it was recorded, because a person must act.
    """
    folder = desk.folder
    stopped = logins.paused(desk, logins.IMAP, now)
    try:
        if stopped is not None:
            raise stopped
        polled = _poll(desk, folder, now)
    except TryLater as error:
        log.warning("poll of %s failed: %s", folder, error)
        return _note(desk, folder, now, Polled(error=_code(error)))
    except Exception as error:
        if isinstance(error, AuthRefused) and error is not stopped:
            logins.refused(desk, logins.IMAP, now)
        _note(desk, folder, now, Polled(error=_code(error)))
        raise
    logins.accepted(desk, logins.IMAP)
    return polled


def _poll(desk: Desk, folder: str, now: datetime) -> Polled:
    state = sightings.poll_state(desk.db, folder)
    full = state is None or state.last_full_at is None or now - state.last_full_at >= FULL_EVERY or now < state.last_full_at
    mark = sightings.watermark(desk.db, folder)
    listing = desk.source.listing(None if full else mark)
    checkpoint.reach("poll.listed")
    renumbered = mark is not None and mark.uid_validity != listing.uid_validity
    first = meta(desk.db, FIRST_POLL) is None
    again = sightings.failures(desk.db, folder, listing.uid_validity, now)
    wanted = sightings.unknown(desk.db, listing.keys) + again
    headless = frozenset(again) - {one.key for one in sightings.open_failures(desk.db) if one.head} if again else frozenset()
    withhold_before = now - timedelta(days=desk.rulebook.campaign.old_mail_days) if first or renumbered else None
    new, failed = 0, 0
    for start in range(0, len(wanted), BATCH):
        fetched, troubles, broken = _fetch(desk, wanted[start : start + BATCH], headless, now)
        with transaction(desk.db):
            new += sum(_store(desk, one, now, withhold_before) for one in fetched)
            failed += _store_troubles(desk, troubles, now)
            checkpoint.reach("poll.storing")
        checkpoint.reach("poll.stored")
        if broken is not None:
            raise broken
    with transaction(desk.db):
        if renumbered or mark is None:
            sightings.close_elsewhere(desk.db, folder, listing.uid_validity, now)
        if listing.keys:
            sightings.set_watermark(desk.db, max(listing.keys, key=lambda key: key.uid), now)
        if first:
            set_meta(desk.db, FIRST_POLL, now.isoformat())
        sightings.record_poll(desk.db, folder, now, full=full)
        checkpoint.reach("poll.noting")
    checkpoint.reach("poll.done")
    if full and listing.exists != len(listing.keys):
        log.warning("folder %s holds %d mails, %d were listed", folder, listing.exists, len(listing.keys))
    return Polled(new, failed)


def _fetch(
    desk: Desk, keys: Sequence[SourceKey], headless: frozenset[SourceKey], now: datetime
) -> tuple[list[_Fetched], list[_Trouble], TryLater | None]:
    """Fetch some mails one by one; what cannot be fetched is named.

    What ends the connection is given too: the mail it happened at waits its turn, so that one which
    breaks every connection keeps no other from being read. Of such a mail the headers are asked for
    first when its turn comes again (``headless``): whose it is must be known, the rest may be beyond reach.
    """
    fetched: list[_Fetched] = []
    troubles: list[_Trouble] = []
    for key in keys:
        head = _head(desk, key, now) if key in headless else None
        try:
            fetched.append(_Fetched(_arrived(desk, desk.source.fetch(key), now)))
        except Gone:
            troubles.append(_Trouble(key, "gone"))
        except TooLarge as error:
            fetched.append(_Fetched(_arrived(desk, error.raw, now), error.size))
        except BadAnswer as error:
            troubles.append(_Trouble(key, _code(error), head or _head(desk, key, now)))
            log.warning("mail %s/%d could not be fetched: %s", key.folder, key.uid, error)
        except TimeIsUp as error:
            return fetched, troubles, error
        except TryLater as error:
            return fetched, [*troubles, _Trouble(key, _code(error), head)], error
        checkpoint.reach("poll.fetched")
    return fetched, troubles, None


def _head(desk: Desk, key: SourceKey, now: datetime) -> RawMail | None:
    """Read the headers of a mail that would not come; None where they will not come either."""
    try:
        return _arrived(desk, desk.source.head(key), now)
    except (Gone, TryLater) as error:
        log.info("the headers of mail %s/%d could not be read: %s", key.folder, key.uid, type(error).__name__)
        return None


def _arrived(desk: Desk, raw: RawMail, now: datetime) -> RawMail:
    """Under a simulated clock nothing has arrived later than that clock shows."""
    return RawMail(raw.key, raw.content, now) if desk.simulated and raw.received_at > now else raw


def _store(desk: Desk, fetched: _Fetched, now: datetime, withhold_before: datetime | None) -> bool:
    raw = fetched.raw
    withhold = withhold_before is not None and raw.received_at < withhold_before
    _, new = inbox.insert_raw(desk.db, raw, now, route=desk.route, withhold=withhold, whole_size=fetched.whole_size)
    return new


def _store_troubles(desk: Desk, troubles: Sequence[_Trouble], now: datetime) -> int:
    failed = 0
    for one in troubles:
        if one.code == "gone":
            sightings.record_gone(desk.db, one.key, now)
        else:
            sightings.record_failure(desk.db, one.key, one.code, now, head=one.head)
            failed += 1
    return failed


def _note(desk: Desk, folder: str, now: datetime, polled: Polled) -> Polled:
    with transaction(desk.db):
        sightings.record_poll(desk.db, folder, now, error=polled.error)
    return polled


def _code(error: Exception) -> str:
    """Name an error for the digest without its words, which may hold addresses."""
    return getattr(error, "code", "") or type(error).__name__
