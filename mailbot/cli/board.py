"""Looking at where things stand: status, show, digest, search."""

import typer

from mailbot.cli.exits import DONE, NAMED

JSON = typer.Option(False, "--json", help="Print JSON.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(status)
    app.command()(show)
    app.command()(digest)
    app.command()(search)


def status(unit: str = typer.Option("", help="One unit only: key, name or alias."), as_json: bool = JSON) -> int:
    """Show the board and the health."""
    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home, now
    from mailbot.cli.standing import print_board, standing

    place, at = home(), now()
    with reading(place) as db:
        shape = standing(db, place, at, unit=unit)
    if as_json:
        output.document(shape)
    else:
        print_board(shape, place.rulebook)
    return DONE


def show(ident: str = typer.Argument(help="m12 a mail, s7 a submission, l31 a letter.", metavar="ID"), as_json: bool = JSON) -> int:
    """Show one mail, submission or letter: what came, what was decided, what was answered."""
    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home
    from mailbot.cli.stories import lines_of, story
    from mailbot.texts import say

    place = home()
    with reading(place) as db:
        shape = story(db, ident, place.rulebook)
    if shape is None:
        output.aside(say("cli", "no-such", id=ident))
        return NAMED
    if as_json:
        output.document(shape)
    else:
        for text in lines_of(shape, place.rulebook):
            output.line(text)
    return DONE


def digest(
    date: str = typer.Option("", help="The day (default: today).", metavar="D"),
    to_print: bool = typer.Option(False, "--print", help="Print it instead of queueing it."),
) -> int:
    """Print or queue the digest of a day."""
    from datetime import date as calendar_date

    from mailbot.app import desk_of, reading, writing
    from mailbot.cli import output
    from mailbot.cli.context import clock, home
    from mailbot.errors import OperatorError
    from mailbot.jobs.digest import queue_digest_of, words_of
    from mailbot.model.instant import local_day
    from mailbot.texts import say

    place, watch = home(), clock()
    at = watch()
    try:
        day = calendar_date.fromisoformat(date) if date else local_day(at)
    except ValueError as error:
        raise OperatorError("usage-date", say("cli", "bad-now", text=date)) from error
    if to_print:
        with reading(place) as db:
            said = words_of(desk_of(place, db, watch), day, at)
        output.line(said.subject)
        output.line(said.text)
        return DONE
    if not place.settings.office.digest_to:
        raise OperatorError("no-digest-to", say("cli", "no-digest-to"))
    with writing(place) as db:
        queued = queue_digest_of(desk_of(place, db, watch), day, at)
    output.line(say("cli", "queued-digest") if queued else say("cli", "digest-exists", day=day))
    return DONE if queued else NAMED


def search(words: list[str] = typer.Argument(help="Words; all of them must be there.", metavar="TEXT..."), as_json: bool = JSON) -> int:
    """Find items, mails and people; exit 1 when nothing is found."""
    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home
    from mailbot.cli.found import line_of, shape
    from mailbot.store.search import search as find
    from mailbot.texts import say

    place = home()
    with reading(place) as db:
        hits = find(db, " ".join(words))
    if as_json:
        output.document([shape(hit) for hit in hits])
        return DONE if hits else NAMED
    for hit in hits:
        output.line(line_of(hit, " ".join(words), place.rulebook))
    if not hits:
        output.aside(say("cli", "nothing-found", words=" ".join(words)))
    return DONE if hits else NAMED
