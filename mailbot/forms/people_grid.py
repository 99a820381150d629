"""Lists of people in a grid: fields along one edge, people along the other (domain, 5).

The annex as printed (roles down the first column), a flat list (a person a row), a wide one (a
unit a row, both people side by side), and the annex turned on its side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailbot.forms.merges import Merges, Origins
from mailbot.forms.people import CONTACTS, Entry
from mailbot.forms.people_words import LONGEST_LABEL, OTHER, UNKNOWN, Label, PeopleWords
from mailbot.forms.text import blank, squeeze
from mailbot.model.submission import Value
from mailbot.model.table import Table

BESIDE = frozenset({"role", "serial", "remark"})
"""Columns in which a role may stand beside a person."""

LEAST_FIELDS, LEAST_DIGITS = 2, 5
"""A heading names so many fields at least; a telephone number has so many digits."""

MOST_COLUMNS = 30
"""A list of people is no wider."""


@dataclass(slots=True)
class Found:
    """What a table says: entries in order, the rows of headings, roles named beside or above people.

    ``left_out`` are the rows (from 1) of people who are neither leader nor liaison.
    """

    entries: list[Entry] = field(default_factory=list)
    heading_rows: list[int] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    beside: bool = False
    headings: dict[str, tuple[str, int]] = field(default_factory=dict)
    merges: Origins = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)

    def text(self, table: Table, row: int, column: int) -> str:
        """Read a cell; inside a merge that runs down, the merge's text."""
        return table.text(row, column).strip() or table.text(*self.merges.get((row, column), (row, column))).strip()


def in_grid(table: Table, words: PeopleWords) -> Found | None:
    """Read a table whose fields stand in a heading row, None where there is no such row."""
    width = max((len(cells) for cells in table.rows), default=0)
    found = Found(merges=Merges.of(table).origins(range(len(table.rows)), range(width)))
    row = 0
    while row < len(table.rows):
        labels = _labels(table, row, words)
        if _is_heading(table, row, labels):
            row = _below(table, row, labels, words, found)
        else:
            row += 1
    return found if found.heading_rows else None


def on_its_side(table: Table, words: PeopleWords) -> Found | None:
    """Read a table whose roles stand in a heading row and whose fields stand down the first column."""
    for row in range(len(table.rows)):
        roles = {column: label.role for column, label in _labels(table, row, words).items() if label.role and not label.field}
        if not roles or 0 in roles or len(roles) != sum(not blank(text) for text in table.rows[row][1:]):
            continue
        cells: dict[int, dict[str, Value]] = {column: {} for column in roles}
        used = {row}
        headings: dict[str, tuple[str, int]] = {}
        for below in range(row + 1, len(table.rows)):
            first = next((column for column, text in enumerate(table.rows[below]) if not blank(text)), None)
            label = words.label(table.text(below, first)) if first is not None else None
            if label and label.field and not label.role:
                used.add(below)
                headings[label.field] = (squeeze(table.text(below, first or 0)), first or 0)
                for column in roles:
                    cells[column][label.field] = Value(table.text(below, column).strip(), table.where(below, column))
        if len(used) >= 3:
            entries = [Entry(role, row + 1, cells[column]) for column, role in roles.items()]
            return Found(entries, [row], used, set(roles.values()), beside=True, headings=headings)
    return None


def _labels(table: Table, row: int, words: PeopleWords) -> dict[int, Label]:
    """Tell which cells of a row name something."""
    labels = ((column, words.label(text)) for column, text in enumerate(table.rows[row][:MOST_COLUMNS]) if text)
    return {column: label for column, label in labels if label}


def _is_heading(table: Table, row: int, labels: Mapping[int, Label]) -> bool:
    """Tell whether a row is a heading: at least two fields, a name or a number among them, and no values."""
    fields = {label.field for label in labels.values() if label.field}
    named = "name" in fields or any(label.role for label in labels.values())
    values = sum(not blank(text) for column, text in enumerate(table.rows[row]) if column not in labels)
    if len(fields) < LEAST_FIELDS or fields.isdisjoint({"name", *CONTACTS}) or not named:
        return False
    return values <= len(labels) // 4 or (values <= len(labels) and _numbered_below(table, row, labels))


def _numbered_below(table: Table, row: int, labels: Mapping[int, Label]) -> bool:
    """Tell whether a number stands in the next row below the heading of numbers: then words nobody knows are headings too."""
    below = next((cells for cells in table.rows[row + 1 :] if any(not blank(text) for text in cells)), ())
    numbered = [column for column, label in labels.items() if label.field in CONTACTS and column < len(below)]
    return any(holds_number(below[column]) for column in numbered)


def holds_number(text: str) -> bool:
    """Tell whether a text has as many digits as a telephone number."""
    return sum(map(str.isdigit, text)) >= LEAST_DIGITS


def _below(table: Table, row: int, labels: Mapping[int, Label], words: PeopleWords, found: Found) -> int:
    """Read the rows below a heading until the next; tell where that is."""
    bottom = row
    under = _labels(table, row + 1, words) if row + 1 < len(table.rows) else {}
    if under and _only_fields(table, row + 1, under):
        labels, bottom = {**labels, **under}, row + 1
    if _roles_above(table, row, words):
        labels = {column: label for column, label in _labels(table, row - 1, words).items() if label.field} | dict(labels)
    columns = _columns(table, row, labels, words)
    found.heading_rows += [*([row - 1] if _roles_above(table, row, words) else []), row, *([bottom] if bottom > row else [])]
    found.used.update(found.heading_rows)
    for column, (_, name) in columns.items():
        written = next(filter(None, (table.text(line, column) for line in (bottom, row, row - 1) if line >= 0)), "")
        found.headings.setdefault(name, (squeeze(written), column))
    above = {role for role, _ in columns.values() if role}
    found.roles |= above
    role = "" if above else _role_before(table, row, words)
    found.roles |= {role} - {"", OTHER}
    fields = {name for _, name in columns.values()}
    # One list for each role, its heading below the role: nobody stands beside it.
    found.beside = found.beside or (len(above | {role} - {""}) == 1 and {"name", "post"} <= fields and not fields.isdisjoint(CONTACTS))
    line = bottom + 1
    while line < len(table.rows):
        marks = _labels(table, line, words)
        if _is_heading(table, line, marks):
            break
        role = _row(table, line, columns, marks, role, words, found)
        line += 1
    return line


