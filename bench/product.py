"""The product over a mailbox, in a process of its own: ``python -m bench.product set-up|run|stages HOME``.

``set-up`` makes the database and registers the units' addresses; ``run`` does one tick as cron would and
``stages`` one with a clock at the seams. The last two print JSON.
"""

import json
import sys
import time
from pathlib import Path

from bench.meter import Meter, child_peak_mb, peak_mb
from bench.post import NOW, address_of
from mailbot.app import at_desk, clock_at, load_home, writing
from mailbot.jobs.tick import tick
from mailbot.store.database import transaction
from mailbot.store.directory import add_address

MANY = 1_000_000

SETTINGS = """
[imap]
host = "127.0.0.1"
port = {imap}
user = "{user}"
security = "none"
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
mode = "replies"
sender = "office@units.test"
per_hour = {many}
per_address_per_day = {many}
[log]
level = "ERROR"
"""


def lay_out(folder: Path, *, imap: int, smtp: int, user: str, password: str) -> None:
    """Write the files of a home."""
    folder.mkdir(parents=True)
    (folder / "mailbot.toml").write_text(SETTINGS.format(imap=imap, smtp=smtp, user=user, many=MANY))
    (folder / ".env").write_text(f"MAILBOT_IMAP__PASSWORD={password}\n")
    (folder / ".env").chmod(0o600)


def set_up(folder: Path) -> None:
    """Make the database and register one address a unit."""
    home, now = load_home(folder), clock_at(NOW)()
    with writing(home) as db, transaction(db):
        for unit in home.rulebook.units:
            add_address(db, unit.key, address_of(unit.key), now, source="bench")


def run(folder: Path, meter: Meter | None) -> dict[str, object]:
    """Do one tick; tell how long it took and what became of the mails."""
    if meter is not None:
        meter.install()
    home, clock = load_home(folder), clock_at(NOW)
    with at_desk(home, clock) as desk:
        if meter is not None:
            meter.begin()
        began = time.perf_counter()
        done = tick(desk, clock())
        seconds = time.perf_counter() - began
        if meter is not None:
            meter.end()
        child = child_peak_mb()
    outcomes: dict[str, int] = {}
    for one in done.processed:
        outcomes[str(one.outcome)] = outcomes.get(str(one.outcome), 0) + 1
    told = {"seconds": seconds, "mails": len(done.processed), "sent": done.sent, "failed": done.failed, "outcomes": outcomes}
    if meter is not None:
        told |= {"stages": dict(meter.seconds), "commits": meter.commits, "child_mb": max(child, meter.child_peak)}
    return {**told, "main_mb": peak_mb(), "pandas": "pandas" in sys.modules}


def main() -> None:
    """Do what the arguments say."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "set-up":
        set_up(folder)
    else:
        print(json.dumps(run(folder, Meter() if what == "stages" else None)))


if __name__ == "__main__":
    main()
