"""One mail, submission or letter as a story: what ``show`` prints."""

from collections.abc import Iterator, Mapping
from typing import Any

from mailbot.cli import shapes
from mailbot.errors import OperatorError
from mailbot.rulebook.model import Rulebook
from mailbot.store import events, outbox, submissions
from mailbot.store.database import Database
from mailbot.texts import say


def story(db: Database, ident: str, rulebook: Rulebook) -> dict[str, Any] | None:
    """Tell the story of m12, s7 or l31; None when there is none of that number. Raises OperatorError for another form."""
    kind, digits = ident.strip().lower()[:1], ident.strip()[1:]
    if kind not in ("m", "s", "l") or not digits.isdecimal():
        raise OperatorError("usage-id", say("cli", "bad-id", text=ident, example="m12"))
    number = int(digits)
    if kind == "m":
        return shapes.mail(db, number, rulebook)
    if kind == "s":
        stored = submissions.load_submission(db, number)
        return {"submission": {**shapes.table(db, stored, rulebook), "mail": f"m{stored.mail}"}} if stored else None
    queued = outbox.load_letter(db, number)
    if queued is None:
        return None
    return {"letter": shapes.letter(queued), "events": [shapes.event(one) for one in events.events_of_letter(db, number)]}


def lines_of(shape: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Lay a story out for people, one value a line; empty ones are left out."""
    for key, value in shape.items():
        if value in (None, "", [], {}):
            continue
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from lines_of(value, indent + "  ")
        elif isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            yield f"{indent}{key}:"
            for one in value:
                yield f"{indent}  -"
                yield from lines_of(one, indent + "    ")
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            yield f"{indent}{key}: {shown}"
