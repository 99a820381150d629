"""Phase two: standard build, import, send, drop."""

import typer

from mailbot.cli.exits import DONE, NAMED


def register(app: typer.Typer) -> None:
    """Add the commands."""
    standard = typer.Typer(no_args_is_help=True, help="The standard that the office fixes and feeds back.", rich_markup_mode=None)
    standard.command("build")(build)
    standard.command("import")(import_)
    standard.command("send")(send)
    standard.command("drop")(drop)
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
    output.file(Path(file), content)
    output.line(say("cli", "draft-built", path=file, number=saved.number, items=len(saved.entries)))
    here = {entry.area for entry in saved.entries}
    missing = [area.name for area in place.rulebook.areas if area.number not in here]
    if missing:
        output.aside(say("cli", "draft-missing", count=len(missing), areas="\u3001".join(missing)))
    return NAMED if missing else DONE


def import_(
    file: str = typer.Argument(help="The workbook as the office edited it, or the mail that brought it: m12.", metavar="FILE"),
    answer: list[str] = typer.Option(
        [], help="What a question was answered with: PLACE=KEY, PLACE=\u65b0\u589e or PLACE=\u5220\u9664.", metavar="PLACE=WORD"
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> int:
    """Take the office's edit as a version of the standard; exit 1 with questions, and then nothing is kept."""
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now
    from mailbot.cli.edited import read_edited
    from mailbot.cli.standards import command_lines, import_shape
    from mailbot.errors import OperatorError
    from mailbot.jobs.standards import import_workbook
    from mailbot.texts import say

    place = home()
    if not place.database.exists():
        raise OperatorError("no-database", say("cli", "no-database", path=place.database))
    answers = {}
    for one in answer:
        where, equals, word = one.rpartition("=")
        if not equals or not where or not word:
            raise OperatorError("usage-answer", say("cli", "bad-answer", text=one))
        answers[where.strip()] = word.strip()
    with writing(place) as db:
        workbook, sha256, mail, before = read_edited(place, db, file)
        said = {**before, **answers}
        done = import_workbook(db, place.rulebook, workbook, now(), by=by_whom(), sha256=sha256, answers=said, mail=mail)
    if as_json:
        output.document(import_shape(done))
    else:
        for line in command_lines(done, place.rulebook):
            output.line(line)
    return NAMED if done.questions else DONE


def drop() -> int:
    """Give up an edit that waits for answers; the version before it stands."""
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import home, now
    from mailbot.store import standard_edits
    from mailbot.store.database import transaction
    from mailbot.texts import say

    with writing(home()) as db, transaction(db):
        dropped = standard_edits.close(db, now())
    (output.line if dropped else output.aside)(say("jobs", "edit-dropped" if dropped else "no-edit"))
    return DONE if dropped else NAMED


def send(
    yes: bool = typer.Option(False, "--yes", help="Queue the letters; without it they are only shown."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> int:
    """Tell each unit the standard of its areas, if the latest version touches it; exit 1 when a unit cannot be reached."""
    from mailbot.app import desk_of, reading, writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, clock, home
    from mailbot.cli.standards import sending_lines, sending_shape
    from mailbot.jobs.feedback import plan, queue
    from mailbot.jobs.standard_books import refusal
    from mailbot.store import standard_edits
    from mailbot.texts import say

    place, watch = home(), clock()
    with (writing if yes else reading)(place) as db:
        desk = desk_of(place, db, watch)
        planned, edit = plan(db, place.rulebook), standard_edits.pending(db)
        queued = queue(desk, planned, watch(), by=by_whom()) if yes and edit is None else ()
    if planned is None:
        output.aside(say("jobs", "no-version"))
        return NAMED
    if edit is not None:
        output.aside(refusal(edit))
        if yes:
            return NAMED
    if as_json:
        output.document(sending_shape(planned, queued))
    else:
        for line in sending_lines(planned, queued, place.rulebook, sent=yes):
            output.line(line)
    return NAMED if any(not one.addresses for one in planned.feedbacks) else DONE
