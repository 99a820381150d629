"""The little of the past that deciding a mail needs, as a value."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from mailbot.model.decision import DutyKey, History, PriorLetter, Version
from mailbot.model.instant import at, local_day
from mailbot.model.mail import File, Mail
from mailbot.model.submission import Submission
from mailbot.store.codes import live_codes
from mailbot.store.database import Database
from mailbot.store.decisions import attachments_sha256
from mailbot.store.directory import addresses_by_unit
from mailbot.store.sending import answers_between
from mailbot.store.standing import Moment, current_versions
from mailbot.store.submissions import load_table


def history(
    db: Database, mail_id: int, mail: Mail, files: Sequence[File], units: Sequence[str], now: datetime, *, again: bool = False
) -> History:
    """Gather what was known before this mail about the candidate ``units``; the board's rows are the caller's to add.

    ``again``: the mail was decided before, so what it brought itself and what came later stand for nothing.
    """
    before = Moment(mail_id, mail.received_at) if again else None
    duplicate = find_duplicate(db, mail_id, mail, files)
    living = addresses_by_unit(db)
    return History(
        duplicate_of=duplicate,
        duplicate_why="" if duplicate is None else "same-message",
        versions=current_versions(db, units, before=before) if units else {},
        answered=find_letter(db, mail.in_reply_to),
        answers_today=answers_between(db, mail.sender, at(local_day(now), time()), now) if mail.sender else 0,
        thread_answers=_thread_answers(db, mail.in_reply_to),
        addresses=living.get(units[0], ()) if len(units) == 1 else (),
        exempt=exempt_duties(db, units),
        live_codes=live_codes(db, now),
    )


def earlier_tables(db: Database, versions: Mapping[DutyKey, Version], tables: Iterable[Submission]) -> Mapping[DutyKey, Submission]:
    """Read the tables of those ``versions`` that some new tables may displace and do not merely repeat.

    An item that a new table repeats is that table's own (``load_items``), so that comparing passes over it.
    """
    brought: dict[tuple[str, int | None], list[Submission]] = {}
    for table in tables:
        brought.setdefault((table.form, table.area), []).append(table)
    earlier = {}
    for duty, version in versions.items():
        new = brought.get(duty[1:], ())
        if any(table.content_sha256 != version.content_sha256 for table in new):
            earlier[duty] = load_table(db, version.submission, like=[item for table in new for item in table.items])
    return earlier


def find_duplicate(db: Database, mail_id: int, mail: Mail, files: Sequence[File]) -> int | None:
    """Find an earlier decided mail with the same Message-ID and attachments; without attachments, the same text.

    The same bytes never make a second row, so they need no search (pitfalls, 2).
    """
    if not mail.message_id:
        return None
    attachments = attachments_sha256(files)
    row = db.connection.execute(
        # The index holds no empty ids and is used only where this is said.
        "SELECT min(id) FROM inbox WHERE message_id != '' AND message_id = ?1 AND id < ?2"
        " AND attachments_sha256 = ?3 AND (?3 != '' OR text = ?4) AND outcome NOT IN ('received', 'shunted')",
        (mail.message_id, mail_id, attachments, mail.text),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _thread_answers(db: Database, message_ids: Iterable[str]) -> int:
    """Count the answers of ours that a mail's thread names."""
    one = "SELECT count(*) FROM outbox WHERE message_id = ? AND kind = 'reply'"
    return sum(int(db.connection.execute(one, (message_id,)).fetchone()[0]) for message_id in message_ids)


def find_letter(db: Database, message_ids: Iterable[str]) -> PriorLetter | None:
    """Find the letter of ours that a mail answers or brings back, the first named first."""
    for message_id in message_ids:
        row = db.connection.execute(
            "SELECT id, template, unit, to_address, key, copies FROM outbox WHERE message_id = ? ORDER BY id LIMIT 1", (message_id,)
        ).fetchone()
        if row is not None:
            copies = tuple(json.loads(row["copies"]))
            return PriorLetter(row["id"], row["template"], row["unit"], row["to_address"], row["key"], copies)
    return None


def exempt_duties(db: Database, units: Iterable[str]) -> frozenset[DutyKey]:
    """List the exempt duties of some units."""
    wanted = set(units)
    rows = db.connection.execute("SELECT unit, form, area FROM exempt")
    return frozenset((row[0], row[1], row[2] or None) for row in rows if row[0] in wanted)
