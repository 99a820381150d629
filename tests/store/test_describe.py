from pathlib import Path

from mailbot.store.database import Database
from mailbot.store.describe import column_comments, describe, main

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"


def test_the_page_is_current(db: Database) -> None:
    assert PAGE.read_text(encoding="utf-8") == describe(db.connection), "run python -m mailbot.store.describe docs/schema.md"


def test_every_column_of_every_table_says_what_it_is(db: Database) -> None:
    tables = db.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%'").fetchall()
    silent = [
        f"{name}.{column['name']}"
        for name, sql in tables
        for column in db.connection.execute(f"PRAGMA table_info({name})")
        if not column_comments(sql).get(column["name"])
    ]
    assert silent == []


def test_every_table_is_on_the_page(db: Database) -> None:
    page = describe(db.connection)
    tables = [row[0] for row in db.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%'")]
    assert [name for name in tables if f"### {name}\n" not in page] == []


def test_the_page_is_written_to_the_file_named(tmp_path: Path) -> None:
    target = tmp_path / "schema.md"
    main([str(target)])
    assert target.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")
