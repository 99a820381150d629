from collections.abc import Iterator

import pytest

from mailbot.model.decision import Outcome
from mailbot.store import inbox, outbox
from mailbot.store.database import Database, empty_database, transaction
from tests.faults.compare import differences, snapshot
from tests.store.builders import MINUTE, NOW, arrive, catalogue, decide, decision, letter


@pytest.fixture
def db() -> Iterator[Database]:
    with empty_database("test") as database:
        yield database


def test_a_database_is_like_itself(db: Database) -> None:
    arrive(db, b"a")
    decide(db, 1, decision(catalogue()), letters=(letter(),))
    assert differences(snapshot(db, letter_bytes=True), snapshot(db, letter_bytes=True)) == []


def test_attempts_and_instants_of_work_do_not_count(db: Database) -> None:
    arrive(db, b"a")
    decide(db, 1, decision(catalogue()), letters=(letter("notice:a"),))
    with empty_database("test") as tried:
        arrive(tried, b"a", now=NOW + MINUTE)
        with transaction(tried):
            inbox.begin_attempt(tried, 1, NOW + MINUTE)
            inbox.fail_attempt(tried, 1, "bug:ValueError", NOW + MINUTE)
        decide(tried, 1, decision(catalogue()), letters=(letter("notice:a"),), now=NOW + 5 * MINUTE)
        assert differences(snapshot(db), snapshot(tried)) == []


def test_what_matters_counts(db: Database) -> None:
    arrive(db, b"a")
    decide(db, 1, decision(catalogue(3)), letters=(letter("notice:a"),))
    before = snapshot(db)
    with empty_database("test") as other:
        arrive(other, b"a")
        decide(other, 1, decision(catalogue(2), outcome=Outcome.HELD), letters=(letter("notice:b"),))
        changed = {line.split(":")[0] for line in differences(before, snapshot(other))}
    assert changed >= {"inbox", "submission", "item", "outbox"}


def test_a_doubled_row_counts(db: Database) -> None:
    arrive(db, b"a")
    decide(db, 1, decision(catalogue()))
    before = snapshot(db)
    db.connection.execute(
        "INSERT INTO item SELECT NULL, submission, row, serial, first_level, second_level, third_level, content, basis, time_limit,"
        " publisher, channels_text, channels, public, specific, active, on_request, levels, extra, others, notes, places FROM item LIMIT 1"
    )
    (line,) = differences(before, snapshot(db))
    assert line.startswith("item: new")


def test_a_letter_in_another_state_counts(db: Database) -> None:
    with transaction(db):
        outbox.enqueue(db, letter(), NOW)
    before = snapshot(db)
    with transaction(db):
        outbox.claim(db, 1, NOW)
    assert [line.split(":")[0] for line in differences(before, snapshot(db))] == ["outbox", "outbox"]
