from mailbot.model.decision import Outcome
from mailbot.store import inbox
from mailbot.store.arrivals import arrivals
from mailbot.store.confirming import confirm, hold, void
from mailbot.store.database import Database, transaction
from mailbot.store.standing import current_versions
from mailbot.store.submissions import load_submission, submissions_of
from tests.store.builders import MINUTE, NOW, arrive, catalogue, decide, decision, filed

OFFICE = "office@example.cn"
LATER = NOW + MINUTE


def test_confirming_makes_provisional_tables_filed_with_their_receipt_kept(db: Database) -> None:
    mail_id, (number,) = filed(db, catalogue(), provisional=True)
    with transaction(db):
        assert confirm(db, mail_id, LATER, by=OFFICE) == (number,)
    stored = load_submission(db, number)
    assert stored is not None
    assert (stored.outcome, stored.provisional, stored.received_at, stored.confirmed_at, stored.version) == ("filed", False, NOW, LATER, 1)
    assert inbox.awaiting_office(db) == ()


def test_confirming_a_held_table_files_it_as_the_next_version(db: Database) -> None:
    _, (first,) = filed(db, catalogue(3), uid=1)
    mail_id, (held,) = filed(db, catalogue(1, outcome="held"), uid=2, outcome=Outcome.HELD, received_at=NOW - MINUTE)
    with transaction(db):
        confirm(db, mail_id, LATER, by=OFFICE)
    stored, mail = load_submission(db, held), inbox.load_mail(db, mail_id)
    assert stored is not None
    assert mail is not None
    assert (stored.outcome, stored.version, stored.replaces) == ("filed", 2, first)
    assert current_versions(db, ["civil-affairs"])["civil-affairs", "catalogue", 5].submission == held
    assert (mail.outcome, mail.reason) == ("filed", "confirmed")


def test_a_table_of_nobody_cannot_be_confirmed(db: Database) -> None:
    mail_id, _ = filed(db, catalogue(unit=None, outcome="held"), outcome=Outcome.HELD)
    with transaction(db):
        assert confirm(db, mail_id, LATER, by=OFFICE) == ()


def test_confirming_what_only_a_person_can_read_registers_it(db: Database) -> None:
    mail_id = arrive(db)
    decide(db, mail_id, decision(outcome=Outcome.UNREADABLE, received=(("civil-affairs", "catalogue", 5),)))
    with transaction(db):
        confirm(db, mail_id, LATER, by=OFFICE)
    assert [(arrival.kind, arrival.registered) for arrival in arrivals(db, LATER)] == [("unreadable", True)]
    assert [arrival.registered for arrival in arrivals(db, NOW)] == [False]


def test_a_mail_thrown_out_never_came(db: Database) -> None:
    mail_id, (number,) = filed(db, catalogue(), received=(("civil-affairs", "liaison", None),))
    with transaction(db):
        assert void(db, mail_id, LATER, by=OFFICE, why="office") == (number,)
    assert submissions_of(db, mail_id) == ()
    assert arrivals(db, LATER) == ()
    assert len(arrivals(db, NOW)) == 2


def test_a_version_number_is_not_used_twice(db: Database) -> None:
    mail_id, _ = filed(db, catalogue(), uid=1)
    with transaction(db):
        void(db, mail_id, LATER, by=OFFICE, why="office")
    _, (number,) = filed(db, catalogue(), uid=2)
    stored = load_submission(db, number)
    assert stored is not None
    assert (stored.version, stored.replaces) == (2, None)


def test_a_rival_puts_an_earlier_provisional_table_in_doubt(db: Database) -> None:
    first_mail, (first,) = filed(db, catalogue(), uid=1, provisional=True)
    second_mail, _ = filed(
        db,
        catalogue(2, outcome="held"),
        uid=2,
        sender="other@example.com",
        outcome=Outcome.HELD,
        provisional=True,
        hold_submissions=(first,),
    )
    stored = load_submission(db, first)
    assert stored is not None
    assert stored.outcome == "held"
    assert inbox.awaiting_office(db) == (first_mail, second_mail)
    assert {arrival.kind for arrival in arrivals(db, NOW)} == {"held"}


def test_holding_a_table_that_the_office_had_settled_asks_again(db: Database) -> None:
    mail_id, (number,) = filed(db, catalogue(), provisional=True)
    with transaction(db):
        inbox.settle(db, mail_id, NOW, by=OFFICE, what="ignored")
        hold(db, number, LATER, why="rival-senders")
    assert inbox.awaiting_office(db) == (mail_id,)
