from datetime import date, timedelta

from mailbot.model.letter import Enclosure, Letter
from mailbot.store import outbox
from mailbot.store.database import Database, transaction
from mailbot.store.events import events_of_letter
from tests.store.builders import MINUTE, NOW, arrive, letter


def queue(db: Database, outgoing: outbox.Outgoing) -> int:
    with transaction(db):
        number = outbox.enqueue(db, outgoing, NOW)
    assert number is not None
    return number


def state_of(db: Database, number: int) -> str:
    queued = outbox.load_letter(db, number)
    assert queued is not None
    return queued.state


def sending(db: Database, outgoing: outbox.Outgoing) -> int:
    number = queue(db, outgoing)
    with transaction(db):
        assert outbox.claim(db, number, NOW)
    return number


def test_a_letter_comes_back_as_it_was_queued(db: Database) -> None:
    mail_id = arrive(db)
    value = Letter(
        f"reply:{mail_id}:1",
        "filed",
        "mzj@example.cn",
        {"unit": "民政局", "areas": [{"name": "社会救助", "items": 13}]},
        unit="civil-affairs",
        in_reply_to="<1@example.cn>",
        references=("<0@example.cn>", "<1@example.cn>"),
        enclosures=(Enclosure("marked", file="1"), Enclosure("forms", unit="civil-affairs")),
        copies=("b@example.cn",),
    )
    number = queue(db, outbox.Outgoing(value, "reply", "<r@example.cn>", b"From: \xff", "已收到", mail_id))
    queued = outbox.load_letter(db, number)
    assert queued is not None
    assert queued.letter == value
    assert (queued.kind, queued.state, queued.subject, queued.message_id, queued.mail) == (
        "reply",
        "waiting",
        "已收到",
        "<r@example.cn>",
        mail_id,
    )
    assert outbox.load_content(db, number) == b"From: \xff"


def test_a_key_makes_one_letter(db: Database) -> None:
    number = queue(db, letter())
    with transaction(db):
        assert outbox.enqueue(db, letter(content=b"other"), NOW + MINUTE) is None
    assert outbox.load_content(db, number) == b"bytes"
    assert outbox.has_key(db, "reply:1:1")
    assert not outbox.has_key(db, "reply:1:2")


def test_a_notice_has_no_bytes_until_it_is_claimed(db: Database) -> None:
    number = queue(db, letter("notice:civil-affairs:2020-09-29", kind="notice", content=None, subject=""))
    assert outbox.load_content(db, number) is None
    with transaction(db):
        assert outbox.claim(db, number, NOW, content=b"now", subject="工作提醒")
    queued = outbox.load_letter(db, number)
    assert queued is not None
    assert (queued.state, queued.subject, queued.attempts, queued.claimed_at) == ("sending", "工作提醒", 1, NOW)
    assert outbox.load_content(db, number) == b"now"


def test_a_letter_is_claimed_once(db: Database) -> None:
    number = sending(db, letter())
    with transaction(db):
        assert not outbox.claim(db, number, NOW, content=b"twice")
    assert outbox.load_content(db, number) == b"bytes"


def test_a_sent_letter_tells_when(db: Database) -> None:
    number = sending(db, letter())
    with transaction(db):
        outbox.mark_sent(db, number, NOW + MINUTE)
    queued = outbox.load_letter(db, number)
    assert queued is not None
    assert (queued.state, queued.sent_at) == ("sent", NOW + MINUTE)
    assert [event.kind for event in events_of_letter(db, number)] == ["queued", "sent"]


def test_a_letter_put_off_waits_longer_each_time(db: Database) -> None:
    number = queue(db, letter())
    now, waits = NOW, []
    for _ in range(6):
        with transaction(db):
            assert outbox.claim(db, number, now)
            assert outbox.mark_retry(db, number, now, error="451")
        queued = outbox.load_letter(db, number)
        assert queued is not None
        waits.append((queued.due_at - now) / MINUTE)
        now = queued.due_at
    assert waits == [1, 5, 30, 120, 120, 120]


def test_after_five_days_of_failures_a_letter_is_dead(db: Database) -> None:
    number = sending(db, letter())
    with transaction(db):
        for _ in range(outbox.FEWEST_TRIES):
            assert outbox.mark_retry(db, number, NOW, error="451")
            outbox.claim(db, number, NOW)
        assert outbox.mark_retry(db, number, NOW + timedelta(days=5), error="451")
        assert not outbox.mark_retry(db, number, NOW + timedelta(days=5, minutes=1), error="451")
    assert state_of(db, number) == "dead"


def test_a_clock_that_jumps_ahead_kills_no_letter(db: Database) -> None:
    number = sending(db, letter())
    with transaction(db):
        assert outbox.mark_retry(db, number, NOW, error="451")
        assert outbox.mark_retry(db, number, NOW + timedelta(days=365), error="451")
    assert state_of(db, number) == "waiting"


def test_a_letter_first_tried_after_a_week_off_gets_its_five_days(db: Database) -> None:
    number = queue(db, letter())
    later = NOW + timedelta(days=7)
    with transaction(db):
        outbox.claim(db, number, later)
        assert outbox.mark_retry(db, number, later, error="451")
    assert state_of(db, number) == "waiting"


def test_what_the_server_said_of_a_dead_letter_is_kept(db: Database) -> None:
    number = sending(db, letter())
    with transaction(db):
        outbox.mark_dead(db, number, NOW, error="550")
    queued = outbox.load_letter(db, number)
    assert queued is not None
    assert (queued.state, queued.error) == ("dead", "550")


def test_only_a_waiting_letter_can_be_withdrawn(db: Database) -> None:
    number = queue(db, letter())
    with transaction(db):
        assert outbox.withdraw(db, number, NOW, why="nothing-left")
        assert not outbox.withdraw(db, number, NOW, why="nothing-left")
        assert not outbox.claim(db, number, NOW)
    assert state_of(db, number) == "withdrawn"


def test_letters_are_listed_by_state_and_by_the_mail_they_answer(db: Database) -> None:
    mail_id = arrive(db)
    first, second = queue(db, letter("a", mail=mail_id)), sending(db, letter("b"))
    assert [one.id for one in outbox.list_letters(db)] == [first, second]
    assert [one.id for one in outbox.list_letters(db, ("sending", "dead"))] == [second]
    assert [one.id for one in outbox.list_letters(db, mail=mail_id)] == [first]


def test_the_notices_of_a_day_are_known_by_their_keys(db: Database) -> None:
    queue(db, letter("notice:civil-affairs:2020-09-29", kind="notice"))
    queue(db, letter("notice:housing:2020-09-30", kind="notice"))
    assert outbox.notice_keys(db, "2020-09-29") == {"notice:civil-affairs:2020-09-29"}


def test_the_days_that_had_a_digest_and_the_last_letter_of_a_kind_are_known(db: Database) -> None:
    assert outbox.last_of_kind(db, "digest") is None
    queue(db, letter("digest:2020-09-28", kind="digest"))
    queue(db, letter("digest:2020-09-29", kind="digest"))
    assert outbox.digest_days(db) == {date(2020, 9, 28), date(2020, 9, 29)}
    assert outbox.last_of_kind(db, "digest") == NOW
