"""The JSON shapes of interface 6, built from stored values."""

from collections.abc import Mapping
from datetime import datetime

from mailbot.checks.difference import difference
from mailbot.letters.wording import words
from mailbot.model.duty import Duty
from mailbot.model.instant import shown
from mailbot.model.submission import Finding, Item, Person, Submission
from mailbot.rulebook.model import Rulebook
from mailbot.store import events, inbox, office_orders, outbox, stories, submissions
from mailbot.store.database import Database
from mailbot.store.standing import standing

ELEMENTS = ("serial", "first_level", "second_level", "third_level", "content", "basis", "time_limit", "publisher")


def instant(value: datetime | None) -> str | None:
    """Show an instant with +08:00, or null."""
    return shown(value) if value else None


def finding(found: Finding, rulebook: Rulebook) -> dict[str, object]:
    """Show a finding in words."""
    said = words(found, rulebook)
    return {
        "code": found.code,
        "severity": said.severity,
        "where": found.where,
        "column": found.column,
        "text": said.text,
        "advice": said.advice,
        "example": said.example,
    }


def item(value: Item) -> dict[str, object]:
    """Show an item as resolved."""
    return {
        "row": value.row,
        **{key: value.text(key) for key in ELEMENTS},
        "channels": list(value.channels) if value.channels is not None else None,
        "audience": {"public": value.public, "specific": value.specific},
        "method": {"active": value.active, "on_request": value.on_request},
        "levels": list(value.levels),
        "extra": dict(value.extra),
        "notes": {key: held.note for key, held in value.values.items() if held.note},
    }


def person(value: Person) -> dict[str, object]:
    """Show a person of a liaison list."""
    return {
        "role": value.role,
        "name": value.name.text,
        "post": value.post.text,
        "phones": list(value.phones),
        "emails": list(value.emails),
        "odd_numbers": list(value.odd_numbers),
        "row": value.row,
    }


def submission(value: Submission, rulebook: Rulebook) -> dict[str, object]:
    """Show a judged table with its rows and findings (``check --json``)."""
    unit = rulebook.unit_by_key.get(value.unit or "")
    area = rulebook.area_by_number.get(value.area or 0)
    shape: dict[str, object] = {
        "form": value.form,
        "unit": value.unit,
        "unit_name": unit.name if unit else None,
        "area": value.area,
        "area_name": area.name if area else None,
        "sheet": value.sheet,
        "heading_rows": list(value.heading_rows),
        "outcome": value.outcome,
        "to_mend": value.to_mend,
    }
    if rulebook.forms[value.form].shape == "people":
        shape["reported_on"] = value.reported_on.isoformat() if value.reported_on else None
        shape["people"] = [person(one) for one in value.people]
    else:
        shape["items"] = [item(one) for one in value.items]
    shape["findings"] = [finding(one, rulebook) for one in value.findings]
    return shape


def stored_submission(value: submissions.StoredSubmission) -> dict[str, object]:
    """Show a stored table without its rows."""
    return {
        "id": f"s{value.id}",
        "form": value.form,
        "unit": value.unit,
        "area": value.area,
        "file": value.file,
        "sheet": value.sheet,
        "outcome": value.shown_outcome,
        "provisional": value.provisional,
        "items": value.size,
        "to_mend": value.to_mend,
        "version": value.version,
    }


def imported(db: Database, number: int, *, new: bool) -> dict[str, object]:
    """Show one input of an import and what became of it."""
    mail = _mail(db, number)
    tables = submissions.submissions_of(db, number)
    return {
        "id": f"m{number}",
        "message_id": mail.message_id,
        "sender": mail.sender,
        "received_at": shown(mail.received_at),
        "outcome": mail.outcome if new else "duplicate",
        "reason": mail.reason if new else "same-bytes",
        "unit": mail.unit,
        "provisional": mail.provisional,
        "duplicate_of": _duplicate_of(mail) if new else f"m{number}",
        "submissions": [
            {
                key: value
                for key, value in stored_submission(one).items()
                if key in ("id", "form", "area", "outcome", "items", "to_mend", "version")
            }
            for one in tables
        ],
    }


