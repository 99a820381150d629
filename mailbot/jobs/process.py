"""From the inbox to decisions: the loop over what waits, and one savepoint a mail (design, 5 and 6).

What becomes of one mail is ``deciding``. Under a backlog the writes of several mails share
one commit, as long as none of them could matter to the next one's decision; a mail that was tried
before stands alone, so that one which kills the worker takes no other with it.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from mailbot import checkpoint
from mailbot.errors import OperatorError, TryLater
from mailbot.jobs.ahead import read_ahead
from mailbot.jobs.behind import Behind
from mailbot.jobs.commands import carry_out
from mailbot.jobs.deciding import Read, Ready, decided, read_mail, write
from mailbot.jobs.desk import Desk
from mailbot.jobs.outcomes import Processed
from mailbot.model.decision import Outcome
from mailbot.store import inbox
from mailbot.store.database import savepoint, transaction

log = logging.getLogger(__name__)

BATCH = 25


@dataclass(slots=True)
class _Pending:
    """Decided mails that wait for their common commit, and what they touch."""

    ready: list[Ready] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def touches(self, read: Read) -> bool:
        """Tell whether a pending decision could matter to this mail."""
        return not self.touched.isdisjoint(_marks(read))

    def add(self, ready: Ready) -> None:
        """Hold a decided mail back."""
        self.ready.append(ready)
        self.touched |= _marks(ready.read)


def process(desk: Desk, now: datetime, *, stop: Callable[[], bool] = lambda: False, complete: bool = True) -> tuple[Processed, ...]:
    """Decide every waiting mail, oldest first; gives what became of each.

    A bug met in one mail sets that mail aside after three attempts; the others go on. Raises
    OperatorError and TryLater when nothing can be decided at all. ``stop`` is asked between mails.
    Unless the mailbox was read to its end (``complete``) no answer says what has not come.
    """
    behind = Behind(desk, now, complete=complete)
    done = _set_killers_aside(desk, now)
    while not stop() and (batch := inbox.waiting(desk.db, now, BATCH)):
        chosen = _next(batch)
        with transaction(desk.db):
            for one in chosen:
                inbox.begin_attempt(desk.db, one.id, now)
            checkpoint.reach("process.beginning")
        checkpoint.reach("process.begun")
        done += _batch(desk, chosen, behind, now, stop)
    return tuple(done)


def _next(batch: Sequence[inbox.Waiting]) -> list[inbox.Waiting]:
    """Take the mails in the order in which they came, a version after the one it replaces; one that was tried before alone."""
    return list(takewhile(lambda one: not one.attempts, batch)) or [batch[0]]


def _set_killers_aside(desk: Desk, now: datetime) -> list[Processed]:
    """Set aside the mails whose every attempt ended with the worker's own end."""
    killers = inbox.killers(desk.db)
    if killers:
        with transaction(desk.db):
            for mail in killers:
                log.error("mail m%d ended the worker each time it was tried", mail, extra={"mail": mail, "code": "worker-died"})
                inbox.set_aside(desk.db, mail, "worker-died", now)
    return [Processed(mail, "shunted") for mail in killers]


def _batch(desk: Desk, batch: list[inbox.Waiting], behind: Behind, now: datetime, stop: Callable[[], bool]) -> Iterator[Processed]:
    pending = _Pending()
    for waiting, whole in read_ahead(desk, batch):
        if stop():
            break
        try:
            read = read_mail(desk, waiting, whole.result())
            if pending.touches(read):
                yield from _commit(desk, pending, now)
                pending = _Pending()
            ready = decided(desk, read, now, behind)
            if ready.decision.outcome is Outcome.COMMAND:
                # Orders change what any other decision may rest on, so they stand alone.
                yield from _commit(desk, pending, now)
                pending = _Pending()
                yield carry_out(desk, waiting, ready.read.contents, ready.decision, now)
                continue
            pending.add(ready)
            checkpoint.reach("process.decided")
        except (OperatorError, TryLater):
            with transaction(desk.db):
                inbox.forgive_attempt(desk.db, waiting.id)
            yield from _commit(desk, pending, now)
            raise
        except Exception as error:  # noqa: BLE001 - a bug sets one mail aside, the loop goes on (style, 21)
            yield _failed(desk, waiting, error, now)
    yield from _commit(desk, pending, now)


def _marks(read: Read) -> set[str]:
    """Name what a mail's decision may rest on or change: units, sender, thread, attachments."""
    mail = read.contents.mail
    marks = {f"unit:{unit}" for unit in read.attribution.candidates} | {f"sender:{mail.sender}", f"id:{mail.message_id}"}
    return marks | {f"file:{file.sha256}" for file in read.contents.files}


def _commit(desk: Desk, pending: _Pending, now: datetime) -> Iterator[Processed]:
    """Write the pending decisions, each in a savepoint of its own."""
    if not pending.ready:
        return
    with transaction(desk.db):
        for ready in pending.ready:
            with savepoint(desk.db):
                write(desk, ready, now)
            checkpoint.reach("process.written")
    checkpoint.reach("process.committed")
    for ready in pending.ready:
        decision = ready.decision
        mail = ready.read.waiting.id
        figures = (mail, decision.outcome, decision.reason, len(decision.submissions))
        log.info("mail m%d %s (%s): %d submissions", *figures, extra={"mail": mail, "code": decision.reason})
        yield Processed(ready.read.waiting.id, decision.outcome)


def _failed(desk: Desk, waiting: inbox.Waiting, error: Exception, now: datetime) -> Processed:
    """Put a mail off after a bug, or set it aside after the last attempt; the log names the place, not the content."""
    facts = {"mail": waiting.id, "code": f"bug:{type(error).__name__}"}
    log.error("mail m%d could not be decided: %s", waiting.id, type(error).__name__, exc_info=error, extra=facts)
    with transaction(desk.db):
        shunted = inbox.fail_attempt(desk.db, waiting.id, f"bug:{type(error).__name__}", now)
    return Processed(waiting.id, "shunted" if shunted else "received")
