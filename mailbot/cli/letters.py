"""Letters on their way out: outbox; and the forms of a unit: forms."""

import typer

from mailbot.cli.exits import DONE, NAMED

JSON = typer.Option(False, "--json", help="Print JSON.")
ID = typer.Argument(help="The letter: l31.", metavar="ID")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    outbox = typer.Typer(no_args_is_help=True, help="Letters that wait, failed or were held back.", rich_markup_mode=None)
    outbox.command("list")(list_letters)
    outbox.command("show")(show)
    outbox.command("retry")(retry)
    outbox.command("drop")(drop)
    outbox.command("release")(release)
    outbox.command("pause")(pause)
    outbox.command("resume")(resume)
    app.add_typer(outbox, name="outbox")
    app.command("forms")(forms)


def list_letters(
    state: str = typer.Option(
        "", help="Only these states, separated by commas: waiting, sending, sent, dead, unconfirmed, dropped, withdrawn, withheld."
    ),
    as_json: bool = JSON,
) -> int:
    """List letters, oldest first; without --state those that have not left."""
    from mailbot.app import reading
    from mailbot.cli import output, shapes
    from mailbot.cli.context import home
    from mailbot.store import outbox
    from mailbot.texts import say

    states = tuple(filter(None, state.split(","))) or ("waiting", "sending", "dead", "unconfirmed", "withheld")
    with reading(home()) as db:
        letters = outbox.list_letters(db, states)
    if as_json:
        output.document([shapes.letter(one) for one in letters])
    else:
        heads = [say("cli", f"head-{name}") for name in ("id", "state", "template", "to", "subject", "error")]
        output.table(heads, [(f"l{one.id}", one.state, one.letter.template, one.letter.to, one.subject, one.error) for one in letters])
    return DONE


def show(ident: str = ID) -> int:
    """Print a letter as it left or will leave: headers and text."""
    from email import message_from_bytes, policy

    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home, number
    from mailbot.store import outbox
    from mailbot.texts import say

    letter = number(ident, "l")
    with reading(home()) as db:
        content, known = outbox.load_content(db, letter), outbox.load_letter(db, letter)
    if known is None:
        output.aside(say("cli", "no-such", id=ident))
        return NAMED
    if content is None:
        output.line(f"{known.letter.key} {known.state}")
        return DONE
    message = message_from_bytes(content, policy=policy.default)
    for name in ("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To"):
        if message[name]:
            output.line(f"{name}: {message[name]}")
    body = message.get_body(("plain",))
    output.line("")
    output.line(body.get_content() if body is not None else "")
    for part in message.iter_attachments():
        output.line(f"[{part.get_filename()}]")
    return DONE


def retry(ident: str = ID) -> int:
    """Put a letter that failed back into the queue."""
    return _change(ident, "retry", "retried")


def drop(ident: str = ID) -> int:
    """Throw a letter away that has not left."""
    return _change(ident, "drop", "dropped")


def _change(ident: str, verb: str, done: str) -> int:
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now, number
    from mailbot.store import outbox, outbox_office
    from mailbot.store.database import transaction
    from mailbot.texts import say

    letter = number(ident, "l")
    with writing(home()) as db:
        known = outbox.load_letter(db, letter)
        if known is None:
            output.aside(say("cli", "no-such", id=ident))
            return NAMED
        with transaction(db):
            change = outbox_office.retry if verb == "retry" else outbox_office.drop
            changed = change(db, letter, now(), by=by_whom())
    output.line(say("cli", done, letter=letter) if changed else say("cli", "not-possible", letter=letter, state=known.state))
    return DONE if changed else NAMED


def release(
    ident: str = typer.Argument("", help="The letter: l31.", metavar="[ID]"),
    everything: bool = typer.Option(False, "--all", help="All of them."),
) -> int:
    """Let withheld letters go: one, or all."""
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now, number
    from mailbot.errors import OperatorError
    from mailbot.store import outbox_office
    from mailbot.store.database import transaction
    from mailbot.texts import say

    if bool(ident) is everything:
        raise OperatorError("usage-release", say("cli", "one-or-all"))
    place = home()
    holding = place.settings.smtp.mode == "hold"
    with writing(place) as db, transaction(db):
        letter = None if everything else number(ident, "l")
        released = outbox_office.release(db, now(), by=by_whom(), letter=letter, waiting_too=holding)
    output.line(say("cli", "released", count=len(released)))
    return DONE if released else NAMED


def pause() -> int:
    """Let nothing leave until resume."""
    return _pause("paused")


def resume() -> int:
    """Let letters leave again."""
    return _pause("resumed")


def _pause(what: str) -> int:
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now
    from mailbot.store import outbox_office
    from mailbot.store.database import transaction
    from mailbot.texts import say

    with writing(home()) as db, transaction(db):
        (outbox_office.pause if what == "paused" else outbox_office.resume)(db, now(), by=by_whom())
    output.line(say("cli", what))
    return DONE


def forms(
    unit: str = typer.Argument(help="Key, name or alias.", metavar="UNIT"),
    output_folder: str = typer.Option(".", "-o", "--output", help="Where to write them.", metavar="DIR"),
) -> int:
    """Write the prefilled forms of a unit."""
    from pathlib import Path

    from mailbot.cli import output
    from mailbot.cli.context import home_path, unit_key
    from mailbot.letters.blank_forms import forms_for
    from mailbot.rulebook.load import load_rulebook

    rulebook = load_rulebook(home_path())
    folder = Path(output_folder)
    folder.mkdir(parents=True, exist_ok=True)
    for form in forms_for(unit_key(rulebook, unit), rulebook):
        path = folder / form.name
        path.write_bytes(form.content)
        output.line(str(path))
    return DONE
