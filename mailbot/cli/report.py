"""Workbooks and documents for the office: report."""

from collections.abc import Callable

import typer

from mailbot.cli.exits import DONE
from mailbot.store.handle import Database

FILE = typer.Option(..., "-o", "--output", help="The file to write.", metavar="FILE")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    report = typer.Typer(no_args_is_help=True, help="Workbooks and documents of what the database holds.", rich_markup_mode=None)
    report.command("progress")(progress)
    report.command("catalogue")(catalogue)
    report.command("liaisons")(liaisons)
    report.command("assessment")(assessment)
    report.command("evidence")(evidence)
    report.command("originals")(originals)
    app.add_typer(report, name="report")


def progress(file: str = FILE) -> int:
    """Write the progress workbook: board, items by area with charts, submissions, findings."""
    from pathlib import Path

    from mailbot.app import desk_of, reading
    from mailbot.cli import output
    from mailbot.cli.context import clock, home
    from mailbot.jobs.board import current_board
    from mailbot.jobs.progress import progress_of
    from mailbot.model.instant import local_day
    from mailbot.texts import say

    place, watch = home(), clock()
    at = watch()
    with reading(place) as db:
        desk = desk_of(place, db, watch)
        book = progress_of(desk, current_board(desk, at), local_day(at), at)
    output.file(Path(file), book.content)
    output.line(say("cli", "report-written", path=file))
    return DONE


def catalogue(file: str = FILE) -> int:
    """Write the standard catalogue as it stands: fixed areas as they were fixed, the others as filed."""
    from mailbot.cli.context import home, now
    from mailbot.jobs.standards import catalogue as catalogue_of

    place = home()
    return _written(file, lambda db: catalogue_of(db, place.rulebook, now()))


def liaisons(file: str = FILE) -> int:
    """Write the people of all units in one workbook; it holds personal data."""
    from mailbot.cli.context import home, now
    from mailbot.jobs.reporting import lists
    from mailbot.model.instant import local_day
    from mailbot.reports.people import people_workbook

    place = home()
    return _written(file, lambda db: people_workbook(lists(db), place.rulebook, day=local_day(now())))


def assessment(file: str = FILE) -> int:
    """Write the figures of the assessment: a workbook (.xlsx), or the report in words (.docx)."""
    from pathlib import Path

    from mailbot.cli.context import home, now
    from mailbot.errors import OperatorError
    from mailbot.jobs.reporting import figures
    from mailbot.model.instant import local_day
    from mailbot.reports.assessment import assessment_workbook
    from mailbot.reports.figures import MEASURES
    from mailbot.reports.official import TEMPLATE, official_report
    from mailbot.rulebook.load import packaged
    from mailbot.texts import say

    place = home()
    unknown = [measure.key for measure in place.rulebook.assessment.measure if measure.key not in MEASURES]
    if unknown:
        raise OperatorError("bad-rules", say("cli", "bad-measure", keys="\u3001".join(unknown), known="\u3001".join(MEASURES)))
    day = local_day(now())
    own = place.path / "templates" / TEMPLATE
    template = own if own.is_file() else packaged("templates") / TEMPLATE

    def write(db: Database) -> bytes:
        units, board = figures(db, place.rulebook, now())
        if Path(file).suffix.lower() == ".docx":
            return official_report(template, units, board, place.rulebook, day=day)
        return assessment_workbook(units, place.rulebook, day=day)

    return _written(file, write)


def evidence(file: str = FILE, unit: str = typer.Option("", help="One unit only: key, name or alias.")) -> int:
    """Write a zip with the mails, versions, findings, letters and decisions of a unit or of all, with an index page."""
    from mailbot.cli.context import home, now, unit_key
    from mailbot.jobs.reporting import evidence as evidence_of
    from mailbot.reports.archive import zipped

    place = home()
    units = [unit_key(place.rulebook, unit)] if unit else [one.key for one in place.rulebook.units]
    return _written(file, lambda db: zipped(evidence_of(db, place.rulebook, units, now())))


def originals(file: str = FILE) -> int:
    """Write a zip with the latest file of each duty as it came."""
    from mailbot.cli.context import home
    from mailbot.jobs.reporting import originals as originals_of
    from mailbot.reports.archive import zipped

    place = home()
    return _written(file, lambda db: zipped(originals_of(db, place.rulebook)))


def _written(file: str, make: Callable[[Database], bytes]) -> int:
    """Make a file of what the database holds."""
    from pathlib import Path

    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home
    from mailbot.texts import say

    with reading(home()) as db:
        content = make(db)
    output.file(Path(file), content)
    output.line(say("cli", "report-written", path=file))
    return DONE
