"""Corrections as JSON."""

from typing import Any

from mailbot.model.correction import Correction
from mailbot.model.instant import shown


def shape(one: Correction) -> dict[str, Any]:
    """Give a correction as JSON; state: open, answered or closed."""
    state = "closed" if one.closed_at else "answered" if one.answered else "open"
    return {
        "id": f"c{one.id}",
        "unit": one.unit,
        "area": one.area,
        "item": one.item,
        "kind": one.kind,
        "what": one.what,
        "due": one.due.isoformat(),
        "state": state,
        "opened_at": shown(one.opened_at),
        "answered_by": f"s{one.answered_by}" if one.answered_by else None,
        "answered_in": f"m{one.answered_in}" if one.answered_in else None,
        "answered_at": shown(one.answered_at) if one.answered_at else None,
        "closed_at": shown(one.closed_at) if one.closed_at else None,
        "close_why": one.close_why,
    }
