"""The digest of a day: gather what it tells, queue it once, remember its code (interface, 4)."""

import secrets
from datetime import date, datetime

from mailbot import checkpoint
from mailbot.duties.digest_day import due_digest
from mailbot.jobs.board import wishes
from mailbot.jobs.desk import Desk
from mailbot.jobs.digest_facts import SECRET, facts_of, news
from mailbot.jobs.finishing import Finished, finish
from mailbot.jobs.progress import progress_of
from mailbot.letters.digest import DigestFacts, digest_letter
from mailbot.model.instant import restored
from mailbot.model.letter import Rendered
from mailbot.store import outbox
from mailbot.store.codes import save_code
from mailbot.store.database import meta, set_meta, transaction


def queue_digest(desk: Desk, now: datetime) -> int:
    """Queue the digest that is due, if any; gives how many letters."""
    if not desk.settings.office.digest_to:
        return 0
    first = meta(desk.db, "first_poll_at")
    day = due_digest(
        wishes(desk, now).rulebook,
        outbox.digest_days(desk.db),
        now,
        desk.settings.worker.digest_at,
        news=bool(news(desk)),
        since=restored(first) if first else None,
    )
    return queue_digest_of(desk, day, now) if day is not None else 0


def queue_digest_of(desk: Desk, day: date, now: datetime) -> int:
    """Queue the digest of a day; a day's second one is not written."""
    facts, finished = digest_of(desk, day, now)
    checkpoint.reach("digest.written")
    questions = {question.number: question.mail.mail for question in facts.questions}
    proposals = {one.number: one.excuse.duty for one in facts.proposals}
    with transaction(desk.db):
        outgoing = outbox.Outgoing(finished.letter, "digest", finished.message_id, content=finished.content, subject=finished.subject)
        queued = outbox.enqueue(desk.db, outgoing, now)
        if queued is not None:
            save_code(desk.db, facts.code, day.isoformat(), now, questions=questions, proposals=proposals)
        checkpoint.reach("digest.queueing")
    return int(queued is not None)


def digest_of(desk: Desk, day: date, now: datetime) -> tuple[DigestFacts, Finished]:
    """Write the digest of a day as things stand now."""
    _keep_secret(desk)
    facts = facts_of(desk, day, now)
    first, *others = desk.settings.office.digest_to or (desk.rulebook.campaign.mailbox,)
    letter = digest_letter(facts, desk.rulebook, to=first, copies=tuple(others))
    workbook = progress_of(desk, facts.duties, day, now)
    return facts, finish(desk, letter, now, attachments=(workbook,))


def words_of(desk: Desk, day: date, now: datetime) -> Rendered:
    """Put the digest of a day into words, writing nothing; its code stands only where one was made before."""
    facts = facts_of(desk, day, now)
    return desk.templates.render(digest_letter(facts, desk.rulebook, to=desk.rulebook.campaign.mailbox, attach_board=False))


def _keep_secret(desk: Desk) -> None:
    """Make the secret of the codes once."""
    if meta(desk.db, SECRET) is None:
        with transaction(desk.db):
            set_meta(desk.db, SECRET, secrets.token_hex(32))
