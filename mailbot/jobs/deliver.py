"""From the outbox to the wire: one letter is two short transactions with the network between (design, 6).

::

    waiting --claim (a notice is revised and rendered here)--> sending --send--> sent
                                                                  |  4xx, no network: waiting, later
                                                                  |  5xx: dead, named in the digest
                                                                  +  nobody can know: a reply once more, a notice unconfirmed
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mailbot import checkpoint
from mailbot.duties.phases import campaign_open
from mailbot.duties.reminders import claims
from mailbot.duties.revise import revise
from mailbot.errors import OperatorError, TryLater
from mailbot.jobs import logins
from mailbot.jobs.board import current_board, wishes
from mailbot.jobs.desk import Desk
from mailbot.jobs.feedback import standard_of
from mailbot.jobs.finishing import finish
from mailbot.letters.compose import UnsendableAddress, bare_address
from mailbot.letters.notices import notice_letter
from mailbot.mail.ports import AuthRefused, Refusal, Refused, Unconfirmed
from mailbot.model.instant import local_day
from mailbot.model.letter import Notice
from mailbot.rulebook.model import Rulebook
from mailbot.store import corrections, directory, gap, ledger, outbox, sending
from mailbot.store.database import transaction

log = logging.getLogger(__name__)

ONCE_MORE_AFTER = timedelta(minutes=1)
"""A server that broke off is not asked again in the same minute."""


@dataclass(slots=True)
class Delivered:
    """How many letters left, were put off, are dead or were withdrawn; the code of what stopped it, if anything."""

    sent: int = 0
    later: int = 0
    dead: int = 0
    withdrawn: int = 0
    error: str = ""
    problems: list[str] = field(default_factory=list)

    def blocked(self, error: OperatorError) -> None:
        """Note that a person must act before anything can leave."""
        self.error = error.code
        self.problems += error.problems


def recover(desk: Desk, now: datetime) -> None:
    """After a crash, settle the letters found half-way; call it once, under the worker's lock."""
    with transaction(desk.db):
        for letter, state in gap.recover_sending(desk.db, now):
            code = _gap_code(state)
            log.warning("letter l%d was found half-way: %s", letter, code, extra={"letter": letter, "code": code})
        checkpoint.reach("tick.recovering")


def _gap_code(state: str) -> str:
    """Name what was decided about a letter that may have left."""
    return "maybe-duplicate" if state == "waiting" else state


def deliver(desk: Desk, now: datetime, *, notices: bool = True, stop: Callable[[], bool] = lambda: False) -> Delivered:
    """Send what waits, answers first, until nothing may leave any more or the way out is blocked.

    Without ``notices`` reminders stay: the mailbox could not be read, so nobody knows what came.
    ``stop`` is asked between letters.
    """
    done = Delivered()
    if (stopped := logins.paused(desk, logins.SMTP, now)) is not None:
        done.blocked(stopped)
        return done
    smtp = desk.settings.smtp
    holding = smtp.mode == "hold"
    kinds = tuple(kind for kind in (outbox.KINDS if holding else sending.kinds_of(smtp.mode)) if notices or kind != "notice")
    caps = sending.Caps(smtp.per_hour, smtp.per_address_per_day, kinds, released_only=holding, real_clock=not desk.simulated)
    ahead: list[tuple[outbox.Queued, bytes]] = []

    def claim_next() -> None:
        ahead.extend(() if stop() else _claimed_answer(desk, now, caps))

    while ahead or not stop():
        queued, content = ahead.pop() if ahead else _next(desk, now, caps, done)
        if queued is None:
            break
        if content is None:
            continue
        checkpoint.reach("deliver.claimed")
        try:
            if not _sent(desk, queued, content, now, done, claim_next):
                break
        except OperatorError as error:
            if isinstance(error, AuthRefused):
                logins.refused(desk, logins.SMTP, now)
            done.blocked(error)
            break
    if done.sent:
        logins.accepted(desk, logins.SMTP)
    return done


def _next(desk: Desk, now: datetime, caps: sending.Caps, done: Delivered) -> tuple[outbox.Queued | None, bytes | None]:
    """Claim the letter whose turn it is, if there is one; without bytes it had nothing to say, or could not be written."""
    queued = sending.next_waiting(desk.db, now, caps)
    if queued is None:
        return None, None
    queued = _readdressed(desk, queued) if queued.kind == "notice" else queued
    return queued, _ready(desk, queued, now, done)


