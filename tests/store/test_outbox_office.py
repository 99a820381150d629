import pytest

from mailbot.store import outbox
from mailbot.store.database import Database, transaction
from mailbot.store.outbox_office import drop, is_paused, pause, release, resume, retry
from mailbot.store.sending import Caps, next_waiting
from tests.store.builders import MINUTE, NOW, letter
from tests.store.test_outbox import queue, sending, state_of

OFFICE = "office@example.cn"


def test_withheld_answers_go_on_the_office_s_word_only(db: Database) -> None:
    first, second, third = (queue(db, letter(f"reply:{n}:1", withhold=True)) for n in range(3))
    assert state_of(db, first) == "withheld"
    with transaction(db):
        assert not outbox.claim(db, first, NOW)
        assert release(db, NOW + MINUTE, by=OFFICE, letter=second) == (second,)
        assert release(db, NOW + MINUTE, by=OFFICE) == (first, third)
        assert release(db, NOW + MINUTE, by=OFFICE) == ()
    assert [one.due_at for one in outbox.list_letters(db, ("waiting",))] == [NOW + MINUTE] * 3


def test_in_mode_hold_only_what_was_released_leaves(db: Database) -> None:
    first, second = (queue(db, letter(f"reply:{n}:1")) for n in range(2))
    caps = Caps(released_only=True)
    assert next_waiting(db, NOW, caps) is None
    with transaction(db):
        assert release(db, NOW, by=OFFICE, letter=second, waiting_too=True) == (second,)
        found = next_waiting(db, NOW, caps)
        assert found is not None
        assert found.id == second
        assert release(db, NOW, by=OFFICE, waiting_too=True) == (first,)


@pytest.mark.parametrize(
    ("state", "dropped", "retried"),
    [
        ("waiting", True, True),
        ("withheld", True, False),
        ("sending", False, False),
        ("sent", False, False),
        ("dead", True, True),
        ("unconfirmed", True, True),
    ],
)
def test_the_office_can_drop_and_retry_what_has_not_left(db: Database, state: str, dropped: bool, retried: bool) -> None:
    for name in ("drop", "retry"):
        queue(db, letter(name))
    db.connection.execute("UPDATE outbox SET state = ?", (state,))
    with transaction(db):
        assert drop(db, 1, NOW, by=OFFICE) is dropped
        assert retry(db, 2, NOW, by=OFFICE) is retried


def test_a_retried_letter_begins_anew(db: Database) -> None:
    number = sending(db, letter())
    with transaction(db):
        outbox.mark_retry(db, number, NOW, error="451")
        outbox.mark_dead(db, number, NOW, error="550")
        retry(db, number, NOW + MINUTE, by=OFFICE)
    queued = outbox.load_letter(db, number)
    assert queued is not None
    assert (queued.state, queued.attempts, queued.due_at) == ("waiting", 0, NOW + MINUTE)


def test_the_office_can_stop_everything_and_go_on(db: Database) -> None:
    assert not is_paused(db)
    with transaction(db):
        pause(db, NOW, by=OFFICE)
    assert is_paused(db)
    with transaction(db):
        resume(db, NOW, by=OFFICE)
    assert not is_paused(db)
