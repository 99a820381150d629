from mailbot.model.duty import LedgerKey
from mailbot.store.database import Database, transaction
from mailbot.store.ledger import claim_steps, seen, skipped_between
from tests.store.builders import MINUTE, NOW, letter
from tests.store.test_outbox import queue

REMINDER: LedgerKey = ("civil-affairs", "catalogue", 5, "2020-09-30", -1)
KICKOFF: LedgerKey = ("civil-affairs", "kickoff", None, "2020-09-24", 0)


def test_a_claimed_step_is_seen_as_it_was_written(db: Database) -> None:
    number = queue(db, letter("notice:civil-affairs:2020-09-29", kind="notice"))
    with transaction(db):
        claim_steps(db, (REMINDER, KICKOFF), NOW, letter=number)
    assert seen(db) == {REMINDER, KICKOFF}


def test_a_step_stays_with_the_letter_that_claimed_it_first(db: Database) -> None:
    number = queue(db, letter("notice:civil-affairs:2020-09-29", kind="notice"))
    with transaction(db):
        claim_steps(db, (REMINDER,), NOW, letter=number)
        claim_steps(db, (REMINDER,), NOW, letter=None)
    assert db.connection.execute("SELECT letter FROM ledger").fetchall()[0][0] == number


def test_a_moved_deadline_is_another_step(db: Database) -> None:
    moved = (*REMINDER[:3], "2020-10-12", -1)
    with transaction(db):
        claim_steps(db, (REMINDER, moved), NOW, letter=None)
    assert seen(db) == {REMINDER, moved}


def test_skipped_steps_are_told_once(db: Database) -> None:
    with transaction(db):
        claim_steps(db, (REMINDER,), NOW, letter=None)
    assert skipped_between(db, NOW - MINUTE, NOW) == (REMINDER,)
    assert skipped_between(db, NOW, NOW + MINUTE) == ()
