"""From the inbox to decisions: read, attribute, decide, render, and one savepoint a mail (design, 5 and 6).

Reading and deciding happen outside any transaction. Under a backlog the writes of several mails share
one commit, as long as none of them could matter to the next one's decision; a mail that was tried
before stands alone, so that one which kills the worker takes no other with it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailbot import __version__, checkpoint
from mailbot.decide.attribute import attribute
from mailbot.decide.case import Case
from mailbot.decide.decide import decide
from mailbot.errors import OperatorError, TryLater
from mailbot.forms.draft import Drafts, drafts, settle_areas
from mailbot.jobs.board import current_board
from mailbot.jobs.commands import carry_out
from mailbot.jobs.desk import Desk
from mailbot.jobs.filing import is_registered_scan, register_scan
from mailbot.jobs.finishing import Finished, finish
from mailbot.jobs.outcomes import Processed
from mailbot.jobs.reading import read_whole
from mailbot.letters.compose import UnsendableAddress
from mailbot.model.decision import Attribution, Decision, History, Outcome, Standing
from mailbot.model.mail import Contents, File, Part
from mailbot.office.addresses import learn
from mailbot.store import inbox
from mailbot.store.database import savepoint, transaction
from mailbot.store.decisions import write_decision
from mailbot.store.directory import revive
from mailbot.store.history import earlier_tables, history
from mailbot.store.outbox import Outgoing

log = logging.getLogger(__name__)

BATCH = 25


@dataclass(frozen=True, slots=True)
class _Read:
    """A waiting mail with what was read in it; ``parts`` are let go of when its letters are finished."""

    waiting: inbox.Waiting
    contents: Contents
    drafts: Drafts
    attribution: Attribution
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A mail decided and its letters finished: nothing is left but to write."""

    read: _Read
    decision: Decision
    letters: tuple[Finished, ...]


@dataclass(slots=True)
class _Pending:
    """Decided mails that wait for their common commit, and what they touch."""

    ready: list[_Ready] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def touches(self, read: _Read) -> bool:
        """Tell whether a pending decision could matter to this mail."""
        return not self.touched.isdisjoint(_marks(read))

    def add(self, ready: _Ready) -> None:
        """Hold a decided mail back."""
        self.ready.append(ready)
        self.touched |= _marks(ready.read)


def process(desk: Desk, now: datetime, *, stop: Callable[[], bool] = lambda: False) -> tuple[Processed, ...]:
    """Decide every waiting mail, oldest first; gives what became of each.

    A bug met in one mail sets that mail aside after three attempts; the others go on. Raises
    OperatorError and TryLater when nothing can be decided at all. ``stop`` is asked between mails.
    """
    done = _set_killers_aside(desk, now)
    while not stop() and (batch := inbox.waiting(desk.db, now, BATCH)):
        fresh = [one for one in batch if not one.attempts]
        chosen = fresh or list(batch[:1])
        with transaction(desk.db):
            for one in chosen:
                inbox.begin_attempt(desk.db, one.id, now)
        checkpoint.reach("process.begun")
        done += _batch(desk, chosen, now, stop)
    return tuple(done)


def _set_killers_aside(desk: Desk, now: datetime) -> list[Processed]:
    """Set aside the mails whose every attempt ended with the worker's own end."""
    killers = inbox.killers(desk.db)
    if killers:
        with transaction(desk.db):
            for mail in killers:
                log.error("mail m%d ended the worker each time it was tried", mail, extra={"mail": mail, "code": "worker-died"})
                inbox.set_aside(desk.db, mail, "worker-died", now)
    return [Processed(mail, "shunted") for mail in killers]


def _batch(desk: Desk, batch: list[inbox.Waiting], now: datetime, stop: Callable[[], bool]) -> Iterator[Processed]:
    pending = _Pending()
    for waiting in batch:
        if stop():
            break
        try:
            read = _read(desk, waiting)
            if pending.touches(read):
                yield from _commit(desk, pending, now)
                pending = _Pending()
            ready = _decided(desk, read, now)
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


def _marks(read: _Read) -> set[str]:
    """Name what a mail's decision may rest on or change: units, sender, thread, attachments."""
    mail = read.contents.mail
    marks = {f"unit:{unit}" for unit in read.attribution.candidates} | {f"sender:{mail.sender}", f"id:{mail.message_id}"}
    return marks | {f"file:{file.sha256}" for file in read.contents.files}


def _read(desk: Desk, waiting: inbox.Waiting) -> _Read:
    """Read the bytes and tell whose they are."""
    raw = inbox.load_raw(desk.db, waiting.id)
    contents, parts = read_whole(raw, desk.sandbox, desk.settings)
    if waiting.headers_only:
        contents = replace(contents, files=(_too_large(waiting, contents),))
    checkpoint.reach("process.read")
    directory = desk.directory()
    found = drafts(contents, desk.rulebook)
    attribution = attribute(contents, found, directory, desk.rulebook)
    if waiting.assigned_unit:
        attribution = Attribution((waiting.assigned_unit,), attribution.evidence, Standing.KNOWN)
    if attribution.unit is not None:
        found = settle_areas(found, contents, attribution.unit, desk.rulebook)
    return _Read(waiting, contents, found, attribution, parts)


