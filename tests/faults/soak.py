"""Let two thousand mails go through Dovecot and watch memory, open files and children; run by ``make faults``.

``python -m tests.faults.soak [MAILS]`` prints a line every tenth of the way and ends with 1 when memory still
grows after the first third, or a file, a connection or a child is left behind.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.app import Clock, at_desk, load_home
from mailbot.demo.servers import MailWorld
from mailbot.jobs.tick import tick
from mailbot.store import sending
from tests.faults.office import append, lay_out, mails, register_all
from tests.season.builders import instant
from tests.servers.dovecot import PASSWORD, Dovecot

USER = "soak@example.cn"
START = instant("2020-09-24T09:00")
PASSES = 10
GROWTH = 1.1
"""Memory may be so many times what it was after a third of the way."""


@dataclass(frozen=True)
class Figures:
    """What the process holds: resident MiB, open files, children, MiB of the database."""

    resident: float
    files: int
    children: int
    database: float

    def __str__(self) -> str:
        return f"{self.resident:6.1f} MiB resident, {self.files} files, {self.children} children, {self.database:.1f} MiB on disk"


def figures(database: Path) -> Figures:
    status = Path("/proc/self/status").read_text()
    resident = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    return Figures(resident, len(list(Path("/proc/self/fd").iterdir())), children(), database.stat().st_size / 2**20)


def children() -> int:
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found += int(path.read_text().rpartition(")")[2].split()[1]) == os.getpid()
        except OSError:
            continue
    return found


def soak(count: int) -> list[str]:
    """Run it; gives what is wrong."""
    seen: list[Figures] = []
    with MailWorld() as world, Dovecot(world.smtp_port) as server, tempfile.TemporaryDirectory() as folder:
        path = lay_out(Path(folder), imap=server.ports.imap, smtp=world.smtp_port, user=USER, password=PASSWORD)
        register_all(path, START)
        home, everything = load_home(path), mails(count, START)
        with at_desk(home, Clock(START + timedelta(days=1))) as desk:
            for number in range(PASSES):
                batch = [next(everything) for _ in range(count // PASSES)]
                append(server.ports.imap, USER, PASSWORD, batch, START)
                done = tick(desk, START + timedelta(days=1, minutes=number))
                world.letters.clear()
                seen.append(figures(home.database))
                print(f"{(number + 1) * (count // PASSES):5d} mails: {seen[-1]}  {done.failed or ''}", flush=True)
            outcomes = dict(desk.db.connection.execute("SELECT outcome, count(*) FROM inbox GROUP BY outcome").fetchall())
            letters = sending.counts(desk.db)
        print(f"outcomes {outcomes}, letters {letters}")
        after = children()
    wrong = [f"{sum(outcomes.values())} mails of {count}"] if sum(outcomes.values()) != count // PASSES * PASSES else []
    wrong += ["some mails have no outcome"] if {"received", "shunted"} & set(outcomes) else []
    wrong += ["some letters have not left"] if set(letters) - {"sent", "withdrawn"} else []
    third, last = seen[PASSES // 3], seen[-1]
    wrong += [f"memory grew from {third.resident:.0f} to {last.resident:.0f} MiB"] if last.resident > third.resident * GROWTH else []
    wrong += [f"open files grew from {third.files} to {last.files}"] if last.files > third.files else []
    wrong += [f"{last.children} children"] if last.children > third.children else []
    wrong += [f"{after} children are left"] if after > 1 else []
    return wrong


if __name__ == "__main__":
    try:
        problems = soak(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    except pytest.skip.Exception as missing:
        sys.exit(f"not run: {missing}")
    print(*problems or ["flat: memory, files, connections and children"], sep="\n")
    sys.exit(bool(problems))
