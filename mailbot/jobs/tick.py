"""One pass of everything at an instant: the worker, cron and the demo all use it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from mailbot import checkpoint
from mailbot.errors import OperatorError, TryLater
from mailbot.jobs import alarm
from mailbot.jobs.announce import announce
from mailbot.jobs.deliver import Delivered, deliver, recover
from mailbot.jobs.desk import Desk
from mailbot.jobs.dropbox import pick_up
from mailbot.jobs.health import write_health
from mailbot.jobs.outcomes import Processed
from mailbot.jobs.poll import Polled, poll
from mailbot.jobs.process import process
from mailbot.jobs.settle import settle
from mailbot.office.unfetched import nobody_known

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticked:
    """What a pass did; ``failed`` holds codes of what went wrong, ``problems`` what a person should read of it."""

    polled: int = 0
    processed: tuple[Processed, ...] = ()
    announced: int = 0
    sent: int = 0
    later: int = 0
    failed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def never() -> bool:
    """Go on: nobody has asked to stop."""
    return False


def tick(desk: Desk, now: datetime, *, stop: Callable[[], bool] = never) -> Ticked:
    """Recover, poll, look into the drop folder, process, announce, deliver, settle; then tell how it went to whoever watches.

    Reminders wait for a complete poll (pitfalls, 73): when the mailbox cannot be read, or a mail in it
    that may be anybody's, answers and the digest still go, notices do not. A blocked or broken step is named and the later ones go on.
    ``stop`` is asked between mails and between letters; what is in hand is finished. Raises TryLater
    when the database itself cannot be used.
    """
    done = Ticked()
    recover(desk, now)
    checkpoint.reach("tick.recovered")
    polled = _polled(desk, now, done)
    known = not polled.error and not nobody_known(desk.db, desk.rulebook, now)
    with _step(done, "drop"):
        picked = pick_up(desk, now)
        done.polled += picked.new
        done.failed += picked.failed
    with _step(done, "process"):
        done.processed = process(desk, now, stop=stop, complete=known)
    done.failed += [f"shunted:m{one.mail}" for one in done.processed if one.outcome == "shunted"]
    # Before letters leave: one of them may tell the office.
    alarm.watch(desk, now, alarm.POLL, polled.error, well=not polled.error)
    if not stop():
        with _step(done, "announce"):
            done.announced = announce(desk, now, mailbox_read=known)
        _send(desk, now, done, notices=known, stop=stop)
        with _step(done, "settle"):
            blocked = settle(desk)
            done.failed += [f"settle:{blocked}"] if blocked else []
    write_health(desk, now, done.failed)
    return done


def _polled(desk: Desk, now: datetime, done: Ticked) -> Polled:
    polled = Polled(error="not-polled")
    with _step(done, "poll"):
        polled = poll(desk, now)
        done.polled = polled.new
        done.failed += [f"poll:{polled.error}"] if polled.error else []
        done.failed += [f"fetch:{polled.failed}"] if polled.failed else []
    if polled.error == "not-polled":
        polled = Polled(error=done.failed[-1].partition(":")[2])
    return polled


def _send(desk: Desk, now: datetime, done: Ticked, *, notices: bool, stop: Callable[[], bool]) -> None:
    delivered = Delivered()
    with _step(done, "send"):
        delivered = deliver(desk, now, notices=notices, stop=stop)
        done.sent, done.later = delivered.sent, delivered.later
        done.failed += [f"send:{delivered.error}"] if delivered.error else []
        done.failed += [f"dead:{delivered.dead}"] if delivered.dead else []
        done.problems += delivered.problems
    alarm.watch(desk, now, alarm.SEND, delivered.error, well=delivered.sent > 0)


@contextmanager
def _step(done: Ticked, name: str) -> Iterator[None]:
    """Name what ends a step, and let the next one have its turn; the database's own troubles end the pass."""
    try:
        yield
    except TryLater:
        raise
    except OperatorError as error:
        done.failed.append(f"{name}:{error.code}")
        done.problems += error.problems
        log.error("%s: %s", name, error, extra={"code": error.code})
    except Exception as error:
        code = f"bug-{type(error).__name__}"
        done.failed.append(f"{name}:{code}")
        log.exception("%s ended with a bug: %s", name, code, extra={"code": code})
