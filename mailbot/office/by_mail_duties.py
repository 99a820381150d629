"""Lines about a unit in a reply to the digest: 民政局 社会救助 认可, 延期 税务局 10月12日 出差, 备注 民政局 已电话.

The unit stands as a word of its own, so that a sentence that merely mentions one is no order.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mailbot.forms.dates import parse_date
from mailbot.model.decision import Order
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import area_of, unit_of
from mailbot.rulebook.vocabulary import normal
from mailbot.texts import say, sentences

UNIT_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "撤销不涉及": ("exempt", ("end",)),
    "不涉及": ("exempt", ()),
    "涉及": ("exempt", ("end",)),
    "撤销认可": ("accept", ("end",)),
    "认可": ("accept", ()),
    "撤销按时": ("on-time", ("end",)),
    "不视为按时": ("on-time", ("decline",)),
    "视为按时": ("on-time", ()),
    "按时": ("on-time", ()),
    "撤销延期": ("defer", ("end",)),
    "取消延期": ("defer", ("end",)),
    "延期到": ("defer", ()),
    "延期至": ("defer", ()),
    "延期": ("defer", ()),
    "暂停提醒": ("pause", ()),
    "恢复提醒": ("pause", ("end",)),
    "明日照常提醒": ("veto", ("end",)),
    "照常提醒": ("veto", ("end",)),
    "明日不提醒": ("veto", ()),
    "明天不提醒": ("veto", ()),
    "撤销备注": ("note", ("end",)),
    "备注": ("note", ()),
    "取消抄送领导": ("copy-leader", ("end",)),
    "不抄送领导": ("copy-leader", ("end",)),
    "抄送领导": ("copy-leader", ()),
}
"""Each word about a unit -> an order and its arguments; longer words before what they contain."""

ALL_UNITS = frozenset({"全部", "各单位", "所有单位", "全部单位"})
WITHOUT_DUTY = frozenset({"pause", "veto", "note", "copy-leader"})
SEASONS_BACK = 180
"""Days: a date without a year is the one that lies at most so long ago."""

DAY = re.compile(r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号]?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}")
"""A date as a person writes it in a line."""
_SPLIT = re.compile(r"[\s,:\u3001]+")
_DUTY_ENDS = re.compile(r"(?:领域|目录|的)*$")
_AND = re.compile(r"[和及与]")
_TOWARDS = re.compile(r"\s*[到至]\s*$")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)\u3001]\s*(?=\D)")
_MARKS = " \u3000,:\uff0c\uff1a"


def unit_orders(line: str, rulebook: Rulebook, today: date, *, written: str = "") -> tuple[Order, ...] | None:
    """Read the orders of a line about units; None when it is none. An unknown unit or area is a problem of the order.

    ``written`` is the line before its widths were folded: a note is kept as it was written. A line
    may name several units, or several areas of one.
    """
    words = [word for word in _SPLIT.split(_NUMBERED.sub("", line)) if word]
    position = next((place for place, word in enumerate(words) if word in UNIT_WORDS), None)
    if position is None or (position > 2 and not all(_names(word, rulebook) for word in words[:position])):
        words, position = _loosened(words)
    if position is None:
        return None
    kind, args = UNIT_WORDS[words[position]]
    order, before, rest = Order(kind, args=args), words[:position], words[position + 1 :]
    if kind == "note":
        named = before[0] if before else (rest[0] if rest else "")
        return (_noted(order, words[position], named, written if named in written else line, rulebook),)
    if kind == "defer" and not args:
        return _deferred(order, [*before, *rest], rulebook, today)
    if kind == "defer" and rest and rest[0] in ALL_UNITS:
        return (_for_all(order, rest, rulebook),)
    if before and rest and _units(rest[0], rulebook):
        return (replace(order, problem=say("office", "one-unit-a-line", order=_word_of(order))),)
    named = _leading(rest, order, rulebook, units=not before, duties=not any(_exactly_duty(word, rulebook) for word in before))
    return _about([*before, *named] or rest[:1], order, " ".join(rest[len(named) :]), rulebook)


def _leading(rest: list[str], order: Order, rulebook: Rulebook, *, units: bool, duties: bool) -> list[str]:
    """Take the words after the order's own that name what it is about; the rest are the office's reason."""
    count = 0
    while units and count < len(rest) and _units(rest[count], rulebook):
        count += 1
    while duties and (count or not units) and order.kind not in WITHOUT_DUTY and count < len(rest) and _exactly_duty(rest[count], rulebook):
        count += 1
    return rest[:count]


def _loosened(words: list[str]) -> tuple[list[str], int | None]:
    """Part a word of ours from what is written on without a space: 延期税务局, 延期到10月12日."""
    for place, word in enumerate(words[:3]):
        for known in UNIT_WORDS:
            if word.startswith(known) and (place == 0 or known.startswith("延期")):
                return [*words[:place], known, *filter(None, [word[len(known) :]]), *words[place + 1 :]], place
    return words, None


def _about(words: list[str], order: Order, why: str, rulebook: Rulebook) -> tuple[Order, ...]:
    """Aim an order at every unit and every duty that some words name; what cannot be read becomes its problem."""
    units: list[str] = []
    duties: list[tuple[str, int | None]] = []
    for word in words:
        known = () if duties else _units(word, rulebook)
        duty = _duty(word, rulebook) if units else None
        if known:
            units += known
        elif not units:
            break
        elif duty is None:
            return (replace(order, unit=units[0], why=why, problem=say("office", "no-area", area=word)),)
        else:
            duties.append(duty)
    if not units:
        return (replace(order, why=why, problem=say("office", "no-unit", unit=words[0] if words else "")),)
    if any(area for _, area in duties):
        duties = [duty for duty in duties if duty != ("catalogue", None)]
        if len(units) > 1:
            return (replace(order, problem=say("office", "one-unit-a-line", order=_word_of(order))),)
    return tuple(
        replace(order, unit=unit, form=form, area=area, why=why)
        for unit in dict.fromkeys(units)
        for form, area in dict.fromkeys(duties or [("", None)])
    )


def _word_of(order: Order) -> str:
    return next(word for word, meaning in UNIT_WORDS.items() if meaning == (order.kind, order.args))


def _units(word: str, rulebook: Rulebook) -> tuple[str, ...]:
    """Tell the units that a word names: one, or several with 和 between them."""
    unit = unit_of(rulebook, word)
    if unit is not None:
        return (unit,)
    parts = [unit_of(rulebook, part) for part in _AND.split(word)]
    return tuple(part for part in parts if part) if len(parts) > 1 and all(parts) else ()


def _duty(word: str, rulebook: Rulebook) -> tuple[str, int | None] | None:
    form = form_of(word, rulebook)
    if form is not None:
        return form, None
    area = area_of(rulebook, word)
    return None if area is None else ("catalogue", area)


def _exactly_duty(word: str, rulebook: Rulebook) -> bool:
    """Tell whether a word is the name of a duty and nothing more: 社会救助目录, not 社会救助另报."""
    duty = _duty(word, rulebook)
    if duty is None or duty[1] is None or word.isdecimal():
        return duty is not None
    area = rulebook.area_by_number[duty[1]]
    bare = normal(_DUTY_ENDS.sub("", word))
    return bare in {normal(_DUTY_ENDS.sub("", name)) for name in (area.name, area.notice_name, *area.aliases, *area.exact_aliases)}


def _names(word: str, rulebook: Rulebook) -> bool:
    return bool(_units(word, rulebook)) or _exactly_duty(word, rulebook)


def form_of(word: str, rulebook: Rulebook) -> str | None:
    """Tell the form that a key, a title or the office's short word (名单, 目录) means."""
    key = normal(word)
    for form in rulebook.forms.values():
        if key in (form.key, normal(form.title), normal(_short(form.key, form.title)), *map(normal, form.titles)):
            return form.key
    return None


