from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailbot.model.decision import Outcome
from mailbot.store import inbox
from mailbot.store.answered import ANSWERED
from mailbot.store.confirming import void
from mailbot.store.database import Database, empty_database, transaction
from mailbot.store.status import health
from tests.store.builders import MINUTE, NOW, arrive, catalogue, decide, decision, filed, mail

CARE = replace(catalogue(), area=6, sheet="养老服务")


@pytest.fixture
def db() -> Iterator[Database]:
    with empty_database("test") as database:
        yield database


def unread(db: Database) -> int:
    """Store a mail about two areas that nobody could read."""
    mail_id = arrive(db, b"scan", uid=1)
    duties = (("civil-affairs", "catalogue", 5), ("civil-affairs", "catalogue", 6))
    decide(db, mail_id, decision(outcome=Outcome.UNREADABLE, received=duties), sent=mail(message_id="<scan@example.cn>"))
    return mail_id


def test_a_sure_table_for_every_duty_ends_the_question(db: Database) -> None:
    mail_id = unread(db)
    filed(db, catalogue(), uid=2, received_at=NOW + MINUTE)
    assert inbox.awaiting_office(db) == (mail_id,)
    filed(db, CARE, uid=3, received_at=NOW + 2 * MINUTE)
    assert inbox.awaiting_office(db) == ()
    assert health(db).held == 0


def test_a_table_that_came_before_ends_nothing(db: Database) -> None:
    filed(db, catalogue(), CARE, uid=2, received_at=NOW - MINUTE)
    mail_id = unread(db)
    assert inbox.awaiting_office(db) == (mail_id,)


def test_a_returned_table_ends_nothing(db: Database) -> None:
    mail_id = unread(db)
    filed(db, replace(catalogue(), outcome="returned"), replace(CARE, outcome="returned"), uid=2, received_at=NOW + MINUTE)
    assert inbox.awaiting_office(db) == (mail_id,)


def test_a_sure_version_ends_the_question_about_a_provisional_one(db: Database) -> None:
    stranger, _ = filed(db, catalogue(), uid=1, provisional=True)
    assert inbox.awaiting_office(db) == (stranger,)
    filed(db, catalogue(4), uid=2, received_at=NOW + MINUTE)
    assert inbox.awaiting_office(db) == ()


def test_another_provisional_version_ends_nothing(db: Database) -> None:
    stranger, _ = filed(db, catalogue(), uid=1, provisional=True)
    other, _ = filed(db, catalogue(4), uid=2, received_at=NOW + MINUTE, provisional=True)
    assert inbox.awaiting_office(db) == (stranger, other)


def test_the_question_is_asked_again_when_the_sure_version_is_thrown_out(db: Database) -> None:

    stranger, _ = filed(db, catalogue(), uid=1, provisional=True)
    sure, _ = filed(db, catalogue(4), uid=2, received_at=NOW + MINUTE)
    with transaction(db):
        void(db, sure, NOW + 2 * MINUTE, by="office@example.cn", why="office")
    assert inbox.awaiting_office(db) == (stranger,)


def test_the_list_still_uses_its_index(db: Database) -> None:

    query = f"EXPLAIN QUERY PLAN SELECT id FROM inbox WHERE {inbox.AWAITS_OFFICE} AND NOT {ANSWERED} ORDER BY received_at, id"
    assert "inbox_office" in db.connection.execute(query).fetchone()["detail"]
