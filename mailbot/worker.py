"""The scheduled worker: bells for the jobs, one thread that does them; home of APScheduler.

The scheduler only rings; what is due is computed from the calendar and the ledger each time, so a
missed or doubled bell is harmless (pitfalls, 69 to 71). IDLE, where the server has it, is a bell too,
on a connection and a thread of its own; polling goes on regardless (pitfalls, 13).
"""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import time
from queue import Empty, Queue
from zoneinfo import ZoneInfo

from mailbot.app import Clock, Home, at_desk, source_of
from mailbot.errors import OperatorError, TryLater
from mailbot.jobs import logins
from mailbot.jobs.alarm import LastResort
from mailbot.jobs.desk import Desk
from mailbot.jobs.notify import notify
from mailbot.jobs.tick import tick
from mailbot.logs import set_up

log = logging.getLogger(__name__)

ZONE = ZoneInfo("Asia/Shanghai")
IDLE_SECONDS = 600.0
"""An IDLE is renewed well before the 29 minutes of RFC 2177."""
PAUSE_SECONDS = 60.0
"""After a fault the listener waits so long before it connects again."""
ALIVE_SECONDS = 60.0
"""So often the service manager is told that the worker is alive, when nothing rings."""


def work(home: Home, clock: Clock, *, wait: float = 0.0) -> int:
    """Tick now, at every bell and at every wake-up, until SIGTERM or SIGINT; gives the exit code.

    The mail in hand is finished first. Raises Busy when another worker runs.
    """
    set_up(home.settings.log)
    stop, reached, bells = threading.Event(), threading.Event(), Queue[str]()
    with at_desk(home, clock, wait=wait) as desk, _signals(stop, bells), _scheduler(home, bells), _listener(home, stop, reached, bells):
        log.info("worker started, polling every %g minutes", home.settings.worker.poll_minutes)
        logins.start_anew(desk)
        notify("READY=1")
        bells.put("start")
        resort = LastResort()
        while not stop.is_set():
            notify("WATCHDOG=1")
            with suppress(Empty):
                _answer(desk, clock, bells.get(timeout=ALIVE_SECONDS), stop, reached, resort)
        notify("STOPPING=1")
    log.info("worker stopped")
    return 0


def _answer(desk: Desk, clock: Clock, bell: str, stop: threading.Event, reached: threading.Event, resort: LastResort) -> None:
    """Do one pass for a bell, and for all that rang meanwhile; faults are logged, told and outlived.

    ``reached`` tells the listener whether the mailbox could be read: where it could not, there is
    nothing to listen to, and a login that was refused is not tried from two sides.
    """
    if stop.is_set():
        return

    def asked() -> bool:
        notify("WATCHDOG=1")
        return stop.is_set()

    now = clock()
    reached.clear()
    try:
        done = tick(desk, now, stop=asked)
    except (OperatorError, TryLater) as error:
        log.error("tick at %s failed: %s", bell, error)
        resort.failed(desk, now, getattr(error, "code", "try-later"))
    else:
        resort.well()
        if not any(failure.startswith("poll:") for failure in done.failed):
            reached.set()
        if done.polled or done.sent or done.failed:
            figures = (done.polled, len(done.processed), done.sent, done.failed)
            log.info("tick at %s: polled %d, processed %d, sent %d, failed %s", bell, *figures)


@contextmanager
def _signals(stop: threading.Event, bells: Queue[str]) -> Iterator[None]:
    """End the loop on SIGTERM and SIGINT; the pass that runs stops after its mail or letter in hand."""

    def end(number: int, _frame: object) -> None:
        log.info("signal %d: stopping after what is in hand", number)
        stop.set()
        bells.put("stop")

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _scheduler(home: Home, bells: Queue[str]) -> Iterator[None]:
    """Ring at the times of the settings: every few minutes, at the reminders' and at the digest's time."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.cron import CronTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    worker = home.settings.worker
    scheduler = BackgroundScheduler(
        timezone=ZONE,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_job(_ring, IntervalTrigger(minutes=worker.poll_minutes), args=(bells, "poll"))
    for name, at in (("reminders", worker.reminders_at), ("digest", worker.digest_at)):
        scheduler.add_job(_ring, _daily(CronTrigger, at), args=(bells, name))
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def _daily(trigger: type, at: time) -> object:
    return trigger(hour=at.hour, minute=at.minute, second=at.second, timezone=ZONE)


def _ring(bells: Queue[str], name: str) -> None:
    """Ring unless somebody is ringing already: one pass answers all bells."""
    if bells.empty():
        bells.put(name)


@contextmanager
def _listener(home: Home, stop: threading.Event, reached: threading.Event, bells: Queue[str]) -> Iterator[None]:
    """Listen for new mail on a connection of its own, where the settings ask for it."""
    if not home.settings.worker.idle:
        yield
        return
    thread = threading.Thread(target=_listen, args=(home, stop, reached, bells), name="idle", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        reached.set()
        thread.join(timeout=5)


def _listen(home: Home, stop: threading.Event, reached: threading.Event, bells: Queue[str]) -> None:
    source, seconds = source_of(home), 0.0
    try:
        while not stop.is_set():
            reached.wait()
            if stop.is_set():
                break
            try:
                # What came before this connection stood is never told on it, so the first look rings in any case.
                if source.wait(seconds, stop) or not seconds:
                    _ring(bells, "idle")
                seconds = IDLE_SECONDS
            except (TryLater, OperatorError) as error:
                log.debug("listening failed, polling goes on: %s", error)
                seconds = 0.0
                stop.wait(PAUSE_SECONDS)
    finally:
        source.close()
