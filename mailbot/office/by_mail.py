"""Orders written in a reply to the digest, one a line: 3 归属 住建局, 收下 1-8, 延期 税务局 10月12日 出差.

Only lines above the quoted original count, and only lines that are orders and nothing else: what a
mail client leaves of the quoted digest must not become one. Digits and punctuation of any width are
read alike. What can be meant in two ways is asked, never guessed. Without an Authentication-Results
header we believe, only what can be undone is carried out by mail.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from mailbot.model.decision import Order
from mailbot.model.mail import Mail
from mailbot.office.by_mail_lines import NUMBERED, folded, line_orders
from mailbot.office.by_mail_mails import Asked as Asked
from mailbot.reading.quote import own_words
from mailbot.texts import say

NEEDS_AUTHENTICATION = frozenset({"ignore", "register", "exempt", "import-addresses", "release", "send-standard"})
"""What cannot be undone by mail: left to the command line where nobody vouches for the sender (interface, 4)."""

AGAINST_EACH_OTHER = frozenset({"confirm", "ignore", "merge", "replace", "undo"})
"""Of these a mail can have one only; who writes two about the same mail is asked which."""


def orders_in(mail: Mail, asked: Asked, *, authenticated: bool) -> tuple[Order, ...]:
    """Read the orders of a mail, line by line.

    A line that looks like an order and is none becomes an order with a problem, so that it is
    answered too; other lines are courtesy.
    """
    lines = _without_lists(tuple(_own_lines(mail, asked)), asked)
    orders = [replace(order, line=order.line or written) for written, found in lines for order in found]
    return tuple(checked(replace(order, by=asked.by), authenticated=authenticated) for order in _agreeing(orders))


def checked(order: Order, *, authenticated: bool) -> Order:
    """Leave to the command line what cannot be undone, where nobody vouches for the sender."""
    what = "register" if "register" in order.args else order.kind
    if authenticated or order.problem or what not in NEEDS_AUTHENTICATION or "end" in order.args:
        return order
    command = say("office", f"command-{what}", mail=order.target, unit=order.unit, area=order.area or order.form)
    return replace(order, problem=say("office", "needs-authentication", what=say("office", f"what-{what}"), command=command))


def _own_lines(mail: Mail, asked: Asked) -> Iterator[str]:
    """Give the lines above the quote as written; the quote also begins with our letter's first line or its code."""
    first = True
    for written in own_words(mail).splitlines():
        line = folded(written)
        coded = bool(asked.code) and asked.code in line
        if line.rstrip(":") == asked.rulebook.campaign.office or (coded and not first):
            return
        if line and not coded:
            yield written.strip()
        first = first and not line


def _without_lists(lines: tuple[str, ...], asked: Asked) -> Iterator[tuple[str, tuple[Order, ...]]]:
    """Read every line; those of a list (1、3 收下, 2、4 作废) may have its numbers before their own, and are asked about."""
    numbered = [NUMBERED.match(folded(line)) for line in lines]
    counted = [int(found["number"]) for found in numbered if found]
    is_list = len(counted) > 1 and counted == list(range(1, len(counted) + 1))
    for written, found in zip(lines, numbered, strict=True):
        orders = tuple(line_orders(written, asked))
        if is_list and found:
            rest = tuple(line_orders(found["rest"], asked))
            if any(order.target is not None for order in rest) and not any(order.problem for order in rest):
                example = found["rest"]
                yield written, (Order("unknown", problem=say("office", "a-list", line=written, near=example)),)
                continue
        yield written, orders


def _agreeing(orders: list[Order]) -> Iterator[Order]:
    """Give the orders; of those that contradict each other about one mail or one deadline none is carried out."""
    said: defaultdict[object, set[object]] = defaultdict(set)
    for order in orders:
        subject, what = _claim(order)
        said[subject].add(what)
    for order in orders:
        subject, _ = _claim(order)
        if subject is not None and len(said[subject]) > 1:
            yield replace(order, problem=say("office", "contradiction", line=order.line))
        else:
            yield order


def _claim(order: Order) -> tuple[object, object]:
    """Tell what an order decides, and how; nothing where it can contradict no other."""
    if order.problem:
        return None, None
    if order.target is not None and order.kind in AGAINST_EACH_OTHER:
        return order.target, order.kind
    if order.kind == "on-time":
        return ("on-time", order.unit, order.form, order.area), order.args
    if order.kind == "defer" and not order.args:
        return ("defer", order.unit, order.form, order.area), order.day
    return None, None
