"""Part five of the notice: correction add, list, close."""

import typer

from mailbot.cli.exits import DONE, NAMED


def register(app: typer.Typer) -> None:
    """Add the commands."""
    correction = typer.Typer(no_args_is_help=True, help="What units must put right in what they publish.", rich_markup_mode=None)
    correction.command("add")(add)
    correction.command("list")(list_corrections)
    correction.command("close")(close)
    app.add_typer(correction, name="correction")


def add(
    unit: str = typer.Argument(help="Key, name or alias.", metavar="UNIT"),
    area: str = typer.Argument(help="The notice's number or a name.", metavar="AREA"),
    item: str = typer.Argument(help="The item's name.", metavar="ITEM"),
    kind: str = typer.Option(..., help="late, incomplete, irregular or inaccurate.", metavar="KIND"),
    what: str = typer.Option(..., help="What is to be put right, in a sentence for the unit.", metavar="TEXT"),
    due: str = typer.Option("", help="By when (default: five working days on).", metavar="DATE"),
) -> int:
    """Open a correction on an item; the unit is told in its next letter, and reminded."""
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now, unit_key
    from mailbot.office.corrections import open_correction
    from mailbot.store.database import transaction
    from mailbot.store.directory import addresses_by_unit
    from mailbot.texts import say

    place = home()
    key = unit_key(place.rulebook, unit)
    with writing(place) as db, transaction(db):
        opened = open_correction(db, place.rulebook, now(), unit=key, area=area, item=item, kind=kind, what=what, due=due, by=by_whom())
        reachable = bool(addresses_by_unit(db).get(key))
    output.line(say("cli", "correction-opened", id=opened.id, unit=place.rulebook.unit_by_key[key].name, item=opened.item, due=opened.due))
    if not reachable:
        output.aside(say("cli", "correction-telephone", unit=place.rulebook.unit_by_key[key].name))
    return DONE if reachable else NAMED


def list_corrections(
    everything: bool = typer.Option(False, "--all", help="Closed ones too."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> int:
    """List open corrections and what answered them."""
    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home, now
    from mailbot.cli.corrections import shape
    from mailbot.letters.enclosures import book_word
    from mailbot.store.corrections import corrections
    from mailbot.texts import say

    place = home()
    with reading(place) as db:
        found = [one for one in corrections(db, now()) if everything or one.closed_at is None]
    if as_json:
        output.document([shape(one) for one in found])
        return DONE
    units, areas = place.rulebook.unit_by_key, place.rulebook.area_by_number
    heads = [say("cli", f"head-{name}") for name in ("id", "unit", "area", "item", "kind", "deadline", "state", "what")]
    rows = [
        (
            f"c{one.id}",
            units[one.unit].name,
            areas[one.area].name,
            one.item,
            book_word(f"correction-{one.kind}", place.rulebook),
            one.due,
            say("cli", f"correction-{shape(one)['state']}", answer=f"s{one.answered_by}" if one.answered_by else f"m{one.answered_in}"),
            one.what,
        )
        for one in found
    ]
    output.table(heads, rows)
    return DONE


def close(
    ident: str = typer.Argument(help="The correction: c3.", metavar="ID"),
    why: str = typer.Option("", help="In the office's words.", metavar="TEXT"),
) -> int:
    """Close a correction: the office agrees with what the unit did."""
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now, number
    from mailbot.store.corrections import close_correction
    from mailbot.store.database import transaction
    from mailbot.texts import say

    correction = number(ident, "c")
    with writing(home()) as db, transaction(db):
        closed = close_correction(db, correction, now(), why=why, by=by_whom())
    (output.line if closed else output.aside)(say("cli", "correction-closed-now" if closed else "correction-not-open", id=correction))
    return DONE if closed else NAMED
