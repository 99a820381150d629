"""Lines about mails in a reply to the digest: 3 收下, 收下 1-8, 3 归属 住建局, 3收下 4作废, 撤销 m12.

A number is the digest's, or a mail's own (m12), which stays the same in every digest. Numbers and
words that take turns are several orders; where anything else stands between them, the line is none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mailbot.model.decision import Order
from mailbot.model.duty import DutyKey
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import unit_of
from mailbot.texts import say

MAIL_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "收下并登记": ("confirm", ("register",)),
    "收下": ("confirm", ()),
    "作废": ("ignore", ()),
    "重试": ("retry", ()),
    "合并": ("merge", ()),
    "替换": ("replace", ()),
    "不视为按时": ("on-time", ("decline",)),
    "撤销按时": ("on-time", ("end",)),
    "视为按时": ("on-time", ()),
    "撤销": ("undo", ()),
}
"""Each word about a mail -> an order and its arguments; longer words first."""

MOST = 99
"""So many mails one range may name."""
LONGEST = 200  # characters of a line that may be orders about mails

_TO = r"(?:-|~|至|到|\u2014|\u2013){1,2}"
_ONE = r"(?:m\s?\d{1,6}|(?:第\s*)?\d{1,3}(?:\s*" + _TO + r"\s*(?:第\s*)?\d{1,3})?\s?(?:号|条|件|项)?)(?!\d)"
NUMBERS = rf"{_ONE}(?:\s*[,\u3001 和]\s*{_ONE})*"
"""Numbers as a person lists them: 1-3、5 和 m12."""
_GAP = r"[\s.:,\u3001)]*"
_REGISTER = r"收下[\s,]*(?:并且|并|且|同时)?[\s,]*登记(?:邮箱|地址)?"
_ON_TIME = r"(?:不视为按时|撤销(?:视为)?按时|(?:视为)?按时)"
_UNDO = rf"(?:撤销|恢复)(?:{_REGISTER}|收下|作废|归属|合并|替换)?"
_WORD = rf"(?:(?:都|均|一并|全部|予以|同意)\s*)?(?:{_ON_TIME}|{_UNDO}|{_REGISTER}|收下|作废|重试|合并|替换)"
_FIRST = rf"(?P<numbers>{NUMBERS}){_GAP}(?P<word>{_WORD})"
_LAST = rf"(?P<word>{_WORD}){_GAP}(?P<numbers>{NUMBERS})"
_BETWEEN = r"[\s,;.\u3001\u3002]*"
_UNNAMED = re.compile(r"\?P<\w+>")
_TURNS = tuple(
    (re.compile(rf"{plain}(?:{_BETWEEN}{plain})*"), re.compile(one)) for one in (_FIRST, _LAST) for plain in (_UNNAMED.sub("?:", one),)
)
_ALL = re.compile(rf"(?:全部|都)\s*(?P<word>{_REGISTER}|收下)|(?P<verb>{_REGISTER}|收下)\s*全部")
_ASSIGN = re.compile(rf"(?P<numbers>{NUMBERS}){_GAP}归属{_GAP}(?:到|给|为)?\s*(?P<unit>\S.*)")
_EXCUSED = re.compile(rf"(?P<numbers>{NUMBERS}){_GAP}(?P<word>{_ON_TIME})[\s:,]+(?P<why>(?!.*按时)[^/].*)")
_RANGE = re.compile(rf"m\s?(\d+)|(\d{{1,3}})(?:\s*{_TO}\D*?(\d{{1,3}}))?")
_NUMERAL = re.compile(r"第\s*([一二三四五六七八九]?十?[一二三四五六七八九]?)\s*(?=[号条件项])")
_FRAMED = re.compile(r"[(\[\u3010]\s*(\d{1,3})\s*[)\]\u3011]|(?:no\.?|编号|序号)\s*(\d{1,3})", re.IGNORECASE)
_VALUES = {character: value for value, character in enumerate("一二三四五六七八九", start=1)}
_ENDS = " \u3002.!;,\uff1b"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lines of a mail refer to: the digest's numbers, its code, the rules, the day, who writes.

    ``questions`` are mails by number, ``proposals`` late duties that may count as on time.
    """

    questions: Mapping[int, int]
    rulebook: Rulebook
    today: date
    by: str
    code: str = ""
    proposals: Mapping[int, DutyKey] = field(default_factory=dict)