def _too_large(waiting: inbox.Waiting, contents: Contents) -> File:
    facts = {"size": f"{waiting.size >> 20}"}
    return File("1", contents.mail.subject, "unknown", waiting.size, contents.mail.sha256, trouble="unreadable-too-large", facts=facts)


def _decided(desk: Desk, read: _Read, now: datetime) -> _Ready:
    """Fetch the little of the past that matters, decide, and finish the letters."""
    past = _history(desk, read, now)
    case = Case(
        contents=read.contents,
        drafts=read.drafts,
        attribution=read.attribution,
        history=past,
        directory=desk.directory(),
        rulebook=desk.rulebook,
        now=now,
        reply_key=f"reply:{read.waiting.id}:{read.waiting.decision_no}",
    )
    decision = decide(case)
    letters = []
    for letter in decision.letters:
        try:
            files, answered = read.contents.files, read.contents.mail.sha256
            letters.append(finish(desk, letter, now, files=files, submissions=decision.submissions, parts=read.parts, answered=answered))
        except UnsendableAddress:
            log.warning("mail m%d: its sender's address cannot be answered", read.waiting.id, extra={"mail": read.waiting.id})
    checkpoint.reach("process.rendered")
    return _Ready(replace(read, parts=()), decision, tuple(letters))


def _history(desk: Desk, read: _Read, now: datetime) -> History:
    """Gather the past of the candidates; the board is asked for only where the letter may tell it."""
    units = read.attribution.candidates
    mail, known = read.contents.mail, read.attribution.standing is Standing.KNOWN
    past = history(desk.db, read.waiting.id, mail, read.contents.files, units, now)
    # A stranger hears nothing of what a unit sent by another address.
    told = {duty: version for duty, version in past.versions.items() if known or version.sender == mail.sender}
    if told and read.drafts.submissions:
        past = replace(past, earlier=earlier_tables(desk.db, told, read.drafts.submissions))
    return replace(past, duties=current_board(desk, now, units)) if known and units else past


def _commit(desk: Desk, pending: _Pending, now: datetime) -> Iterator[Processed]:
    """Write the pending decisions, each in a savepoint of its own."""
    if not pending.ready:
        return
    with transaction(desk.db):
        for ready in pending.ready:
            with savepoint(desk.db):
                _write(desk, ready, now)
            checkpoint.reach("process.written")
    checkpoint.reach("process.committed")
    for ready in pending.ready:
        decision = ready.decision
        mail = ready.read.waiting.id
        figures = (mail, decision.outcome, decision.reason, len(decision.submissions))
        log.info("mail m%d %s (%s): %d submissions", *figures, extra={"mail": mail, "code": decision.reason})
        yield Processed(ready.read.waiting.id, decision.outcome)


def _write(desk: Desk, ready: _Ready, now: datetime) -> None:
    waiting, mail = ready.read.waiting, ready.read.contents.mail
    # What was imported is answered only when the import asked for it; a scan that the office filed needs no better copy.
    scan = is_registered_scan(waiting.route, ready.read.contents, ready.decision)
    finished = () if waiting.route == inbox.IMPORT or scan else ready.letters
    letters = tuple(
        Outgoing(
            one.letter,
            "standing" if one.letter.template == "standing" else "reply",
            one.message_id,
            content=one.content,
            subject=one.subject,
            mail=waiting.id,
            withhold=waiting.withhold,
        )
        for one in finished
    )
    write_decision(
        desk.db,
        waiting.id,
        mail,
        ready.read.contents.files,
        ready.decision,
        now=now,
        rules_sha256=desk.rulebook.sha256,
        program=__version__,
        letters=letters,
    )
    if scan:
        register_scan(desk.db, waiting.id, now)
    _learn(desk, ready.decision, now)
    if mail.sender and ready.decision.outcome is not Outcome.BOUNCE:
        revive(desk.db, mail.sender)


def _learn(desk: Desk, decision: Decision, now: datetime) -> None:
    """Learn the liaison's addresses from a filed list whose sender is known."""
    lists = [one for one in decision.submissions if one.people and one.outcome == "filed" and one.unit is not None]
    if decision.provisional or not lists:
        return
    directory = desk.directory()
    for one in lists:
        learn(desk.db, one.unit or "", one, now, never=directory.trusted | directory.own)


def _failed(desk: Desk, waiting: inbox.Waiting, error: Exception, now: datetime) -> Processed:
    """Put a mail off after a bug, or set it aside after the last attempt; the log names the place, not the content."""
    facts = {"mail": waiting.id, "code": f"bug:{type(error).__name__}"}
    log.error("mail m%d could not be decided: %s", waiting.id, type(error).__name__, exc_info=error, extra=facts)
    with transaction(desk.db):
        shunted = inbox.fail_attempt(desk.db, waiting.id, f"bug:{type(error).__name__}", now)
    return Processed(waiting.id, "shunted" if shunted else "received")
