"""Forty versions of a duty: the last one stands, and what it changed is told of the one before."""

from datetime import timedelta

from bench.versions import START, changed, fill
from mailbot.cli.stories import story
from mailbot.office.board import board_of
from mailbot.store.database import Database
from mailbot.store.standing import current_versions
from tests.checks.builders import rulebook


def test_after_forty_versions_the_last_one_stands_everywhere(db: Database) -> None:
    fill(db, rulebook(), 40, items=3)
    areas = rulebook().areas
    board = [duty for duty in board_of(db, rulebook(), START + timedelta(days=1)) if duty.area is not None]
    assert [(duty.area, duty.version, duty.items) for duty in board] == [(duty.area, 40, 3) for duty in board]
    assert {duty.received_at for duty in board} == {START}
    assert len(current_versions(db, [unit.key for unit in rulebook().units])) == len(areas)
    last = db.connection.execute("SELECT max(id) FROM submission").fetchone()[0]
    shown = story(db, f"s{last}", rulebook())
    assert shown is not None
    assert shown["submission"]["changes"]["from"] == f"s{last - len(areas)}"
    (change,) = changed(db, rulebook(), areas[0], 41, items=3)
    assert (change["added"], change["removed"]) == (0, 0)
