from mailbot.store.confirming import confirm
from mailbot.store.database import Database, transaction
from mailbot.store.standing import current_versions, standing
from tests.store.builders import MINUTE, NOW, SENDER, catalogue, filed

DUTY = ("civil-affairs", "catalogue", 5)


def test_the_version_that_stands_tells_all_that_a_new_one_is_compared_with(db: Database) -> None:
    table = catalogue(3)
    _, (number,) = filed(db, table)
    version = current_versions(db, ["civil-affairs"])[DUTY]
    assert (version.submission, version.outcome, version.provisional, version.sender) == (number, "filed", False, SENDER)
    assert version.content_sha256 == table.content_sha256
    assert version.identities == {item.identity for item in table.items}
    assert (version.size, version.to_mend, version.number) == (3, 1, 1)


def test_only_the_units_asked_for_are_answered(db: Database) -> None:
    filed(db, catalogue())
    assert current_versions(db, ["housing"]) == {}
    assert current_versions(db, ["housing", "civil-affairs"]).keys() == {DUTY}


def test_the_latest_by_receipt_stands_whatever_was_decided_first(db: Database) -> None:
    _, (newer,) = filed(db, catalogue(4), uid=1, received_at=NOW + MINUTE)
    filed(db, catalogue(3), uid=2, received_at=NOW)
    assert current_versions(db, ["civil-affairs"])[DUTY].submission == newer


def test_a_return_does_not_displace_a_filed_table(db: Database) -> None:
    _, (first,) = filed(db, catalogue(3), uid=1)
    filed(db, catalogue(4, outcome="returned"), uid=2, received_at=NOW + MINUTE)
    assert current_versions(db, ["civil-affairs"])[DUTY].submission == first


def test_a_provisional_table_does_not_displace_a_known_one(db: Database) -> None:
    _, (known,) = filed(db, catalogue(3), uid=1)
    filed(db, catalogue(4), uid=2, received_at=NOW + MINUTE, provisional=True)
    assert current_versions(db, ["civil-affairs"])[DUTY].submission == known


def test_a_provisional_table_stands_over_a_return(db: Database) -> None:
    filed(db, catalogue(4, outcome="returned"), uid=1, received_at=NOW + MINUTE)
    _, (provisional,) = filed(db, catalogue(3), uid=2, provisional=True)
    assert current_versions(db, ["civil-affairs"])[DUTY].submission == provisional


def test_a_later_known_table_stands_though_an_earlier_provisional_one_is_confirmed_after_it(db: Database) -> None:
    mail_id, _ = filed(db, catalogue(3), uid=1, provisional=True)
    _, (known,) = filed(db, catalogue(4), uid=2, received_at=NOW + MINUTE)
    with transaction(db):
        confirm(db, mail_id, NOW + 2 * MINUTE, by="office@example.cn")
    assert current_versions(db, ["civil-affairs"])[DUTY].submission == known


def test_held_tables_and_those_of_nobody_stand_for_nothing(db: Database) -> None:
    filed(db, catalogue(outcome="held"), catalogue(unit=None, outcome="held"))
    assert current_versions(db, ["civil-affairs"]) == {}
    assert standing(db, None, "catalogue", 5) is None
    assert standing(db, *DUTY) is None
