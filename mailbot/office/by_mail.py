"""Orders written in a reply to the digest: 3 归属 住建局, 收下 1-8, 全部收下, 4 作废, 帮助.

Only lines above the quoted original count. Digits and punctuation of any width are read alike. Without
an Authentication-Results header we believe, only what can be undone is carried out by mail.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from mailbot.model.decision import Order
from mailbot.model.mail import Mail
from mailbot.reading.quote import own_words
from mailbot.texts import say

WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "收下并登记": ("confirm", ("register",)),
    "收下": ("confirm", ()),
    "作废": ("ignore", ()),
    "归属": ("assign", ()),
    "重试": ("retry", ()),
}
"""Each word of the office -> an order and its arguments; longer words first."""

NEEDS_AUTHENTICATION = {"ignore": "held ignore m{mail}", "register": "held confirm m{mail} --register"}
HELP = ("帮助", "help", "?")
ALL = "全部"

_NUMBERS = re.compile(r"\d+(?:\s*(?:-|~|至|到)\s*\d+)?")


def orders_in(mail: Mail, questions: Mapping[int, int], *, by: str, authenticated: bool) -> tuple[Order, ...]:
    """Read the orders of a mail, line by line; ``questions`` maps the digest's numbers to mails.

    A line that cannot be read becomes an order with a problem, so that it is answered too.
    """
    lines = [" ".join(unicodedata.normalize("NFKC", line).split()) for line in own_words(mail).splitlines()]
    orders = [order for line in lines if line for order in _of_line(line, questions, by)]
    return tuple(_checked(order, authenticated=authenticated) for order in orders)


def _of_line(line: str, questions: Mapping[int, int], by: str) -> Iterator[Order]:
    if line.rstrip("。.!") in HELP:
        yield Order("help", None, by=by, line=line, problem=say("office", "help"))
        return
    word = next((word for word in WORDS if word in line), None)
    if word is None:
        if _NUMBERS.match(line) or line.startswith(ALL):
            yield Order("unknown", None, by=by, line=line, problem=say("office", "not-understood", line=line))
        return
    kind, args = WORDS[word]
    before, _, after = line.partition(word)
    if kind == "assign":
        args = (after.strip(" :,;。"),)
        after = ""
    numbers = tuple(questions) if ALL in before else tuple(_numbers(f"{before} {after}"))
    if not numbers:
        yield Order(kind, None, args, by=by, line=line)
    for number in numbers:
        target = questions.get(number)
        problem = "" if target is not None else say("office", "no-number", number=number)
        yield Order(kind, target, args, by=by, line=line, problem=problem)


def _numbers(text: str) -> Iterator[int]:
    for found in _NUMBERS.findall(text):
        first, *last = (int(number) for number in re.findall(r"\d+", found))
        yield from range(first, min(last[0], first + 99) + 1) if last else (first,)


def _checked(order: Order, *, authenticated: bool) -> Order:
    """Without authentication, what cannot be undone by mail is left to the command line (interface, 4)."""
    what = "register" if "register" in order.args else order.kind
    if authenticated or order.problem or order.target is None or what not in NEEDS_AUTHENTICATION:
        return order
    command = f"mailbot {NEEDS_AUTHENTICATION[what].format(mail=order.target)}"
    word = "登记地址" if what == "register" else "作废"
    return Order(
        order.kind, order.target, order.args, order.by, order.line, say("office", "needs-authentication", what=word, command=command)
    )
