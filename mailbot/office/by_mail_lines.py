"""One line of the office's mail: the orders it is, or what is wrong with it and how it could be written.

A line is tried as one order first; where it is none, or where its reason holds what looks like a
second one, its parts between marks are tried. A question, a reason that takes the order back, a note
that may hold orders: such a line is asked about and nothing in it is done.
"""

import re
import unicodedata
from collections.abc import Iterator

from mailbot.model.decision import Order
from mailbot.office.by_mail_corrections import correction_order
from mailbot.office.by_mail_duties import UNIT_WORDS, unit_orders
from mailbot.office.by_mail_mails import LONGEST, MAIL_WORDS, Asked, mail_orders
from mailbot.office.by_mail_near import near
from mailbot.office.by_mail_standards import standard_order
from mailbot.texts import say

HELP = ("帮助", "help", "?")
RELEASE = "放行"

_ENDS = " \u3002.!;,\uff1b"
_PARTS = re.compile(r"([;,\u3002])")
_GREETING = re.compile(
    r"^(?:(?:您好|你好|各位好|大家好|早上好|上午好|下午好|晚上好|好的|好|收到|知道了|同意|嗯|ok)[\s,.!:;\u3001\uff0c\u3002\uff01\uff1a\uff1b~]+)*"
    r"(?:(?:烦请|麻烦|请)(?:帮忙)?[\s:\uff1a]*)?",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"[\s,.!;\uff0c\u3002\uff01\uff1b~(\uff08]*(?:(?:十分|非常)?(?:谢谢|感谢)(?:您|你|了)?|多谢|辛苦(?:您|你)?了?|麻烦(?:您|你)?了?|请办理|以上)[\s.!\u3002\uff01~)\uff09]*$"
)
_QUESTION = re.compile(r"(?:[?]|[吗么呢]|是否可以|行不行|可否)[\s?.!\u3002]*$")
_TAKEN_BACK = re.compile(r"(?:先?不(?:要|用|行|必|可以?|同意|办)|取消|算了|作罢|再议|再说|暂缓|待定)")
_NUMBER = r"(?:第\s*)?\d{1,3}(?:\s*(?:-|~|至|到|\u2014|\u2013)\s*\d{1,3})?\s?(?:号|条|件|项)?"
_WORDS = "|".join((*MAIL_WORDS, "归属", *UNIT_WORDS))
_LIKE_AN_ORDER = re.compile(rf"(?:取消\s*)?{_NUMBER}(?:\s|$)|.*(?:{_WORDS})")
_UNIT_WORD = re.compile("|".join(UNIT_WORDS))
_BEGINS_AN_ORDER = re.compile(rf"{_NUMBER}\s*.*(?:{'|'.join(MAIL_WORDS)}|归属)|(?:{_UNIT_WORD.pattern})")
_NOTE = re.compile(r"(?:\S+\s+)?备注")
_NO_ORDER = re.compile(r"[\d\s()+\-.]{7,}|\d{1,4}\s?[年月.]\s?\d{1,2}.*|\d+\s*(?:楼|室|号楼|栋|分机).*")
NUMBERED = re.compile(r"^\(?(?P<number>\d{1,2})[.)\u3001]\s*(?P<rest>\S.*)$")
"""A line that begins as the lines of a list do; it may as well begin with a number of the digest."""


def folded(text: str) -> str:
    """Write a line with one width and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def line_orders(written: str, asked: Asked) -> Iterator[Order]:
    """Read one line: its orders, one order with a problem, or nothing where it is courtesy."""
    begun, bare = _without_courtesy(written.strip())
    line = folded(bare)
    if not line:
        return
    if _QUESTION.search(line) and line not in HELP and _LIKE_AN_ORDER.match(line) and not _NOTE.match(line):
        yield Order("unknown", problem=say("office", "a-question", line=written))
        return
    orders = _whole(line, begun, asked)
    if orders and orders[0].kind == "note" and not orders[0].problem:
        yield from _noted(orders, begun, asked)
    elif orders is not None and _sound(orders) and not _doubtful(orders, line, asked):
        yield from _sure(orders, written)
    else:
        yield from _parted(line, written, asked, orders)


def _without_courtesy(written: str) -> tuple[str, str]:
    """Take the greeting off a line, and off that the thanks; a line of that length is no order of anybody's."""
    if len(written) > LONGEST:
        return written, written
    begun = _GREETING.sub("", written)
    return begun, _THANKS.sub("", begun)


