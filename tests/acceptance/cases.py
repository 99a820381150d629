"""A case: a file as a unit sends it, and what a careful person reads in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mailbot.jobs.checking import Checked, judged
from mailbot.jobs.reading import read_part
from mailbot.model.mail import Contents, Mail, Part
from mailbot.model.submission import Item, Severity, Submission
from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from tests.acceptance.entries import Entry, Writing
from tests.acceptance.pages import Grid, Page, Placed, from_text, groups

SEVERAL_LINES = {"docx", "doc"}


@dataclass
class Want:
    """One catalogue that must be read: its area, its entries with their rows in ``grids``, and what may be complained of.

    ``levels`` tells how the headings name 县级 and 乡级; ``errors`` and ``warnings`` are codes, all others are false reproaches.
    """

    area: int | None
    rows: list[tuple[Grid, int, Entry]]
    levels: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outcome: str = "filed"


@dataclass
class Case:
    """A file with its pages and everything that must be found in it."""

    name: str
    pages: list[Page]
    wants: list[Want]
    file: str = "目录"
    subject: str = ""
    unit: str | None = None
    file_codes: tuple[str, ...] = ()


@dataclass
class Laid:
    """A grid with the rows of its entries."""

    grid: Grid
    rows: list[tuple[Grid, int, Entry]]

    def want(self, area: int | None, **more: object) -> Want:
        return Want(area, list(self.rows), **more)  # type: ignore[arg-type]


def catalogue(
    heading: str | Grid,
    roles: str,
    entries: Sequence[Entry],
    writing: Writing | None = None,
    *,
    merge: Sequence[str] = ("first",),
    blank: Sequence[str] = (),
    row: Callable[[int, Entry], Sequence[str]] | None = None,
) -> Laid:
    """Lay entries out under a heading: one role a column; equal values of ``merge`` are merged, of ``blank`` left out."""
    head = from_text(heading) if isinstance(heading, str) else heading
    grid = Grid([list(line) for line in head.rows], list(head.merges))
    names, writing = roles.split(), writing or Writing()
    top = len(grid.rows)
    laid: list[tuple[Grid, int, Entry]] = []
    for number, entry in enumerate(entries):
        laid.append((grid, len(grid.rows), entry))
        grid.rows.append(list(row(number, entry)) if row else [writing.cell(role, entry) for role in names])
    for column, role in enumerate(names):
        if role not in (*merge, *blank):
            continue
        spans = [f"{entry.first}\0{writing.cell(role, entry)}" for entry in entries]
        for first, last in groups(spans):
            if last > first and role in merge:
                grid.merge(top + first, column, top + last, column)
            for place in range(first + 1, last + 1):
                grid.rows[top + place][column] = ""
    return Laid(grid, laid)


def run(case: Case, content: bytes, suffix: str, sandbox: Sandbox, rulebook: Rulebook) -> Checked:
    """Read and judge a file as ``mailbot check`` does."""
    mail = Mail("0" * 64, "", "", "", case.subject, "", datetime(2020, 9, 28, 7, tzinfo=UTC))
    files = read_part(
        Part("1", f"{case.file}.{suffix}".rstrip("."), "application/octet-stream", content), sandbox, Settings.model_construct()
    )
    return judged(Contents(mail, files), rulebook, unit=case.unit)


def problems(case: Case, checked: Checked, placed: Placed, rulebook: Rulebook) -> list[str]:
    """List everything that was not read as a careful person reads it."""
    found: list[str] = []
    codes = tuple(sorted(finding.code for findings in checked.findings.values() for finding in findings))
    if codes != tuple(sorted(case.file_codes)):
        found.append(f"findings of the file: {codes}")
    seen = [submission for submission in checked.submissions if submission.form == "catalogue"]
    if len(seen) != len(case.wants):
        return [*found, f"{len(seen)} catalogues: {[(one.area, one.sheet, one.size) for one in seen]}"]
    for submission, want in zip(seen, case.wants, strict=True):
        found += _catalogue(submission, want, placed, rulebook)
    return found


def _catalogue(seen: Submission, want: Want, placed: Placed, rulebook: Rulebook) -> list[str]:
    found = []
    if seen.area != want.area:
        found.append(f"area {seen.area} by {seen.area_by} and not {want.area}; title {seen.title!r}")
    if seen.outcome != want.outcome:
        found.append(f"outcome {seen.outcome}")
    for severity, allowed in ((Severity.ERROR, want.errors), (Severity.WARNING, want.warnings)):
        told = [one for one in seen.findings if rulebook.findings[one.code].severity == severity]
        if {one.code for one in told} != set(allowed):
            found.append(
                f"{severity}: "
                + ", ".join(f"{one.code} {one.where} {one.column} {dict(one.facts)}" for one in told)
                + f" and not {allowed}"
            )
    told_codes = {one.code for one in seen.findings}
    found += [f"no note {code}" for code in want.notes if code not in told_codes]
    if len(seen.items) != len(want.rows):
        return [
            *found,
            f"{len(seen.items)} items and not {len(want.rows)}: {[(item.row, item.text('second_level')) for item in seen.items]}",
        ]
    for item, (grid, row, entry) in zip(seen.items, want.rows, strict=True):
        sheet, top = placed.grids.get(id(grid), ("", 0))
        if top and item.row != top + row:
            found.append(f"row {item.row} and not {top + row} of {sheet}")
        found += [f"row {item.row}: {line}" for line in _item(item, entry, want)]
    return found


def _item(item: Item, entry: Entry, want: Want) -> list[str]:
    seen: dict[str, object] = {
        **{key: item.text(key) for key in ("serial", "content", "basis", "time_limit", "publisher", "third_level")},
        "first": item.text("first_level"),
        "second": item.text("second_level"),
        "channels": item.channels,
        "public": item.public,
        "specific": item.specific,
        "active": item.active,
        "request": item.on_request,
        "levels": item.levels,
        "extra": {},
    }
    meant: dict[str, object] = {
        "serial": entry.serial,
        "content": entry.content,
        "basis": entry.basis,
        "time_limit": entry.limit,
        "publisher": entry.publisher,
        "third_level": entry.third,
        "first": entry.first,
        "second": entry.second,
        "channels": entry.channels,
        "public": entry.public,
        "specific": entry.specific,
        "active": entry.active,
        "request": entry.request,
        "levels": tuple(want.levels.get(level, level) for level in entry.levels),
        "extra": {},
    }
    seen["extra"], meant["extra"] = {name: item.extra.get(name) for name, _ in entry.extra}, dict(entry.extra)
    return [f"{key} {seen[key]!r} and not {meant[key]!r}" for key in meant if _flat(seen[key]) != _flat(meant[key])]


def _flat(value: object) -> object:
    """Compare texts without line ends at the edges; what is inside stays as written."""
    return "\n".join(line.strip() for line in value.splitlines()) if isinstance(value, str) else value
