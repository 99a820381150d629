from datetime import date

from mailbot.model.decision import Outcome
from mailbot.model.duty import Arrival
from mailbot.store import arrivals, inbox
from mailbot.store.confirming import confirm
from mailbot.store.database import Database, transaction
from tests.store.builders import MINUTE, NOW, arrive, catalogue, decide, decision, filed, liaison

OFFICE = "office@example.cn"
LATER = NOW + MINUTE
DUTY = ("civil-affairs", "catalogue", 5)


def test_what_came_is_told_by_when_the_mailbox_received_it(db: Database) -> None:
    _, (second,) = filed(db, catalogue(3, outcome="returned"), uid=1, received_at=LATER)
    _, (first,) = filed(db, liaison(), uid=2, received_at=NOW, provisional=True)
    assert arrivals.arrivals(db, LATER) == (
        Arrival("civil-affairs", "liaison", None, "filed", NOW, provisional=True, items=1, version=1, submission=first),
        Arrival("civil-affairs", "catalogue", 5, "returned", LATER, items=3, to_mend=1, version=1, submission=second),
    )
    assert [arrival.submission for arrival in arrivals.arrivals(db, NOW)] == [first]


def test_what_a_person_must_read_has_come_too(db: Database) -> None:
    mail_id = arrive(db)
    decide(db, mail_id, decision(outcome=Outcome.UNREADABLE, received=(DUTY, ("civil-affairs", "liaison", None))))
    assert [(arrival.form, arrival.area, arrival.kind) for arrival in arrivals.arrivals(db, NOW)] == [
        ("catalogue", 5, "unreadable"),
        ("liaison", None, "unreadable"),
    ]


def test_a_held_table_of_nobody_is_nobody_s_arrival(db: Database) -> None:
    filed(db, catalogue(unit=None, outcome="held"), outcome=Outcome.HELD)
    assert arrivals.arrivals(db, NOW) == ()


def test_decisions_of_the_office_count_from_when_they_were_made(db: Database) -> None:
    provisional, _ = filed(db, catalogue(), uid=1, provisional=True)
    held, _ = filed(db, catalogue(area=6, outcome="held"), uid=2, outcome=Outcome.HELD)
    _, (returned,) = filed(db, liaison(outcome="returned"), uid=3)
    with transaction(db):
        confirm(db, provisional, LATER, by=OFFICE)
        confirm(db, held, LATER, by=OFFICE)
        arrivals.accept(db, returned, LATER, by=OFFICE)
    before, after = ({arrival.form + str(arrival.area): arrival for arrival in arrivals.arrivals(db, at)} for at in (NOW, LATER))
    assert (before["catalogue5"].provisional, after["catalogue5"].provisional) == (True, False)
    assert (before["catalogue6"].kind, after["catalogue6"].kind) == ("held", "filed")
    assert (before["liaisonNone"].kind, before["liaisonNone"].registered) == ("returned", False)
    assert (after["liaisonNone"].kind, after["liaisonNone"].registered) == ("filed", True)


def test_a_table_decided_again_counts_once_at_any_instant(db: Database) -> None:
    mail_id, _ = filed(db, catalogue(outcome="held"), outcome=Outcome.HELD)
    with transaction(db):
        inbox.reopen(db, mail_id, LATER, by=OFFICE, unit="civil-affairs")
    decide(db, mail_id, decision(catalogue()), now=LATER)
    assert [arrival.kind for arrival in arrivals.arrivals(db, NOW)] == ["filed"]


def test_an_exemption_holds_from_when_it_was_made_until_it_is_taken_back(db: Database) -> None:
    with transaction(db):
        arrivals.set_exempt(db, DUTY, LATER, why="无此类事项", by=OFFICE)
        arrivals.set_exempt(db, ("civil-affairs", "liaison", None), NOW, why="撤并", by=OFFICE)
    assert arrivals.exempt(db, NOW) == {("civil-affairs", "liaison", None)}
    assert arrivals.exempt(db, LATER) == {DUTY, ("civil-affairs", "liaison", None)}
    with transaction(db):
        assert arrivals.end_exempt(db, DUTY, LATER, by=OFFICE)
        assert not arrivals.end_exempt(db, DUTY, LATER, by=OFFICE)
    assert DUTY not in arrivals.exempt(db, LATER)


def test_a_deadline_moved_for_one_weighs_more_than_one_moved_for_all(db: Database) -> None:
    other = ("housing", "catalogue", 14)
    with transaction(db):
        arrivals.defer(db, "civil-affairs", "catalogue", 5, date(2020, 10, 9), NOW, why="来函", by=OFFICE)
        arrivals.defer(db, None, "catalogue", None, date(2020, 10, 12), LATER, why="统一顺延", by=OFFICE)
    assert arrivals.deferred(db, (DUTY, other), NOW) == {DUTY: date(2020, 10, 9)}
    assert arrivals.deferred(db, (DUTY, other, ("housing", "liaison", None)), LATER) == {DUTY: date(2020, 10, 9), other: date(2020, 10, 12)}


def test_the_latest_of_two_moves_counts(db: Database) -> None:
    with transaction(db):
        arrivals.defer(db, "civil-affairs", "catalogue", 5, date(2020, 10, 12), NOW, why="来函", by=OFFICE)
        arrivals.defer(db, "civil-affairs", "catalogue", 5, date(2020, 10, 9), LATER, why="提前", by=OFFICE)
    assert arrivals.deferred(db, (DUTY,), LATER) == {DUTY: date(2020, 10, 9)}


def test_notes_are_kept_in_order(db: Database) -> None:
    with transaction(db):
        arrivals.add_note(db, "tax", "已电话，周五报", NOW, by=OFFICE)
        arrivals.add_note(db, "tax", "已催领导", LATER, by=OFFICE)
    assert arrivals.notes(db, "tax") == ((NOW, OFFICE, "已电话，周五报"), (LATER, OFFICE, "已催领导"))
