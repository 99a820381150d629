"""Who may send for whom: units."""

import typer

from mailbot.cli.exits import DONE, NAMED

UNIT = typer.Argument(help="Key, name or alias.", metavar="UNIT")
ADDRESS = typer.Argument(help="A mail address.", metavar="ADDRESS")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    units = typer.Typer(no_args_is_help=True, help="Units and their addresses.", rich_markup_mode=None)
    units.command("list")(list_units)
    units.command("add")(add)
    units.command("remove")(remove)
    units.command("import")(import_)
    app.add_typer(units, name="units")


def list_units(as_json: bool = typer.Option(False, "--json", help="Print JSON.")) -> int:
    """List all units with their areas and addresses."""
    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home
    from mailbot.model.instant import shown
    from mailbot.store.directory import LEADER, list_addresses
    from mailbot.texts import say

    place = home()
    with reading(place) as db:
        known = list_addresses(db)
    if as_json:
        output.document(
            [
                {
                    "key": unit.key,
                    "name": unit.name,
                    "areas": [area.number for area in place.rulebook.areas_of(unit.key)],
                    "addresses": [
                        {
                            "address": one.address,
                            "source": one.source,
                            "added_at": shown(one.added_at),
                            "dead_since": shown(one.dead_since) if one.dead_since else None,
                        }
                        for one in known
                        if one.unit == unit.key
                    ],
                }
                for unit in place.rulebook.units
            ]
        )
        return DONE
    rows = []
    for unit in place.rulebook.units:
        mine = [one for one in known if one.unit == unit.key]
        dead, leader = say("cli", "dead"), say("cli", "leader")
        addresses = ", ".join(f"{one.address}{dead * bool(one.dead_since)}{leader * (one.source == LEADER)}" for one in mine)
        rows.append((unit.key, unit.name, "\u3001".join(area.name for area in place.rulebook.areas_of(unit.key)), addresses))
    output.table([say("cli", f"head-{name}") for name in ("key", "unit", "areas", "address")], rows)
    return DONE


def add(unit: str = UNIT, address: str = ADDRESS) -> int:
    """Register an address for a unit."""
    return _change(unit, address, "added", "known")


def remove(unit: str = UNIT, address: str = ADDRESS) -> int:
    """Take an address off a unit."""
    return _change(unit, address, "removed", "unknown")


def import_(file: str = typer.Argument(help="A workbook: units, addresses, telephone numbers.", metavar="FILE")) -> int:
    """Register the addresses and numbers of a workbook; exit 1 where a row names no unit."""
    from pathlib import Path

    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now
    from mailbot.errors import OperatorError
    from mailbot.jobs.addresses import entries_of_file
    from mailbot.model.decision import Order
    from mailbot.office.orders import Office, apply
    from mailbot.office.registering import as_words
    from mailbot.texts import say

    place, path = home(), Path(file)
    if not path.is_file():
        raise OperatorError("usage-path", say("cli", "no-file", path=path))
    entries = entries_of_file(path, place.rulebook, place.settings)
    order = Order("import-addresses", args=as_words(entries), by=by_whom(), line=path.name)
    with writing(place) as db:
        answer = apply(Office(db, place.rulebook, now()), order)
    (output.line if answer.done else output.aside)(answer.text)
    if answer.undo:
        output.aside(answer.undo)
    return DONE if answer.done and all(entry.unit for entry in entries) else NAMED


def _change(unit: str, address: str, done: str, idle: str) -> int:
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now, unit_key
    from mailbot.errors import OperatorError
    from mailbot.reading.addresses import bare_address
    from mailbot.store.database import transaction
    from mailbot.store.directory import add_address, remove_address
    from mailbot.texts import say

    place = home()
    key = unit_key(place.rulebook, unit)
    bare = bare_address(address)
    if not bare:
        raise OperatorError("usage-address", say("cli", "bad-address", address=address))
    with writing(place) as db, transaction(db):
        if done == "added":
            changed = add_address(db, key, bare, now(), source="command", by=by_whom())
        else:
            changed = remove_address(db, key, bare, now(), by=by_whom())
    name = place.rulebook.unit_by_key[key].name
    output.line(say("cli", f"address-{done if changed else idle}", unit=name, address=bare))
    return DONE if changed else NAMED
