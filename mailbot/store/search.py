# ruff: noqa: S608 - only constants and question marks are put into SQL text
"""Find items, mails and people by any words: trigrams for three characters and more, LIKE for two and one (pitfalls, 83).

The index is a file of its own beside the database, made of what was decided since the last search and
thrown away whenever it does not fit: nothing is written for it while mails are processed, readers need
no right to write to the database, and no trigger can go stale. Without FTS5 trigrams every term is
looked for with LIKE, which finds the same more slowly. ASCII is found in either case.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailbot.store.database import Database

TRIGRAM = 3
"""Characters of the shortest term the index can find."""
KINDS = ("item", "mail", "person")
LIMIT = 50
SOURCES = {
    "item": (
        "SELECT item.id AS id, item.submission AS seen, first_level || ' ' || second_level || ' ' || third_level || ' ' || content"
        " || ' ' || basis || ' ' || time_limit || ' ' || publisher || ' ' || channels_text || ' ' || extra"
        " || ' ' || others AS text FROM main.item"
        " JOIN main.submission ON submission.id = item.submission WHERE voided_at IS NULL"
    ),
    "mail": (
        "SELECT id, id AS seen, subject || ' ' || sender || ' ' || sender_name || ' ' || text || ' '"
        " || coalesce((SELECT group_concat(name, ' ') FROM main.file WHERE file.mail = inbox.id), '') AS text"
        " FROM main.inbox WHERE outcome != 'received'"
    ),
    "person": (
        "SELECT person.id AS id, person.submission AS seen, name || ' ' || post || ' ' || contact || ' ' || phones || ' ' || emails AS text"
        " FROM main.person JOIN main.submission ON submission.id = person.submission WHERE voided_at IS NULL"
    ),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found: kind (item, mail, person), its number, whose it is, and what to show of it."""

    kind: str
    id: int
    mail: int
    submission: int | None
    unit: str | None
    area: int | None
    shown: str
    text: str


def search(db: Database, words: str, *, limit: int = LIMIT, index: bool = True) -> tuple[Hit, ...]:
    """Find rows that hold every word, the latest of each kind first; at most ``limit`` of a kind; without ``index`` by LIKE alone."""
    terms = tuple(dict.fromkeys(words.split()))
    if not terms:
        return ()
    long = tuple(term for term in terms if len(term) >= TRIGRAM)
    hits: list[Hit] = []
    with _indexed(db, wanted=index and bool(long)) as indexed:
        for kind in KINDS:
            hits += _hits(db, kind, terms, long if indexed else (), limit)
    return tuple(hits)


def forget(db: Database) -> None:
    """Throw the index away: what was purged must not live on in it."""
    if db.path is not None:
        for name in (index_path(db.path), index_path(db.path).with_name("search.sqlite-journal")):
            name.unlink(missing_ok=True)


def index_path(database: Path) -> Path:
    """Tell where the index of a database lies."""
    return database.with_name("search.sqlite")


def has_trigrams(connection: sqlite3.Connection) -> bool:
    """Tell whether this SQLite was built with FTS5 and its trigram tokenizer (3.34)."""
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5(x, tokenize='trigram')")
    except sqlite3.OperationalError:
        return False
    connection.execute("DROP TABLE temp.probe")
    return True


@contextlib.contextmanager
def _indexed(db: Database, *, wanted: bool) -> Iterator[bool]:
    """Attach the index, up to date; False where there is none to be had, and LIKE must do."""
    connection = db.connection
    if not wanted or db.path is None or not has_trigrams(connection):
        yield False
        return
    path = index_path(db.path)
    try:
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection.execute("ATTACH DATABASE ? AS found", (f"{path.absolute().as_uri()}?mode=rw",))
    except (OSError, sqlite3.OperationalError):
        yield False
        return
    try:
        yield _up_to_date(connection)
    finally:
        connection.execute("DETACH DATABASE found")


def _up_to_date(connection: sqlite3.Connection) -> bool:
    """Index what is new; begin again where the database has lost rows. False when another search holds the file."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS found.mark(event INTEGER, campaign TEXT)")
        event, campaign = connection.execute(
            "SELECT coalesce(max(id), 0), (SELECT value FROM main.meta WHERE key = 'campaign') FROM main.event"
        ).fetchone()
        mark = connection.execute("SELECT event, campaign FROM found.mark").fetchone()
        if mark is None or mark[0] != event or mark[1] != campaign:
            # Decisions void and rewrite rows, so an index that is behind is made again: 5,000 items take a tenth of a second.
            for kind in KINDS:
                connection.execute(f"DROP TABLE IF EXISTS found.{kind}")
                connection.execute(f"CREATE VIRTUAL TABLE found.{kind} USING fts5(text, content='', tokenize='trigram')")
                connection.execute(f"INSERT INTO found.{kind}(rowid, text) SELECT id, text FROM ({SOURCES[kind]})")
            connection.execute("DELETE FROM found.mark")
            connection.execute("INSERT INTO found.mark VALUES (?, ?)", (event, campaign))
        connection.execute("COMMIT")
    except sqlite3.DatabaseError:
        connection.execute("ROLLBACK")
        return False
    return True


def _hits(db: Database, kind: str, terms: Sequence[str], long: Sequence[str], limit: int) -> Iterator[Hit]:
    conditions, values = [], list[object]()
    if long:
        conditions.append(f"id IN (SELECT rowid FROM found.{kind} WHERE {kind} MATCH ?)")
        values.append(" AND ".join('"' + term.replace('"', '""') + '"' for term in long))
    for term in (term for term in terms if term not in long):
        conditions.append("text LIKE ? ESCAPE '\\'")
        values.append("%" + term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
    rows = db.connection.execute(
        f"SELECT id, seen, text FROM ({SOURCES[kind]}) WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?", (*values, limit)
    ).fetchall()
    for row in rows:
        yield _hit(db, kind, row["id"], row["seen"], row["text"])


def _hit(db: Database, kind: str, number: int, seen: int, text: str) -> Hit:
    one = db.connection.execute
    if kind == "mail":
        mail = one("SELECT unit, subject FROM inbox WHERE id = ?", (number,)).fetchone()
        return Hit(kind, number, number, None, mail["unit"], None, mail["subject"], text)
    table = one("SELECT mail, unit, area FROM submission WHERE id = ?", (seen,)).fetchone()
    shown = (
        one("SELECT first_level || ' ' || second_level || ' ' || third_level FROM item WHERE id = ?", (number,))
        if kind == "item"
        else one("SELECT name || ' ' || post FROM person WHERE id = ?", (number,))
    ).fetchone()[0]
    return Hit(kind, number, table["mail"], seen, table["unit"], table["area"], shown.strip(), text)
