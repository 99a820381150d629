import sqlite3

import pytest

from mailbot.store import events
from mailbot.store.database import Database, transaction
from mailbot.store.events import Event
from tests.store.builders import MINUTE, NOW, arrive, letter
from tests.store.test_outbox import sending


def test_events_are_told_with_what_they_concern(db: Database) -> None:
    with transaction(db):
        events.record(db, Event("confirmed", unit="tax", submission=7, by="office@example.cn", details={"count": 3}), NOW)
    (told,) = events.events_since(db, NOW - MINUTE, NOW)
    assert told == Event("confirmed", unit="tax", submission=7, by="office@example.cn", details={"count": 3}, at=NOW, id=1)


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_events_are_append_only(db: Database, statement: str) -> None:
    arrive(db)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.connection.execute(statement)


def test_the_story_of_a_mail_holds_that_of_its_letters(db: Database) -> None:
    mail_id = arrive(db)
    number = sending(db, letter(mail=mail_id))
    with transaction(db):
        events.record(db, Event("looked-at", letter=number), NOW)
    assert [event.kind for event in events.events_of_mail(db, mail_id)] == ["received", "queued", "looked-at"]
    assert [event.kind for event in events.events_of_letter(db, number)] == ["queued", "looked-at"]
