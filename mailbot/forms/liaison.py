"""From a table to a list of leader and liaison (附件2), in whatever way it is laid out (domain, 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailbot.forms.catalogue import missing_columns
from mailbot.forms.dates import parse_date
from mailbot.forms.lexicon import Lexicon, lexicon
from mailbot.forms.people import CONTACTS, Entry, Habits, people
from mailbot.forms.people_grid import Found, in_grid, on_its_side
from mailbot.forms.people_pairs import in_pairs
from mailbot.forms.people_text import people_in_text
from mailbot.forms.people_words import OTHER, UNKNOWN, PeopleWords
from mailbot.forms.remarks import spoiled
from mailbot.forms.signed import reported, signs
from mailbot.forms.text import squeeze
from mailbot.model.submission import Finding, Person, Submission
from mailbot.model.table import Table, column_letters
from mailbot.rulebook.model import Rulebook

MOST_ROWS = 400
"""A list of people of one unit is short; a longer table is something else."""

MOST_LINES = 60
"""So many rows of a table used like paper are read as running text."""

BOTH = frozenset({"leader", "liaison"})


def read_liaison(table: Table, file: str, rulebook: Rulebook) -> list[Submission]:
    """Read a table as a list of people; nothing where it is none. Rows for several units become one list each."""
    if len(table.rows) > MOST_ROWS:
        return []
    form = lexicon(rulebook, "liaison")
    words = PeopleWords.of(form)
    for read in (in_grid, on_its_side, in_pairs):
        found = read(table, words)
        if found and _is_list(found, table, form):
            return list(_submissions(found, table, file, form, rulebook))
    return _in_words(table, file, form, rulebook)


def _in_words(table: Table, file: str, form: Lexicon, rulebook: Rulebook) -> list[Submission]:
    """Read what stands in paragraphs, or in a table used like paper, as running text."""
    lines = [*table.before, *("  ".join(text for text in cells if text) for cells in table.rows[:MOST_LINES])]
    roles = [word for words in form.form.roles.values() for word in words]
    if not any(word in line for line in map(squeeze, lines) for word in roles):
        return []
    return people_in_text("\n".join(lines), rulebook, file=file, sheet=table.sheet)


def _is_list(found: Found, table: Table, form: Lexicon) -> bool:
    """Tell whether this is the list asked for and not any table with names: by its title, both roles, a role beside a person."""
    if found.roles >= BOTH or (found.beside and found.roles and found.entries):
        return True
    return any(word in squeeze(text) for text in (table.sheet, *_lines(found, table)) for word in form.form.titles)


def _submissions(found: Found, table: Table, file: str, form: Lexicon, rulebook: Rulebook) -> Iterator[Submission]:
    """Make the list, or one for each unit that the rows name."""
    _leave_signatures(found, rulebook)
    asked = _asked_for(found.entries)
    found.left_out = sorted({entry.row for entry in found.entries} - {entry.row for entry in asked})
    entries, guessed = _with_roles(asked)
    units = [unit for unit in dict.fromkeys(map(_unit_of, entries)) if unit]
    lowest = max(found.used, default=0)
    below = [*(cells for row, cells in enumerate(table.rows) if row > lowest), *((line,) for line in table.after)]
    said = reported(_rows(found, table), below, form.form, rulebook)
    for unit in units if len(units) > 1 else [""]:
        mine = [entry for entry in entries if not unit or _unit_of(entry) in (unit, "")]
        submission = Submission(
            form=form.form.key,
            file=file,
            sheet=table.sheet,
            heading_rows=tuple(row + 1 for row in sorted(set(found.heading_rows))),
            title=_title(found, table, form),
            named_unit=unit or said.get("reported_by", "") or (units[0] if units else ""),
            reported_on_text=said.get("reported_on", ""),
            reported_on=parse_date(said.get("reported_on", ""), rulebook.campaign.first.year),
            columns={name: heading for name, (heading, _) in found.headings.items()},
            column_letters={name: column_letters(column) for name, (_, column) in found.headings.items()},
            people=tuple(_people(mine, rulebook)),
        )
        missing = _missing(submission, form) if found.headings else ()
        yield replace(submission, missing_columns=missing, findings=tuple(_remarks(submission, table, found, guessed)))


def _leave_signatures(found: Found, rulebook: Rulebook) -> None:
    """Take out rows whose cells only say who signs and when: they stand below the list, be it under a heading of it."""
    for entry in list(found.entries):
        said = [value.text for name, value in entry.cells.items() if value.text and name in ("name", "post", *CONTACTS)]
        if entry.row > found.entries[0].row and all(signs(text, rulebook) for text in said):
            found.entries.remove(entry)
            found.used.discard(entry.row - 1)


def _unit_of(entry: Entry) -> str:
    """Tell the unit that an entry's row names."""
    return squeeze(entry.cells["unit"].text) if "unit" in entry.cells else ""