def _readdressed(desk: Desk, queued: outbox.Queued) -> outbox.Queued:
    """Take addresses that bounced since a notice was queued off it; the unit's others come in their place."""
    letter = queued.letter
    before = (letter.to, *letter.copies)
    reached = directory.living(desk.db, before) or directory.addresses_by_unit(desk.db).get(letter.unit or "", ())
    if reached == before:
        return queued
    with transaction(desk.db):
        sending.readdress(desk.db, queued.id, reached)
    first, *others = reached or ("",)
    return replace(queued, letter=replace(letter, to=first, copies=tuple(others)))


def _claimed_answer(desk: Desk, now: datetime, caps: sending.Caps) -> Iterator[tuple[outbox.Queued, bytes]]:
    """Claim an answer whose turn it is, in the transaction that marks the letter before it: one commit a letter.

    A crash behind that commit sends it once more (``gap.recover_sending``), so no letter of another
    kind is claimed before its own time.
    """
    queued = sending.next_waiting(desk.db, now, caps)
    if queued is not None and queued.kind in gap.SENT_ONCE_MORE:
        content = outbox.load_content(desk.db, queued.id)
        if content is not None and outbox.claim(desk.db, queued.id, now):
            yield queued, content


def _ready(desk: Desk, queued: outbox.Queued, now: datetime, done: Delivered) -> bytes | None:
    """Claim a letter; one that cannot be put into words is set aside, so that the others leave."""
    try:
        content = _claimed(desk, queued, now)
    except (OperatorError, TryLater):
        raise
    except Exception as error:
        code = "bad-address" if isinstance(error, UnsendableAddress) else f"bug-{type(error).__name__}"
        log.exception("letter l%d could not be written: %s", queued.id, code, extra={"letter": queued.id, "code": code})
        with transaction(desk.db):
            outbox.mark_dead(desk.db, queued.id, now, error=code)
        done.dead += 1
        return None
    if content is None:
        done.withdrawn += 1
    return content


def _claimed(desk: Desk, queued: outbox.Queued, now: datetime) -> bytes | None:
    """Take a letter for sending and give its bytes; None when it had nothing left to say."""
    if queued.kind == "notice":
        return _claimed_notice(desk, queued, now)
    content = outbox.load_content(desk.db, queued.id)
    with transaction(desk.db):
        if content is None:
            outbox.withdraw(desk.db, queued.id, now, why="no-content")
        else:
            outbox.claim(desk.db, queued.id, now)
        checkpoint.reach("deliver.claiming")
    return content


def _claimed_notice(desk: Desk, queued: outbox.Queued, now: datetime) -> bytes | None:
    """Look at the unit's duties once more, put the notice into words, and write its steps into the ledger."""
    notice = notice_of(queued.letter.facts)
    wanted = wishes(desk, now)
    asked = corrections.awaited(desk.db, now)
    over = not campaign_open(wanted.rulebook, local_day(now))
    revision = revise(notice, current_board(desk, now), now, muted=wanted.muted(notice.unit), over=over, corrections=asked)
    if revision.verdict == "withdrawn" or not queued.letter.to:
        with transaction(desk.db):
            outbox.withdraw(desk.db, queued.id, now, why="no-address" if not queued.letter.to else "nothing-left")
        return None
    standard = standard_of(desk.db, notice.unit, desk.rulebook) if _brings_standard(notice, desk.rulebook) else ()
    letter = notice_letter(
        revision, queued.letter.to, desk.rulebook, day=local_day(now), copies=queued.letter.copies, enclosed=[one.name for one in standard]
    )
    finished = finish(desk, letter, now, attachments=standard)
    checkpoint.reach("deliver.revised")
    with transaction(desk.db):
        outbox.claim(desk.db, queued.id, now, content=finished.content, subject=finished.subject)
        ledger.claim_steps(desk.db, claims(desk.rulebook, revision.notice, asked), now, letter=queued.id)
        checkpoint.reach("deliver.claiming")
    return finished.content


def _brings_standard(notice: Notice, rulebook: Rulebook) -> bool:
    """Tell whether a notice opens a phase in which units work by their standard."""
    return any(phase.standard for phase in rulebook.timeline.phase if phase.key in notice.phases)


