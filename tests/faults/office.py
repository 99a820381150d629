"""A home between servers of mail, and mails of all kinds for it: what the soak, the random kills and the secrets lay out."""

import imaplib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from mailbot.app import load_home
from mailbot.demo.books import catalogue
from mailbot.demo.mails import mail
from mailbot.store.database import open_database, transaction
from mailbot.store.directory import add_address
from tests.season.builders import instant, people, shipped, words

DIGEST_TO = "boss@example.cn"
SETTINGS = """
[imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "{user}"
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
user = "{smtp_user}"
per_hour = 100000
per_address_per_day = 100000
[office]
digest_to = ["{digest_to}"]
"""


def lay_out(folder: Path, *, imap: int, smtp: int, user: str, password: str, smtp_user: str = "", extra: str = "") -> Path:
    """Write the settings of a home over two servers on loopback; ``extra``: further sections."""
    folder.mkdir(exist_ok=True)
    text = SETTINGS.format(imap=imap, smtp=smtp, user=user, smtp_user=smtp_user, digest_to=DIGEST_TO) + extra
    (folder / "mailbot.toml").write_text(text, encoding="utf-8")
    env = folder / ".env"
    env.write_text(f"MAILBOT_IMAP__PASSWORD={password}\nMAILBOT_SMTP__PASSWORD={password}\n")
    env.chmod(0o600)
    return folder


def register_all(home: Path, now: datetime) -> None:
    """Let every unit send from its address."""
    place = load_home(home)
    with open_database(place.database, campaign=place.rulebook.campaign.key) as db, transaction(db):
        for unit in place.rulebook.units:
            add_address(db, unit.key, f"{unit.key}@example.cn", now, source="import", by="test")


def mails(count: int, start: datetime) -> Iterator[bytes]:
    """Write mails of all kinds, no two alike, a second apart."""
    rulebook = shipped()
    for number in range(count):
        unit = rulebook.units[number % len(rulebook.units)]
        sender, when = f"{unit.key}@example.cn", f"{start + timedelta(seconds=number):%Y-%m-%dT%H:%M:%S}"
        areas = [area.number for area in rulebook.areas if area.unit == unit.key][:2]
        kind = number % 4
        if kind == 0:
            yield people(unit.name, when=when, sender=sender, subject=f"名单 {number}")
        elif kind == 3:
            yield words("路灯坏了。", when=when, sender=f"{number}@example.com", subject=f"反映 {number}")
        else:
            subject, book = f"目录 {number}", _book(tuple(areas or (5,)))
            yield mail(("钱二", sender), subject, f"第{number}次", instant(when), [("目录.xlsx", book)])


@cache
def _book(areas: tuple[int, ...]) -> bytes:
    return catalogue([shipped().area_by_number[number] for number in areas], shipped())


def append(port: int, user: str, password: str, batch: Iterable[bytes], received_at: datetime) -> None:
    """Put mails into the INBOX of a user, with the INTERNALDATE given."""
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(user, password)
        for content in batch:
            client.append("INBOX", "", imaplib.Time2Internaldate(received_at), content)