def mail(db: Database, number: int, rulebook: Rulebook) -> dict[str, object] | None:
    """Show everything about a mail: what came, what was decided, what was answered."""
    stored = inbox.load_mail(db, number)
    if stored is None:
        return None
    return {
        "mail": {
            "id": f"m{number}",
            "message_id": stored.message_id,
            "sender": stored.sender,
            "sender_name": stored.sender_name,
            "subject": stored.subject,
            "received_at": shown(stored.received_at),
            "text": stored.text,
            "outcome": stored.outcome,
            "reason": stored.reason,
            "unit": stored.unit,
            "provisional": stored.provisional,
            "duplicate_of": _duplicate_of(stored),
            "repeated_by": [f"m{one}" for one in stories.repeats(db, number)],
            "automatic": stored.automatic,
            "authenticated": stored.authenticated,
            "sha256": stored.sha256,
            "route": stored.route,
            "places": [f"{one.folder} {one.uid_validity}:{one.uid}" for one in stories.places(db, number)],
            "attempts": stored.attempts,
            "rules": stored.rules_sha256,
            "program": stored.program,
            "defects": list(stored.defects),
            "attachments": [
                {
                    "path": one.path,
                    "name": one.name,
                    "format": one.format,
                    "size": one.size,
                    "sha256": one.sha256,
                    "outcome": one.outcome,
                    "reason": one.reason,
                }
                for one in inbox.load_files(db, number)
            ],
        },
        "evidence": [{"unit": one.unit, "kind": one.kind, "seen": one.seen, "where": one.where} for one in stories.evidence_of(db, number)],
        "submissions": [table(db, one, rulebook) for one in submissions.submissions_of(db, number, void=True)],
        "findings": [finding(one, rulebook) for one in submissions.load_findings(db, mail=number)],
        "orders": [
            {"line": one.line, "kind": one.kind, "done": one.done, "answer": one.answer, "undo": one.undo, "at": shown(one.at)}
            for one in office_orders.orders_of(db, (number,))
        ],
        "letters": [letter(one) for one in outbox.list_letters(db, mail=number)],
        "events": [event(one) for one in events.events_of_mail(db, number)],
    }


def table(db: Database, stored: submissions.StoredSubmission, rulebook: Rulebook) -> dict[str, object]:
    """Show a stored table with its rows and findings, and what it changes of the version before."""
    loaded = submissions.load_table(db, stored.id)
    shape = {**submission(loaded, rulebook), **stored_submission(stored), "size": stored.size}
    shape |= {"people": [person(one) for one in loaded.people]} if "people" in shape else {"items": [item(one) for one in loaded.items]}
    return {**shape, "changes": _changes(db, stored, loaded, rulebook)}


def _changes(db: Database, stored: submissions.StoredSubmission, loaded: Submission, rulebook: Rulebook) -> dict[str, object] | None:
    """Show what a table changes of the one it replaced, a held one of the one that stands."""
    before = stored.replaces
    if stored.outcome == "held":
        stands = standing(db, stored.unit, stored.form, stored.area)
        before = stands.submission if stands else None
    return compared(loaded, submissions.load_table(db, before), before, rulebook) if before else None


def compared(after: Submission, before: Submission, number: int, rulebook: Rulebook) -> dict[str, object]:
    """Show what a version changes of an earlier one."""
    found = difference(before, after, rulebook.forms[after.form])
    return {
        "from": f"s{number}",
        "added": [{"row": one.number, "name": one.name} for one in found.added],
        "removed": [{"row": one.number, "name": one.name} for one in found.removed],
        "changed": [
            {"where": one.where, "name": one.row.name, "column": one.column, "before": one.before, "after": one.after}
            for one in found.changed
        ],
    }


def letter(value: outbox.Queued) -> dict[str, object]:
    """Show a letter without its words."""
    return {
        "id": f"l{value.id}",
        "key": value.letter.key,
        "kind": value.kind,
        "template": value.letter.template,
        "to": value.letter.to,
        "copies": list(value.letter.copies),
        "unit": value.letter.unit,
        "subject": value.subject,
        "message_id": value.message_id,
        "state": value.state,
        "attempts": value.attempts,
        "error": value.error,
        "due_at": shown(value.due_at),
        "created_at": shown(value.created_at),
        "sent_at": instant(value.sent_at),
    }


def event(value: events.Event) -> dict[str, object]:
    """Show what happened."""
    shape: dict[str, object] = {"at": instant(value.at), "kind": value.kind}
    ids: Mapping[str, tuple[str, int | None]] = {
        "mail": ("m", value.mail),
        "submission": ("s", value.submission),
        "letter": ("l", value.letter),
    }
    shape |= {key: f"{letter}{number}" for key, (letter, number) in ids.items() if number is not None}
    shape |= {key: told for key, told in (("unit", value.unit), ("by", value.by)) if told}
    return {**shape, **value.details}


def duty(value: Duty, rulebook: Rulebook) -> dict[str, object]:
    """Show one row of the board."""
    area = rulebook.area_by_number.get(value.area or 0)
    return {
        "form": value.form,
        "area": value.area,
        "area_name": area.name if area else None,
        "deadline": value.deadline.isoformat(),
        "state": value.state,
        "received_at": instant(value.received_at),
        "late_days": value.late_days,
        "late_calendar_days": value.late_calendar_days,
        "items": value.items,
        "to_mend": value.to_mend,
        "version": value.version,
    }


def _mail(db: Database, number: int) -> inbox.StoredMail:
    found = inbox.load_mail(db, number)
    if found is None:
        raise KeyError(number)
    return found


def _duplicate_of(stored: inbox.StoredMail) -> str | None:
    return f"m{stored.duplicate_of}" if stored.duplicate_of else None
