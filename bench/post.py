"""The mails of a long deadline evening: units send their catalogues and send them again, corrected.

Each of the 26 areas has one catalogue of so many rows. A unit's later mails carry it with another cell
corrected and now and then a row added, so that they displace each other as they do in an office; one mail
in ten lacks a required cell somewhere, and its answer has to say so and to bring a marked workbook.
"""

import imaplib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bench.gen_catalogue import _xlsx, catalogue, make_mail
from mailbot.rulebook.model import Rulebook

CHINA = timezone(timedelta(hours=8))
FIRST = datetime(2020, 9, 28, 9, tzinfo=CHINA)
NOW = "2020-09-29T08:00:00+08:00"
"""The office opens the mailbox the morning after."""

CONTENT, BASIS = 3, 4
"""Places in a row of ``gen_catalogue``."""
LACKS_ONE = 10
GROWS = 7


@dataclass(frozen=True, slots=True)
class Sent:
    """One mail: its bytes, when the mailbox received it, and the workbook in it."""

    content: bytes
    received_at: datetime
    book: bytes


def address_of(unit: str) -> str:
    """Name the registered address of a unit."""
    return f"{unit}@units.test"


def mails(count: int, rows: int, rulebook: Rulebook, *, lacking: bool = True, saved: Callable[[bytes], bytes] = bytes) -> Iterator[Sent]:
    """Make the mails, area after area and round after round; ``saved`` is what a clerk's program makes of a workbook."""
    areas = rulebook.areas
    for number in range(count):
        area, version = areas[number % len(areas)], number // len(areas)
        content = saved(book(area.name, area.number, rows, version, lacks=lacking and number % LACKS_ONE == LACKS_ONE - 1))
        mail = make_mail(number, content, f"{area.name}目录.xlsx", field=area.name)
        mail.replace_header("From", f"{area.unit} <{address_of(area.unit)}>")
        yield Sent(mail.as_bytes(), FIRST + timedelta(seconds=number), content)


def book(field: str, seed: int, rows: int, version: int = 0, *, lacks: bool = False) -> bytes:
    """Write the workbook of an area as its ``version``-th mail carries it."""
    title, table, groups = catalogue(rows, seed, field)
    for correction in range(version):
        table[correction % rows][CONTENT] += f"\n更正{correction + 1}。"
    if version and version % GROWS == 0:
        first, last = groups[-1]
        groups[-1] = (first, last + 1)
        table.append([rows + 1, None, f"{field}第{version}次补充", *table[-1][CONTENT:]])
    if lacks:
        table[version % rows][BASIS] = None
    stream = io.BytesIO()
    _xlsx(stream, title, table, groups)
    return stream.getvalue()


def deliver(port: int, user: str, password: str, sent: Sequence[Sent]) -> None:
    """Put mails into the INBOX of a user, unseen."""
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(user, password)
        for mail in sent:
            code, answer = client.append("INBOX", "", mail.received_at, mail.content)
            if code != "OK":
                raise RuntimeError(f"the server does not take a mail: {answer!r}")


def unsee(port: int, user: str, password: str) -> None:
    r"""Take \Seen off all mails, so that the next naive script finds them as the first one did."""
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(user, password)
        client.select("INBOX")
        client.store("1:*", "-FLAGS.SILENT", r"(\Seen)")
