"""Judging stored mails again: recheck."""

import typer

from mailbot.cli.exits import BUSY, DONE


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(recheck)


def recheck(
    unit: str = typer.Option("", help="One unit's mails only: key, name or alias."),
    apply: bool = typer.Option(False, "--apply", help="Write the new decisions; nobody is written to."),
    reply: bool = typer.Option(False, "--reply", help="With --apply: answer the mails whose decision changes."),
    wait: float = typer.Option(0.0, "--wait", help="Wait so many seconds for another worker to end."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> int:
    """Judge stored mails again by today's rules; list what would change."""
    from mailbot.app import at_desk, desk_of, reading
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, clock, home, unit_key
    from mailbot.cli.recheck_shapes import lines_of, shape_of
    from mailbot.errors import OperatorError
    from mailbot.jobs.rechecking import recheck as judge_again
    from mailbot.store.lock import Busy
    from mailbot.texts import say

    if reply and not apply:
        raise OperatorError("usage-reply", say("cli", "reply-needs-apply"))
    place, watch = home(), clock()
    key = unit_key(place.rulebook, unit) if unit else None
    if apply:
        try:
            with at_desk(place, watch, wait=wait) as desk:
                found = tuple(judge_again(desk, watch(), unit=key, apply=True, reply=reply, by=by_whom()))
        except Busy:
            output.aside(say("cli", "busy", lock=place.lock))
            return BUSY
    else:
        with reading(place) as db:
            desk = desk_of(place, db, watch)
            try:
                found = tuple(judge_again(desk, watch(), unit=key))
            finally:
                desk.close()
    if as_json:
        output.document(shape_of(found, replied=reply))
    else:
        for line in lines_of(found, place.rulebook):
            output.line(line)
    return DONE
