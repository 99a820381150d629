"""Tables torn and mixed: drafts come out, whatever a table looks like, and say where everything stands.

``MAILBOT_FUZZ=2000`` raises the number of examples; a failing one is found again by its number.
"""

import os
import random
from pathlib import Path

import pytest

from mailbot.forms.draft import drafts, settle_areas
from mailbot.forms.evidence import evidence
from mailbot.model.decision import Directory
from mailbot.model.mail import Contents, File
from mailbot.model.table import Merge, Table
from tests.forms.grids import mail, parse_case, shipped

EXAMPLES = int(os.environ.get("MAILBOT_FUZZ", "60"))
CASES = Path(__file__).parents[1] / "golden" / "forms"
TABLES = tuple(
    table for path in sorted(CASES.glob("*.in.txt")) for file in parse_case(path.read_text(encoding="utf-8")).files for table in file.tables
)
ODD = (
    *("", "\n", "\u3000", "#REF!", "1" * 400, "■", "□", "同上", "〃", "注", "：", "(", "）", "【", "\x00", "\U00020bb7", "1e9"),
    *("9" * 30, "一二三", "零月零日", "2020年13月45日", "0715-", "@", "a@b", "转", "(0715", "分管领导", "姓名"),
)
WORDS = tuple(text for table in TABLES for cells in table.rows for text in cells if text) + ODD


def _tear(rows: list[list[str]], chance: random.Random) -> None:
    row = chance.randrange(len(rows)) if rows else 0
    cells = rows[row] if rows else []
    column = chance.randrange(len(cells)) if cells else 0
    kind = chance.randrange(9)
    if kind == 0 and rows:
        rows.pop(row)
    elif kind == 1 and rows:
        rows.insert(row, list(chance.choice(rows)))
    elif kind == 2 and cells:
        cells[column] = chance.choice(WORDS)
    elif kind == 3 and cells:
        del cells[column:]
    elif kind == 4:
        for line in rows:
            del line[column : column + 1]
    elif kind == 5:
        for line in rows:
            line.insert(column, chance.choice(WORDS))
    elif kind == 6:
        chance.shuffle(rows)
    elif kind == 7:
        rows[row:row] = [list(line) for line in chance.choice(TABLES).rows]
    elif cells:
        at = chance.randint(0, len(cells[column]))
        cells[column] = cells[column][:at] + chance.choice(ODD)[:1] + cells[column][at + chance.randint(0, 1) :]


def _torn(chance: random.Random) -> Table:
    table = chance.choice(TABLES)
    rows = [list(cells) for cells in table.rows]
    for _ in range(chance.randint(1, 25)):
        _tear(rows, chance)
    corners = [(chance.randint(0, 15), chance.randint(0, 15)) for _ in range(chance.randint(0, 4))]
    merges = [Merge(top, left, top + chance.randint(0, 5), left + chance.randint(0, 5)) for top, left in corners]
    kept = [merge for merge in table.merges if chance.random() < 0.7]
    flags = {(chance.randint(0, 9), chance.randint(0, 9)): chance.choice(["excel-error", "uncached-formula", "number"])}
    hidden = frozenset(chance.sample(range(20), 2))
    sheet = chance.choice([table.sheet, "Sheet1"])
    lines = tuple(tuple(cells) for cells in rows)
    return Table(sheet, lines, (*kept, *merges), chance.random() < 0.05, hidden, flags, tuple(chance.sample(WORDS, 2)))


@pytest.mark.parametrize("number", range(EXAMPLES))
def test_a_torn_table_is_read_or_left_and_every_value_has_its_cell(number: int) -> None:
    chance = random.Random(number)
    tables = (_torn(chance), _torn(chance))
    file = File("1", *chance.choice([("a.xlsx", "xlsx"), ("b.docx", "docx"), ("c", "html")]), 1, "0" * 64, tables=tables)
    given = Contents(mail("\n".join(chance.sample(WORDS, 5)), chance.choice(WORDS)[:80]), (file,))
    found = settle_areas(drafts(given, shipped()), given, chance.choice([None, "civil-affairs", "education"]), shipped())
    evidence(given, found, Directory({}), shipped())
    for submission in found.submissions:
        sheets = {table.sheet for table in tables} | {"正文"}
        for item in submission.items:
            assert all(value.where.partition("!")[0] in sheets for value in item.values.values() if value.where)
        assert submission.content_sha256
