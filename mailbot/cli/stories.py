"""One mail, submission or letter as a story: what ``show`` prints."""

from collections.abc import Iterator, Mapping
from typing import Any

from mailbot.cli import shapes
from mailbot.errors import OperatorError
from mailbot.letters.clean import one_line
from mailbot.rulebook.model import Rulebook
from mailbot.store import events, outbox, submissions
from mailbot.store.database import Database
from mailbot.texts import say, sentences

MOST = 60
"""Characters of an element shown in a line; all of them with ``--json``."""


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
    acknowledged = [f"m{mail}" for mail, _ in outbox.receipts(db, number)]
    return {
        "letter": {**shapes.letter(queued), "acknowledged_by": acknowledged},
        "events": [shapes.event(one) for one in events.events_of_letter(db, number)],
    }


def lines_of(shape: Mapping[str, Any], rulebook: Rulebook, indent: str = "") -> Iterator[str]:
    """Lay a story out for people, one value a line, a row, a finding and an event a line each; empty ones are left out."""
    for key, value in shape.items():
        if value in (None, "", [], {}):
            continue
        name = _known(f"show-{key}", key)
        if isinstance(value, Mapping):
            yield f"{indent}{name}\uff1a"
            yield from lines_of(value, rulebook, indent + "  ")
        elif isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            yield f"{indent}{name}\uff1a"
            for one in value:
                yield from (f"{indent}  {line}" for line in _entry(key, one, rulebook))
        else:
            shown = _shown(key, value, rulebook).strip().replace("\n", f"\n{indent}  ")
            yield f"{indent}{name}\uff1a{shown}"


def _entry(key: str, one: Mapping[str, Any], rulebook: Rulebook) -> Iterator[str]:
    """Lay one of several out: what is many and alike in a line, the rest as a story of its own."""
    match key:
        case "items":
            yield _joined(one["row"], *(one_line(str(one[name]), MOST) for name in shapes.ELEMENTS), *(one["channels"] or ()))
        case "people":
            yield _joined(_known(f"show-role-{one['role']}", one["role"]), one["name"], one["post"], *one["phones"], *one["emails"])
        case "findings":
            severity = rulebook.letters.severities.get(one["severity"], one["severity"])
            yield _joined(severity, one["where"], one["text"], one["advice"])
        case "evidence":
            yield _joined(
                _shown("unit", one["unit"], rulebook), _known(f"show-evidence-{one['kind']}", one["kind"]), one["seen"], one["where"]
            )
        case "orders":
            yield _joined(one["at"], one["line"], "" if one["done"] else say("cli", "show-not-done"), one["answer"], one["undo"])
        case "events":
            # What was there before, kept to be taken back, is for programs.
            details = (
                _told(name, told, rulebook)
                for name, told in one.items()
                if name not in ("at", "kind") and told not in ("", None, []) and not isinstance(told, Mapping)
            )
            yield _joined(one["at"], _known(f"event-{one['kind']}", one["kind"]), *details)
        case _:
            yield from ("- " + line if not number else "  " + line for number, line in enumerate(lines_of(one, rulebook)))


def _told(key: str, value: object, rulebook: Rulebook) -> str:
    return f"{_known(f'show-{key}', key)}={_shown(key, value, rulebook)}"


def _joined(*parts: object) -> str:
    return "  ".join(str(part) for part in parts if part not in (None, ""))


def _shown(key: str, value: object, rulebook: Rulebook) -> str:
    """Put a value into words where it is a code that a person would not know."""
    if isinstance(value, bool):
        return say("cli", "show-yes" if value else "show-no")
    if isinstance(value, list):
        return "\u3001".join(map(str, value))
    text = str(value)
    words: Mapping[str, Mapping[str, str]] = {"outcome": rulebook.letters.outcomes, "reason": rulebook.letters.reasons}
    if key == "reason" and text in rulebook.findings:
        return rulebook.findings[text].title
    if key == "reason" and ":" in text:
        return _known(f"show-reason-{text.partition(':')[0]}", text) + f"\uff08{text.partition(':')[2]}\uff09"
    if text in words.get(key, {}):
        return words[key][text]
    if key == "unit" and text in rulebook.unit_by_key:
        return f"{rulebook.unit_by_key[text].name} ({text})"
    if key == "form" and text in rulebook.forms:
        return rulebook.forms[text].title
    return _known(f"show-{key}-{text}", text)


def _known(code: str, otherwise: str) -> str:
    """Say what there is a word for; codes of a later version are shown as they are."""
    return sentences("cli").get(code, otherwise)
