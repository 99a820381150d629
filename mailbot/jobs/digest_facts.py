"""All that a digest tells, gathered from the store as plain values."""

import base64
import hashlib
import hmac
import shutil
from datetime import date, datetime, time, timedelta

from mailbot.duties.phases import phase_of
from mailbot.duties.reminders import DueNotices, claims, next_reminders, preview
from mailbot.jobs import dropbox
from mailbot.jobs.board import Wishes, current_board, known_until, wishes
from mailbot.jobs.deliver import notice_of
from mailbot.jobs.desk import Desk
from mailbot.jobs.digest_standard import standard_facts
from mailbot.jobs.proposals import proposals_of
from mailbot.letters.board_facts import Call
from mailbot.letters.digest import DeadAddress, DigestFacts, MailLine, OfficeLine, Question, TableLine
from mailbot.letters.digest_health import Health, UnfetchedLine
from mailbot.model.correction import Correction
from mailbot.model.duty import Duty, LedgerKey
from mailbot.model.instant import at, local_day
from mailbot.office.unfetched import Unfetched, unfetched
from mailbot.rulebook.calendar import known_year
from mailbot.store import arrivals, corrections, inbox, ledger, outbox, people, reminding, sending, status
from mailbot.store import news as store_news
from mailbot.store.database import meta
from mailbot.store.directory import addresses_by_unit, dead_addresses
from mailbot.store.events import Event
from mailbot.store.submissions import submissions_of

ANSWERS = {
    "provisional": ("收下", "收下并登记", "作废"),
    "held": ("收下", "归属 单位名称", "作废"),
    "version": ("合并", "替换", "作废"),
    "unreadable": ("收下", "作废"),
    "shunted": ("重试", "作废"),
}
"""What the office may answer, by why a mail waits (interface, 4)."""

AGAINST_A_VERSION = frozenset({"partial-update", "supplement", "version-unrelated"})
OWN_LETTER = "own-letter-back"
SECRET = "digest_secret"  # noqa: S105 - the name of a row
CODE_LETTERS = 8


def facts_of(desk: Desk, day: date, now: datetime) -> DigestFacts:
    """Gather the digest of a day as things stand now."""
    rulebook, db = desk.rulebook, desk.db
    # Read first: what happens while the rest is gathered is for the next digest.
    events = store_news.last_event(db)
    board = current_board(desk, now)
    wanted = wishes(desk, now)
    tomorrow = next_reminders(rulebook, now, desk.settings.worker.reminders_at)
    vetoed = reminding.vetoed_units(db, tomorrow)
    asked = corrections.corrections(desk.db, known_until(desk, now))
    coming = _coming(desk, board, wanted, vetoed, now, asked)
    mails, questions = news(desk), _questions(desk, now)
    since = outbox.last_of_kind(db, "digest") or at(rulebook.campaign.first - timedelta(1), time())
    return DigestFacts(
        day=day,
        code=_code(desk, day),
        duties=board,
        mails=mails,
        questions=questions,
        proposals=proposals_of(desk, board, now, after=len(questions)),
        without_address=_without_address(desk, board),
        telephone=coming.telephone,
        dead=tuple(DeadAddress(address, unit) for address, unit, _, _ in dead_addresses(db)),
        tomorrow=coming.notices,
        tomorrow_day=tomorrow,
        skipped=len(ledger.skipped_between(db, since, now)),
        phase=phase_of(rulebook, day),
        health=_health(desk, now),
        calendar_known=known_year(rulebook, day.year),
        decided=tuple(map(_decided, store_news.decisions_after(db, store_news.told_until(db)))),
        calls=_calls(desk),
        vetoed=tuple(unit.key for unit in rulebook.units if unit.key in vetoed | wanted.paused),
        over=day > wanted.rulebook.campaign.last,
        events=events,
        standard=standard_facts(desk, board, day, {one.mail for one in mails}),
        corrections=tuple(one for one in asked if one.closed_at is None),
    )


def news(desk: Desk) -> tuple[MailLine, ...]:
    """Tell the mails decided since the last digest; our own letters that came back to the watched box are no news."""
    lines = (_line(desk, mail) for mail in store_news.mails_after(desk.db, store_news.told_until(desk.db)))
    return tuple(line for line in lines if line.reason != OWN_LETTER)


