"""Caring for the database: backup, verify."""

import typer

from mailbot.cli.exits import DONE, NAMED


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(verify)


def backup(file: str = typer.Argument(help="The file to write.", metavar="FILE")) -> int:
    """Write a consistent copy of the database, beside a running worker."""
    from pathlib import Path

    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home
    from mailbot.errors import OperatorError
    from mailbot.store.backup import backup as copy
    from mailbot.texts import say

    place, target = home(), Path(file)
    if not place.database.exists():
        raise OperatorError("no-database", say("cli", "no-database", path=place.database))
    with reading(place) as db:
        copy(db, target)
    output.line(say("cli", "backed-up", path=target))
    return DONE


def verify() -> int:
    """Check the database: integrity, references, and that every stored mail still has its bytes."""
    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home
    from mailbot.errors import OperatorError
    from mailbot.store.backup import verify as problems_of
    from mailbot.texts import say

    place = home()
    if not place.database.exists():
        raise OperatorError("no-database", say("cli", "no-database", path=place.database))
    with reading(place) as db:
        verdict = problems_of(db)
    for problem in verdict.problems:
        output.line(problem)
    if verdict.problems:
        return NAMED
    output.line(say("cli", "verified"))
    return DONE
