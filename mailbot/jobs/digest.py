"""The digest of a day: gather what it tells, queue it once, remember its code (interface, 4)."""

import base64
import hashlib
import hmac
import secrets
import shutil
from datetime import UTC, date, datetime

from mailbot import checkpoint
from mailbot.duties.digest_day import due_digest
from mailbot.duties.phases import phase_of
from mailbot.duties.reminders import claims, next_reminders, preview
from mailbot.jobs.board import current_board, wishes
from mailbot.jobs.deliver import notice_of
from mailbot.jobs.desk import Desk
from mailbot.jobs.finishing import Finished, finish
from mailbot.jobs.progress import progress_of
from mailbot.letters.digest import DeadAddress, DigestFacts, Health, MailLine, Question, TableLine, digest_letter
from mailbot.model.duty import Duty, LedgerKey
from mailbot.model.instant import local_day, restored
from mailbot.model.letter import Rendered
from mailbot.rulebook.calendar import known_year
from mailbot.store import inbox, ledger, outbox, reminding, status
from mailbot.store.codes import save_code
from mailbot.store.database import meta, set_meta, transaction
from mailbot.store.directory import addresses_by_unit, dead_addresses
from mailbot.store.sending import kinds_of
from mailbot.store.submissions import submissions_of

ANSWERS = {
    "provisional": ("收下", "收下并登记", "作废"),
    "held": ("收下", "归属 单位名称", "作废"),
    "unreadable": ("收下", "作废"),
    "shunted": ("重试", "作废"),
}
"""What the office may answer, by why a mail waits (interface, 4)."""

OWN_LETTER = "own-letter-back"
SECRET = "digest_secret"  # noqa: S105 - the name of a row
CODE_LETTERS = 8


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
        news=bool(_news(desk, now)),
        since=restored(first) if first else None,
    )
    return queue_digest_of(desk, day, now) if day is not None else 0


def queue_digest_of(desk: Desk, day: date, now: datetime) -> int:
    """Queue the digest of a day; a day's second one is not written."""
    facts, finished = digest_of(desk, day, now)
    questions = {question.number: question.mail.mail for question in facts.questions}
    with transaction(desk.db):
        outgoing = outbox.Outgoing(finished.letter, "digest", finished.message_id, content=finished.content, subject=finished.subject)
        queued = outbox.enqueue(desk.db, outgoing, now)
        if queued is not None:
            save_code(desk.db, facts.code, day.isoformat(), now, questions=questions)
        checkpoint.reach("digest.queueing")
    return int(queued is not None)


def digest_of(desk: Desk, day: date, now: datetime) -> tuple[DigestFacts, Finished]:
    """Write the digest of a day as things stand now."""
    _keep_secret(desk)
    facts = _facts(desk, day, now)
    first, *others = desk.settings.office.digest_to or (desk.rulebook.campaign.mailbox,)
    letter = digest_letter(facts, desk.rulebook, to=first, copies=tuple(others))
    workbook = progress_of(desk, facts.duties, day, now)
    return facts, finish(desk, letter, now, attachments=(workbook,))


def words_of(desk: Desk, day: date, now: datetime) -> Rendered:
    """Put the digest of a day into words, writing nothing; its code stands only where one was made before."""
    facts = _facts(desk, day, now)
    return desk.templates.render(digest_letter(facts, desk.rulebook, to=desk.rulebook.campaign.mailbox, attach_board=False))


def last_digest_at(desk: Desk) -> datetime:
    """Tell when the last digest was written; the beginning of time before the first."""
    return outbox.last_of_kind(desk.db, "digest") or datetime(1970, 1, 1, tzinfo=UTC)


def _facts(desk: Desk, day: date, now: datetime) -> DigestFacts:
    rulebook, db = desk.rulebook, desk.db
    board = current_board(desk, now)
    since = last_digest_at(desk)
    reminders_at = desk.settings.worker.reminders_at
    wanted = wishes(desk, now)
    tomorrow = next_reminders(rulebook, now, reminders_at)
    coming = preview(
        wanted.rulebook,
        board,
        ledger.seen(db) | _leaving(desk),
        addresses_by_unit(db),
        now,
        reminders_at=reminders_at,
        paused=wanted.paused,
        vetoed=reminding.vetoed_units(db, tomorrow),
    )
    return DigestFacts(
        day=day,
        code=_code(desk, day),
        duties=board,
        mails=_news(desk, now),
        questions=_questions(desk, now),
        without_address=_without_address(desk, board),
        telephone=coming.telephone,
        dead=tuple(DeadAddress(address, unit) for address, unit, _, _ in dead_addresses(db)),
        tomorrow=coming.notices,
        tomorrow_day=tomorrow,
        skipped=len(ledger.skipped_between(db, since, now)),
        phase=phase_of(rulebook, day),
        health=_health(desk, now),
        calendar_known=known_year(rulebook, day.year),
    )