def _short(key: str, title: str) -> str:
    return sentences("office").get(f"word-{key}", title)


def _deferred(order: Order, words: list[str], rulebook: Rulebook, today: date) -> tuple[Order, ...]:
    """Read 延期 税务局 [目录] 10月12日 [why]."""
    line = " ".join(words)
    match = DAY.search(line)
    day = day_near(match[0], today) if match else None
    head = _TOWARDS.sub("", line[: match.start()]).split() if match else words[:1]
    order = replace(order, day=day, why=line[match.end() :].strip(" ,.") if match else "")
    if day is None:
        return (replace(order, problem=say("office", "no-day", line=line)),)
    if head and head[0] in ALL_UNITS:
        return (_for_all(order, head, rulebook),)
    return _about(head, order, order.why, rulebook)


def _for_all(order: Order, head: list[str], rulebook: Rulebook) -> Order:
    forms = [form for word in head[1:] if (form := form_of(word, rulebook))]
    return replace(order, unit="", form=forms[0] if forms else "")


def _noted(order: Order, word: str, named: str, line: str, rulebook: Rulebook) -> Order:
    """Read a note: what stands after the unit and the word, as it was written."""
    unit = unit_of(rulebook, named) if named else None
    if unit is None:
        return replace(order, problem=say("office", "no-unit", unit=named))
    text = _NUMBERED.sub("", line).replace(named, "", 1).strip(_MARKS)
    return replace(order, unit=unit, why=text.removeprefix(word).strip(_MARKS))


def day_near(text: str, today: date) -> date | None:
    """Read a date; one without a year is the nearest that is not long past."""
    day = parse_date(text, today.year)
    if day is None or re.match(r"\d{4}", text.strip()):
        return day
    if (today - day).days > SEASONS_BACK:
        return parse_date(text, today.year + 1)
    return parse_date(text, today.year - 1) if (day - today).days > 365 - SEASONS_BACK else day
