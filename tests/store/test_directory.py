from mailbot.model.instant import stored
from mailbot.store import directory
from mailbot.store.database import Database, set_meta, transaction
from tests.store.builders import MINUTE, NOW

LATER = NOW + MINUTE


def register(db: Database, unit: str, address: str) -> bool:
    with transaction(db):
        return directory.add_address(db, unit, address, NOW, source="command", by="office@example.cn")


def test_the_directory_looks_units_up_by_address_in_lower_case(db: Database) -> None:
    register(db, "civil-affairs", "MZJ@example.cn")
    register(db, "civil-affairs", "li@example.cn")
    register(db, "poverty", "mzj@example.cn")
    with transaction(db):
        set_meta(db, "first_poll_at", stored(NOW))
    found = directory.load_directory(db, trusted=("Office@example.cn",), own=("zwgk@example.cn",))
    assert found.units == {"mzj@example.cn": ("civil-affairs", "poverty"), "li@example.cn": ("civil-affairs",)}
    assert found.trusted == {"office@example.cn"}
    assert found.own == {"zwgk@example.cn"}
    assert found.dead == frozenset()
    assert found.since == NOW


def test_registering_twice_adds_one_address(db: Database) -> None:
    assert register(db, "civil-affairs", "mzj@example.cn")
    assert not register(db, "civil-affairs", "MZJ@example.cn")
    assert [one.address for one in directory.list_addresses(db, "civil-affairs")] == ["mzj@example.cn"]


def test_notices_go_to_living_addresses_the_longest_registered_first(db: Database) -> None:
    register(db, "civil-affairs", "b@example.cn")
    with transaction(db):
        directory.add_address(db, "civil-affairs", "a@example.cn", LATER, source="liaison")
        directory.add_address(db, "civil-affairs", "dead@example.cn", NOW, source="import")
        directory.mark_dead(db, "Dead@example.cn", NOW, why="delivery-report")
    assert directory.addresses_by_unit(db) == {"civil-affairs": ("b@example.cn", "a@example.cn")}
    assert directory.load_directory(db).dead == {"dead@example.cn"}
    assert directory.dead_addresses(db) == (("Dead@example.cn", "civil-affairs", NOW, "delivery-report"),)


def test_the_first_bounce_counts_and_writing_again_revives(db: Database) -> None:
    register(db, "civil-affairs", "mzj@example.cn")
    with transaction(db):
        directory.mark_dead(db, "mzj@example.cn", NOW, why="smtp-550")
        directory.mark_dead(db, "mzj@example.cn", LATER, why="smtp-551")
    assert directory.list_addresses(db)[0].dead_since == NOW
    with transaction(db):
        directory.revive(db, "mzj@example.cn")
    assert directory.list_addresses(db)[0].dead_since is None


def test_an_address_taken_off_a_unit_stays_with_others(db: Database) -> None:
    register(db, "civil-affairs", "mzj@example.cn")
    register(db, "poverty", "mzj@example.cn")
    with transaction(db):
        assert directory.remove_address(db, "civil-affairs", "mzj@example.cn", NOW)
        assert not directory.remove_address(db, "civil-affairs", "mzj@example.cn", NOW)
    assert directory.load_directory(db).units == {"mzj@example.cn": ("poverty",)}
