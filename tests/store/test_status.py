from mailbot.model.decision import Outcome
from mailbot.store import inbox, sightings
from mailbot.store.database import Database, transaction
from mailbot.store.directory import add_address
from mailbot.store.migrations import SCHEMA
from mailbot.store.status import address_counts, health
from tests.store.builders import MINUTE, NOW, arrive, decide, decision, key, letter
from tests.store.test_outbox import queue


def test_a_new_database_is_in_good_health(db: Database) -> None:
    figures = health(db)
    assert (figures.last_poll, figures.last_poll_ok, figures.last_sent, figures.oldest_waiting) == (None, None, None, None)
    assert (figures.waiting_mails, figures.shunted, figures.held, figures.fetch_failures, figures.outbox, figures.schema) == (
        0,
        0,
        0,
        0,
        {},
        SCHEMA,
    )


def test_health_tells_what_is_stuck(db: Database) -> None:
    arrive(db, b"waits", uid=1, received_at=NOW - MINUTE)
    decide(db, arrive(db, b"held", uid=2), decision(outcome=Outcome.HELD))
    shunted = arrive(db, b"shunted", uid=3)
    queue(db, letter())
    with transaction(db):
        inbox.set_aside(db, shunted, "bug:ValueError", NOW)
        sightings.record_failure(db, key(4), "bad-answer", NOW)
        sightings.record_poll(db, "INBOX", NOW)
        sightings.record_poll(db, "INBOX", NOW + MINUTE, error="try-later")
    figures = health(db)
    assert (figures.last_poll, figures.last_poll_ok, figures.poll_error, figures.poll_failures) == (NOW + MINUTE, NOW, "try-later", 1)
    assert (figures.oldest_waiting, figures.waiting_mails) == (NOW - MINUTE, 1)
    assert (figures.held, figures.shunted, figures.fetch_failures, figures.outbox) == (1, 1, 1, {"waiting": 1})


def test_addresses_are_counted_by_unit(db: Database) -> None:
    with transaction(db):
        for address in ("a@example.cn", "b@example.cn"):
            add_address(db, "tax", address, NOW, source="command")
    assert address_counts(db) == {"tax": 2}
