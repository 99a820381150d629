from datetime import timedelta

from mailbot.model.mail import RawMail, SourceKey
from mailbot.store import inbox, sightings
from mailbot.store.database import Database, transaction
from tests.store.builders import MINUTE, NOW, arrive, decide, decision, key, raw


def test_seen_places_are_known_under_their_uid_validity_only(db: Database) -> None:
    arrive(db, uid=41)
    assert sightings.known_uids(db, "INBOX", 1) == {41}
    assert sightings.known_uids(db, "INBOX", 2) == frozenset()
    assert sightings.unknown(db, (key(41), key(42), key(41, uid_validity=2))) == (key(42), key(41, uid_validity=2))


def test_a_watermark_only_rises(db: Database) -> None:
    assert sightings.watermark(db, "INBOX") is None
    with transaction(db):
        sightings.set_watermark(db, key(50), NOW)
        sightings.set_watermark(db, key(41), NOW)
    assert sightings.watermark(db, "INBOX") == key(50)


def test_a_new_uid_validity_begins_a_new_watermark(db: Database) -> None:
    with transaction(db):
        sightings.set_watermark(db, key(50, uid_validity=9), NOW)
        sightings.set_watermark(db, key(3, uid_validity=2), NOW + MINUTE)
    assert sightings.watermark(db, "INBOX") == key(3, uid_validity=2)


def test_a_failed_fetch_is_due_again_later_and_later(db: Database) -> None:
    with transaction(db):
        assert sightings.record_failure(db, key(), "bad-answer", NOW) == 1
    assert sightings.failures(db, "INBOX", 1, NOW) == ()
    assert sightings.failures(db, "INBOX", 1, NOW + MINUTE) == (key(),)
    with transaction(db):
        assert sightings.record_failure(db, key(), "bad-answer", NOW + MINUTE) == 2
    assert sightings.failures(db, "INBOX", 1, NOW + 2 * MINUTE) == ()
    (failure,) = sightings.open_failures(db)
    assert (failure.key, failure.attempts, failure.error, failure.failed_at) == (key(), 2, "bad-answer", NOW)


def test_the_headers_of_a_failure_are_kept_until_the_mail_is_here_or_gone(db: Database) -> None:
    head = RawMail(key(), b"Subject: x\r\n\r\n", NOW)
    with transaction(db):
        sightings.record_failure(db, key(), "bad-answer", NOW, head=head)
        sightings.record_failure(db, key(), "bad-answer", NOW + MINUTE)
        sightings.record_failure(db, key(42), "bad-answer", NOW)
    assert [one.head for one in sightings.open_failures(db)] == [head, None]
    with transaction(db):
        inbox.insert_raw(db, raw(), NOW, route="imap")
        sightings.record_gone(db, key(42), NOW)
    assert db.connection.execute("SELECT count(*) FROM unfetched").fetchone()[0] == 0


def test_what_lay_under_another_number_is_tried_no_more(db: Database) -> None:
    with transaction(db):
        sightings.record_failure(db, key(), "bad-answer", NOW)
        sightings.record_failure(db, key(uid_validity=2), "bad-answer", NOW)
        sightings.close_elsewhere(db, "INBOX", 2, NOW)
    assert [one.key for one in sightings.open_failures(db)] == [key(uid_validity=2)]


def test_a_fetch_that_succeeds_ends_the_failure(db: Database) -> None:
    with transaction(db):
        sightings.record_failure(db, key(), "bad-answer", NOW)
        inbox.insert_raw(db, raw(), NOW, route="imap")
    assert sightings.open_failures(db) == ()
    assert sightings.failures(db, "INBOX", 1, NOW + timedelta(days=2)) == ()


def test_a_late_failure_does_not_undo_a_fetched_mail(db: Database) -> None:
    mail_id = arrive(db)
    with transaction(db):
        sightings.record_failure(db, key(), "bad-answer", NOW)
        sightings.record_gone(db, key(), NOW)
    assert sightings.open_failures(db) == ()
    assert inbox.place_of(db, mail_id) == key()


def test_a_mail_that_is_gone_is_not_tried_again(db: Database) -> None:
    with transaction(db):
        sightings.record_failure(db, key(), "bad-answer", NOW)
        sightings.record_gone(db, key(), NOW)
    assert sightings.failures(db, "INBOX", 1, NOW + timedelta(days=2)) == ()
    assert sightings.open_failures(db) == ()


def test_failed_polls_are_counted_in_a_row(db: Database) -> None:
    assert sightings.poll_state(db, "INBOX") is None
    with transaction(db):
        sightings.record_poll(db, "INBOX", NOW, full=True)
        sightings.record_poll(db, "INBOX", NOW + MINUTE, error="try-later")
        sightings.record_poll(db, "INBOX", NOW + 2 * MINUTE, error="auth-refused")
    state = sightings.poll_state(db, "INBOX")
    assert state == sightings.PollState(NOW + 2 * MINUTE, NOW, NOW, "auth-refused", 2)
    with transaction(db):
        sightings.record_poll(db, "INBOX", NOW + 3 * MINUTE)
    state = sightings.poll_state(db, "INBOX")
    assert state == sightings.PollState(NOW + 3 * MINUTE, NOW + 3 * MINUTE, NOW, "", 0)


def test_only_decided_mails_are_settled_in_the_mailbox(db: Database) -> None:
    first, _ = arrive(db, b"1", uid=1), arrive(db, b"2", uid=2)
    decide(db, first, decision())
    assert sightings.unsettled(db, "INBOX") == (key(1),)
    with transaction(db):
        sightings.set_settled(db, key(1))
    assert sightings.unsettled(db, "INBOX") == ()


def test_a_known_mail_may_lie_in_another_place(db: Database) -> None:
    mail_id = arrive(db)
    moved = SourceKey("已处理", 3, 1)
    with transaction(db):
        sightings.record_sighting(db, moved, mail_id, NOW)
    assert sightings.known_uids(db, "已处理", 3) == {1}
