"""The board and the health as one value: what ``status`` prints (interface, 6)."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from mailbot.app import Home
from mailbot.cli import output, shapes
from mailbot.duties.phases import phase_of
from mailbot.errors import OperatorError
from mailbot.model.duty import Duty, DutyState
from mailbot.model.instant import local_day, shown
from mailbot.office.board import board_of
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import unit_of
from mailbot.store.database import Database
from mailbot.store.status import address_counts, health
from mailbot.texts import say

LETTER_STATES = ("waiting", "sent", "dead", "unconfirmed", "withheld")


def standing(db: Database, home: Home, now: datetime, *, unit: str = "") -> dict[str, Any]:
    """Gather the board, the totals and the health; totals are over all units. Raises OperatorError for an unknown unit."""
    rulebook = home.rulebook
    key = unit_of(rulebook, unit) if unit else None
    if unit and key is None:
        raise OperatorError("usage-unit", say("cli", "no-unit", unit=unit))
    board = board_of(db, rulebook, now)
    addresses = address_counts(db)
    phase = phase_of(rulebook, local_day(now))
    figures = health(db)
    return {
        "now": shown(now),
        "phase": {
            "key": phase.key,
            "title": phase.title,
            "first": phase.first.isoformat() if phase.first else None,
            "last": phase.last.isoformat() if phase.last else None,
        }
        if phase
        else None,
        "units": [
            {
                "key": one.key,
                "name": one.name,
                "addresses": addresses.get(one.key, 0),
                "duties": [shapes.duty(duty, rulebook) for duty in board if duty.unit == one.key],
            }
            for one in rulebook.units
            if key in (None, one.key)
        ],
        "totals": totals(board),
        "held": figures.held,
        "outbox": {state: figures.outbox.get(state, 0) for state in LETTER_STATES},
        "health": {
            "last_poll": shapes.instant(figures.last_poll),
            "last_poll_ok": shapes.instant(figures.last_poll_ok),
            "last_sent": shapes.instant(figures.last_sent),
            "oldest_waiting": shapes.instant(figures.oldest_waiting),
            "shunted": figures.shunted,
            "disk_free": shutil.disk_usage(home.path).free,
            "schema": figures.schema,
            "rules": rulebook.sha256,
        },
    }


def totals(board: Sequence[Duty]) -> dict[str, int]:
    """Count duties by state, late ones and what is to mend."""
    counted = {state.value: sum(duty.state is state for duty in board) for state in DutyState}
    return {
        "duties": len(board),
        **counted,
        "late": sum(duty.late_days > 0 or duty.late_calendar_days > 0 for duty in board),
        "to_mend": sum(duty.to_mend for duty in board),
    }


def print_board(shape: dict[str, Any], rulebook: Rulebook) -> None:
    """Print a board for people."""
    for heading, heads, rows in board_lines(shape, rulebook):
        output.line(heading)
        if rows:
            output.table(heads, rows)


def board_lines(shape: dict[str, Any], rulebook: Rulebook) -> Iterator[tuple[str, Sequence[str], list[list[object]]]]:
    """Lay the board out for people: a heading, column heads and rows."""
    states = rulebook.letters.states
    phase = f"  {shape['phase']['title']}" if shape["phase"] else ""
    yield f"{shape['now']}{phase}", (), []
    rows: list[list[object]] = []
    for unit in shape["units"]:
        for duty in unit["duties"]:
            named = duty["area_name"] or rulebook.forms[duty["form"]].title
            late = duty["late_days"] or duty["late_calendar_days"]
            rows.append(
                [
                    unit["name"],
                    named,
                    duty["deadline"][5:],
                    states.get(duty["state"], duty["state"]),
                    duty["items"] or "",
                    duty["to_mend"] or "",
                    late or "",
                ]
            )
    yield "", [say("cli", f"head-{name}") for name in ("unit", "duty", "deadline", "state", "items", "mend", "late")], rows
    yield "  ".join(f"{states.get(key, key)} {value}" for key, value in shape["totals"].items() if key in states), (), []
    letters = "  ".join(f"{key} {value}" for key, value in shape["outbox"].items())
    yield say("cli", "figures", held=shape["held"], letters=letters, poll=shape["health"]["last_poll_ok"] or "-"), (), []
