"""Who mails what when in the rehearsed season: 18 units in honest variety, robots and citizens among them.

An entry is an instant, a sender and what the mail holds; ``answer`` entries reply to the last letter
that the sender got from us.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailbot.demo import books
from mailbot.demo.books import Contact, Faults
from mailbot.demo.mails import mail
from mailbot.model.instant import parse_instant
from mailbot.rulebook.model import Rulebook

PEOPLE = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦"
GIVEN = "一二三四五六七八九"
LATE = frozenset({"taxation", "public-security"})
"""Units that mail after the deadlines."""
SILENT = frozenset({"ecology"})
"""A unit that never mails."""
STRANGER = "natural-resources"
"""A unit that mails from an address nobody has registered."""
UNREACHABLE = frozenset({STRANGER})
NO_AREA_TITLE = "justice"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that arrives: when, whose name is on it, and how to write it, given the last letter's Message-ID."""

    at: datetime
    sender: str
    write: Callable[[str], bytes]


def address_of(unit: str) -> str:
    """Tell the made-up address of a unit."""
    return f"{unit}@example.cn"


def registered(rulebook: Rulebook) -> Mapping[str, str]:
    """Tell the addresses the office has registered before the season begins."""
    return {unit.key: address_of(unit.key) for unit in rulebook.units if unit.key not in UNREACHABLE}


def arrivals(rulebook: Rulebook) -> tuple[Arrival, ...]:
    """List every arrival of the season in order."""
    found = [*_lists(rulebook), *_catalogues(rulebook), *_others(rulebook)]
    return tuple(sorted(found, key=lambda arrival: arrival.at))


def _person(number: int, *, leader: bool) -> Contact:
    name = PEOPLE[number % len(PEOPLE)] + GIVEN[(number + (0 if leader else 4)) % 9]
    if leader:
        return Contact(name, "副局长", f"0715-555{number:04d}")
    return Contact(name, "办公室科员", f"0715-556{number:04d}、138{number:08d}")


def _lists(rulebook: Rulebook) -> Iterator[Arrival]:
    for number, unit in enumerate(rulebook.units, start=1):
        if unit.key in SILENT:
            continue
        at = parse_instant(
            "2020-09-27T09:10" if unit.key in LATE else f"2020-09-{24 + number % 2}T{10 + number % 7:02d}:{5 + number * 3 % 50:02d}"
        )
        person = _person(number, leader=False)
        # One unit forgets its liaison's number, and mends it next day.
        numberless = unit.key == "agriculture"
        first = Contact(person.name, person.post, "") if numberless else person
        yield _list(rulebook, unit.key, at, _person(number, leader=True), first)
        if numberless:
            yield _list(rulebook, unit.key, parse_instant("2020-09-27T15:20"), _person(number, leader=True), person)


def _list(rulebook: Rulebook, unit: str, at: datetime, leader: Contact, contact: Contact) -> Arrival:
    name = rulebook.unit_by_key[unit].name
    book = books.liaison(name, f"2020年{at.month}月{at.day}日", leader, contact)
    return _arrival(unit, name, at, f"{name}分管负责人及联络人名单", "附件2见附件，请查收。", [(f"附件2 {name}.xlsx", book)])


