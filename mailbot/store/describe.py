"""``docs/schema.md`` from the live schema: tables, columns, and the comments that the steps carry.

Run ``python -m mailbot.store.describe docs/schema.md`` after a new step; a test checks that the page
is current.
"""

import re
import sqlite3
import sys
from pathlib import Path

from mailbot.store.database import empty_database
from mailbot.store.migrations import STEPS

HEAD = """# The database

`data/mailbot.sqlite`: SQLite in WAL mode, STRICT tables, foreign keys on. Open it read-only with any tool
(`sqlite3 -readonly`, `sqlite-utils`, Datasette); only mailbot writes to it.

- Instants are UTC, ISO 8601 with microseconds, and sort as text. Days are ISO dates of Asia/Shanghai.
- Columns named JSON hold JSON text. Flags are 0 or 1.
- `area` is the notice's number. NULL means a form of the whole unit; where the area is part of a key it is 0.
- Ids are shown with a letter: `m12` is `inbox.id`, `s7` is `submission.id`, `l31` is `outbox.id`.

This page is generated from the schema: `python -m mailbot.store.describe docs/schema.md`.
"""

_ABOUT = re.compile(r"^\s*-- (.+)$")
_COLUMN = re.compile(r"^\s*(\w+) [A-Z][^\n]*?-- (.+)$")


def describe(connection: sqlite3.Connection) -> str:
    """Write the page for the schema of an open database."""
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%-- %' ORDER BY rowid").fetchall()
    listing = "\n".join(f"- [`{name}`](#{name}): {_about(sql)}" for name, sql in tables)
    sections = [_section(connection, name, sql) for name, sql in tables]
    return "\n".join([HEAD, f"Steps applied: {', '.join(STEPS)}.\n", "## Tables\n", listing, "", *sections]).rstrip() + "\n"


def column_comments(sql: str) -> dict[str, str]:
    """Read what the text of a table says of each column."""
    return {match[1]: match[2] for line in sql.splitlines() if (match := _COLUMN.match(line))}


def main(arguments: list[str]) -> None:
    """Write the page to the file named."""
    with empty_database("schema") as db:
        Path(arguments[0]).write_text(describe(db.connection), encoding="utf-8")


def _about(sql: str) -> str:
    """Read what the text of a table says of the table: the comment below its first line."""
    lines = (match[1] for line in sql.splitlines()[1:2] if (match := _ABOUT.match(line)))
    return " ".join(lines)


def _section(connection: sqlite3.Connection, name: str, sql: str) -> str:
    comments = column_comments(sql)
    targets = {row["from"]: f"{row['table']}.{row['to']}" for row in connection.execute(f"PRAGMA foreign_key_list({name})")}
    lines = [f"### {name}\n", f"{_about(sql)}\n", "| column | type | | meaning |", "|---|---|---|---|"]
    for column in connection.execute(f"PRAGMA table_info({name})"):
        marks = ["key"] if column["pk"] else []
        marks += ["may be NULL"] if not column["notnull"] and not column["pk"] else []
        marks += [f"default {column['dflt_value']}"] if column["dflt_value"] is not None else []
        marks += [f"→ {targets[column['name']]}"] if column["name"] in targets else []
        lines.append(f"| `{column['name']}` | {column['type']} | {', '.join(marks)} | {comments.get(column['name'], '')} |")
    unique = [
        ", ".join(f"`{row['name']}`" for row in connection.execute(f"PRAGMA index_info({index['name']})"))
        for index in connection.execute(f"PRAGMA index_list({name})")
        if index["origin"] == "u"
    ]
    lines += [f"\nUnique: {', '.join(unique)}."] if unique else []
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
