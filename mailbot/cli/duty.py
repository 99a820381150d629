"""What the office says of a unit's duties: duty; and of the whole season: season."""

from collections.abc import Callable
from datetime import date as calendar_date

import typer

from mailbot.cli.exits import DONE, NAMED

UNIT = typer.Argument(help="Key, name or alias.", metavar="UNIT")
AREA = typer.Argument(help="The notice's number, a name, or a form of the whole unit (liaison).", metavar="AREA")
FORM = typer.Argument(help="catalogue, liaison or a title.", metavar="FORM")
WHY = typer.Option("", "--why", help="The reason, in the office's words.")
UNDO = typer.Option(False, "--undo", help="Take it back.")
ALL = ("all", "*")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    duty = typer.Typer(no_args_is_help=True, help="What a unit owes, and how the office decides about it.", rich_markup_mode=None)
    for name, command in COMMANDS.items():
        duty.command(name)(command)
    app.add_typer(duty, name="duty")
    season = typer.Typer(no_args_is_help=True, help="The end of chasing; mail is still taken.", rich_markup_mode=None)
    season.command("close")(close)
    season.command("reopen")(reopen)
    app.add_typer(season, name="season")


def accept(unit: str = UNIT, area: str = AREA, why: str = WHY, undo: bool = UNDO) -> int:
    """Overrule a return: what came counts as filed."""
    return _about_duty("accept", unit, area, why=why, undo=undo)


def exempt(unit: str = UNIT, area: str = AREA, why: str = WHY, undo: bool = UNDO) -> int:
    """Say that an area does not concern a unit; it is not asked for any more."""
    return _about_duty("exempt", unit, area, why=why, undo=undo)


def on_time(
    unit: str = UNIT,
    area: str = AREA,
    why: str = WHY,
    undo: bool = UNDO,
    decline: bool = typer.Option(False, "--decline", help="Leave it late; the digest proposes it no more."),
) -> int:
    """Let what came late through our own fault count as on time."""
    return _about_duty("on-time", unit, area, why=why, undo=undo, words=("decline",) if decline else ())


def defer(
    unit: str = typer.Argument(help="Key, name or alias; all for every unit.", metavar="UNIT"),
    form: str = FORM,
    date: str = typer.Argument("", help="The new deadline: 2020-10-12.", metavar="DATE"),
    area: str = typer.Option("", "--area", help="One area only."),
    why: str = WHY,
    undo: bool = UNDO,
) -> int:
    """Move a deadline, for one unit or for all; reminders follow the new day. --undo takes the last move back."""
    from mailbot.cli.context import area_number, form_key, home
    from mailbot.errors import OperatorError
    from mailbot.texts import say

    try:
        day = None if undo else calendar_date.fromisoformat(date)
    except ValueError as error:
        raise OperatorError("usage-date", say("cli", "bad-now", text=date)) from error
    rulebook, whose = home().rulebook, "" if unit.lower() in ALL else unit
    key = "" if undo and form.lower() in ALL else form_key(rulebook, form)
    number = area_number(rulebook, area) if area else None
    return _order("defer", whose, form=key, area=number, day=day, why=why if undo else _needed(why), undo=undo)


def note(unit: str = UNIT, text: str = typer.Argument(help="What was said.", metavar="TEXT"), undo: bool = UNDO) -> int:
    """Write down a call or a promise; the digest shows it beside the number to call."""
    return _order("note", unit, why=text, undo=undo)


def pause(unit: str = UNIT, why: str = WHY) -> int:
    """Send a unit no reminders until resume."""
    return _order("pause", unit, why=why)


def resume(unit: str = UNIT) -> int:
    """Remind a unit again."""
    return _order("pause", unit, undo=True)


def skip(unit: str = UNIT, undo: bool = UNDO) -> int:
    """Send a unit none of the next reminders (the digest shows them beforehand)."""
    return _order("veto", unit, undo=undo)


def copy_leader(unit: str = UNIT, undo: bool = UNDO) -> int:
    """Copy a unit's reminders to its leader, by the address on its list."""
    return _order("copy-leader", unit, undo=undo)


def file(
    unit: str = UNIT,
    form: str = FORM,
    path: str = typer.Argument(help="The file as it came.", metavar="FILE"),
    received: str = typer.Option(..., "--received", help="When the office got it: 2020-09-29T15:00, or a date."),
) -> int:
    """File what came by another way than mail; it is judged and answered like a mail of the unit."""
    from mailbot.cli.filing import file_for_unit

    return file_for_unit(unit, form, path, received)


def close() -> int:
    """End the season: no reminders any more; mail is still taken."""
    return _order("close-season", "")


def reopen() -> int:
    """Remind again."""
    return _order("reopen-season", "")


def _about_duty(kind: str, unit: str, area: str, *, why: str, undo: bool, words: tuple[str, ...] = ()) -> int:
    from mailbot.cli.context import area_number, home
    from mailbot.office.by_mail_duties import form_of

    rulebook = home().rulebook
    form = form_of(area, rulebook)
    number = None if form else area_number(rulebook, area)
    return _order(kind, unit, form=form or "catalogue", area=number, why=why if undo else _needed(why), undo=undo, words=words)


def _needed(why: str) -> str:
    """Insist on a reason: it stands in the events and in the office's answer to the next question."""
    from mailbot.errors import OperatorError
    from mailbot.texts import say

    if not why.strip():
        raise OperatorError("usage-why", say("cli", "no-why"))
    return why.strip()


def _order(
    kind: str,
    unit: str,
    *,
    form: str = "",
    area: int | None = None,
    day: calendar_date | None = None,
    why: str = "",
    undo: bool = False,
    words: tuple[str, ...] = (),
) -> int:
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now, unit_key
    from mailbot.model.decision import Order
    from mailbot.office.orders import Office, apply

    place = home()
    key = unit_key(place.rulebook, unit) if unit else ""
    order = Order(kind, args=("end",) if undo else words, by=by_whom(), unit=key, form=form, area=area, day=day, why=why)
    with writing(place) as db:
        answer = apply(Office(db, place.rulebook, now(), place.settings.worker.reminders_at), order)
    (output.line if answer.done else output.aside)(answer.text)
    if answer.undo:
        output.aside(answer.undo)
    return DONE if answer.done else NAMED


COMMANDS: dict[str, Callable[..., int]] = {
    "accept": accept,
    "exempt": exempt,
    "file": file,
    "defer": defer,
    "note": note,
    "on-time": on_time,
    "pause": pause,
    "resume": resume,
    "skip": skip,
    "copy-leader": copy_leader,
}
