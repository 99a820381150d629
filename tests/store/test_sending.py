from datetime import datetime, timedelta

import pytest

from mailbot.store import outbox, sending
from mailbot.store.database import Database, transaction
from mailbot.store.outbox_office import pause
from mailbot.store.sending import Caps, next_waiting
from tests.store.builders import MINUTE, NOW, letter
from tests.store.test_outbox import queue


def sent(db: Database, key: str, at: datetime, *, to: str = "mzj@example.cn") -> None:
    number = queue(db, letter(key, to=to))
    with transaction(db):
        outbox.claim(db, number, at)
        outbox.mark_sent(db, number, at)


def next_key(db: Database, caps: Caps, now: datetime = NOW) -> str | None:
    queued = next_waiting(db, now, caps)
    return queued.letter.key if queued else None


def test_answers_leave_before_notices_and_the_oldest_first(db: Database) -> None:
    queue(db, letter("notice:a:2020-09-28", kind="notice", due_at=NOW - 3 * MINUTE))
    queue(db, letter("reply:2:1", due_at=NOW - MINUTE))
    queue(db, letter("reply:1:1", due_at=NOW - 2 * MINUTE))
    assert next_key(db, Caps()) == "reply:1:1"


def test_a_letter_waits_until_it_is_due(db: Database) -> None:
    queue(db, letter(due_at=NOW + MINUTE))
    assert next_key(db, Caps()) is None
    assert next_key(db, Caps(), NOW + MINUTE) == "reply:1:1"


@pytest.mark.parametrize(("mode", "expected"), [("send", "notice:a:2020-09-28"), ("replies", "digest:2020-09-28"), ("hold", None)])
def test_the_mode_says_what_may_leave(db: Database, mode: str, expected: str | None) -> None:
    queue(db, letter("digest:2020-09-28", kind="digest", due_at=NOW))
    queue(db, letter("notice:a:2020-09-28", kind="notice", due_at=NOW))
    caps = Caps(kinds=tuple(kind for kind in sending.kinds_of(mode) if mode != "send" or kind == "notice"))
    assert next_key(db, caps) == expected


def test_a_full_hour_stops_everything_until_it_is_over(db: Database) -> None:
    sent(db, "reply:1:1", NOW - 59 * MINUTE)
    sent(db, "reply:2:1", NOW)
    queue(db, letter("reply:3:1"))
    assert next_key(db, Caps(per_hour=2)) is None
    assert next_key(db, Caps(per_hour=2), NOW + 2 * MINUTE) == "reply:3:1"


def test_an_address_that_got_its_share_today_waits_for_tomorrow_and_others_do_not(db: Database) -> None:
    sent(db, "reply:1:1", NOW - MINUTE)
    queue(db, letter("reply:2:1", to="MZJ@example.cn"))
    queue(db, letter("reply:3:1", to="other@example.cn"))
    caps = Caps(per_address_per_day=1)
    assert next_key(db, caps) == "reply:3:1"
    assert next_key(db, caps, NOW + timedelta(days=1)) == "reply:2:1"


def test_nothing_leaves_while_the_office_has_stopped_everything(db: Database) -> None:
    queue(db, letter())
    with transaction(db):
        pause(db, NOW, by="office@example.cn")
    assert next_key(db, Caps()) is None


def test_letters_are_counted(db: Database) -> None:
    assert sending.last_sent(db) is None
    sent(db, "reply:1:1", NOW - MINUTE)
    queue(db, letter("reply:2:1"))
    assert sending.counts(db) == {"sent": 1, "waiting": 1}
    assert sending.last_sent(db) == NOW - MINUTE
    assert sending.sent_since(db, NOW - timedelta(hours=1), NOW) == 1


def test_finding_the_next_letter_neither_reads_nor_sorts_what_has_left(db: Database) -> None:
    plan = db.connection.execute(f"EXPLAIN QUERY PLAN {sending.NEXT.format(kinds='?', released='1')}", ("", "", "reply")).fetchall()
    assert [row["detail"] for row in plan] == ["SCAN outbox USING INDEX outbox_waiting"]