def _missing(submission: Submission, form: Lexicon) -> tuple[str, ...]:
    """List the columns that the list lacks, but not those whose values stand in another column."""
    said = {"name" for person in submission.people if person.name.text} | {"post" for person in submission.people if person.post.text}
    said |= {"contact" for person in submission.people if person.phones}
    return missing_columns({*submission.columns, *said}, form)


def _people(entries: Sequence[Entry], rulebook: Rulebook) -> Iterator[Person]:
    for entry in entries:
        yield from people(entry, Habits.of(rulebook))


def _asked_for(entries: Sequence[Entry]) -> list[Entry]:
    """Leave out who is neither leader nor liaison; by an unknown word only where both are there."""
    roles = {entry.role for entry in entries}
    strangers = {OTHER, UNKNOWN} if roles >= BOTH else {OTHER}
    return [entry if entry.role != UNKNOWN else replace(entry, role="") for entry in entries if entry.role not in strangers]


def _with_roles(entries: Sequence[Entry]) -> tuple[list[Entry], bool]:
    """Give people without a role one: the first leads, the others liaise; a single one liaises."""
    nameless = [entry for entry in entries if not entry.role]
    if not nameless:
        return list(entries), False
    led = any(entry.role == "leader" for entry in entries) or len(entries) == 1
    roles = {id(entry): "liaison" if led or place else "leader" for place, entry in enumerate(nameless)}
    return [replace(entry, role=roles[id(entry)]) if not entry.role else entry for entry in entries], True


def _remarks(submission: Submission, table: Table, found: Found, guessed: bool) -> Iterator[Finding]:  # noqa: FBT001
    """Report roles that were guessed, numbers that were repaired, rows that are hidden, cells without a text."""
    if found.left_out:
        rows = "\u3001".join(map(str, found.left_out))
        yield Finding("people-left-out", where=submission.sheet, facts={"rows": rows})
    if guessed and submission.people:
        yield Finding("roles-guessed", where=submission.sheet)
    repaired = [person for person in submission.people if person.contact.note == "repaired"]
    if repaired:
        column = submission.columns.get("contact") or submission.columns.get("phone") or submission.columns.get("mobile") or ""
        yield Finding("values-repaired", where=repaired[0].contact.where, column=column, facts={"count": len(repaired)})
    yield from spoiled(table, found.used, {column: heading for heading, column in found.headings.values()})
    hidden = sorted(found.used & table.hidden_rows)
    if hidden:
        yield Finding("hidden-rows", where=table.sheet, facts={"count": len(hidden)})


def _lines(found: Found, table: Table) -> list[str]:
    """List the texts that stand outside the list itself."""
    return [text for cells in _rows(found, table) for text in cells if text]


def _rows(found: Found, table: Table) -> list[Sequence[str]]:
    """List the paragraphs and rows that stand outside the list itself."""
    return [*((line,) for line in table.before), *(cells for row, cells in enumerate(table.rows) if row not in found.used)]


def _title(found: Found, table: Table, form: Lexicon) -> str:
    """Choose the title: the first line outside the list that speaks like one."""
    lines = [text for text in _lines(found, table) if len(squeeze(text)) <= 80]
    return next((" ".join(text.split()) for text in lines if any(word in squeeze(text) for word in form.form.titles)), "")
