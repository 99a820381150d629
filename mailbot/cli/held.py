"""The office's queue: held."""

import typer

from mailbot.cli.exits import DONE, NAMED

ID = typer.Argument(help="The mail: m12.", metavar="ID")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    held = typer.Typer(no_args_is_help=True, help="Mails that wait for the office's word.", rich_markup_mode=None)
    held.command("list")(list_held)
    held.command("assign")(assign)
    held.command("confirm")(confirm)
    held.command("ignore")(ignore)
    held.command("retry")(retry)
    held.command("merge")(merge)
    held.command("replace")(replace)
    held.command("undo")(undo)
    app.add_typer(held, name="held")


def list_held(as_json: bool = typer.Option(False, "--json", help="Print JSON.")) -> int:
    """List what waits, oldest first."""
    from mailbot.app import reading
    from mailbot.cli import output
    from mailbot.cli.context import home
    from mailbot.model.instant import shown
    from mailbot.store import inbox
    from mailbot.texts import say

    place = home()
    with reading(place) as db:
        mails = [mail for number in inbox.awaiting_office(db) if (mail := inbox.load_mail(db, number))]
    if as_json:
        output.document(
            [
                {
                    "id": f"m{mail.id}",
                    "received_at": shown(mail.received_at),
                    "sender": mail.sender,
                    "subject": mail.subject,
                    "outcome": mail.outcome,
                    "reason": mail.reason,
                    "unit": mail.unit,
                    "provisional": mail.provisional,
                }
                for mail in mails
            ]
        )
        return DONE
    units, findings = place.rulebook.unit_by_key, place.rulebook.findings
    heads = [say("cli", f"head-{name}") for name in ("id", "received", "sender", "unit", "outcome", "reason", "subject")]
    rows = [
        (
            f"m{mail.id}",
            shown(mail.received_at)[:16],
            mail.sender,
            units[mail.unit].name if mail.unit else "",
            mail.outcome,
            findings[mail.reason].title if mail.reason in findings else mail.reason,
            mail.subject,
        )
        for mail in mails
    ]
    output.table(heads, rows)
    return DONE


def assign(ident: str = ID, unit: str = typer.Argument(help="Key, name or alias.", metavar="UNIT")) -> int:
    """Say whose mail it is; it is decided and answered anew."""
    return _order("assign", ident, unit)


def confirm(
    ident: str = ID, register_address: bool = typer.Option(False, "--register", help="Register its address for the unit too.")
) -> int:
    """Take what a provisional or held mail brought."""
    return _order("confirm", ident, *(("register",) if register_address else ()))


def ignore(ident: str = ID) -> int:
    """Throw out what a mail brought."""
    return _order("ignore", ident)


def retry(ident: str = ID) -> int:
    """Decide a mail once more."""
    return _order("retry", ident)


def merge(ident: str = ID) -> int:
    """Put the items of a held table into the version that stands."""
    return _order("merge", ident)


def replace(ident: str = ID) -> int:
    """Let a held table displace the version that stands."""
    return _order("replace", ident)


def undo(ident: str = ID) -> int:
    """Take the office's last word about a mail back."""
    return _order("undo", ident)


def _order(kind: str, ident: str, *args: str) -> int:
    from mailbot.app import writing
    from mailbot.cli import output
    from mailbot.cli.context import by_whom, home, now, number
    from mailbot.model.decision import Order
    from mailbot.office.orders import Office, apply

    place = home()
    with writing(place) as db:
        ours = frozenset((*place.settings.office.trusted, *place.settings.office.digest_to, place.rulebook.campaign.mailbox))
        answer = apply(Office(db, place.rulebook, now(), ours=ours), Order(kind, number(ident, "m"), args, by=by_whom()))
    (output.line if answer.done else output.aside)(answer.text)
    if answer.undo:
        output.aside(answer.undo)
    return DONE if answer.done else NAMED
