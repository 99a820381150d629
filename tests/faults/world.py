"""Homes to be killed in: one in the middle of a season, one on its first start; and what is left of them."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from mailbot.app import Clock, Home, at_desk, load_home
from mailbot.demo.books import catalogue
from mailbot.jobs.digest_facts import SECRET
from mailbot.jobs.tick import tick
from mailbot.model.instant import parse_instant
from mailbot.rulebook.load import load_rulebook
from mailbot.settings.load import load_settings
from mailbot.store.database import Database, open_database, set_meta, transaction
from mailbot.store.directory import add_address
from tests.faults.compare import Snapshot, snapshot
from tests.season.builders import OFFICE, SETTINGS, STRANGER, Stage, instant, make_home, people, shipped, stage, table, words

NOW = "2020-09-25T16:30"
"""The pass that is killed: answers, orders, reminders and a digest are due in it."""
MOVING = SETTINGS.replace('path = "inbox"', 'path = "inbox"\nafter = "move:done"')
UNITS = ("civil-affairs", "finance", "education")
CIVIL, FINANCE = "civil-affairs@example.cn", "finance@example.cn"
ROBOT = [("Auto-Submitted", "auto-replied")]
FREE = re.compile(r"[，\s]*磁盘[^，。]*")


@dataclass(frozen=True)
class Left:
    """What a home holds: the database by its meaning, each letter's file with what it says."""

    database: Snapshot
    letters: dict[str, str]


def running_home(folder: Path) -> Path:
    """Make a home that has lived a day and finds the mails of the next one in its folder."""
    with stage(folder, MOVING) as played:
        for unit in UNITS:
            played.register(unit)
        played.tick("2020-09-24T10:00")
        played.answer(table(played.rulebook, (21,), when="2020-09-24T11:00", sender=STRANGER), "2020-09-24T11:00")
        (digest,) = played.tick("2020-09-24T16:30")
        order = words(
            "1 收下\n7 收下", when="2020-09-25T08:30", sender=OFFICE, subject=f"回复：{digest.subject}", answers=digest.identifier
        )
        mails = [order, *_mails(played)]
    _fill(folder / "inbox", mails)
    dropped = folder / "data" / "dropbox" / "文旅局"
    dropped.mkdir(parents=True)
    (dropped / "公共文化服务目录.xlsx").write_bytes(catalogue([shipped().area_by_number[20]], shipped()))
    return folder


def new_home(folder: Path) -> Path:
    """Make a home that was never started, over a folder of old and new mails."""
    home = load_home(make_home(folder, MOVING))
    with open_database(home.database, campaign=home.rulebook.campaign.key) as db:
        for unit in UNITS:
            with transaction(db):
                add_address(db, unit, f"{unit}@example.cn", instant("2020-09-20T09:00"), source="import", by="test")
        with transaction(db):
            set_meta(db, SECRET, "5e" * 32)
    rulebook = home.rulebook
    old = "2020-09-21T09:00"
    mails = [
        table(rulebook, (5,), when="2020-09-18T09:00", sender=CIVIL),
        words("请发空表。", when=old, sender=FINANCE, subject="请发一份样表"),
        people("赤壁市财政局", when="2020-09-25T09:00", sender=FINANCE),
    ]
    _fill(folder / "inbox", [*mails, *_robots()])
    return folder


def _mails(played: Stage) -> Iterator[bytes]:
    rulebook = played.rulebook
    yield table(rulebook, (5, 6), when="2020-09-25T09:00", sender=CIVIL)
    yield people("赤壁市财政局", when="2020-09-25T09:10", sender=FINANCE)
    yield table(rulebook, (3,), when="2020-09-25T09:20", sender=STRANGER)
    yield words("请发空表。", when="2020-09-25T09:30", sender=CIVIL, subject="请发一份样表")
    yield words("我家门口的路灯坏了。", when="2020-09-25T09:40", sender="someone@example.com", subject="反映路灯不亮")
    yield from _robots()


def _robots() -> Iterator[bytes]:
    """Write so many that one batch does not hold all mails."""
    for number in range(24):
        when = instant("2020-09-25T10:00") + timedelta(minutes=number)
        yield words("邮件已收到。", when=f"{when:%Y-%m-%dT%H:%M}", sender=f"r{number}@example.cn", subject="自动回复:通知", headers=ROBOT)


def _fill(folder: Path, mails: list[bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for number, content in enumerate(mails):
        path = folder / f"{number:02d}.eml"
        path.write_bytes(content)
        os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))


def copied(home: Path, target: Path) -> Path:
    """Copy a home with the times of its files, by which mails in a folder are known."""
    return Path(shutil.copytree(home, target, symlinks=True))


def killed(home: Path, step: str, now: str = NOW) -> None:
    """Run one pass in a process that is killed at a step; fails when it was not."""
    done = run(home, now, crash=step)
    assert done.returncode == -signal.SIGKILL, f"{step} was not reached: {done.returncode}\n{done.stderr[-2000:]}"


def run(home: Path, now: str = NOW, *, crash: str = "") -> subprocess.CompletedProcess[str]:
    """Run ``mailbot tick`` in a process of its own."""
    environment = {**os.environ, "MAILBOT_CRASH": crash}
    return subprocess.run(_command(home, now), env=environment, capture_output=True, text=True, timeout=120, check=False)


def _command(home: Path, now: str) -> list[str]:
    return [sys.executable, "-m", "mailbot", "--home", str(home), "--now", now, "tick"]


def pass_over(home: Path, now: str = NOW) -> list[str]:
    """Make one pass in this process; gives what failed in it."""
    place = Home(home.resolve(), load_settings(home.resolve()), shipped())
    # A reader that was just being started holds its parent's lock until it has become another program.
    with at_desk(place, Clock(parse_instant(now)), wait=10) as desk:
        return tick(desk, parse_instant(now)).failed


def left(home: Path) -> Left:
    """Tell what a home holds."""
    with opened(home) as db:
        return Left(snapshot(db), {path.name: _said(path.read_bytes()) for path in sorted((home / "data" / "outbox").glob("*"))})


@contextmanager
def opened(home: Path) -> Iterator[Database]:
    """Open the database of a home to look at it."""
    db = open_database(home / "data" / "mailbot.sqlite", campaign=load_rulebook(None).campaign.key, readonly=True)
    try:
        yield db
    finally:
        db.close()


def _said(content: bytes) -> str:
    """Tell what a letter says: headers, words, attachments; but for the disk, which others fill too."""
    message = message_from_bytes(content, policy=policy.default)
    lines = [f"{name}: {value}" for name, value in message.items() if name != "Content-Type"]
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_content_maintype() == "text":
            lines.append(FREE.sub("", str(part.get_content())))
        else:
            payload = part.get_payload(decode=True)
            digest = hashlib.sha256(payload if isinstance(payload, bytes) else b"").hexdigest()
            lines.append(f"{part.get_filename()} {digest}")
    return "\n".join(lines)
