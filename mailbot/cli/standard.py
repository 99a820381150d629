"""Phase two: standard build."""

import typer

from mailbot.cli.exits import DONE, NAMED


def register(app: typer.Typer) -> None:
    """Add the commands."""
    standard = typer.Typer(no_args_is_help=True, help="The standard that the office fixes and feeds back.", rich_markup_mode=None)
    standard.command("build")(build)
    app.add_typer(standard, name="standard")


def build(
    file: str = typer.Option(..., "-o", "--output", help="The workbook to write.", metavar="FILE"),
    include: str = typer.Option("", help="returned: take catalogues that must be mended as a whole, too.", metavar="WHAT"),
) -> int:
    """Merge the filed catalogues into a draft of the standard catalogue; exit 1 while areas are missing."""
    from pathlib import Path

    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now
    from mailbot.errors import OperatorError
    from mailbot.jobs.standards import build as build_draft
    from mailbot.texts import say

    if include not in ("", "returned"):
        raise OperatorError("usage-include", say("cli", "bad-include", text=include))
    place = home()
    if not place.database.exists():
        raise OperatorError("no-database", say("cli", "no-database", path=place.database))
    with writing(place) as db:
        saved, content = build_draft(db, place.rulebook, now(), by=by_whom(), returned=include == "returned")
    Path(file).write_bytes(content)
    output.line(say("cli", "draft-built", path=file, number=saved.number, items=len(saved.entries)))
    here = {entry.area for entry in saved.entries}
    missing = [area.name for area in place.rulebook.areas if area.number not in here]
    if missing:
        output.aside(say("cli", "draft-missing", count=len(missing), areas="\u3001".join(missing)))
    return NAMED if missing else DONE
