"""What a 公开时限 says: how long after what, or which kind of standing rule (domain, 2.1).

Article 26 of the regulation: within 20 working days of the information being formed or changed,
unless laws or regulations set another period. So a text has several parts, and some numbers
(how long a notice hangs, how often a page is renewed) are no limits at all.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class LimitKind(StrEnum):
    """Kinds of periods; the letters of domain 2.1 in brackets."""

    WORKING_DAYS = "working-days"  # (A, B)
    CALENDAR_DAYS = "calendar-days"  # (C)
    MONTHS = "months"
    EVENT = "event"  # (D)
    PROMPT = "prompt"  # (E)
    STANDING = "standing"  # (F)
    PERIODIC = "periodic"  # (G)
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Limit:
    """One part: its kind, its number of days (0 where it names none), the words."""

    kind: LimitKind
    days: int
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """All that a text says.

    ``started``: it names from when; ``other_law``: it points to another rule; ``slip``: a counting word is missing or doubled.
    """

    parts: tuple[Limit, ...]
    started: bool
    other_law: bool
    slip: bool

    def of(self, *kinds: LimitKind) -> tuple[Limit, ...]:
        """List the parts of some kinds."""
        return tuple(part for part in self.parts if part.kind in kinds)

    @property
    def bare(self) -> bool:
        """Tell whether it is a number of days without a beginning: 20个工作日; several say of what each one counts."""
        counted = self.of(LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS)
        return len(counted) == len(self.parts) == 1 and not self.started


LONGEST, NEARBY = 2000, 40
"""Characters of a text that are read, and those before a number that may say what it counts."""

_NUMERAL = r"\d+|[一二两三四五六七八九十百]+"
_DAYS = re.compile(rf"(?<![月\d/.-])(?P<number>{_NUMERAL})(?P<ge>个)?(?P<work>工作)?[日天](?P<after>[前内])?")
_MONTHS = re.compile(rf"(?P<number>{_NUMERAL})个(?:自然)?月(?:之?内)")
_NOT_A_LIMIT = re.compile(
    r"(?:不[得少低]于|不得少于|至少|最少|公示期?|公告期?|征求意见期?|期限|更新|展示|为期|时间|不短于)"
    r"(?:一般)?(?:应当?)?(?:不得?[少低]于|为|是|至少|满)?$"
)
_BEFORE_EVENT = re.compile(r"提前[^,。;]*$|前$")
_START = re.compile(
    r"之日|日起|以后|[^前]后|形成|变更|获取|制作|制定|收到|批准|批复|作出|做出|结束|确定|产生|印发|发布|生成|办结|完成"
    r"|当日|即日|下达|通过|签订|起算|之时"
)
_PROMPT = re.compile(r"及时|实时|即时|随时|立即|第一时间|尽快")
_STANDING = re.compile(r"长期|永久|常年|任期内|持续|固定|一直|最新有效")
_PERIODIC = re.compile(
    r"每年|每季|每月|每半年|每周|每学[年期]|按[年月季周]|半年|季度|年度|定期|次/年|/年|动态|按实际更新|更新\d*次"
    r"|逐[年月]|当年|年底|月底|年初|月初"
)
_EVENT = re.compile(
    r"随[^时].*公开|随.*公告|同步|同时|时公开|时$|前公开|之前|日前|前(?:发布|公布|公告)?$|提前|期间|启动|按规定|按要求|法定"
    r"|规定时限|规定的?时间|进展|\d月\d+日?前"
)
_OTHER_LAW = re.compile(r"另有规定|从其规定|依照其规定|法律[、,]?法规.{0,8}规定|《[^》]+》")
_SLIP = re.compile(r"\d工作日|个\d+个|\d个个|\d+个工作(?!日)")
_VALUES = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}


@lru_cache(maxsize=4096)
def limits(text: str) -> Limits:
    """Take a text apart into its limits; without any part where nothing is understood."""
    flat = "".join(unicodedata.normalize("NFKC", text[:LONGEST]).split())
    parts = [_counted(flat, found) for found in _DAYS.finditer(flat)]
    parts += [Limit(LimitKind.MONTHS, 30 * _number(found["number"]), found[0]) for found in _MONTHS.finditer(flat)]
    for kind, pattern in (
        (LimitKind.PROMPT, _PROMPT),
        (LimitKind.STANDING, _STANDING),
        (LimitKind.PERIODIC, _PERIODIC),
    ):
        if found := pattern.search(flat):
            if kind is LimitKind.PROMPT and any(part.days for part in parts):
                continue
            parts.append(Limit(kind, 0, found[0]))
    if not parts and (found := _EVENT.search(flat)):
        parts.append(Limit(LimitKind.EVENT, 0, found[0]))
    started = bool(_START.search(flat))
    return Limits(tuple(parts), started, bool(_OTHER_LAW.search(flat)), bool(_SLIP.search(flat)))


def _counted(flat: str, found: re.Match[str]) -> Limit:
    """Tell what a number of days is: a limit, a time before an event, or how long something hangs."""
    before = flat[max(0, found.start() - NEARBY) : found.start()]
    days = _number(found["number"])
    if before.endswith(("每", "每隔")):
        return Limit(LimitKind.PERIODIC, days, found[0])
    if _NOT_A_LIMIT.search(before):
        return Limit(LimitKind.DURATION, days, found[0])
    if found["after"] == "前" or _BEFORE_EVENT.search(before):
        return Limit(LimitKind.EVENT, days, found[0])
    return Limit(LimitKind.WORKING_DAYS if found["work"] else LimitKind.CALENDAR_DAYS, days, found[0])


def _number(text: str) -> int:
    """Read digits or Chinese numerals below a thousand."""
    if text.isdigit():
        return int(text)
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = _VALUES.get(hundreds, 1) * 100 if hundred else 0
    total += _VALUES.get(tens, 1) * 10 if ten else 0
    return total + _VALUES.get(ones, 0)
