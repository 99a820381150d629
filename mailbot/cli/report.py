"""Workbooks and documents for the office: report."""

import typer

from mailbot.cli.exits import DONE

FILE = typer.Option(..., "-o", "--output", help="The file to write.", metavar="FILE")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    report = typer.Typer(no_args_is_help=True, help="Workbooks and documents of what the database holds.", rich_markup_mode=None)
    report.command("progress")(progress)
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
    Path(file).write_bytes(book.content)
    output.line(say("cli", "report-written", path=file))
    return DONE