def _catalogues(rulebook: Rulebook) -> Iterator[Arrival]:
    for number, unit in enumerate(rulebook.units, start=1):
        if unit.key in SILENT:
            continue
        areas = rulebook.areas_of(unit.key)
        name = unit.name
        at = parse_instant(f"2020-{'10-09' if unit.key in LATE else f'09-{27 + number % 4}'}T{9 + number % 8:02d}:{number * 7 % 60:02d}")
        match unit.key:
            case "civil-affairs":
                # Two areas in one book; a cell is missing, and mended two days later.
                wrong = books.catalogue(areas, rulebook, faults=Faults({(4, "time_limit"): ""}))
                yield _arrival(unit.key, name, at, "报送政务公开事项目录", "两个领域的目录见附件。", [("民政局目录.xlsx", wrong)])
                again = parse_instant("2020-09-30T10:12")
                right = books.catalogue(areas, rulebook)
                yield _arrival(unit.key, name, again, "报送政务公开事项目录（改）", "已按要求补正。", [("民政局目录（改）.xlsx", right)])
            case "education":
                # A column is missing throughout: returned, then right.
                wrong = books.catalogue(areas, rulebook, faults=Faults(without=frozenset({"公开时限"})))
                yield _arrival(unit.key, name, at, "义务教育目录", "见附件", [("目录.xlsx", wrong)])
                again = parse_instant("2020-09-30T16:40")
                yield _arrival(unit.key, name, again, "义务教育目录更正", "见附件", [("目录.xlsx", books.catalogue(areas, rulebook))])
            case "finance":
                # The unit's only area, named nowhere in the sheet.
                yield _arrival(
                    unit.key,
                    name,
                    at,
                    "目录",
                    "请查收。",
                    [("新建 Microsoft Excel 工作表.xlsx", books.catalogue(areas, rulebook, title=False))],
                )
            case "housing":
                for step, area in enumerate(areas):
                    when = at.replace(minute=step * 11)
                    yield _arrival(
                        unit.key, name, when, f"住建局{area.name}目录", "见附件", [(f"{area.name}.xlsx", books.catalogue([area], rulebook))]
                    )
            case "taxation":
                # A scan first, the workbook when asked.
                scan = parse_instant("2020-09-30T17:30")
                yield _arrival(
                    unit.key, name, scan, "税收管理领域目录（盖章扫描件）", "见附件", [("税收管理领域目录.pdf", b"%PDF-1.4\n%demo\n")]
                )
                yield _arrival(
                    unit.key,
                    name,
                    at,
                    "税收管理领域目录",
                    "电子表格见附件。",
                    [("税收管理领域目录.xlsx", books.catalogue(areas, rulebook))],
                )
            case _:
                yield _arrival(
                    unit.key,
                    name,
                    at,
                    f"{name}政务公开事项标准目录",
                    "见附件，请审核。",
                    [(f"{name}目录.xlsx", books.catalogue(areas, rulebook))],
                )


def _others(rulebook: Rulebook) -> Iterator[Arrival]:
    """What else lies in such a mailbox."""
    robot = parse_instant("2020-09-24T10:31")
    yield Arrival(
        robot,
        address_of("health"),
        lambda answers: mail(
            ("卫健局", address_of("health")),
            "自动回复:政务公开",
            "您好，邮件已收到，谢谢！",
            robot,
            answers=answers,
            headers=[("Auto-Submitted", "auto-replied")],
        ),
    )
    thanks = parse_instant("2020-09-30T17:02")
    yield Arrival(
        thanks,
        address_of("education"),
        lambda answers: mail(("教育局", address_of("education")), "回复:已收到", "收到，谢谢！", thanks, answers=answers),
    )
    asks = parse_instant("2020-09-25T11:20")
    yield Arrival(
        asks,
        address_of("justice"),
        lambda _: mail(("司法局", address_of("justice")), "请问目录的公开层级要填吗", "请问公开层级必须填吗？", asks),
    )
    forms = parse_instant("2020-09-25T09:40")
    yield Arrival(
        forms, address_of("poverty-relief"), lambda _: mail(("扶贫办", address_of("poverty-relief")), "请发一份样表", "请发模板。", forms)
    )
    empty = parse_instant("2020-09-28T08:50")
    yield Arrival(
        empty,
        address_of("emergency"),
        lambda _: mail(("应急管理局", address_of("emergency")), "安全生产领域目录", "目录见附件，请查收。", empty),
    )
    citizen = parse_instant("2020-09-29T20:15")
    yield Arrival(
        citizen, "someone@example.com", lambda _: mail(("市民", "someone@example.com"), "反映路灯不亮", "我家门口的路灯坏了很久。", citizen)
    )


def _arrival(unit: str, name: str, at: datetime, subject: str, text: str, files: list[tuple[str, bytes]]) -> Arrival:
    sender = "zrzygh_chibi@163.example" if unit == STRANGER else address_of(unit)
    return Arrival(
        at, sender, lambda answers: mail((name, sender), subject, text, at, files, answers=answers if subject.startswith("回复") else "")
    )
