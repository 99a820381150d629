"""A small home over a folder of four mails, and workers for it in processes of their own."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from mailbot.app import Clock, at_desk, load_home, reading
from mailbot.jobs.tick import tick
from mailbot.model.instant import parse_instant
from tests.faults.invariants import hold
from tests.season.builders import instant, make_home, people, shipped, table, words

ROOT = Path(__file__).resolve().parents[2]
NOW = "2020-09-24T12:00"
FULL = os.environ.get("MAILBOT_FAULTS") == "full"
CIVIL, FINANCE = "civil-affairs@example.cn", "finance@example.cn"
NOTHING: Mapping[str, str] = MappingProxyType({})


def lay_out(folder: Path, extra: str = "") -> Path:
    """Make a home with four mails in its folder."""
    home = make_home(folder / "home")
    text = (home / "mailbot.toml").read_text("utf-8") + extra
    (home / "mailbot.toml").write_text(text, encoding="utf-8")
    mails = [
        table(shipped(), (5, 6), when="2020-09-24T10:00", sender=CIVIL),
        people("赤壁市财政局", when="2020-09-24T10:01", sender=FINANCE),
        table(shipped(), (3,), when="2020-09-24T10:02", sender=FINANCE),
        words("路灯坏了。", when="2020-09-24T10:03", sender="someone@example.com", subject="路灯"),
    ]
    for number, content in enumerate(mails):
        (home / "inbox" / f"{number}.eml").write_bytes(content)
    return home


def start(home: Path, *words: str, limit: int | None = None, preload: Mapping[str, str] = NOTHING) -> subprocess.Popen[str]:
    """Start a command; ``limit``: no file may become larger, in bytes; ``preload``: more of its environment."""

    def limited() -> None:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}, **preload}
    command = [sys.executable, "-m", "mailbot", "--home", str(home), *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=limited
    )


def run(home: Path, *words: str, limit: int | None = None, preload: Mapping[str, str] = NOTHING) -> tuple[int, str]:
    """Run a command to its end; gives exit code and all it said."""
    process = start(home, *words, limit=limit, preload=preload)
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def pass_over(home: Path, *minutes: int) -> None:
    """Make further passes so many minutes after the first, in this process."""
    for one in minutes:
        at = f"2020-09-24T12:{one:02d}"
        with at_desk(load_home(home), Clock(parse_instant(at))) as desk:
            tick(desk, instant(at))


def whole(home: Path) -> None:
    """Hold what a home holds to the invariants."""
    mails = [path.read_bytes() for path in (home / "inbox").glob("*.eml")]
    letters = [path.read_bytes() for path in (home / "data" / "outbox").glob("*.eml")]
    with reading(load_home(home)) as db:
        hold(db, mails, letters)
        kinds = [row[0] for row in db.connection.execute("SELECT kind FROM outbox WHERE state = 'sent'")]
    assert kinds.count("reply") == len([content for content in letters if b"X-Mailbot-Key: reply:" in content]) == 3
