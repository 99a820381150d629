import pytest

from mailbot.model.decision import Outcome
from mailbot.store import inbox, outbox
from mailbot.store.database import Database, transaction
from mailbot.store.decisions import attachments_sha256
from mailbot.store.directory import dead_addresses
from mailbot.store.events import events_of_mail
from tests.store.builders import MINUTE, NOW, SENDER, arrive, catalogue, decide, decision, file, letter, mail


def test_a_decision_writes_outcome_files_evidence_tables_and_letters(db: Database) -> None:
    mail_id = arrive(db)
    files = (file("1", "a" * 64, format="zip"), file("1/内.xlsx", "b" * 64, losses=("tables-cut",)))
    sent = mail(defects=("charset-guessed",), authenticated=False, in_reply_to=("<9@example.cn>",))
    written = decide(
        db,
        mail_id,
        decision(catalogue(), file_reasons={"1/内.xlsx": ("filed", "")}),
        sent=sent,
        files=files,
        letters=(letter(f"reply:{mail_id}:1", mail=mail_id),),
    )
    stored = inbox.load_mail(db, mail_id)
    assert stored is not None
    assert (stored.outcome, stored.reason, stored.unit, stored.provisional) == ("filed", "all-filed", "civil-affairs", False)
    assert (stored.sender, stored.subject, stored.defects, stored.authenticated) == (SENDER, "报送", ("charset-guessed",), False)
    assert (stored.decided_at, stored.rules_sha256, stored.program) == (NOW, "r", "0.1")
    assert [(one.path, one.outcome, one.reason) for one in inbox.load_files(db, mail_id)] == [("1", "kept", ""), ("1/内.xlsx", "filed", "")]
    assert len(written.submissions) == 1
    assert [one.mail for one in outbox.list_letters(db)] == [mail_id]
    assert [event.kind for event in events_of_mail(db, mail_id)] == ["received", "queued", "decided"]


def test_a_new_decision_replaces_files_and_evidence(db: Database) -> None:
    mail_id = arrive(db)
    decide(db, mail_id, decision(outcome=Outcome.HELD), files=(file("1"), file("2")))
    with transaction(db):
        inbox.reopen(db, mail_id, NOW, by="office@example.cn", unit="civil-affairs")
    decide(db, mail_id, decision(), files=(file("1"),))
    assert [one.path for one in inbox.load_files(db, mail_id)] == ["1"]
    assert db.connection.execute("SELECT count(*) FROM evidence").fetchone()[0] == 1


def test_a_bounce_marks_its_addresses(db: Database) -> None:
    mail_id = arrive(db)
    decide(db, mail_id, decision(outcome=Outcome.BOUNCE, reason="delivery-report", dead_addresses=("gone@example.cn",)))
    assert dead_addresses(db) == (("gone@example.cn", None, NOW, "delivery-report"),)


def test_an_acknowledgement_is_the_receipt_of_our_letter(db: Database) -> None:
    with transaction(db):
        number = outbox.enqueue(db, letter("notice:civil-affairs:2020-09-24", kind="notice"), NOW)
    mail_id = arrive(db, received_at=NOW + MINUTE)
    decide(db, mail_id, decision(outcome=Outcome.IGNORED, receipt_of=number))
    assert number is not None
    assert outbox.receipts(db, number) == ((mail_id, NOW + MINUTE),)


def test_a_mail_that_names_a_duplicate_keeps_its_number(db: Database) -> None:
    first, second = arrive(db, b"1", uid=1), arrive(db, b"2", uid=2)
    decide(db, second, decision(outcome=Outcome.DUPLICATE, duplicate_of=first))
    stored = inbox.load_mail(db, second)
    assert stored is not None
    assert stored.duplicate_of == first


@pytest.mark.parametrize(
    ("paths", "other", "equal"),
    [
        ([("1", "a"), ("2", "b")], [("1", "b"), ("2", "a")], True),
        ([("1", "a")], [("1", "a"), ("1/x", "c")], True),
        ([("1", "a")], [("1", "b")], False),
        ([("1", "a")], [("1", "a"), ("2", "a")], False),
    ],
)
def test_attachments_are_the_same_whatever_their_order(paths: list[tuple[str, str]], other: list[tuple[str, str]], equal: bool) -> None:
    first, second = ([file(path, sha256) for path, sha256 in pairs] for pairs in (paths, other))
    assert (attachments_sha256(first) == attachments_sha256(second)) is equal


def test_a_mail_without_attachments_has_no_hash_of_them() -> None:
    assert attachments_sha256(()) == ""
