"""The whole 2020 season in under a minute: real servers on loopback, a simulated clock, the worker's own tick.

Mails arrive as the script says; the desk ticks at every arrival and at the worker's own times. What
it leaves is a home like any other: database, letters, digests.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from mailbot.app import Clock, Home, at_desk, load_home
from mailbot.demo.office import Act, acts, hand_in, later
from mailbot.demo.script import Arrival, arrivals, registered
from mailbot.demo.servers import PASSWORD, MailWorld
from mailbot.jobs.desk import Desk
from mailbot.jobs.tick import tick
from mailbot.model.instant import at, days_between, local
from mailbot.rulebook.model import Rulebook
from mailbot.settings import Worker
from mailbot.store.database import transaction
from mailbot.store.directory import add_address
from mailbot.texts import say

OFFICE = "office@example.cn"
MADE = ("data", "letters", "standard", "reports", "mailbot.toml", ".env")
"""What a demo makes in its folder, and clears before it plays again."""

Moment = tuple[datetime, tuple[Arrival, ...]]


@dataclass(frozen=True, slots=True)
class Played:
    """A season that was played: the home it left, its last instant, the letters sent, the seconds it took."""

    home: Home
    now: datetime
    letters: int
    seconds: float

    @property
    def told(self) -> str:
        """Say where the results lie."""
        return say("demo", "done", seconds=f"{self.seconds:.0f}", letters=self.letters, folder=self.home.path, database=self.home.database)


def play(folder: Path) -> Played:
    """Play the season into a folder that becomes a home; gives what came of it."""
    started = time.monotonic()
    _clear(folder)
    with MailWorld() as world:
        _lay_out(folder, world)
        home = load_home(folder)
        orders = acts()
        moments = schedule(home.rulebook, home.settings.worker, later(home.rulebook), orders)
        with at_desk(home, Clock(moments[0][0])) as desk:
            _register(desk)
            for moment, arriving in _progress(moments):
                for order in (order for order in orders if order.at == moment):
                    order.do(desk, moment, folder / "standard")
                step(desk, world, home.settings.imap.user, moment, arriving)
            hand_in(desk, moments[-1][0], folder / "reports")
        letters = _save_letters(folder, world)
    return Played(home, moments[-1][0], letters, time.monotonic() - started)


def schedule(rulebook: Rulebook, worker: Worker, more: Sequence[Arrival] = (), orders: Sequence[Act] = ()) -> tuple[Moment, ...]:
    """List the instants of the season: every arrival, every act of the office, the reminders' and the digest's time of every day."""
    campaign = rulebook.campaign
    moments: dict[datetime, list[Arrival]] = {}
    for day in days_between(campaign.first, campaign.last):
        for bell in (worker.reminders_at, worker.digest_at):
            moments.setdefault(at(day, bell), [])
    for order in orders:
        moments.setdefault(order.at, [])
    for arrival in (*arrivals(rulebook), *more):
        moments.setdefault(arrival.at, []).append(arrival)
    return tuple((moment, tuple(moments[moment])) for moment in sorted(moments))


def step(desk: Desk, world: MailWorld, user: str, moment: datetime, arriving: tuple[Arrival, ...]) -> None:
    """Deliver what arrives at an instant and tick."""
    for arrival in arriving:
        world.deliver(user, arrival.write(_last_letter_to(world, arrival.sender)), arrival.at)
    tick(desk, moment)


def _last_letter_to(world: MailWorld, address: str) -> str:
    """Give the Message-ID of the last letter that went to an address, "" when none did."""
    for letter in reversed(world.letters):
        if address in letter.recipients:
            return str(message_from_bytes(letter.content)["Message-ID"])
    return ""


def _clear(folder: Path) -> None:
    """Take away what an earlier demo made here, and nothing else. Raises OperatorError for a folder that is another home."""
    import shutil

    from mailbot.errors import OperatorError

    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "mailbot.toml").exists() and say("demo", "settings-mark") not in (folder / "mailbot.toml").read_text("utf-8"):
        raise OperatorError("usage-demo", say("demo", "not-a-demo", path=folder))
    for name in MADE:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _lay_out(folder: Path, world: MailWorld) -> None:
    settings = say("demo", "settings", mark=say("demo", "settings-mark"), imap=world.imap_port, smtp=world.smtp_port, office=OFFICE)
    (folder / "mailbot.toml").write_text(settings, encoding="utf-8")
    (folder / ".env").write_text(f"MAILBOT_IMAP__PASSWORD={PASSWORD}\nMAILBOT_SMTP__PASSWORD={PASSWORD}\n", encoding="utf-8")
    (folder / ".env").chmod(0o600)


def _register(desk: Desk) -> None:
    """Register the addresses that the office knew before the season."""
    before = at(desk.rulebook.campaign.first, desk.settings.worker.reminders_at) - timedelta(days=1)
    with transaction(desk.db):
        for unit, address in registered(desk.rulebook).items():
            add_address(desk.db, unit, address, before, source="import", by="demo")


def _progress(moments: tuple[Moment, ...]) -> Iterator[Moment]:
    """Show a bar with the simulated date while the season passes."""
    import sys

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        task = progress.add_task("", total=len(moments))
        for moment in moments:
            progress.update(task, description=f"{local(moment[0]):%Y-%m-%d %H:%M}")
            yield moment
            progress.advance(task)


def _save_letters(folder: Path, world: MailWorld) -> int:
    """Write every letter that was sent as .eml and .html; gives how many."""
    target = folder / "letters"
    target.mkdir()
    for number, letter in enumerate(world.letters, start=1):
        message = message_from_bytes(letter.content, policy=policy.default)
        name = f"{number:03d}-{message['X-Mailbot-Key']}".replace(":", "-").replace("/", "_")[:100]
        (target / f"{name}.eml").write_bytes(letter.content)
        body = message.get_body(("html",))
        if body is not None:
            (target / f"{name}.html").write_text(body.get_content(), encoding="utf-8")
    return len(world.letters)
