"""The worker and what it does once: run, tick, import, demo."""

import typer

from mailbot.cli.exits import BUSY, DONE, NAMED

WAIT = typer.Option(0.0, "--wait", help="Wait so many seconds for another worker to end.")
JSON = typer.Option(False, "--json", help="Print JSON.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(run)
    app.command()(tick)
    app.command("import")(import_)
    app.command()(demo)


def run(wait: float = WAIT) -> int:
    """Work until SIGTERM or SIGINT; the mail in hand is finished."""
    from mailbot.cli.context import clock, home
    from mailbot.store.lock import Busy
    from mailbot.worker import work

    place = home()
    try:
        return work(place, clock(), wait=wait)
    except Busy:
        return _busy(str(place.lock))


def tick(
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would be sent; write and send nothing."),
    wait: float = WAIT,
    as_json: bool = JSON,
) -> int:
    """Do one pass: poll, process, announce, deliver."""
    from mailbot.app import at_desk, rehearsing, would_send
    from mailbot.cli.context import clock, home
    from mailbot.cli.output import aside, document, line
    from mailbot.jobs.tick import tick as one_pass
    from mailbot.store.lock import Busy
    from mailbot.texts import say

    place, watch = home(), clock()
    try:
        with rehearsing(place, watch) if dry_run else at_desk(place, watch, wait=wait) as desk:
            now = watch()
            done = one_pass(desk, now)
            letters = would_send(desk)
    except Busy:
        return _busy(str(place.lock))
    if as_json:
        document(
            {
                "now": _shown(now),
                "polled": done.polled,
                "processed": len(done.processed),
                "announced": done.announced,
                "sent": done.sent,
                "failed": done.failed,
                **({"would_send": [{"to": list(to), "subject": subject} for to, subject in letters]} if dry_run else {}),
            }
        )
    else:
        figures = {"polled": done.polled, "processed": len(done.processed), "announced": done.announced, "sent": done.sent}
        line(", ".join(f"{name} {count}" for name, count in {**figures, "failed": len(done.failed)}.items()))
        for to, subject in letters:
            line(f"  -> {', '.join(to)}: {subject}")
    for failure in (*done.problems, *done.failed):
        aside(failure)
    if dry_run:
        aside(say("cli", "dry"))
    return NAMED if done.failed else DONE


def import_(
    paths: list[str] = typer.Argument(help=".eml files, mbox files, Maildirs or folders of .eml.", metavar="PATH..."),
    received: str = typer.Option("", help="When the mailbox received them; else the topmost Received header, else Date."),
    reply: bool = typer.Option(False, help="Answer them too."),
    wait: float = WAIT,
    as_json: bool = JSON,
) -> int:
    """Take mails from files into the same pipeline."""
    from mailbot.app import at_desk
    from mailbot.cli.context import clock, home
    from mailbot.cli.output import document, line
    from mailbot.cli.shapes import imported
    from mailbot.errors import OperatorError
    from mailbot.jobs.importing import import_mails, mails_in
    from mailbot.model.instant import parse_instant
    from mailbot.store.lock import Busy
    from mailbot.texts import say

    place, watch = home(), clock()
    mails = mails_in(paths)
    try:
        at = parse_instant(received) if received else None
    except ValueError as error:
        raise OperatorError("usage-received", say("cli", "bad-now", text=received)) from error
    try:
        with at_desk(place, watch, wait=wait) as desk:
            entries = [imported(desk.db, mail, new=new) for mail, new in import_mails(desk, mails, watch(), received_at=at, reply=reply)]
    except Busy:
        return _busy(str(place.lock))
    if as_json:
        document({"mails": entries})
    else:
        for entry in entries:
            line(f"{entry['id']} {entry['outcome']} {entry['reason']} {entry['unit'] or '-'}")
    return NAMED if any(entry["outcome"] in ("shunted", "received") for entry in entries) else DONE


def demo(keep: str = typer.Option("", help="Where the results go (default: data/demo of the home).", metavar="DIR")) -> int:
    """Replay the whole 2020 season on embedded servers with a simulated clock."""
    from pathlib import Path

    from mailbot.app import reading
    from mailbot.cli.context import home_path
    from mailbot.cli.output import line
    from mailbot.cli.standing import print_board, standing
    from mailbot.demo.season import play

    played = play(Path(keep) if keep else home_path() / "data" / "demo")
    with reading(played.home) as db:
        print_board(standing(db, played.home, played.now), played.home.rulebook)
    line(played.told)
    return DONE


def _busy(lock: str) -> int:
    from mailbot.cli.output import aside
    from mailbot.texts import say

    aside(say("cli", "busy", lock=lock))
    return BUSY


def _shown(now: object) -> str:
    from datetime import datetime

    from mailbot.model.instant import shown

    if not isinstance(now, datetime):
        raise TypeError("now is an instant")
    return shown(now)
