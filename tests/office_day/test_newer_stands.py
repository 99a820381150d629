"""收下 of what was held does not displace, unseen, what came after it."""

from pathlib import Path

from mailbot.demo.books import Faults
from mailbot.jobs.board import current_board
from mailbot.model.decision import Order
from mailbot.office.orders import Answer, Office, apply
from tests.season.builders import Stage, instant, stage, table

SENDER, NIGHT = "civil-affairs@example.cn", "2020-09-30T17:00"


def say(played: Stage, kind: str, when: str = NIGHT) -> Answer:
    return apply(Office(played.desk.db, played.rulebook, instant(when)), Order(kind, 2, by="command-line"))


def standing(played: Stage, when: str) -> int:
    return next(duty.items for duty in current_board(played.desk, instant(when)) if duty.key == ("civil-affairs", "catalogue", 5))


def test_a_held_table_older_than_what_stands_is_asked_about_and_replaces_by_word_only(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        for day, faults in ((28, Faults()), (29, Faults({(1, "basis"): "新依据"}, rows=3)), (30, Faults({(1, "basis"): "再改"}))):
            when = f"2020-09-{day}T09:00"
            played.answer(table(played.rulebook, [5], when=when, sender=SENDER, faults=faults), when)
        assert played.outcomes() == ("filed", "held", "filed")
        whole = standing(played, NIGHT)
        asked = say(played, "confirm")
        assert not asked.done
        assert "“m2 替换”" in asked.text
        assert standing(played, NIGHT) == whole
        assert say(played, "replace").done
        assert standing(played, NIGHT) == 3
        assert say(played, "undo", "2020-09-30T17:10").done
        assert standing(played, "2020-09-30T17:10") == whole
