from datetime import timedelta

import pytest

from mailbot.model.decision import Outcome
from mailbot.model.mail import SourceKey
from mailbot.store import inbox
from mailbot.store.database import Database, transaction
from tests.store.builders import MINUTE, NOW, arrive, decide, decision, key, raw


def test_a_mail_comes_back_byte_for_byte(db: Database) -> None:
    content = bytes(range(256)) * 50
    mail_id = arrive(db, content)
    assert inbox.load_raw(db, mail_id) == raw(content)


def test_the_same_bytes_make_one_mail_seen_in_two_places(db: Database) -> None:
    first = arrive(db, uid=41)
    with transaction(db):
        again, is_new = inbox.insert_raw(db, raw(uid=42), NOW, route="imap")
    assert (again, is_new) == (first, False)
    assert db.connection.execute("SELECT uid, mail FROM sighting ORDER BY uid").fetchall()[1][:] == (42, first)
    assert inbox.place_of(db, first) == key(41)


def test_an_import_lies_nowhere(db: Database) -> None:
    with transaction(db):
        mail_id, _ = inbox.insert_raw(db, raw(), NOW, route="import")
    assert inbox.place_of(db, mail_id) == SourceKey("import", 0, mail_id)
    assert db.connection.execute("SELECT count(*) FROM sighting").fetchone()[0] == 0


def test_a_giant_is_kept_by_its_headers(db: Database) -> None:
    with transaction(db):
        inbox.insert_raw(db, raw(), NOW, route="imap", whole_size=90 << 20)
    waiting = inbox.waiting(db, NOW)[0]
    assert (waiting.headers_only, waiting.size) == (True, 90 << 20)


def test_waiting_mails_come_in_the_order_of_their_arrival(db: Database) -> None:
    late = arrive(db, b"late", uid=1, received_at=NOW)
    early = arrive(db, b"early", uid=2, received_at=NOW - MINUTE)
    assert [waiting.id for waiting in inbox.waiting(db, NOW)] == [early, late]
    assert [waiting.id for waiting in inbox.waiting(db, NOW, limit=1)] == [early]


def test_a_failed_mail_is_tried_three_times_and_then_set_aside(db: Database) -> None:
    mail_id = arrive(db)
    now, tries = NOW, []
    for _ in range(inbox.MAX_ATTEMPTS):
        with transaction(db):
            tries.append(inbox.begin_attempt(db, mail_id, now))
            shunted = inbox.fail_attempt(db, mail_id, "bug:ValueError", now)
        assert inbox.waiting(db, now) == ()
        now += timedelta(hours=1)
    stored = inbox.load_mail(db, mail_id)
    assert tries == [1, 2, 3]
    assert shunted
    assert stored is not None
    assert (stored.outcome, stored.reason, stored.last_error) == ("shunted", "bug:ValueError", "bug:ValueError")
    assert inbox.waiting(db, now) == ()


def test_a_mail_that_kills_the_worker_is_found_out(db: Database) -> None:
    mail_id = arrive(db)
    for _ in range(inbox.MAX_ATTEMPTS):
        assert inbox.killers(db) == ()
        with transaction(db):
            inbox.begin_attempt(db, mail_id, NOW)
    assert inbox.killers(db) == (mail_id,)


def test_an_attempt_is_taken_back_when_the_mail_was_not_to_blame(db: Database) -> None:
    mail_id = arrive(db)
    with transaction(db):
        inbox.begin_attempt(db, mail_id, NOW)
        inbox.forgive_attempt(db, mail_id)
        assert inbox.begin_attempt(db, mail_id, NOW) == 1


def test_a_shunted_mail_goes_back_with_one_call_and_a_new_decision_number(db: Database) -> None:
    mail_id = arrive(db)
    with transaction(db):
        inbox.set_aside(db, mail_id, "bug:ValueError", NOW)
        inbox.reopen(db, mail_id, NOW, by="office@example.cn")
    waiting = inbox.waiting(db, NOW)[0]
    assert (waiting.id, waiting.attempts, waiting.decision_no, waiting.assigned_unit) == (mail_id, 0, 2, None)


def test_the_office_may_say_whose_a_mail_is(db: Database) -> None:
    mail_id = arrive(db)
    decide(db, mail_id, decision(outcome=Outcome.HELD, unit=None))
    with transaction(db):
        inbox.reopen(db, mail_id, NOW, by="office@example.cn", unit="housing")
        inbox.reopen(db, mail_id, NOW, by="office@example.cn")
    assert inbox.waiting(db, NOW)[0].assigned_unit == "housing"


@pytest.mark.parametrize(
    ("outcome", "provisional", "waits"),
    [
        (Outcome.HELD, False, True),
        (Outcome.UNREADABLE, False, True),
        (Outcome.FILED, True, True),
        (Outcome.REQUEST, True, False),
        (Outcome.FILED, False, False),
        (Outcome.OTHER, False, False),
    ],
)
def test_the_office_sees_what_waits_for_it(db: Database, outcome: Outcome, provisional: bool, waits: bool) -> None:
    mail_id = arrive(db)
    decide(db, mail_id, decision(outcome=outcome, provisional=provisional))
    assert inbox.awaiting_office(db) == ((mail_id,) if waits else ())
    with transaction(db):
        inbox.settle(db, mail_id, NOW, by="office@example.cn", what="ignored")
    assert inbox.awaiting_office(db) == ()


def test_the_list_of_the_office_needs_no_look_at_every_mail(db: Database) -> None:
    plan = db.connection.execute(f"EXPLAIN QUERY PLAN SELECT id FROM inbox WHERE {inbox.AWAITS_OFFICE} ORDER BY received_at, id").fetchall()
    assert "inbox_office" in plan[0]["detail"]


def test_there_is_no_mail_of_an_unknown_number(db: Database) -> None:
    assert inbox.load_mail(db, 99) is None
    with pytest.raises(KeyError):
        inbox.load_raw(db, 99)
