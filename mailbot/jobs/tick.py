"""One pass of everything at an instant: the worker, cron and the demo all use it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.jobs.announce import announce
from mailbot.jobs.deliver import deliver, recover
from mailbot.jobs.desk import Desk
from mailbot.jobs.outcomes import Processed
from mailbot.jobs.poll import poll
from mailbot.jobs.process import process
from mailbot.jobs.settle import settle

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticked:
    """What a pass did; ``failed`` holds codes of what went wrong, of which each is told elsewhere too."""

    polled: int = 0
    processed: tuple[Processed, ...] = ()
    announced: int = 0
    sent: int = 0
    later: int = 0
    failed: list[str] = field(default_factory=list)


def never() -> bool:
    """Go on: nobody has asked to stop."""
    return False


def tick(desk: Desk, now: datetime, *, stop: Callable[[], bool] = never) -> Ticked:
    """Recover, poll, process, announce, deliver, settle.

    Reminders wait for a complete poll (pitfalls, 73): when the mailbox cannot be read, answers and
    the digest still go, notices do not. A blocked step is named; the later ones go on where they can.
    ``stop`` is asked between mails and between letters; what is in hand is finished.
    """
    done = Ticked()
    recover(desk, now)
    polled = poll(desk, now)
    done.polled = polled.new
    done.failed += [f"poll:{polled.error}"] if polled.error else []
    done.failed += [f"fetch:{polled.failed}"] if polled.failed else []
    done.processed = process(desk, now, stop=stop)
    done.failed += [f"shunted:m{one.mail}" for one in done.processed if one.outcome == "shunted"]
    if stop():
        return done
    done.announced = announce(desk, now, mailbox_read=not polled.error)
    delivered = deliver(desk, now, notices=not polled.error, stop=stop)
    done.sent, done.later = delivered.sent, delivered.later
    done.failed += [f"send:{delivered.error}"] if delivered.error else []
    done.failed += [f"dead:{delivered.dead}"] if delivered.dead else []
    blocked = settle(desk)
    done.failed += [f"settle:{blocked}"] if blocked else []
    return done
