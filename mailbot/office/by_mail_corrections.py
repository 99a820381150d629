"""Lines about corrections in a reply to the digest: 更正 民政局 社会救助 审核信息 不全面 10月20日 缺办理时限, 完成更正 c1.

The unit's only area may be left out; without a day the correction is due in five working days. An
item's name may hold spaces and marks: it is what stands between the area and the kind.
"""

import re
from datetime import date

from mailbot.model.decision import Order
from mailbot.office.by_mail_duties import DAY, day_near
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import area_of, unit_of
from mailbot.texts import say

_OPEN = re.compile(r"更正[\s:,](?P<head>.+?)[\s,](?:公开)?(?P<kind>不及时|不全面|不规范|不准确)(?P<rest>[\s:,].*)?$")
_CLOSE = re.compile(
    r"(?:(?:完成|办结)更正[\s:,]*(?P<named>\S.*)|(?:更正\s*)?(?P<number>c\s?\d+)\s*(?:已?办结|已?完成|已?更正)(?P<after>.*))$",
    re.IGNORECASE,
)
_IDENT = re.compile(r"c?\s?(\d+)(?:\s+|$)(?P<why>.*)$", re.IGNORECASE)
_BEGINS = re.compile(r"(?:更正|(?:完成|办结)更正)[\s:,]")
_MARKS = ' ,:\u3001\u201c\u201d\u300a\u300b"'


def correction_order(line: str, rulebook: Rulebook, today: date) -> Order | None:
    """Read a line as an order about a correction; None when it is none. What does not fit is a problem of the order."""
    closed = _CLOSE.match(line)
    if closed:
        return _closing(closed["named"] or f"{closed['number']} {closed['after']}", rulebook)
    opened = _OPEN.match(line)
    if opened:
        return _opening(opened, rulebook, today)
    return Order("open-correction", problem=say("office", "correction-how", line=line)) if _BEGINS.match(line) else None


def _opening(match: re.Match[str], rulebook: Rulebook, today: date) -> Order:
    words = match["head"].split()
    unit = unit_of(rulebook, words[0].strip(_MARKS))
    if unit is None:
        return Order("open-correction", problem=say("office", "no-unit", unit=words[0]))
    mine = [area.number for area in rulebook.areas_of(unit)]
    named = area_of(rulebook, words[1].strip(_MARKS)) if len(words) > 2 else None
    area = named or (mine[0] if len(mine) == 1 else None)
    item = " ".join(words[2 if named else 1 :]).strip(_MARKS)
    if area is None or not item:
        return Order("open-correction", unit=unit, problem=say("office", "correction-how", line=match[0]))
    rest = (match["rest"] or "").strip(_MARKS)
    day = DAY.match(rest)
    why = rest[day.end() :].lstrip(_MARKS + "前") if day else rest
    return Order("open-correction", args=(match["kind"], item), unit=unit, area=area, day=day_near(day[0], today) if day else None, why=why)


def _closing(named: str, rulebook: Rulebook) -> Order:
    ident = _IDENT.match(named.strip())
    if ident:
        return Order("close-correction", args=(ident[1], ""), why=ident["why"].strip(_MARKS))
    words = named.split()
    unit = unit_of(rulebook, words[0].strip(_MARKS))
    if unit is None:
        return Order("close-correction", problem=say("office", "no-unit", unit=words[0]))
    item = words[2:] if len(words) > 2 and area_of(rulebook, words[1]) else words[1:]
    return Order("close-correction", args=("", " ".join(item).strip(_MARKS)), unit=unit)