def _sure(orders: tuple[Order, ...], written: str) -> Iterator[Order]:
    """Give the orders of a line, unless its reason takes back what it says."""
    if any(_TAKEN_BACK.match(order.why.strip()) for order in orders if order.kind != "note"):
        yield Order("unknown", problem=say("office", "taken-back-at-once", line=written))
    else:
        yield from orders


def _noted(orders: tuple[Order, ...], begun: str, asked: Asked) -> Iterator[Order]:
    """Give a note, unless a part of it may be an order that belongs on a line of its own."""
    _, *later = _PARTS.split(folded(begun))
    if any(_sound(_whole(part, part, asked)) for part in later):
        yield Order("unknown", problem=say("office", "orders-in-a-note", line=begun))
    else:
        yield from orders


def _sound(orders: tuple[Order, ...] | None) -> bool:
    return bool(orders) and not any(order.problem for order in orders or ())


def _doubtful(orders: tuple[Order, ...], line: str, asked: Asked) -> bool:
    """Tell whether a reason may hold another order: 延期 税务局 10月12日 出差, 暂停提醒 教育局."""
    if orders[0].kind == "answer-standard":
        return any(_sound(_whole(part.strip(), part, asked)) for part in _PARTS.split(line)[1:])
    word = _UNIT_WORD.search(line)
    if word is None or not any(order.why for order in orders):
        return False
    later = (part.strip() for part in _PARTS.split(line[word.end() :])[1:])
    return any(_sound(_whole(part, part, asked)) or _BEGINS_AN_ORDER.match(part) for part in later)


def _parted(line: str, written: str, asked: Asked, whole: tuple[Order, ...] | None) -> Iterator[Order]:
    """Read a line by its parts between marks, where each is an order with what follows it; else say what is wrong."""
    groups = list(_groups(line, asked))
    parsed = [_whole(group.strip(_ENDS), group, asked) for group in groups]
    if len(groups) > 1 and all(_sound(orders) for orders in parsed):
        notes = [number for number, orders in enumerate(parsed, start=1) if orders and orders[0].kind == "note"]
        if all(number == len(parsed) for number in notes):
            for orders in parsed:
                yield from _sure(orders or (), written)
            return
    if whole and not _sound(whole):
        yield from whole
    elif whole or (_LIKE_AN_ORDER.match(line) and not _NO_ORDER.fullmatch(line)):
        example = near(line, asked)
        code = "not-understood-near" if example else "not-understood"
        yield Order("unknown", problem=say("office", code, line=written, near=example))


def _groups(line: str, asked: Asked) -> Iterator[str]:
    """Cut a line before every part that is an order by itself."""
    group = ""
    for part in _PARTS.split(line):
        if group.strip(_ENDS) and _sound(_whole(part.strip(), part, asked)):
            yield group
            group = ""
        group += part
    if group.strip(_ENDS):
        yield group


def _whole(line: str, written: str, asked: Asked) -> tuple[Order, ...] | None:
    """Read a line as orders; None when it is none."""
    plain = line.strip(_ENDS)
    if plain.lower() in HELP:
        return (Order("help", problem=say("office", "help")),)
    if plain == RELEASE:
        return (Order("release"),)
    orders = mail_orders(plain, asked)
    if orders is not None:
        return orders
    order = standard_order(plain) or correction_order(plain, asked.rulebook, asked.today)
    return (order,) if order else unit_orders(plain, asked.rulebook, asked.today, written=written)
