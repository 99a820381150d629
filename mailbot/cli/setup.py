"""Setting up: init, doctor, rules."""

import typer

from mailbot.cli.exits import DONE, NAMED


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.command()(doctor)
    rules = typer.Typer(no_args_is_help=True, help="Look at the rules in force.", rich_markup_mode=None)
    rules.command("check")(rules_check)
    rules.command("diff")(rules_diff)
    rules.command("guide")(rules_guide)
    app.add_typer(rules, name="rules")


def init(directory: str = typer.Argument(help="The folder to make.", metavar="DIR")) -> int:
    """Make a new home: commented settings and the files an office edits."""
    from pathlib import Path

    from mailbot.cli.output import line
    from mailbot.jobs.homes import lay_out
    from mailbot.texts import say

    for path, made in lay_out(Path(directory)):
        line(say("cli", "made" if made else "exists", path=path))
    line(say("cli", "init-next", path=directory))
    return DONE


def doctor(as_json: bool = typer.Option(False, "--json", help="Print JSON.")) -> int:
    """Check settings, rules, templates, database, mail servers, clock, disk and readers; say what to do."""
    from mailbot.cli.context import clock, home_path
    from mailbot.cli.diagnosis import examine
    from mailbot.cli.output import document, line

    found = examine(home_path(), clock())
    if as_json:
        document([{"check": one.check, "state": one.state, "text": one.text} for one in found])
    else:
        for one in found:
            line(f"{one.mark} {one.title}\uff1a{one.text}")
    return NAMED if any(one.state == "bad" for one in found) else DONE


def rules_check() -> int:
    """Report every problem of the rules with file and key."""
    from mailbot.app import load_home
    from mailbot.cli.context import home_path
    from mailbot.cli.output import line
    from mailbot.letters.samples import samples
    from mailbot.rulebook.check import problems
    from mailbot.texts import say

    home = load_home(home_path())
    rulebook = home.rulebook
    found = [*problems(rulebook), *home.templates.problems(samples(rulebook))]
    for problem in found:
        line(problem)
    if found:
        return NAMED
    duties = sum(len(rulebook.units) if rule.per == "unit" else len(rulebook.areas) for rule in rulebook.timeline.duty if rule.ask)
    line(say("cli", "rules-good", units=len(rulebook.units), areas=len(rulebook.areas), duties=duties))
    return DONE


def rules_diff() -> int:
    """Show what the home overrides."""
    from mailbot.cli.context import home_path
    from mailbot.cli.output import line
    from mailbot.rulebook.diff import overrides
    from mailbot.texts import say

    for override in overrides(home_path()) or [say("cli", "no-overrides")]:
        line(override)
    return DONE


def rules_guide(
    file: str = typer.Argument(help="A catalogue in any layout that check reads.", metavar="FILE"),
    area: str = typer.Argument("", help="Number or name, where the file does not say.", metavar="AREA"),
    complete: bool = typer.Option(False, "--complete", help="It lists all items: what a unit's table lacks of it is noted."),
) -> int:
    """Make a workbook the guide of its areas, in the home's rules."""
    from pathlib import Path

    from mailbot.cli.context import area_number, home
    from mailbot.cli.output import line
    from mailbot.errors import OperatorError
    from mailbot.jobs.guides import guides_of, keep_guide
    from mailbot.rulebook.load import load_rulebook
    from mailbot.sandbox.parent import Sandbox
    from mailbot.texts import say

    place, path = home(), Path(file)
    if not path.is_file():
        raise OperatorError("usage-path", say("cli", "no-file", path=path))
    number = area_number(place.rulebook, area) if area else None
    with Sandbox(place.settings.limits) as sandbox:
        guides = guides_of(path, place.rulebook, sandbox, place.settings, area=number, complete=complete)
    for guide in guides:
        kept = keep_guide(place.path, guide)
        line(say("cli", "guide-kept", area=guide.name, items=len(guide.item), path=kept))
    load_rulebook(place.path)
    return DONE