def _coming(
    desk: Desk, board: tuple[Duty, ...], wanted: Wishes, vetoed: frozenset[str], now: datetime, asked: tuple[Correction, ...]
) -> DueNotices:
    """Tell the next reminders, and whom only the telephone reaches."""
    return preview(
        wanted.rulebook,
        board,
        ledger.seen(desk.db) | _leaving(desk, asked),
        addresses_by_unit(desk.db),
        now,
        reminders_at=desk.settings.worker.reminders_at,
        paused=wanted.paused,
        vetoed=vetoed,
        corrections=[one for one in asked if one.awaited],
    )


def _leaving(desk: Desk, asked: tuple[Correction, ...]) -> frozenset[LedgerKey]:
    """List the steps of notices that are about to leave: a digest that goes out with them need not announce them."""
    if "notice" not in sending.kinds_of(desk.settings.smtp.mode):
        return frozenset()
    waiting = (notice_of(queued.letter.facts) for queued in outbox.list_letters(desk.db, ("waiting",)) if queued.kind == "notice")
    return frozenset(step for notice in waiting for step in claims(desk.rulebook, notice, asked))


def _code(desk: Desk, day: date) -> str:
    """Give a day's code: random to everybody else, the same after a crash; hyphens before any was made."""
    secret = meta(desk.db, SECRET)
    if secret is None:
        return "-" * CODE_LETTERS
    digest = hmac.new(bytes.fromhex(secret), day.isoformat().encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:CODE_LETTERS]


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
        questions.append(Question(number, line, ANSWERS[_why(line)], (local_day(now) - local_day(line.received_at)).days))
    return tuple(questions)


def _why(line: MailLine) -> str:
    """Tell which answers fit a mail that waits."""
    if line.outcome == "held" and line.reason in AGAINST_A_VERSION:
        return "version"
    return "provisional" if line.provisional and line.outcome not in ANSWERS else line.outcome


def _without_address(desk: Desk, board: tuple[Duty, ...]) -> tuple[str, ...]:
    """List the units that owe something and have no address to write to."""
    reachable = addresses_by_unit(desk.db)
    owing = {duty.unit for duty in board if duty.owed}
    return tuple(unit.key for unit in desk.rulebook.units if unit.key in owing and not reachable.get(unit.key))


def _calls(desk: Desk) -> dict[str, Call]:
    """Gather the numbers and notes of every unit; the letter shows those of the units to call."""
    numbers, notes = people.numbers_by_unit(desk.db), arrivals.notes_by_unit(desk.db)
    return {
        unit.key: Call(tuple((one.phone, one.name) for one in numbers.get(unit.key, ())), notes.get(unit.key, ()))
        for unit in desk.rulebook.units
    }


def _decided(event: Event) -> OfficeLine:
    day = event.details.get("due") or event.details.get("day")
    kind = event.kind if event.by else "address-learned"
    return OfficeLine(kind, event.mail, event.unit, date.fromisoformat(str(day)) if day else None)


def _health(desk: Desk, now: datetime) -> Health:
    figures, smtp, dropped = status.health(desk.db), desk.settings.smtp, dropbox.left(desk)
    faults = [figures.poll_error] if figures.poll_error else []
    return Health(
        last_poll_ok=figures.last_poll_ok,
        last_sent=figures.last_sent,
        waiting=figures.outbox.get("waiting", 0),
        withheld=figures.outbox.get("withheld", 0),
        unconfirmed=figures.outbox.get("unconfirmed", 0),
        dead_letters=figures.outbox.get("dead", 0),
        shunted=store_news.shunted(desk.db),
        disk_free_gb=shutil.disk_usage(desk.settings.home).free >> 30,
        faults=tuple(faults),
        limits=sending.limits_reached(desk.db, now, per_hour=smtp.per_hour, per_address=smtp.per_address_per_day),
        unsorted=dropped.folders,
        loose=dropped.loose,
        stuck=dropped.unreadable,
        unfetched=tuple(map(_unfetched, unfetched(desk.db, desk.rulebook, now))),
    )


def _unfetched(one: Unfetched) -> UnfetchedLine:
    units = tuple(dict.fromkeys(unit for unit, _, _ in one.duties))
    if one.mail is None:
        return UnfetchedLine(units, waits=one.waits)
    return UnfetchedLine(units, one.mail.sender, one.mail.subject, one.mail.received_at, waits=one.waits)
