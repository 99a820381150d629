"""Tell somebody by another way when mail has failed for long: poll or send, once a day while it lasts.

What fails to come is also told by letter, for letters may still leave: an office without a webhook hears of it that hour.

Since when something fails is remembered in the database, so cron's short processes count as one. The
sentence holds a code and a time, never an address, a name or a subject.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.errors import TryLater
from mailbot.jobs.desk import Desk
from mailbot.jobs.finishing import finish
from mailbot.letters.digest import alert_letter
from mailbot.mail.webhook import ring
from mailbot.model.instant import local, local_day, restored, shown, stored
from mailbot.store.database import meta, set_meta, transaction
from mailbot.store.outbox import Outgoing, enqueue
from mailbot.texts import say

log = logging.getLogger(__name__)

POLL, SEND, PASS = "poll", "send", "pass"
AGAIN_AFTER = timedelta(days=1)


def watch(desk: Desk, now: datetime, what: str, code: str, *, well: bool) -> None:
    """Note how polling or sending went: ``code`` names the fault; without one, ``well`` says that it worked.

    With neither nothing was tried, and what was known stays known. Rings when it has failed for
    longer than ``[alarm] after_minutes``; a ring nobody took is tried again at the next pass.
    """
    known = _known(desk, what)
    if code:
        since = restored(known["since"]) if known else now
        rung = restored(known["rung"]) if known and known["rung"] else None
        late = now - since >= timedelta(minutes=desk.settings.alarm.after_minutes)
        due = late and (rung is None or now - rung >= AGAIN_AFTER)
        if due and _ring(desk, what, code, since):
            rung = now
            if what == POLL:
                _write(desk, code, since, now)
        kept = {"since": stored(since), "code": code, "rung": stored(rung) if rung else ""}
    elif well:
        kept = {}
    else:
        return
    if kept != known:
        with transaction(desk.db):
            set_meta(desk.db, _key(what), json.dumps(kept) if kept else "")


@dataclass(slots=True)
class LastResort:
    """Rings when whole passes fail: the database cannot be used, so nothing is remembered but here."""

    since: datetime | None = None
    rung: datetime | None = None

    def well(self) -> None:
        """Note that a pass was made."""
        self.since = self.rung = None

    def failed(self, desk: Desk, now: datetime, code: str) -> None:
        """Note that a pass was not made, and ring when that lasts."""
        self.since = self.since or now
        late = now - self.since >= timedelta(minutes=desk.settings.alarm.after_minutes)
        if late and (self.rung is None or now - self.rung >= AGAIN_AFTER) and _ring(desk, PASS, code, self.since):
            self.rung = now


def failing_since(desk: Desk, what: str) -> tuple[datetime, str] | None:
    """Tell since when polling or sending fails, and by which code; None when it does not."""
    known = _known(desk, what)
    return (restored(known["since"]), known["code"]) if known else None


def _ring(desk: Desk, what: str, code: str, since: datetime) -> bool:
    log.error("%s has failed since %s [%s]", what, shown(since), code, extra={"code": code})
    if not desk.settings.alarm.webhook or desk.rehearsal:
        return True
    try:
        ring(desk.settings.alarm.webhook, say("jobs", f"alarm-{what}", since=shown(since), fault=code), {"failing": what, "code": code})
    except TryLater as error:
        log.warning("the alarm was not taken: %s", error)
        return False
    return True


def _write(desk: Desk, code: str, since: datetime, now: datetime) -> None:
    """Queue a letter to whoever gets the digest, one a day."""
    if not desk.settings.office.digest_to or desk.rehearsal:
        return
    first, *others = desk.settings.office.digest_to
    day = local_day(now)
    began = local(since)
    lines = [say("jobs", f"alert-poll-{line}", fault=code) for line in ("why", "now")]
    title = say("jobs", "alert-poll", month=began.month, day=began.day, clock=f"{began:%H:%M}")
    letter = alert_letter(POLL, day.isoformat(), to=first, copies=tuple(others), title=title, lines=lines, day=day, rulebook=desk.rulebook)
    done = finish(desk, letter, now)
    with transaction(desk.db):
        enqueue(desk.db, Outgoing(letter, "alert", done.message_id, content=done.content, subject=done.subject), now)


def _known(desk: Desk, what: str) -> dict[str, str]:
    text = meta(desk.db, _key(what))
    return dict(json.loads(text)) if text else {}


def _key(what: str) -> str:
    return f"failing:{what}"
