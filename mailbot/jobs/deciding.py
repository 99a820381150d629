"""One mail: read, decided, its letters finished, and written; the loop over many is ``process``.

Reading and deciding happen outside any transaction; ``write`` is called inside one.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot import __version__, checkpoint
from mailbot.decide.attribute import attribute
from mailbot.decide.case import Case
from mailbot.decide.contacts import teaching_lists
from mailbot.decide.decide import decide
from mailbot.forms.draft import Drafts, drafts, settle_areas
from mailbot.jobs.behind import Behind
from mailbot.jobs.board import current_board
from mailbot.jobs.desk import Desk
from mailbot.jobs.filing import is_registered_scan, register_scan
from mailbot.jobs.finishing import Finished, finish
from mailbot.jobs.reading import Whole, read_whole
from mailbot.letters.compose import UnsendableAddress
from mailbot.model.decision import Attribution, Decision, Directory, History, Outcome, Standing
from mailbot.model.mail import Contents, File, Part
from mailbot.office.addresses import learn
from mailbot.store import inbox
from mailbot.store.decisions import write_decision
from mailbot.store.directory import revive
from mailbot.store.history import earlier_tables, history
from mailbot.store.outbox import Outgoing

log = logging.getLogger(__name__)

_BESIDE = frozenset({"standing", "contact"})
"""Letters that go, beside the answer, to whom a unit registered before."""


@dataclass(frozen=True, slots=True)
class Read:
    """A waiting mail with what was read in it; ``parts`` are let go of when its letters are finished."""

    waiting: inbox.Waiting
    contents: Contents
    drafts: Drafts
    attribution: Attribution
    directory: Directory
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A mail decided and its letters finished: nothing is left but to write."""

    read: Read
    decision: Decision
    letters: tuple[Finished, ...]


def read_mail(desk: Desk, waiting: inbox.Waiting, whole: Whole | None = None) -> Read:
    """Tell what tables a mail holds and whose they are; ``whole`` where it was read ahead."""
    contents, parts = whole or read_whole(inbox.load_raw(desk.db, waiting.id), desk.sandbox, desk.settings)
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
    checkpoint.reach("process.attributed")
    return Read(waiting, contents, found, attribution, directory, parts)


def _too_large(waiting: inbox.Waiting, contents: Contents) -> File:
    facts = {"size": f"{waiting.size >> 20}"}
    return File("1", contents.mail.subject, "unknown", waiting.size, contents.mail.sha256, trouble="unreadable-too-large", facts=facts)


def decided(desk: Desk, read: Read, now: datetime, behind: Behind | None = None) -> Ready:
    """Fetch the little of the past that matters, decide, and finish the letters; ``behind`` is what waits besides."""
    past = _history(desk, read, now, behind)
    decision = _decision(desk, read, past, now)
    checkpoint.reach("process.judged")
    letters = []
    full = _full(desk, read, past) if decision.letters else ""
    if full:
        log.warning("mail m%d is not answered: %s", read.waiting.id, full, extra={"mail": read.waiting.id, "code": full})
    for letter in decision.letters if not full else ():
        try:
            files, answered = read.contents.files, read.contents.mail.sha256
            letters.append(finish(desk, letter, now, files=files, submissions=decision.submissions, parts=read.parts, answered=answered))
        except UnsendableAddress:
            log.warning("mail m%d: its sender's address cannot be answered", read.waiting.id, extra={"mail": read.waiting.id})
    checkpoint.reach("process.rendered")
    return Ready(replace(read, parts=()), decision, tuple(letters))


def _full(desk: Desk, read: Read, past: History) -> str:
    """Tell by a code why nobody is answered any more, "" while somebody is."""
    campaign, sender = desk.rulebook.campaign, read.contents.mail.sender.lower()
    # Two robots that answer each other must run dry (pitfalls, 60).
    if past.thread_answers >= campaign.thread_answers:
        return "thread-full"
    # Whoever forges the address of somebody who has nothing to do with us must not make us flood him.
    known = sender in read.directory.units or sender in read.directory.trusted
    return "stranger-full" if not known and past.answers_today >= campaign.stranger_answers else ""


def weigh(desk: Desk, read: Read, now: datetime) -> Decision:
    """Tell what would be decided, without finishing a letter."""
    return _decision(desk, read, _history(desk, read, now), now)


def _decision(desk: Desk, read: Read, past: History, now: datetime) -> Decision:
    case = Case(
        contents=read.contents,
        drafts=read.drafts,
        attribution=read.attribution,
        history=past,
        directory=read.directory,
        rulebook=desk.rulebook,
        now=now,
        reply_key=f"reply:{read.waiting.id}:{read.waiting.decision_no}",
    )
    return decide(case)


def _history(desk: Desk, read: Read, now: datetime, behind: Behind | None = None) -> History:
    """Gather the past of the candidates; the board is asked for only where the letter may tell it.

    Only an answer to tables tells what has not come, so only for these what waits behind is looked at.
    """
    units = read.attribution.candidates
    mail, known = read.contents.mail, read.attribution.standing is Standing.KNOWN
    past = history(desk.db, read.waiting.id, mail, read.contents.files, units, now, again=read.waiting.decision_no > 1)
    # A stranger hears nothing of what a unit sent by another address.
    told = {duty: version for duty, version in past.versions.items() if known or version.sender == mail.sender}
    if told and read.drafts.submissions:
        past = replace(past, earlier=earlier_tables(desk.db, told, read.drafts.submissions))
    if not known or not units:
        return past
    beside = behind.arrivals(read.waiting.id, units) if behind is not None and read.drafts.submissions else ()
    duties = current_board(desk, now, units, queued=False, beside=beside)
    return replace(past, duties=duties, complete=behind is None or behind.complete)


def write(desk: Desk, ready: Ready, now: datetime) -> None:
    """Write what became of a mail and its letters, in the caller's transaction."""
    waiting, mail = ready.read.waiting, ready.read.contents.mail
    # What was imported is answered only when the import asked for it; a scan that the office filed needs no better copy.
    scan = is_registered_scan(waiting.route, ready.read.contents, ready.decision)
    finished = () if waiting.route == inbox.IMPORT or scan else ready.letters
    letters = tuple(
        Outgoing(
            one.letter,
            "standing" if one.letter.template in _BESIDE else "reply",
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
    checkpoint.reach("process.learning")
    if scan:
        register_scan(desk.db, waiting.id, now)
    _learn(desk, ready.decision, now)
    if mail.sender and ready.decision.outcome is not Outcome.BOUNCE:
        revive(desk.db, mail.sender)


def _learn(desk: Desk, decision: Decision, now: datetime) -> None:
    """Learn the liaison's addresses from a filed list whose sender is known."""
    lists = teaching_lists(decision)
    if not lists:
        return
    directory = desk.directory()
    for one in lists:
        learn(desk.db, one.unit or "", one, now, never=directory.trusted | directory.own)
