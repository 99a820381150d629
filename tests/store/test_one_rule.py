"""The board and the store name the same version, whatever came, was held and was taken in whatever order."""

from datetime import datetime
from itertools import permutations, product

import pytest

from mailbot.duties.board import board
from mailbot.model.decision import Outcome
from mailbot.model.duty import Duty, DutyState
from mailbot.store.arrivals import arrivals
from mailbot.store.confirming import confirm
from mailbot.store.database import Database, transaction
from mailbot.store.standing import standing
from tests.forms.grids import shipped
from tests.store.builders import MINUTE, NOW, catalogue, filed

KEY = ("civil-affairs", "catalogue", 5)
KINDS = ("filed", "held", "returned", "provisional")


def arrive(db: Database, kind: str, place: int) -> int:
    """Let a table come in its minute; each has another size."""
    outcome = "filed" if kind == "provisional" else kind
    mail, _ = filed(
        db,
        catalogue(place + 3, outcome=outcome),
        uid=place,
        received_at=NOW + place * MINUTE,
        outcome=Outcome.HELD if kind == "held" else Outcome.FILED,
        provisional=kind == "provisional",
    )
    return mail


def row(db: Database, now: datetime) -> Duty:
    return next(duty for duty in board(shipped(), arrivals(db, now), now, units=["civil-affairs"]) if duty.key == KEY)


def agree(db: Database, now: datetime) -> None:
    stands, duty = standing(db, *KEY), row(db, now)
    if duty.state in (DutyState.FILED, DutyState.PROVISIONAL):
        assert stands is not None
        size = db.connection.execute("SELECT size FROM submission WHERE id = ?", (stands.submission,)).fetchone()[0]
        assert (duty.version, duty.items) == (stands.version, size)


@pytest.mark.parametrize("kinds", [*product(KINDS, repeat=2), *permutations(KINDS, 3)], ids="-".join)
@pytest.mark.parametrize("backwards", [False, True])
def test_the_board_and_the_store_name_the_same_version(db: Database, kinds: tuple[str, ...], backwards: bool) -> None:
    mails = [(arrive(db, kind, place), kind) for place, kind in enumerate(kinds)]
    now = NOW + 10 * MINUTE
    agree(db, now)
    received = row(db, now).received_at
    for mail, kind in mails[:: -1 if backwards else 1]:
        if kind in ("held", "provisional"):
            now += MINUTE
            with transaction(db):
                confirm(db, mail, now, by="office@example.cn")
            agree(db, now)
    assert row(db, now).received_at == received


def test_a_held_table_taken_after_a_later_one_came_stands_on_the_board_too(db: Database) -> None:
    arrive(db, "filed", 0)
    held = arrive(db, "held", 1)
    arrive(db, "filed", 2)
    assert row(db, NOW + 5 * MINUTE).items == 5
    with transaction(db):
        confirm(db, held, NOW + 6 * MINUTE, by="office@example.cn")
    assert row(db, NOW + 7 * MINUTE).items == 4
    assert row(db, NOW + 5 * MINUTE).items == 5
    arrive(db, "filed", 8)
    assert row(db, NOW + 9 * MINUTE).items == 11
