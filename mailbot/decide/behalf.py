"""A line of the office that says for whom it sends, and since when it has it: 代报 民政局 9月29日收."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.forms.dates import parse_date
from mailbot.model.instant import end_of_day, local_day
from mailbot.model.mail import Mail
from mailbot.reading.quote import brought_words
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import unit_of

_LINE = re.compile(
    r"代报[\s:]*(?P<unit>[^\s:,\d]+)[\s:,]*(?:(?P<day>(?:\d{4}\s?年\s?)?\d{1,2}\s?[月./-]\s?\d{1,2}\s?[日号]?)\s?收?到?)?\W*"
)
_LONG_AGO = 90
"""Days: nobody hands in today what came before that; a day to come is last year's only around New Year."""


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom a mail of the office speaks, the words that say so, and when the office had it in hand (None: now)."""

    unit: str
    seen: str
    received_at: datetime | None = None


def on_behalf(mail: Mail, rulebook: Rulebook) -> Behalf | None:
    """Find the line in a mail's own words or its subject; the caller knows that the office wrote it."""
    for line in (*brought_words(mail).splitlines(), mail.subject):
        folded = " ".join(unicodedata.normalize("NFKC", line).split())
        match = _LINE.fullmatch(folded)
        unit = unit_of(rulebook, match["unit"]) if match else None
        if match and unit:
            return Behalf(unit, folded, _received(match["day"] or "", mail.received_at))
    return None


def received_on(text: str, now: datetime) -> datetime | None:
    """Read 9月29日收 anywhere in a text (a file's name): the end of that day; None where it says nothing, or a day to come."""
    found = re.search(r"((?:\d{4}年)?\d{1,2}月\d{1,2}[日号])\s?收", unicodedata.normalize("NFKC", text))
    return _received(found[1], now) if found else None


def _received(text: str, mailed_at: datetime) -> datetime | None:
    """Give the end of a day that is past; a day without a year is the last one of that date."""
    today = local_day(mailed_at)
    day = parse_date(text, today.year) if text else None
    if day is not None and day > today:
        day = parse_date(text, today.year - 1)
    if day is None or not _lately(day, today):
        return None
    return min(end_of_day(day), mailed_at)


def _lately(day: date, today: date) -> bool:
    return 0 <= (today - day).days < _LONG_AGO
