"""Orders written in a reply to the digest, one a line: 3 归属 住建局, 收下 1-8, 延期 税务局 10月12日 出差.

Only lines above the quoted original count, and only whole lines that are an order and nothing else:
what a mail client leaves of the quoted digest must not become one. Digits and punctuation of any
width are read alike. Without an Authentication-Results header we believe, only what can be undone
is carried out by mail.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mailbot.model.decision import Order
from mailbot.model.mail import Mail
from mailbot.office.by_mail_corrections import correction_order
from mailbot.office.by_mail_duties import UNIT_WORDS, unit_order
from mailbot.office.by_mail_standards import standard_order
from mailbot.reading.quote import own_words
from mailbot.rulebook.model import Rulebook
from mailbot.texts import say

MAIL_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "收下并登记": ("confirm", ("register",)),
    "收下": ("confirm", ()),
    "作废": ("ignore", ()),
    "重试": ("retry", ()),
    "合并": ("merge", ()),
    "替换": ("replace", ()),
}
"""Each word about a mail -> an order and its arguments; longer words first."""

NEEDS_AUTHENTICATION = frozenset({"ignore", "register", "exempt", "import-addresses", "release", "send-standard"})
"""What cannot be undone by mail: left to the command line where nobody vouches for the sender (interface, 4)."""

HELP = ("帮助", "help", "?")
RELEASE = "放行"
MOST = 99
"""So many mails one range may name."""

_NUMBER = r"(?:第\s*)?\d{1,3}(?:\s*(?:-|~|至|到|\u2014|\u2013)\s*\d{1,3})?\s?(?:号|条|件|项)?"
_NUMBERS = rf"{_NUMBER}(?:\s*[,\u3001 和]\s*{_NUMBER})*"
_GAP = r"[\s.:,\u3001)]*"
_WORD = "|".join(MAIL_WORDS)
_ABOUT_MAILS = re.compile(rf"(?P<before>{_NUMBERS}){_GAP}(?P<word>{_WORD})|(?P<verb>{_WORD}){_GAP}(?P<after>{_NUMBERS})")
_ALL = re.compile(r"全部\s*(?P<word>收下并登记|收下)|(?P<verb>收下)\s*全部")
_ASSIGN = re.compile(rf"(?P<numbers>{_NUMBERS}){_GAP}归属{_GAP}(?:到|给|为)?\s*(?P<unit>\S.*)")
_RANGE = re.compile(r"(\d{1,3})(?:\D*?(?:-|~|至|到|\u2014|\u2013)\s*(\d{1,3}))?")
_ENDS = " \u3002.!;\uff1b"
_PARTS = re.compile(r"[;\u3002]")
_LIKE_AN_ORDER = re.compile(rf"{_NUMBER}(?:\s|$)|.*(?:{_WORD}|归属|{'|'.join(UNIT_WORDS)})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lines of a mail refer to: the digest's numbers, its code, the rules, the day, who writes."""

    questions: Mapping[int, int]
    rulebook: Rulebook
    today: date
    by: str
    code: str = ""


def orders_in(mail: Mail, asked: Asked, *, authenticated: bool) -> tuple[Order, ...]:
    """Read the orders of a mail, line by line.

    A line that looks like an order and is none becomes an order with a problem, so that it is
    answered too; other lines are courtesy.
    """
    orders = [replace(order, line=written) for written, line in _own_lines(mail, asked) for order in _of_line(line, written, asked)]
    return tuple(checked(replace(order, by=asked.by), authenticated=authenticated) for order in orders)


def checked(order: Order, *, authenticated: bool) -> Order:
    """Leave to the command line what cannot be undone, where nobody vouches for the sender."""
    what = "register" if "register" in order.args else order.kind
    if authenticated or order.problem or what not in NEEDS_AUTHENTICATION or "end" in order.args:
        return order
    command = say("office", f"command-{what}", mail=order.target, unit=order.unit, area=order.area or order.form)
    return replace(order, problem=say("office", "needs-authentication", what=say("office", f"what-{what}"), command=command))


def _own_lines(mail: Mail, asked: Asked) -> Iterator[tuple[str, str]]:
    """Give the lines above the quote, as written and folded; the quote also begins with our letter's first line or its code."""
    first = True
    for written in own_words(mail).splitlines():
        line = " ".join(unicodedata.normalize("NFKC", written).split())
        coded = bool(asked.code) and asked.code in line
        if line.rstrip(":") == asked.rulebook.campaign.office or (coded and not first):
            return
        if line and not coded:
            yield written.strip(), line
        first = first and not line


def _of_line(line: str, written: str, asked: Asked) -> Iterator[Order]:
    """Read one line; where the whole is no order, its parts between semicolons may be."""
    whole = _parse(line, written, asked)
    parts = [part.strip() for part in _PARTS.split(line) if part.strip()]
    if whole is None and len(parts) > 1:
        parsed = [_parse(part, part, asked) for part in parts]
        if all(orders is not None for orders in parsed):
            yield from (order for orders in parsed for order in orders or ())
            return
    if whole is not None:
        yield from whole
    elif _LIKE_AN_ORDER.match(line):
        yield Order("unknown", problem=say("office", "not-understood", line=written))


def _parse(line: str, written: str, asked: Asked) -> tuple[Order, ...] | None:
    """Read a line as orders; None when it is none."""
    plain = line.strip(_ENDS)
    for read in (_plain_word, _about_mails, _all, _assign):
        orders = read(plain, asked)
        if orders is not None:
            return orders
    order = (
        standard_order(plain)
        or correction_order(plain, asked.rulebook, asked.today)
        or unit_order(plain, asked.rulebook, asked.today, written=written)
    )
    return None if order is None else (order,)


def _plain_word(line: str, _asked: Asked) -> tuple[Order, ...] | None:
    if line.lower() in HELP:
        return (Order("help", problem=say("office", "help")),)
    return (Order("release"),) if line == RELEASE else None


def _about_mails(line: str, asked: Asked) -> tuple[Order, ...] | None:
    match = _ABOUT_MAILS.fullmatch(line)
    if match is None:
        return None
    kind, args = MAIL_WORDS[match["word"] or match["verb"]]
    return tuple(_about(number, kind, args, asked) for number in numbers_in(match["before"] or match["after"]))


def _all(line: str, asked: Asked) -> tuple[Order, ...] | None:
    match = _ALL.fullmatch(line)
    if match is None:
        return None
    kind, args = MAIL_WORDS[match["word"] or match["verb"]]
    return tuple(_about(number, kind, args, asked) for number in asked.questions)


def _assign(line: str, asked: Asked) -> tuple[Order, ...] | None:
    match = _ASSIGN.fullmatch(line)
    if match is None:
        return None
    return tuple(_about(number, "assign", (match["unit"].strip(_ENDS),), asked) for number in numbers_in(match["numbers"]))


def _about(number: int, kind: str, args: tuple[str, ...], asked: Asked) -> Order:
    target = asked.questions.get(number)
    return Order(kind, target, args, problem="" if target is not None else say("office", "no-number", number=number))


def numbers_in(text: str) -> tuple[int, ...]:
    """Read numbers and ranges, each number once: 1-3、5."""
    found: list[int] = []
    for first, last in _RANGE.findall(text):
        found += range(int(first), min(int(last), int(first) + MOST) + 1) if last else (int(first),)
    return tuple(dict.fromkeys(found))
