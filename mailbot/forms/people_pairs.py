"""Lists of people as pairs of label and value, one below the other or side by side (domain, 5)."""

from mailbot.forms.people import Entry
from mailbot.forms.people_grid import Found, holds_number, pairs
from mailbot.forms.people_words import PeopleWords
from mailbot.forms.text import blank, squeeze
from mailbot.model.submission import Value
from mailbot.model.table import Table

PERSONAL = frozenset({"name", "post", "contact", "phone", "mobile", "email", "fax"})


def in_pairs(table: Table, words: PeopleWords) -> Found | None:
    """Read labels and the values beside them; a role counts for all fields until the next role.

    None too where cells hold label and value together (a name behind its heading and a colon): these are read as running text.
    """
    if any(_says_its_label(text, words) for cells in table.rows for text in cells if text):
        return None
    found = Found()
    role, row_of, cells = "", 0, dict[str, Value]()
    for row, column, label, beside in pairs(table, words):
        value = Value(table.text(row, beside).strip(), table.where(row, beside)) if beside >= 0 else Value("", table.where(row, column + 1))
        name = label.field or ("name" if label.role and value.text else "")
        if label.role and (label.role != role or "name" in cells) and not (label.role == role and label.field and label.field not in cells):
            _close(found, role, row_of, cells)
            role, row_of, cells = label.role, row + 1, {}
        elif name == "name" and "name" in cells and name not in ("", None):
            _close(found, role, row_of, cells)
            row_of, cells = row + 1, {}
        if label.role:
            found.roles.add(label.role)
        if role and name in PERSONAL:
            cells.setdefault(name, value)
            if label.role and not label.field:
                cells = {**_unlabelled(table, row, beside + 1, words), **cells}
            found.used.add(row)
            found.headings.setdefault(name, (table.text(row, column).strip(), column))
            found.heading_rows = found.heading_rows or [row]
    _close(found, role, row_of, cells)
    return found if found.heading_rows else None


def _unlabelled(table: Table, row: int, first: int, words: PeopleWords) -> dict[str, Value]:
    """Tell post and numbers that stand behind a name without labels, by what they look like."""
    cells: dict[str, Value] = {}
    for column in range(first, len(table.rows[row])):
        text = table.text(row, column).strip()
        if words.label(text):
            break
        numbered = holds_number(text) or "@" in text
        name = "contact" if numbered else "post"
        # Behind the numbers stand remarks.
        if not blank(text) and (numbered or "contact" not in cells):
            before = cells.get(name, Value(""))
            cells[name] = Value(f"{before.text} {text}".strip(), before.where or table.where(row, column))
    return cells


def _says_its_label(text: str, words: PeopleWords) -> bool:
    """Tell whether a cell says a name with its label before it."""
    label, colon, value = squeeze(text).replace("\uff1a", ":").partition(":")
    known = words.label(label) if colon and value else None
    return known is not None and known.field == "name" and not known.role


def _close(found: Found, role: str, row: int, cells: dict[str, Value]) -> None:
    """Enter what was gathered for one person."""
    entry = Entry(role, row, dict(cells))
    if role and not entry.empty:
        found.entries.append(entry)
