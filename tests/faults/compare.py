"""Compare two databases by what they mean: after a crash and a restart they must be the same.

Row numbers and what a second try may honestly change (attempts, the instants of work) do not count;
references are followed to names that stay: the hash of a mail, the key of a letter, the place of a
table in its mail. A new table or column counts until it is named here.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping

from mailbot.store.database import Database

Snapshot = Mapping[str, tuple[str, ...]]

NUMBERS = {"item": {"id"}, "person": {"id"}, "finding": {"id"}, "received": {"id"}, "event": {"id"}, "note": {"id"}, "deferral": {"id"}}
WORK = {
    "inbox": {"id", "first_seen_at", "attempts", "next_attempt_at", "last_error", "decided_at", "settled_at", "program"},
    "sighting": {"attempts", "next_attempt_at", "at"},
    "watermark": {"at"},
    "poll_state": {"last_poll_at", "last_ok_at", "last_full_at", "failures"},
    "submission": {"id", "decided_at", "confirmed_at", "accepted_at", "voided_at"},
    "received": {"id", "decided_at", "confirmed_at", "voided_at"},
    "address": {"added_at"},
    "dead_address": {"since"},
    "outbox": {"id", "attempts", "recovered", "error", "due_at", "failing_since", "created_at", "claimed_at", "sent_at", "closed_at"},
    "ledger": {"at"},
    "digest_code": {"code", "made_at"},
    "digest_question": {"code"},
    "event": {"id", "at"},
}
IGNORED_COLUMNS = {name: NUMBERS.get(name, set()) | WORK.get(name, set()) for name in NUMBERS.keys() | WORK.keys()}
TRACES_OF_A_FAULT = frozenset({"attempt-failed", "send-failed", "maybe-duplicate", "unconfirmed"})
REFERENCES = {"mail": "mail", "duplicate_of": "mail", "letter": "letter", "submission": "submission", "replaces": "submission"}


def snapshot(db: Database, *, letter_bytes: bool = False) -> Snapshot:
    """Tell what a database means: table -> rows as text, in an order of their own.

    ``letter_bytes``: the bytes of letters count too; for runs at the same simulated instants.
    """
    names = _names(db)
    tables = [
        row[0]
        for row in db.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%' ORDER BY 1")
    ]
    skipped = {"meta"} if letter_bytes else {"meta", "letter_content"}
    return {table: tuple(sorted(_rows(db, table, names))) for table in tables if table not in skipped}


def differences(expected: Snapshot, found: Snapshot) -> list[str]:
    """List what one snapshot has and the other has not, each line with its table."""
    lines: list[str] = []
    for table in sorted(expected.keys() | found.keys()):
        before, after = list(expected.get(table, ())), list(found.get(table, ()))
        for row in list(before):
            if row in after:
                before.remove(row)
                after.remove(row)
        lines += [f"{table}: lost {row}" for row in before] + [f"{table}: new {row}" for row in after]
    return lines


def _rows(db: Database, table: str, names: Mapping[str, Mapping[int, str]]) -> list[str]:
    rows = []
    for row in db.connection.execute(f"SELECT * FROM {table}"):
        values = {column: row[column] for column in row.keys() if column not in IGNORED_COLUMNS.get(table, set())}  # noqa: SIM118
        if table == "event" and values["kind"] in TRACES_OF_A_FAULT:
            continue
        for column in values.keys() & REFERENCES.keys():
            if values[column] is not None:
                values[column] = names[REFERENCES[column]].get(values[column], values[column])
        if table == "event":
            values["details"] = _without_numbers(values["details"], names)
        if table == "outbox":
            values["facts"] = _lasting(values["facts"])
        if "content" in values and isinstance(values["content"], bytes):
            values["content"] = hashlib.sha256(zlib.decompress(values["content"])).hexdigest()
        rows.append(json.dumps(values, ensure_ascii=False, sort_keys=True, default=str))
    return rows


def _lasting(facts: str) -> str:
    """Leave out of a letter's facts what others change meanwhile, or a fault may: the free disk, the number of the last event."""
    value = json.loads(facts)
    value.pop("events", None)
    if isinstance(value.get("health"), dict):
        value["health"].pop("disk_free_gb", None)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _without_numbers(details: str, names: Mapping[str, Mapping[int, str]]) -> str:
    """Give the submissions that an event lists the names that stay."""
    value = json.loads(details)
    if "submissions" in value:
        value["submissions"] = [names["submission"].get(number, number) for number in value["submissions"]]
    if "rival" in value:
        value["rival"] = names["mail"].get(value["rival"], value["rival"])
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _names(db: Database) -> Mapping[str, Mapping[int, str]]:
    mails = {row["id"]: row["sha256"][:16] for row in db.connection.execute("SELECT id, sha256 FROM inbox")}
    tables = db.connection.execute("SELECT id, mail, decision_no, file, sheet, form, area FROM submission")
    places = {row[0]: "/".join(map(str, (mails[row[1]], *row[2:]))) for row in map(tuple, tables)}
    letters = {row["id"]: row["key"] for row in db.connection.execute("SELECT id, key FROM outbox")}
    return {"mail": mails, "submission": places, "letter": letters}