def notice_of(facts: object) -> Notice:
    """Read a notice back from the facts the outbox keeps of it."""
    if not isinstance(facts, dict):
        raise TypeError("a notice keeps its facts as a mapping")
    return Notice(
        facts["unit"],
        facts["day"],
        kickoff=bool(facts["kickoff"]),
        phases=tuple(facts["phases"]),
        steps=tuple((form, area, deadline, step) for form, area, deadline, step in facts["steps"]),
        corrections=tuple((number, step) for number, step in facts.get("corrections", ())),
    )


def _sent(desk: Desk, queued: outbox.Queued, content: bytes, now: datetime, done: Delivered, then: Callable[[], None]) -> bool:
    """Hand a claimed letter over and note what became of it; False when the way out is blocked.

    ``then`` is done in the transaction that marks a letter sent.
    """
    recipients = (queued.letter.to, *queued.letter.copies)
    try:
        refusals = desk.transport.send(content, bare_address(desk.sender), tuple(bare_address(one) for one in recipients))
        checkpoint.reach("deliver.sent")
    except (Refused, UnsendableAddress) as error:
        code = f"{getattr(error, 'code', 'bad-address')}"
        with transaction(desk.db):
            outbox.mark_dead(desk.db, queued.id, now, error=code)
            for refusal in error.refusals.values() if isinstance(error, Refused) else ():
                if _about_address(refusal):
                    directory.mark_dead(desk.db, refusal.address, now, why=f"smtp-{refusal.code}")
        log.warning("letter l%d refused: %s", queued.id, code, extra={"letter": queued.id, "code": code})
        done.dead += 1
        return True
    except Unconfirmed as error:
        with transaction(desk.db):
            code = _gap_code(gap.settle(desk.db, queued.id, now, error="rfc-1047", wait=ONCE_MORE_AFTER))
        log.warning("letter l%d %s: %s", queued.id, code, type(error).__name__, extra={"letter": queued.id, "code": code})
        done.later += 1
        done.error = type(error).__name__
        return False
    except TryLater as error:
        return _put_off(desk, queued, error, now, done)
    except OperatorError:
        # Anything else that ends this call may come after the final dot: such a letter is found half-way by ``recover``.
        _put_back(desk, queued, now)
        raise
    with transaction(desk.db):
        outbox.mark_sent(desk.db, queued.id, now)
        for refusal in filter(_about_address, refusals.values()):
            directory.mark_dead(desk.db, refusal.address, now, why=f"smtp-{refusal.code}")
        then()
        checkpoint.reach("deliver.marking")
    checkpoint.reach("deliver.marked")
    _keep_copy(desk, content)
    log.info("letter l%d %s sent", queued.id, queued.letter.template, extra={"letter": queued.id})
    done.sent += 1
    return True


def _keep_copy(desk: Desk, content: bytes) -> None:
    """Keep a copy where the settings ask for one; a copy that fails is only a line in the log."""
    try:
        desk.keep_copy(content)
    except (OperatorError, TryLater) as error:
        log.warning("a sent letter could not be copied: %s", error)


def _about_address(refusal: Refusal) -> bool:
    """Tell whether a refusal is about the mailbox and not about us (RFC 5321, 4.2.3; RFC 3463, X.1.x)."""
    return refusal.code in (550, 551, 553)


def _put_off(desk: Desk, queued: outbox.Queued, error: TryLater, now: datetime, done: Delivered) -> bool:
    """Put a letter off; go on with the next one when the server spoke about this letter only."""
    with transaction(desk.db):
        outbox.mark_retry(desk.db, queued.id, now, error=type(error).__name__)
    log.warning("letter l%d put off: %s", queued.id, error, extra={"letter": queued.id, "code": type(error).__name__})
    done.later += 1
    one_letter_only = bool(getattr(error, "refusals", None))
    if not one_letter_only:
        done.error = type(error).__name__
    return one_letter_only


def _put_back(desk: Desk, queued: outbox.Queued, now: datetime) -> None:
    """A letter that certainly has not gone waits again before an error rises."""
    with transaction(desk.db):
        outbox.mark_retry(desk.db, queued.id, now, error="not-sent")