def _only_fields(table: Table, row: int, labels: Mapping[int, Label]) -> bool:
    """Tell whether a row is the second row of a heading: nothing but fields of a number or name, under a spread heading."""
    values = sum(not blank(text) for column, text in enumerate(table.rows[row]) if column not in labels)
    return values == 0 and len(labels) >= 2 and all(label.field and not label.role for label in labels.values())


def _roles_above(table: Table, row: int, words: PeopleWords) -> dict[int, str]:
    """Tell the roles that stand in the row above a heading, by column."""
    if row == 0:
        return {}
    return {column: label.role for column, label in _labels(table, row - 1, words).items() if label.role and not label.field}


def _role_before(table: Table, row: int, words: PeopleWords) -> str:
    """Tell the role that is all that the last line above a table says, where the table begins with its heading."""
    if any(not blank(text) for cells in table.rows[:row] for text in cells) or not table.before:
        return ""
    label = words.label(table.before[-1])
    return label.role if label and not label.field else ""


def _columns(table: Table, row: int, labels: Mapping[int, Label], words: PeopleWords) -> dict[int, tuple[str, str]]:
    """Tell role and field of each column; a role holds to the right until the next one."""
    above = _roles_above(table, row, words)
    columns: dict[int, tuple[str, str]] = {}
    role = ""
    seen: set[tuple[str, str]] = set()
    for column in sorted({*labels, *above}):
        label = labels.get(column, Label("", ""))
        role = above.get(column) or label.role or role
        name = label.field or ("name" if label.role else "")
        if not name:
            continue
        if name in ("serial", "unit", "role", "remark") or (name == "department" and not role):
            columns[column] = ("", name)
        else:
            if (role, name) in seen and not role and name == "name":
                role = "liaison"
                columns = {
                    place: ("leader" if field_ in ("name", "post", *CONTACTS) else "", field_) for place, (_, field_) in columns.items()
                }
            columns[column] = (role, name)
            seen.add((role, name))
    return columns


def _row(
    table: Table, row: int, columns: Mapping[int, tuple[str, str]], marks: Mapping[int, Label], role: str, words: PeopleWords, found: Found
) -> str:
    """Read one row below a heading; tell the role that goes on downwards."""
    texts = {column: text.strip() for column, text in enumerate(table.rows[row]) if not blank(text)}
    if not texts or _is_note(next(iter(texts.values())), texts, words):
        return role
    if len(texts) == 1 and (alone := next(iter(marks.values()), None)) and alone.role and not alone.field:
        # A role in a row of its own heads the people below it.
        found.used.add(row)
        return alone.role
    beside = next((label.role for column, label in marks.items() if label.role and columns.get(column, ("", "role"))[1] in BESIDE), "")
    beside = beside or _unknown_role(texts, columns)
    role = beside or role
    groups: dict[str, dict[str, Value]] = {}
    for column, (owner, name) in columns.items():
        groups.setdefault(owner, {})[name] = Value(found.text(table, row, column), table.where(row, column))
    common = groups.pop("", {})
    found.beside = found.beside or bool(beside)
    found.roles |= {beside} - {"", OTHER, UNKNOWN}
    if not groups:
        groups = {role: {}}
    entries = [Entry(owner, row + 1, {**common, **cells}) for owner, cells in groups.items()]
    if any(not entry.empty for entry in entries) or beside:
        found.used.add(row)
        found.entries += [entry for entry in entries if not entry.empty]
    return role


def _unknown_role(texts: Mapping[int, str], columns: Mapping[int, tuple[str, str]]) -> str:
    """Tell whether a row begins with a role that nobody knows, in the column of roles or one left of the names without a heading."""
    first = min(texts)
    names = [column for column, (_, name) in columns.items() if name == "name"]
    place = columns.get(first, ("", ""))[1] == "role" or (first not in columns and bool(names) and first < min(names))
    said = squeeze(texts[first])
    return UNKNOWN if place and len(texts) > 1 and len(said) <= LONGEST_LABEL and not said[:1].isdigit() else ""


def _is_note(first: str, texts: Mapping[int, str], words: PeopleWords) -> bool:
    """Tell whether a row is a note or signature below the list."""
    flat = squeeze(first)
    spoken = any(flat.startswith(word) for word in words.lexicon.form.note_words)
    if len(texts) > 1 and all(text[0] in "(\uff08" and text[-1] in ")\uff09" for text in texts.values()):
        return True
    return spoken and (len(texts) == 1 or any(sign in flat[:14] for sign in ":\uff1a"))


def pairs(table: Table, words: PeopleWords) -> Iterator[tuple[int, int, Label, int]]:
    """Walk over the labels of a table with the column of the value beside each: (row, column, label, value column)."""
    for row, cells in enumerate(table.rows):
        filled = [column for column, text in enumerate(cells[:MOST_COLUMNS]) if not blank(text)]
        for place, column in enumerate(filled):
            label = words.label(cells[column])
            if label:
                beside = filled[place + 1] if place + 1 < len(filled) else -1
                yield row, column, label, -1 if beside < 0 or words.label(cells[beside]) else beside
