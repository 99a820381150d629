"""How often a login was refused in a row, and whether to try again: providers lock who keeps trying (pitfalls, 20).

::

    refused once, twice --> tried at every pass --> accepted: forgotten
    refused three times --> not tried any more until mailbot.toml, .env or a password file changes,
                            the worker is started again, or a day has passed

The count lies in the database, because under cron every pass is a process of its own. No password
and no hash of one is kept: what has changed is told by the files' times.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from mailbot.jobs.desk import Desk
from mailbot.mail.ports import AuthRefused
from mailbot.model.instant import restored, stored
from mailbot.store.database import meta, set_meta, transaction
from mailbot.texts import say

TRIES = 3
AGAIN_AFTER = timedelta(days=1)
"""One try a day locks no account, and heals what was mended on the server."""
IMAP, SMTP = "imap", "smtp"


def paused(desk: Desk, wire: str, now: datetime) -> AuthRefused | None:
    """Give the error that stands for a login not tried any more; None when it may be tried."""
    count, files, last = _memory(desk, wire)
    waited = last is None or not timedelta() <= now - last < AGAIN_AFTER
    if count < TRIES or waited or files != _files(desk):
        return None
    code = f"{wire}-login-paused"
    return AuthRefused(code, say("jobs", code, count=count))


def refused(desk: Desk, wire: str, now: datetime) -> None:
    """Count a login that was refused; a change of the files begins the count anew."""
    count, files, _ = _memory(desk, wire)
    seen = _files(desk)
    _keep(desk, wire, json.dumps({"count": count + 1 if files == seen else 1, "files": seen, "at": stored(now)}))


def accepted(desk: Desk, wire: str) -> None:
    """Forget refusals: a login was taken."""
    if meta(desk.db, _key(wire)):
        _keep(desk, wire, "")


def start_anew(desk: Desk) -> None:
    """Forget refusals: somebody has started the worker again."""
    for wire in (IMAP, SMTP):
        accepted(desk, wire)


def _memory(desk: Desk, wire: str) -> tuple[int, str, datetime | None]:
    text = meta(desk.db, _key(wire))
    if not text:
        return 0, "", None
    kept = json.loads(text)
    return int(kept["count"]), str(kept["files"]), restored(kept["at"])


def _keep(desk: Desk, wire: str, text: str) -> None:
    with transaction(desk.db):
        set_meta(desk.db, _key(wire), text)


def _key(wire: str) -> str:
    return f"refused:{wire}"


def _files(desk: Desk) -> str:
    return " ".join(_times(desk))


def _times(desk: Desk) -> Iterator[str]:
    """Tell when the files that hold logins were last written; 0 for one that is not there."""
    settings = desk.settings
    secrets = (Path(one) for one in (settings.imap.password_file, settings.smtp.password_file) if one)
    for path in (settings.home / "mailbot.toml", settings.home / ".env", *secrets):
        try:
            yield str(path.stat().st_mtime_ns)
        except OSError:
            yield "0"