def mail_orders(line: str, asked: Asked) -> tuple[Order, ...] | None:
    """Read a line as orders about mails; None when it is none. A number or a unit nobody knows is a problem of the order."""
    if len(line) > LONGEST:
        return None
    plain = _FRAMED.sub(lambda found: f"{found[1] or found[2]} ", _NUMERAL.sub(_digits, line)).strip()
    whole = _ALL.fullmatch(plain)
    if whole:
        kind, args = _meaning(whole["word"] or whole["verb"])
        return tuple(_about(str(number), kind, args, asked) for number in asked.questions)
    for turns, one in _TURNS:
        if turns.fullmatch(plain):
            return tuple(order for found in one.finditer(plain) for order in _each(found["numbers"], *_meaning(found["word"]), asked))
    excused = _EXCUSED.fullmatch(plain)
    if excused:
        orders = _each(excused["numbers"], *_meaning(excused["word"]), asked)
        return tuple(replace(order, why=excused["why"].strip(_ENDS)) for order in orders)
    assigned = _ASSIGN.fullmatch(plain)
    return _assigned(assigned, asked) if assigned else None


def _digits(found: re.Match[str]) -> str:
    """Write a numeral below a hundred in digits: 第十二 is 12."""
    tens, ten, ones = found[1].rpartition("十")
    value = (_VALUES.get(tens, 1) * 10 if ten else 0) + _VALUES.get(ones if ten else found[1], 0)
    return str(value) if value else found[0]


def _meaning(word: str) -> tuple[str, tuple[str, ...]]:
    """Tell the order that a word and its companions are."""
    if "按时" in word:
        return MAIL_WORDS["不视为按时" if "不" in word else "撤销按时" if "撤销" in word else "视为按时"]
    for undo in ("撤销", "恢复"):
        if undo in word:
            return MAIL_WORDS["撤销"]
    if "登记" in word:
        return MAIL_WORDS["收下并登记"]
    return next(meaning for known, meaning in MAIL_WORDS.items() if known in word)


def _assigned(match: re.Match[str], asked: Asked) -> tuple[Order, ...]:
    named = match["unit"].strip(_ENDS)
    if unit_of(asked.rulebook, named) is None:
        return (Order("assign", problem=say("office", "no-unit", unit=named)),)
    return tuple(_each(match["numbers"], "assign", (named,), asked))


def _each(numbers: str, kind: str, args: tuple[str, ...], asked: Asked) -> Iterator[Order]:
    named = numbers_in(numbers)
    if not named:
        yield Order(kind, problem=say("office", "no-number", number=numbers))
    for number in named:
        yield _about(number, kind, args, asked)


def _about(number: str, kind: str, args: tuple[str, ...], asked: Asked) -> Order:
    """Aim an order at a mail: by its own number, or by the digest's."""
    proposed = None if number.startswith("m") else asked.proposals.get(int(number))
    if kind == "on-time":
        return _excused(number, args, proposed)
    if proposed is not None:
        return Order(kind, args=args, problem=say("office", "not-a-mail", number=number))
    target = int(number[1:]) if number.startswith("m") else asked.questions.get(int(number))
    return Order(kind, target, args, problem="" if target is not None else say("office", "no-number", number=number))


def _excused(number: str, args: tuple[str, ...], proposed: DutyKey | None) -> Order:
    """Aim 视为按时 at the late duty that a digest proposes under a number."""
    if proposed is None:
        return Order("on-time", args=args, problem=say("office", "not-a-proposal", number=number))
    unit, form, area = proposed
    return Order("on-time", args=args, unit=unit, form=form, area=area, why=say("office", "why-proposed"))


def numbers_in(text: str) -> tuple[str, ...]:
    """Read numbers and ranges, each number once: 1-3、5 和 m12; a range that runs backwards names nothing."""
    found: list[str] = []
    for mail, first, last in _RANGE.findall(text):
        if mail:
            found.append(f"m{int(mail)}")
        else:
            end = min(int(last), int(first) + MOST) if last else int(first)
            found += map(str, range(int(first), end + 1))
    return tuple(dict.fromkeys(found))
