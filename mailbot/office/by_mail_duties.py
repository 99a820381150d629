"""Lines about a unit in a reply to the digest: 民政局 社会救助 认可, 延期 税务局 10月12日 出差, 备注 民政局 已电话.

The unit stands as a word of its own, so that a sentence that merely mentions one is no order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    "视为按时": ("on-time", ()),
    "按时": ("on-time", ()),
    "延期到": ("defer", ()),
    "延期至": ("defer", ()),
    "延期": ("defer", ()),
    "暂停提醒": ("pause", ()),
    "恢复提醒": ("pause", ("end",)),
    "明日不提醒": ("veto", ()),
    "明天不提醒": ("veto", ()),
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


@dataclass(frozen=True, slots=True)
class _Head:
    """What the words before the reason name."""

    unit: str
    form: str = ""
    area: int | None = None


def unit_order(line: str, rulebook: Rulebook, today: date, *, written: str = "") -> Order | None:
    """Read an order about a unit; None when a line is none. An unknown unit or area is a problem of the order.

    ``written`` is the line before its widths were folded: a note is kept as it was written.
    """
    words = [word for word in _SPLIT.split(line) if word]
    position = next((place for place, word in enumerate(words[:3]) if word in UNIT_WORDS), None)
    if position is None:
        words, position = _loosened(words)
    if position is None:
        return None
    kind, args = UNIT_WORDS[words[position]]
    order = Order(kind, args=args)
    if kind == "note":
        named = words[0] if position else (words[1] if len(words) > 1 else "")
        return _noted(order, named, written if named in written else line, rulebook)
    rest = words[position + 1 :]
    if kind == "defer":
        return _deferred(order, [*words[:position], *rest], rulebook, today)
    named_words = words[:position] or rest[: 1 if kind in WITHOUT_DUTY else 2]
    reason = rest if position else rest[len(named_words) :]
    if position == 0 and kind not in WITHOUT_DUTY and len(named_words) == 2 and not _names_duty(named_words[1], rulebook):
        named_words, reason = named_words[:1], rest[1:]
    return _with_head(replace(order, why=" ".join(reason)), named_words, rulebook)


def _loosened(words: list[str]) -> tuple[list[str], int | None]:
    """Part a word of ours from what is written on without a space: 延期税务局, 延期到10月12日."""
    for place, word in enumerate(words[:3]):
        for known in UNIT_WORDS:
            if word.startswith(known) and (place == 0 or known.startswith("延期")):
                return [*words[:place], known, word[len(known) :], *words[place + 1 :]], place
    return words, None


def _with_head(order: Order, words: list[str], rulebook: Rulebook) -> Order:
    """Read unit and duty; what cannot be read becomes the order's problem."""
    if not words:
        return replace(order, problem=say("office", "no-unit", unit=""))
    unit = unit_of(rulebook, words[0])
    if unit is None:
        return replace(order, problem=say("office", "no-unit", unit=words[0]))
    head = _Head(unit)
    for word in words[1:]:
        found = _duty(head, word, rulebook)
        if found is None:
            return replace(order, unit=unit, problem=say("office", "no-area", area=word))
        head = found
    return replace(order, unit=head.unit, form=head.form, area=head.area)


def _duty(head: _Head, word: str, rulebook: Rulebook) -> _Head | None:
    form = form_of(word, rulebook)
    if form is not None:
        return replace(head, form=form)
    area = area_of(rulebook, word)
    return None if area is None else replace(head, form="catalogue", area=area)


def _names_duty(word: str, rulebook: Rulebook) -> bool:
    return form_of(word, rulebook) is not None or area_of(rulebook, word) is not None


def form_of(word: str, rulebook: Rulebook) -> str | None:
    """Tell the form that a key, a title or the office's short word (名单, 目录) means."""
    key = normal(word)
    for form in rulebook.forms.values():
        if key in (form.key, normal(form.title), normal(_short(form.key, form.title)), *map(normal, form.titles)):
            return form.key
    return None


def _short(key: str, title: str) -> str:
    return sentences("office").get(f"word-{key}", title)


def _deferred(order: Order, words: list[str], rulebook: Rulebook, today: date) -> Order:
    """Read 延期 税务局 [目录] 10月12日 [why]."""
    line = " ".join(words)
    match = DAY.search(line)
    day = day_near(match[0], today) if match else None
    head = line[: match.start()].split() if match else words[:1]
    order = replace(order, day=day, why=line[match.end() :].strip(" ,.") if match else "")
    if day is None:
        return replace(order, problem=say("office", "no-day", line=line))
    if head and head[0] in ALL_UNITS:
        forms = [form for word in head[1:] if (form := form_of(word, rulebook))]
        return replace(order, unit="", form=forms[0] if forms else "")
    return _with_head(order, head, rulebook)


def _noted(order: Order, named: str, line: str, rulebook: Rulebook) -> Order:
    """Read a note: what stands after the unit and the word, as it was written."""
    unit = unit_of(rulebook, named) if named else None
    if unit is None:
        return replace(order, problem=say("office", "no-unit", unit=named))
    marks = " \u3000,:\uff0c\uff1a"
    text = line.replace(named, "", 1).strip(marks)
    return replace(order, unit=unit, why=text.removeprefix("备注").strip(marks))


def day_near(text: str, today: date) -> date | None:
    """Read a date; one without a year is the nearest that is not long past."""
    day = parse_date(text, today.year)
    if day is None or re.match(r"\d{4}", text.strip()):
        return day
    if (today - day).days > SEASONS_BACK:
        return parse_date(text, today.year + 1)
    return parse_date(text, today.year - 1) if (day - today).days > 365 - SEASONS_BACK else day
