"""Whether a 公开时限 is complete, and counts what the regulation counts (article 26; domain, 2.1).

A limit is never wrong for being long where another law may say so, and standing, prompt, periodic
and event limits are accepted as they are.
"""

import re
from collections.abc import Iterator

from mailbot.checks.cells import Cells
from mailbot.forms.limits import LimitKind, Limits, limits
from mailbot.model.submission import Finding

_ONLY_A_NUMBER = re.compile(
    r"[\d一二三四五六七八九十\u767e\u4e24]+\u4e2a?(?:\u5de5\u4f5c)?[\u65e5\u5929](?:[\u4e4b\u4ee5]?\u5185)?[\u3002.;\uff1b]?"
)
"""A number of days and nothing else: 20个工作日内."""

_TITLE = re.compile("[\u300a\u3008<]([^\u300a\u300b\u3008\u3009<>]+)[\u300b\u3009>]")


def limit_bare(cells: Cells) -> Iterator[Finding]:
    """Find limits that are only a number of days: 20个工作日."""
    for text, entries in cells.texts("time_limit"):
        if _incomplete(cells, text) and _only_a_number(text):
            yield from cells.finding("limit-bare", "time_limit", text, entries)


def limit_without_start(cells: Cells) -> Iterator[Finding]:
    """Find limits that say how long and not since when."""
    for text, entries in cells.texts("time_limit"):
        if _incomplete(cells, text) and not _only_a_number(text):
            yield from cells.finding("limit-without-start", "time_limit", text, entries)


def limit_calendar_days(cells: Cells) -> Iterator[Finding]:
    """Find 20日 where 20个工作日 is meant; in 财政预决算 days are lawful."""
    for text, entries in cells.texts("time_limit"):
        if _lost_a_word(cells, text):
            yield from cells.finding("limit-calendar-days", "time_limit", text, entries)


def limit_long(cells: Cells) -> Iterator[Finding]:
    """Find items whose every limit is longer than the regulation's, with the regulation alone as basis."""
    for text, entries in cells.texts("time_limit"):
        said = limits(text)
        if said.parts and not said.other_law and all(_is_long(cells, part.kind, part.days) for part in said.parts):
            alone = [cell for cell in entries if _own_regulation_alone(cells, cell[0].text("basis"))]
            if alone:
                yield from cells.finding("limit-long", "time_limit", text, alone)


def _incomplete(cells: Cells, text: str) -> bool:
    said: Limits = limits(text)
    return said.bare and not said.other_law and not _lost_a_word(cells, text)


def _only_a_number(text: str) -> bool:
    return _ONLY_A_NUMBER.fullmatch("".join(text.split())) is not None


def _lost_a_word(cells: Cells, text: str) -> bool:
    said, words = limits(text), cells.form.words
    area = cells.rulebook.area_by_number.get(cells.submission.area or 0)
    if area is None or area.name in words.get("calendar_day_areas", ()) or said.other_law:
        return False
    counted = [part for part in said.parts if part.kind in (LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS)]
    if not counted or any(part.kind is LimitKind.WORKING_DAYS or part.days != _prescribed(cells) for part in counted):
        return False
    return not any(word in text for word in words.get("calendar_day_words", ()))


def _is_long(cells: Cells, kind: LimitKind, days: int) -> bool:
    return kind is LimitKind.WORKING_DAYS and days > _prescribed(cells)


def _prescribed(cells: Cells) -> int:
    return cells.form.thresholds.get("working_days", 20)


def _own_regulation_alone(cells: Cells, basis: str) -> bool:
    titles: list[str] = _TITLE.findall("".join(basis.split()))
    own = cells.form.words.get("own_regulation", ())
    return bool(titles) and all(any(word in title for word in own) for title in titles)
