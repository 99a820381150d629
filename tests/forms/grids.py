r"""Tables as text: a grid that a person can write and read, and what was read from it.

A grid file has optional head lines (file, subject, sender, text), then one block a sheet:

    === 社会救助
    before: a paragraph above the table of a document
    | 序号 | 公开事项 | <        | 公开内容 |
    | ^    | 一级事项 | 二级事项 | ^        |

A cell ``<`` is merged with the one to its left, ``^`` with the one above; ``\\n`` is a line break;
``@9`` alone in a line makes the next row the sheet's ninth. ``=== 名称 (hidden)`` is a hidden
sheet, ``hidden: 5 6`` names hidden rows, ``flag: F9 excel-error`` flags a cell.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

from mailbot.forms.draft import Drafts, drafts
from mailbot.model.mail import Contents, File, Mail
from mailbot.model.submission import Finding, Item, Person, Submission, Value
from mailbot.model.table import Merge, Table
from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook

RECEIVED = datetime(2020, 9, 28, 7, 4, tzinfo=UTC)


@lru_cache(maxsize=1)
def shipped() -> Rulebook:
    return load_rulebook(None)


def mail(text: str = "", subject: str = "", sender: str = "a@example.cn", sender_name: str = "") -> Mail:
    return Mail("0" * 64, "<1@example.cn>", sender, sender_name, subject, text, RECEIVED)


def contents(*tables: Table, name: str = "1.xlsx", text: str = "", subject: str = "") -> Contents:
    kind = name.rpartition(".")[2]
    files = (File("1", name, kind, 1, "0" * 64, tables=tables),) if tables else ()
    return Contents(mail(text, subject), files)


def table(grid: str, sheet: str = "Sheet1") -> Table:
    return _sheet(sheet, grid.strip("\n").splitlines())


def read(grid: str, name: str = "1.xlsx") -> Drafts:
    return drafts(contents(table(grid), name=name), shipped())


def parse_case(text: str) -> Contents:
    head, *blocks = re.split(r"^=== ", text, flags=re.MULTILINE)
    given = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line and not line.startswith("#"))
    body = given.get("text", "").replace("\\n", "\n")
    files: dict[str, list[Table]] = {}
    name = given.get("file", "1.xlsx")
    for block in blocks:
        title, *lines = block.splitlines()
        if title.startswith("file "):
            name = title.removeprefix("file ").strip()
            continue
        files.setdefault(name, []).append(_sheet(title.strip(), lines))
    read_files = tuple(
        File(str(number), one, one.rpartition(".")[2], 1, str(number) * 64, tables=tuple(tables))
        for number, (one, tables) in enumerate(files.items(), 1)
    )
    return Contents(mail(body, given.get("subject", ""), given.get("sender", "a@example.cn")), read_files)


def _sheet(title: str, lines: list[str]) -> Table:
    rows: list[tuple[str, ...]] = []
    before: list[str] = []
    hidden: set[int] = set()
    flags: dict[tuple[int, int], str] = {}
    joins: list[list[str]] = []
    for line in lines:
        if line.startswith("before: "):
            before.append(line.removeprefix("before: "))
        elif line.startswith("hidden: "):
            hidden |= {int(number) - 1 for number in line.split()[1:]}
        elif line.startswith("flag: "):
            _, place, flag = line.split()
            flags[_place(place)] = flag
        elif line.startswith("@"):
            while len(rows) < int(line[1:]) - 1:
                rows.append(())
                joins.append([])
        elif line.startswith("|"):
            cells = [cell.strip(" ") for cell in line.strip().strip("|").split("|")]
            joins.append(cells)
            rows.append(tuple("" if cell in ("<", "^") else cell.replace("\\n", "\n") for cell in cells))
    name = title.removesuffix("(hidden)").strip()
    return Table(name, tuple(rows), tuple(_merges(joins)), title.endswith("(hidden)"), frozenset(hidden), flags, tuple(before))


def _merges(cells: list[list[str]]) -> list[Merge]:
    merges = []
    for row, line in enumerate(cells):
        for column, text in enumerate(line):
            if text in ("<", "^"):
                continue
            right = column
            while right + 1 < len(line) and line[right + 1] == "<":
                right += 1
            bottom = row
            while bottom + 1 < len(cells) and column < len(cells[bottom + 1]) and cells[bottom + 1][column] == "^":
                bottom += 1
            if right > column or bottom > row:
                merges.append(Merge(row, column, bottom, right))
    return merges


def _place(where: str) -> tuple[int, int]:
    letters = where.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(where[len(letters) :]) - 1, column - 1


def show(found: Drafts) -> str:
    """Write what was read, one line an item or person, so that a person can compare."""
    blocks = ["\n".join(_submission(submission)) for submission in found.submissions]
    rest = [_finding(finding) for finding in found.findings] + [f"unread {path}" for path in found.unread]
    return "\n\n".join([*blocks, *(["\n".join(rest)] if rest else [])]) + "\n"


def _submission(submission: Submission) -> list[str]:
    area = f" {submission.area} by {submission.area_by}" if submission.area else ""
    rows = ",".join(map(str, submission.heading_rows)) or "-"
    lines = [f"{submission.form}{area} in {submission.sheet or '-'} under {rows}"]
    for name, text in (("title", submission.title), ("from", submission.named_unit), ("on", str(submission.reported_on or ""))):
        lines += [f"{name}: {text}"] if text else []
    lines.append("columns: " + " ".join(f"{name}={letters}" for name, letters in submission.column_letters.items()))
    lines += [f"missing: {' '.join(submission.missing_columns)}"] if submission.missing_columns else []
    lines += [_item(item) for item in submission.items]
    lines += [_person(person) for person in submission.people]
    return lines + [_finding(finding) for finding in submission.findings]


def _item(item: Item) -> str:
    shown = ("serial", "first_level", "second_level", "third_level", "content", "basis", "time_limit", "publisher")
    texts = [_value(item.values[key]) for key in shown if key in item.values]
    channels = "?" if item.channels is None else "、".join(item.channels)
    audience = " ".join(filter(None, ("全社会" if item.public else "", item.specific))) or "-"
    method = " ".join(filter(None, ("主动" if item.active else "", "依申请" if item.on_request else ""))) or "-"
    levels = "、".join(item.levels) or "-"
    extra = [f"{name}={text}" for name, text in item.extra.items()]
    return f"{item.row} | " + " | ".join([*texts, channels or "-", audience, method, levels, *extra]).replace("\n", "\\n")


def _value(value: Value) -> str:
    return f"{value.text} ({value.note})" if value.note else value.text or "-"


def _person(person: Person) -> str:
    numbers = [*person.phones, *person.emails, *(f"?{number}" for number in person.odd_numbers)]
    said = [person.role, person.name.text or "-", person.post.text or "-", " ".join(numbers) or "-", person.contact.where or "-"]
    return f"{person.row} | " + " | ".join(said)


def _finding(finding: Finding) -> str:
    facts = " ".join(f"{name}={value}" for name, value in finding.facts.items())
    return " ".join(filter(None, ("!", finding.code, finding.where, finding.column, facts)))
