from datetime import timedelta

import pytest

from mailbot.store import gap, outbox
from mailbot.store.database import Database, transaction
from mailbot.store.events import events_of_letter
from tests.store.builders import MINUTE, NOW, letter


def sending(db: Database, kind: str = "reply") -> int:
    with transaction(db):
        number = outbox.enqueue(db, letter(kind=kind), NOW)
        assert number is not None
        assert outbox.claim(db, number, NOW)
    return number


def queued(db: Database, number: int) -> outbox.Queued:
    found = outbox.load_letter(db, number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "state"),
    [("reply", "waiting"), ("command", "waiting"), ("notice", "unconfirmed"), ("digest", "unconfirmed"), ("standing", "unconfirmed")],
)
def test_after_a_crash_only_answers_go_again(db: Database, kind: str, state: str) -> None:
    number = sending(db, kind)
    with transaction(db):
        assert gap.recover_sending(db, NOW + MINUTE) == ((number, state),)
    assert queued(db, number).state == state


def test_an_answer_found_half_way_twice_goes_no_third_time(db: Database) -> None:
    number = sending(db)
    with transaction(db):
        gap.recover_sending(db, NOW)
        outbox.claim(db, number, NOW)
        assert gap.recover_sending(db, NOW) == ((number, "unconfirmed"),)
    assert [event.kind for event in events_of_letter(db, number)] == ["queued", "maybe-duplicate", "unconfirmed"]


def test_recovering_with_nothing_half_way_changes_nothing(db: Database) -> None:
    with transaction(db):
        outbox.enqueue(db, letter(), NOW)
        assert gap.recover_sending(db, NOW) == ()


@pytest.mark.parametrize("first", ["crash", "cut"])
@pytest.mark.parametrize("second", ["crash", "cut"])
def test_whatever_makes_the_gap_an_answer_goes_no_third_time(db: Database, first: str, second: str) -> None:
    number = sending(db)
    meet = {
        "crash": lambda: gap.recover_sending(db, NOW)[0][1],
        "cut": lambda: gap.settle(db, number, NOW, error="rfc-1047", wait=MINUTE),
    }
    with transaction(db):
        assert meet[first]() == "waiting"
        outbox.claim(db, number, NOW)
        assert meet[second]() == "unconfirmed"


def test_a_server_that_broke_off_is_left_alone_for_a_while(db: Database) -> None:
    number = sending(db)
    with transaction(db):
        gap.settle(db, number, NOW, error="rfc-1047", wait=timedelta(minutes=3))
    assert (queued(db, number).state, queued(db, number).due_at) == ("waiting", NOW + timedelta(minutes=3))
