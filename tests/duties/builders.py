"""The notice's units, areas and dates as a rulebook, and values to put on its board."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from mailbot.duties.reminders import DueNotices, claims, due_notices
from mailbot.model.duty import Arrival, Duty, LedgerKey
from mailbot.model.instant import SHANGHAI
from mailbot.model.letter import Notice
from mailbot.rulebook.model import Area, Campaign, DutyRule, Phase, Rulebook, Timeline, Unit, YearCalendar

TEN = time(10, 0)
HALF_PAST_FOUR = time(16, 30)

AREAS_OF = {
    "development": (1,),
    "trading": (2,),
    "education": (3,),
    "police": (4,),
    "civil-affairs": (5, 6),
    "justice": (7,),
    "finance": (8,),
    "labour": (9, 10),
    "land": (11, 12),
    "ecology": (13,),
    "housing": (14, 15, 16, 17, 18),
    "agriculture": (19,),
    "culture": (20,),
    "health": (21,),
    "emergency": (22, 23),
    "market": (24,),
    "tax": (25,),
    "poverty": (26,),
}
ADDRESSES = {unit: (f"{unit}@example.cn",) for unit in AREAS_OF}


def holiday(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(n) for n in range((last - first).days + 1))


RULEBOOK = Rulebook.model_construct(  # type: ignore[call-arg]
    campaign=Campaign(
        key="2020",
        title="试点领域基层政务公开标准目录编制",
        notice="赤壁市推进政务公开标准化规范化工作实施方案",
        county="赤壁市",
        office="赤壁市政务公开领导小组办公室",
        contact="赵一",
        telephone="0715-5550001",
        area_code="0715",
        mailbox="office@example.cn",
        first=date(2020, 9, 24),
        last=date(2020, 11, 6),
    ),
    units=tuple(Unit(key=key, number=n, name=key) for n, key in enumerate(AREAS_OF, 1)),
    areas=tuple(Area(number=n, name=str(n), notice_name=str(n), unit=key) for key, numbers in AREAS_OF.items() for n in numbers),
    timeline=Timeline(
        duty=(
            DutyRule(form="liaison", per="unit", due=date(2020, 9, 25), phase="collect"),
            DutyRule(form="catalogue", per="area", due=date(2020, 9, 30), phase="collect"),
        ),
        phase=(
            Phase(key="collect", number="一", title="梳理", first=date(2020, 9, 24), last=date(2020, 9, 30), part="三(一)"),
            Phase(key="standard", number="二", title="标准", first=date(2020, 10, 9), last=date(2020, 10, 16), part="三(二)"),
            Phase(key="publish", number="三", title="公开", first=date(2020, 10, 19), last=date(2020, 10, 30), part="三(三)"),
            Phase(key="mechanism", number="四", title="机制", first=date(2020, 11, 2), last=date(2020, 11, 6), part="三(四)"),
            Phase(key="five", number="五", title="五公开", part="三(五)"),
        ),
    ),
    calendar={
        2020: YearCalendar(
            year=2020,
            source="国务院办公厅 2019-11-21",
            holidays=holiday(date(2020, 10, 1), date(2020, 10, 8)),
            workdays=(date(2020, 9, 27), date(2020, 10, 10)),
        )
    },
    findings={},
    forms={},
    guides={},
    sha256="0",
)


def moment(text: str) -> datetime:
    """Read "09-28 15:04" as an instant of 2020 in Chibi."""
    return datetime.strptime(f"2020-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def arrival(when: str, kind: str = "filed", unit: str = "civil-affairs", area: int | None = 5, **more: object) -> Arrival:
    values: dict[str, object] = {"form": "catalogue", "items": 13, "version": 1} | more
    if kind == "unreadable" and "items" not in more:
        values |= {"items": 0, "version": 0}
    return Arrival(unit=unit, area=area, kind=kind, received_at=moment(when), **values)  # type: ignore[arg-type]


def liaison(when: str, kind: str = "filed", unit: str = "civil-affairs", **more: object) -> Arrival:
    return arrival(when, kind, unit, None, form="liaison", **({"items": 2} | more))


def notices(board: Iterable[Duty], when: str, ledger: Iterable[LedgerKey] = (), **more: object) -> DueNotices:
    values: dict[str, object] = {"sent_notices": frozenset(), "addresses": ADDRESSES, "reminders_at": TEN} | more
    return due_notices(RULEBOOK, tuple(board), frozenset(ledger), now=moment(when), **values)  # type: ignore[arg-type]


def steps_of(due: DueNotices, unit: str = "civil-affairs") -> set[tuple[str, int | None, int]]:
    return {(form, area, step) for notice in due.notices if notice.unit == unit for form, area, _, step in notice.steps}


def claimed(letters: Iterable[Notice]) -> frozenset[LedgerKey]:
    return frozenset(key for letter in letters for key in claims(RULEBOOK, letter))