def _leaving(desk: Desk) -> frozenset[LedgerKey]:
    """List the steps of notices that are about to leave: a digest that goes out with them need not announce them."""
    if "notice" not in kinds_of(desk.settings.smtp.mode):
        return frozenset()
    waiting = (notice_of(queued.letter.facts) for queued in outbox.list_letters(desk.db, ("waiting",)) if queued.kind == "notice")
    return frozenset(step for notice in waiting for step in claims(desk.rulebook, notice))


def _keep_secret(desk: Desk) -> None:
    """Make the secret of the codes once."""
    if meta(desk.db, SECRET) is None:
        with transaction(desk.db):
            set_meta(desk.db, SECRET, secrets.token_hex(32))


def _code(desk: Desk, day: date) -> str:
    """Give a day's code: random to everybody else, the same after a crash; hyphens before any was made."""
    secret = meta(desk.db, SECRET)
    if secret is None:
        return "-" * CODE_LETTERS
    digest = hmac.new(bytes.fromhex(secret), day.isoformat().encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:CODE_LETTERS]


def _news(desk: Desk, now: datetime) -> tuple[MailLine, ...]:
    """Tell the mails decided since the last digest; our own letters that came back to the watched box are no news."""
    lines = (_line(desk, mail) for mail in inbox.mails_between(desk.db, last_digest_at(desk), now))
    return tuple(line for line in lines if line.reason != OWN_LETTER)


def _line(desk: Desk, number: int) -> MailLine:
    """Tell one mail in a line."""
    mail = inbox.load_mail(desk.db, number)
    if mail is None:
        raise KeyError(number)
    tables = tuple(TableLine(one.form, one.area, one.outcome, one.size, one.to_mend) for one in submissions_of(desk.db, number))
    return MailLine(
        mail=number,
        received_at=mail.received_at,
        sender=mail.sender,
        subject=mail.subject,
        outcome=mail.outcome,
        reason=mail.reason,
        unit=mail.unit,
        provisional=mail.provisional,
        tables=tables,
    )


def _questions(desk: Desk, now: datetime) -> tuple[Question, ...]:
    questions = []
    for number, mail in enumerate(inbox.awaiting_office(desk.db), start=1):
        line = _line(desk, mail)
        why = "provisional" if line.provisional and line.outcome not in ANSWERS else line.outcome
        questions.append(Question(number, line, ANSWERS[why], (local_day(now) - local_day(line.received_at)).days))
    return tuple(questions)


def _without_address(desk: Desk, board: tuple[Duty, ...]) -> tuple[str, ...]:
    """List the units that owe something and have no address to write to."""
    reachable = addresses_by_unit(desk.db)
    owing = {duty.unit for duty in board if duty.owed}
    return tuple(unit.key for unit in desk.rulebook.units if unit.key in owing and not reachable.get(unit.key))


def _health(desk: Desk, now: datetime) -> Health:
    figures = status.health(desk.db)
    faults = [figures.poll_error] if figures.poll_error else []
    faults += [f"fetch-failures: {figures.fetch_failures}"] if figures.fetch_failures else []
    return Health(
        last_poll_ok=figures.last_poll_ok,
        last_sent=figures.last_sent,
        waiting=figures.outbox.get("waiting", 0),
        withheld=figures.outbox.get("withheld", 0),
        unconfirmed=figures.outbox.get("unconfirmed", 0),
        dead_letters=figures.outbox.get("dead", 0),
        shunted=inbox.mails_between(desk.db, datetime(1970, 1, 1, tzinfo=UTC), now, ("shunted",)),
        disk_free_gb=shutil.disk_usage(desk.settings.home).free >> 30,
        faults=tuple(faults),
    )
