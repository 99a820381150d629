"""Caring for the database and the worker: backup, restore, verify, purge, health."""

import typer

from mailbot.cli.exits import BUSY, DONE, NAMED

WAIT = typer.Option(0.0, "--wait", help="Wait so many seconds for another worker to end.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)
    app.command()(verify)
    app.command()(purge)
    app.command()(health)


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


def restore(file: str = typer.Argument(help="A file that backup wrote.", metavar="FILE"), wait: float = WAIT) -> int:
    """Put a backup back in place; the old database is kept beside it."""
    from dataclasses import replace
    from pathlib import Path

    from mailbot.app import desk_of
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, clock, home
    from mailbot.jobs.restoring import tell_restored
    from mailbot.store.database import open_database
    from mailbot.store.lock import Busy, worker_lock
    from mailbot.store.restore import fold, prepare, put_in_place
    from mailbot.texts import say

    place, watch, source = home(), clock(), Path(file)
    try:
        with worker_lock(place.lock, wait=wait):
            copy = prepare(source, place.database, campaign=place.rulebook.campaign.key)
            with open_database(copy, campaign=place.rulebook.campaign.key) as db:
                now = watch()
                done = tell_restored(desk_of(place, db, watch), source, now, by=by_whom())
                fold(db)
            done = replace(done, kept=put_in_place(copy, place.database, now))
    except Busy:
        output.aside(say("cli", "busy", lock=place.lock))
        return BUSY
    known = f"{done.last_known:%Y-%m-%d %H:%M} UTC" if done.last_known else "-"
    output.line(say("cli", "restored", path=source, known=known))
    if done.kept is not None:
        output.line(say("cli", "restored-kept", path=done.kept))
    output.line(say("cli", "restored-letters", unconfirmed=done.unconfirmed, withheld=done.withheld, skipped=done.skipped))
    return DONE


def purge(
    before: str = typer.Option(..., "--before", help="What the mailbox received before this day.", metavar="D"),
    yes: bool = typer.Option(False, "--yes", help="Do it; without this only say what would go."),
    wait: float = WAIT,
) -> int:
    """Remove personal data and raw mail of an earlier time for good; counts and hashes stay."""
    from datetime import date, time

    from mailbot.app import reading, writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now
    from mailbot.errors import OperatorError
    from mailbot.model.instant import at
    from mailbot.store import purge as store
    from mailbot.store.lock import Busy, worker_lock
    from mailbot.texts import say

    place, instant = home(), now()
    try:
        day = date.fromisoformat(before)
    except ValueError as error:
        raise OperatorError("usage-date", say("cli", "bad-now", text=before)) from error
    limit = at(day, time())
    if limit > instant:
        raise OperatorError("usage-date", say("cli", "purge-future", day=day))
    if not place.database.exists():
        raise OperatorError("no-database", say("cli", "no-database", path=place.database))
    if (instant - limit).days < place.settings.retention.days:
        output.aside(say("cli", "purge-early", days=place.settings.retention.days))
    if not yes:
        with reading(place) as db:
            output.line(say("cli", "purge-would", day=day, **store.count(db, limit)))
        output.aside(say("cli", "purge-yes"))
        return DONE
    try:
        with worker_lock(place.lock, wait=wait), writing(place) as db:
            done = store.purge(db, limit, instant, by=by_whom())
            files = store.purge_files(place.path / "data", limit)
    except Busy:
        output.aside(say("cli", "busy", lock=place.lock))
        return BUSY
    output.line(say("cli", "purged", day=day, files=files, **done))
    for copy in sorted(place.database.parent.glob(f"{place.database.stem}-*.sqlite")):
        output.aside(say("cli", "purge-copy", path=copy))
    return DONE


def health(as_json: bool = typer.Option(False, "--json", help="Print JSON.")) -> int:
    """Tell whether the worker does its work, by the file it leaves: exit 1 when it is stale or mail has failed for long."""
    from mailbot.cli import output
    from mailbot.cli.context import home, now
    from mailbot.jobs.health import judge, path_of
    from mailbot.texts import say

    place = home()
    worker, alarm = place.settings.worker, place.settings.alarm
    found = judge(path_of(place.path), now(), poll_minutes=worker.poll_minutes, after_minutes=alarm.after_minutes)
    if as_json:
        output.document({"wrong": list(found.wrong), **found.facts})
    else:
        told: dict[str, object] = {"path": path_of(place.path), "at": found.facts.get("at"), "shunted": found.facts.get("shunted")}
        for what, failing in found.facts.get("failing", {}).items():
            told |= {f"{what}_since": failing["since"], f"{what}_code": failing.get("code", "")}
        for code in found.wrong:
            output.line(f"✗ {say('cli', f'health-{code}', **told)} [{code}]")
        if not found.wrong:
            output.line(f"✓ {say('cli', 'health-well', **told)}")
    return NAMED if found.wrong else DONE
