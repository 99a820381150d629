from datetime import date, timedelta

from mailbot.model.submission import Person, Value
from mailbot.store import reminding
from mailbot.store.database import Database, transaction
from mailbot.store.events import events_since
from mailbot.store.people import Number, add_phone, numbers_by_unit, people_of
from tests.store.builders import MINUTE, NOW, filed, liaison

OFFICE = "office@example.cn"
LATER = NOW + MINUTE
DAY = date(2020, 9, 29)


def person(role: str, name: str, phone: str = "", email: str = "") -> Person:
    value = Value(name, "附件2!B4")
    return Person(role, 4, value, value, value, phones=(phone,) if phone else (), emails=(email,) if email else ())


def test_reminders_of_a_unit_are_paused_and_resumed(db: Database) -> None:
    with transaction(db):
        assert reminding.pause_unit(db, "tax", LATER, why="已电话", by=OFFICE)
        assert not reminding.pause_unit(db, "tax", LATER, why="再次", by=OFFICE)
    assert reminding.paused_units(db, NOW) == frozenset()
    assert reminding.paused_units(db, LATER) == {"tax"}
    with transaction(db):
        assert reminding.resume_unit(db, "tax", LATER, by=OFFICE)
        assert not reminding.resume_unit(db, "tax", LATER, by=OFFICE)
    assert reminding.paused_units(db, LATER) == frozenset()


def test_a_veto_holds_for_its_day_until_reminders_are_resumed(db: Database) -> None:
    with transaction(db):
        assert reminding.veto(db, "tax", DAY, NOW, by=OFFICE)
        assert not reminding.veto(db, "tax", DAY, NOW, by=OFFICE)
    assert reminding.vetoed_units(db, DAY) == {"tax"}
    assert reminding.vetoed_units(db, DAY + timedelta(1)) == frozenset()
    with transaction(db):
        reminding.resume_unit(db, "tax", LATER, by=OFFICE)
    assert reminding.vetoed_units(db, DAY) == frozenset()


def test_leaders_are_copied_only_by_order_and_only_from_a_sure_list(db: Database) -> None:
    people = (person("leader", "赵一", email="zhao@example.cn"), person("liaison", "钱二", email="qian@example.cn"))
    filed(db, liaison(people=people, unit="tax"), uid=1)
    filed(db, liaison(people=people, unit="finance"), uid=2, provisional=True)
    assert reminding.copied_leaders(db) == {}
    with transaction(db):
        assert reminding.copy_leader(db, "tax", NOW, by=OFFICE)
        assert not reminding.copy_leader(db, "tax", NOW, by=OFFICE)
        reminding.copy_leader(db, "finance", NOW, by=OFFICE)
    assert reminding.copied_leaders(db) == {"tax": ("zhao@example.cn",), "finance": ()}
    with transaction(db):
        assert reminding.copy_leader(db, "tax", NOW, by=OFFICE, copied=False)
    assert "tax" not in reminding.copied_leaders(db)


def test_the_season_is_closed_from_when_it_was_closed(db: Database) -> None:
    with transaction(db):
        assert reminding.close_season(db, LATER, by=OFFICE)
        assert not reminding.close_season(db, LATER, by=OFFICE)
    assert reminding.season_closed_at(db, NOW) is None
    assert reminding.season_closed_at(db, LATER) == LATER
    with transaction(db):
        assert reminding.reopen_season(db, LATER + MINUTE, by=OFFICE)
        assert not reminding.reopen_season(db, LATER + MINUTE, by=OFFICE)
    assert reminding.season_closed_at(db, LATER + MINUTE) is None
    kinds = [event.kind for event in events_since(db, NOW - MINUTE, LATER + MINUTE)]
    assert kinds == ["season-closed", "season-reopened"]


def test_numbers_of_a_unit_are_its_liaisons_then_its_leaders_then_those_the_office_registered(db: Database) -> None:
    people = (person("leader", "赵一", "0715-5550001"), person("liaison", "钱二", "13800000001"))
    filed(db, liaison(people=people, unit="tax"), uid=1)
    with transaction(db):
        assert add_phone(db, "tax", "0715-5550002", NOW, name="总机", by=OFFICE)
        assert not add_phone(db, "tax", "0715-5550002", NOW, by=OFFICE)
        add_phone(db, "finance", "0715-5550003", NOW, by=OFFICE)
    assert numbers_by_unit(db) == {
        "tax": (Number("13800000001", "钱二"), Number("0715-5550001", "赵一"), Number("0715-5550002", "总机")),
        "finance": (Number("0715-5550003"),),
    }
    assert [one.role for one in people_of(db, "tax")] == ["leader", "liaison"]
    assert people_of(db, "finance") == ()
