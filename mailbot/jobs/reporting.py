"""Reports filled from the store: figures of the assessment, lists, evidence and originals."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from mailbot.checks.guide import covered
from mailbot.jobs.board import board_of
from mailbot.letters.enclosures import book_word
from mailbot.letters.render import full_day
from mailbot.letters.wording import words
from mailbot.model.duty import Duty
from mailbot.model.instant import local_day
from mailbot.model.standard import Entry
from mailbot.model.submission import Severity
from mailbot.reading.message import read_message
from mailbot.reports.archive import Listing, Named, evidence_files, file_name
from mailbot.reports.figures import AreaFigures, UnitFigures, VersionFigures
from mailbot.reports.people import UnitList
from mailbot.reports.published import published
from mailbot.rulebook.model import Rulebook
from mailbot.store import inbox, outbox, reporting
from mailbot.store import standards as kept
from mailbot.store.corrections import corrections
from mailbot.store.database import Database
from mailbot.store.items import load_items, load_people
from mailbot.store.submissions import StoredSubmission, load_findings, load_submission, standing_submissions


def figures(db: Database, rulebook: Rulebook, now: datetime) -> tuple[tuple[UnitFigures, ...], tuple[Duty, ...]]:
    """Gather the figures of every unit, and the board they rest on."""
    board = board_of(db, rulebook, now)
    first, last = reporting.first_numbers(db, "catalogue"), reporting.standing_numbers(db, "catalogue")
    opened = corrections(db, now)
    version = kept.latest(db, kept.VERSION)
    fixed = version.entries if version else ()
    shown = _published(db, rulebook, fixed)
    units = []
    for unit in rulebook.units:
        mine = [duty for duty in board if duty.unit == unit.key]
        areas = []
        for duty in (duty for duty in mine if duty.form == "catalogue"):
            key = (unit.key, duty.area)
            number, versions = first.get(key, (0, 0))
            guide = rulebook.guides.get(duty.area or 0)
            sure, there = covered(reporting.item_texts(db, last[key]), guide) if guide and key in last else (0, 0)
            areas.append(
                AreaFigures(
                    duty,
                    versions,
                    _version(db, number, rulebook),
                    _version(db, last.get(key, 0), rulebook),
                    sure,
                    there,
                    published=shown.get((unit.key, duty.area)),
                    standard=sum(entry.area == duty.area for entry in fixed),
                )
            )
        asked = [one for one in opened if one.unit == unit.key]
        liaison = next((duty for duty in mine if duty.form == "liaison"), None)
        units.append(UnitFigures(unit.key, liaison, tuple(areas), len(asked), sum(one.closed_at is not None for one in asked)))
    return tuple(units), board


def _version(db: Database, number: int, rulebook: Rulebook) -> VersionFigures | None:
    stored = load_submission(db, number) if number else None
    if stored is None:
        return None
    codes = reporting.finding_codes(db, number)
    rules = rulebook.findings
    advice = {code: count for code, count in codes.items() if code in rules and rules[code].severity is Severity.WARNING}
    return VersionFigures(stored.size, stored.to_mend, advice)


def _published(db: Database, rulebook: Rulebook, fixed: Sequence[Entry]) -> dict[tuple[str, int | None], int]:
    """Count the items that each unit's register shows as published, by area; areas that no line names are left out."""
    found: dict[tuple[str, int | None], int] = {}
    for one in standing_submissions(db, "publication"):
        if one.unit is not None:
            standard = {area.number: sum(entry.area == area.number for entry in fixed) for area in rulebook.areas}
            for area, count in published(load_items(db, one.id), one.unit, standard, rulebook).items():
                found[one.unit, area] = count
    return found


def lists(db: Database) -> dict[str, UnitList]:
    """Gather the liaison list that stands for each unit."""
    return {
        one.unit: UnitList(load_people(db, one.id), one.reported_on, one.received_at, one.version)
        for one in standing_submissions(db, "liaison")
        if one.unit
    }


def originals(db: Database, rulebook: Rulebook) -> Iterator[Named]:
    """Give the latest file of each duty as it came: 05_社会救助_赤壁市民政局.xlsx."""
    for one in standing_submissions(db):
        if one.unit is None:
            continue
        named = _original(db, one)
        if named is not None:
            suffix, content = named
            listed = book_word("originals-list", rulebook) if one.form == "liaison" else rulebook.forms[one.form].title
            material = rulebook.area_by_number[one.area].name if one.area else listed
            yield file_name(f"{one.area or 0:02d}_{material}_{rulebook.unit_by_key[one.unit].name}") + suffix, content


def _original(db: Database, one: StoredSubmission) -> tuple[str, bytes] | None:
    """Find the attachment a submission was read from; of one in an archive, the archive. None: it stood in the mail's text."""
    if not reporting.has_bytes(db, one.mail):
        return None
    _, parts = read_message(inbox.load_raw(db, one.mail))
    for part in parts:
        if part.path == one.file or one.file.startswith(f"{part.path}/"):
            return PurePosixPath(part.name).suffix.lower() or ".bin", part.content
    return None


def evidence(db: Database, rulebook: Rulebook, units: Sequence[str], now: datetime) -> Iterator[Named]:
    """Give the evidence of units: an index, mails and letters as they were, versions, findings, what was done."""
    for unit in units:
        rule = rulebook.unit_by_key[unit]
        mails, letters = reporting.mails_of(db, unit), reporting.letters_of(db, unit)
        numbers = [int(str(row[0])) for row in mails]
        files = [(f"mails/m{number}.eml", inbox.load_raw(db, number).content) for number in numbers if reporting.has_bytes(db, number)]
        sent = [(f"letters/l{row[0]}.eml", outbox.load_content(db, int(str(row[0])))) for row in letters]
        kept_letters = {name: content for name, content in sent if content is not None}
        listings = (
            Listing("mails", [(f"m{row[0]}", *row[1:], _there(f"mails/m{row[0]}.eml", dict(files))) for row in mails], links=9),
            Listing("versions", [_version_row(row, rulebook) for row in reporting.versions_of_unit(db, unit)]),
            Listing("findings", list(_finding_rows(db, unit, rulebook))),
            Listing("letters", [(f"l{row[0]}", *row[1:], _there(f"letters/l{row[0]}.eml", kept_letters)) for row in letters], links=6),
            Listing("events", reporting.events_of_unit(db, unit)),
        )
        title = book_word("evidence-title", rulebook, unit=rule.name, day=full_day(local_day(now).isoformat()))
        folder = file_name(f"{rule.number:02d}_{rule.name}")
        yield from evidence_files(folder, title, listings, [*files, *kept_letters.items()], rulebook)


def _there(name: str, files: dict[str, bytes]) -> str:
    return name if name in files else ""


def _version_row(row: reporting.Row, rulebook: Rulebook) -> reporting.Row:
    number, mail, form, area, *rest, replaces = row
    named = rulebook.area_by_number[int(str(area))].name if area else rulebook.forms[str(form)].title
    return (f"s{number}", f"m{mail}", named, *rest, f"s{replaces}" if replaces else "")


def _finding_rows(db: Database, unit: str, rulebook: Rulebook) -> Iterator[reporting.Row]:
    for row in reporting.versions_of_unit(db, unit):
        for finding in load_findings(db, submission=int(str(row[0]))):
            said = words(finding, rulebook)
            yield (f"s{row[0]}", finding.code, rulebook.letters.severities[said.severity], finding.where, said.text)
