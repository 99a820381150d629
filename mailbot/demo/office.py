"""What the office does from phase two on: it fixes the standard, feeds it back, adjusts it, asks for a correction.

The same functions as behind the commands, at instants of the simulated clock; beside them the mails
that units send in these phases: thanks, an opinion, registers, a paper on procedure, a corrected row.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mailbot.demo import books
from mailbot.demo.mails import mail
from mailbot.demo.script import Arrival, address_of
from mailbot.jobs.board import board_of
from mailbot.jobs.desk import Desk
from mailbot.jobs.feedback import plan, queue
from mailbot.jobs.reporting import evidence, figures, lists, originals
from mailbot.jobs.standards import build, catalogue, import_workbook, read_workbook
from mailbot.model.instant import local_day, parse_instant
from mailbot.model.standard import Entry
from mailbot.office.corrections import open_correction
from mailbot.reports.archive import zipped
from mailbot.reports.assessment import assessment_workbook
from mailbot.reports.official import TEMPLATE, official_report
from mailbot.reports.people import people_workbook
from mailbot.rulebook.load import packaged
from mailbot.rulebook.model import Rulebook
from mailbot.standards.merge import Merged
from mailbot.standards.workbook import Draft, draft_workbook
from mailbot.store import standards as kept
from mailbot.store.corrections import close_correction, item_names
from mailbot.store.database import transaction

BY = "demo"
THANKS = ("education", "finance", "housing")
ADDED = "养老机构评估结果"
RETYPED = "自信息形成或者变更之日起7个工作日内"
REGISTER = ("序号", "领域", "公开事项", "栏目/网址", "已发布条数", "发布日期", "状态", "备注")


@dataclass(frozen=True, slots=True)
class Act:
    """Something the office does at an instant; files go into a folder."""

    at: datetime
    do: Callable[[Desk, datetime, Path], None]


def acts() -> tuple[Act, ...]:
    """List what the office does, in order."""
    return (
        Act(parse_instant("2020-10-12T09:00"), _fix),
        Act(parse_instant("2020-10-13T09:00"), _send),
        Act(parse_instant("2020-10-21T09:00"), _adjust),
        Act(parse_instant("2020-10-26T15:00"), _ask_correction),
        Act(parse_instant("2020-10-30T11:00"), _close_correction),
    )


def later(rulebook: Rulebook) -> tuple[Arrival, ...]:
    """List what units mail from phase two on."""
    return tuple(_thanks()) + tuple(_registers(rulebook)) + tuple(_answers(rulebook))


def hand_in(desk: Desk, now: datetime, folder: Path) -> tuple[Path, ...]:
    """Write what the office hands in at the end."""
    db, rulebook, day = desk.db, desk.rulebook, local_day(now)
    units, board = figures(db, rulebook, now)
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "标准目录.xlsx": catalogue(db, rulebook, now),
        "联络人名单.xlsx": people_workbook(lists(db), rulebook, day=day),
        "考核数据.xlsx": assessment_workbook(units, rulebook, day=day),
        "考核报告.docx": official_report(packaged("templates") / TEMPLATE, units, board, rulebook, day=day),
        "工作证据.zip": zipped(evidence(db, rulebook, [unit.key for unit in rulebook.units], now)),
        "报送原件.zip": zipped(originals(db, rulebook)),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in files)


def _fix(desk: Desk, now: datetime, folder: Path) -> None:
    """Build the draft, edit it as a person would, and take it as the first version."""
    saved, content = build(desk.db, desk.rulebook, now, by=BY)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "汇编稿.xlsx").write_bytes(content)
    _take(desk, _edited(saved.entries), now, folder / "定稿.xlsx")


def _edited(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Retype a time limit, split no item, drop the last one of an area and add one."""
    aid, elderly = ([entry for entry in entries if entry.area == area] for area in (5, 6))
    retyped = replace(aid[0], elements={**aid[0].elements, "time_limit": RETYPED})
    elements = {**elderly[-1].elements, "second_level": ADDED, "content": "评估事项、评估办法、评估结果"}
    added = replace(elderly[-1], key="", item=None, elements=elements)
    changed = {aid[0].key: (retyped,), aid[-1].key: (), elderly[-1].key: (elderly[-1], added)}
    return tuple(one for entry in entries for one in changed.get(entry.key, (entry,)))


def _adjust(desk: Desk, now: datetime, folder: Path) -> None:
    """Change one unit's standard after it was sent: a dynamic adjustment."""
    version = kept.latest(desk.db, kept.VERSION)
    entries = version.entries if version else ()
    first = next(entry for entry in entries if entry.area == 3)
    changed = replace(first, elements={**first.elements, "publisher": f"{first.text('publisher')}、各学校"})
    _take(desk, tuple(changed if entry is first else entry for entry in entries), now, folder / "调整稿.xlsx")
    _send(desk, now, folder)


def _take(desk: Desk, entries: Sequence[Entry], now: datetime, path: Path) -> None:
    """Write the edited workbook and take it back through the reader, as from a person."""
    draft = Draft(1, Merged(tuple(entries)), {}, board_of(desk.db, desk.rulebook, now), local_day(now))
    path.write_bytes(draft_workbook(draft, desk.rulebook))
    workbook, sha256 = read_workbook(path.read_bytes(), path.name, desk.rulebook, desk.sandbox, desk.settings)
    done = import_workbook(desk.db, desk.rulebook, workbook, now, by=BY, sha256=sha256, answers={})
    if done.version is None:
        raise RuntimeError(f"the demo's edit raised {len(done.questions)} questions")


def _send(desk: Desk, now: datetime, folder: Path) -> None:
    queue(desk, plan(desk.db, desk.rulebook), now, by=BY)


def _ask_correction(desk: Desk, now: datetime, folder: Path) -> None:
    item = item_names(desk.db, "finance", 8)[0]
    asked = {"unit": "finance", "area": "8", "item": item, "kind": "inaccurate", "due": "2020-10-30"}
    with transaction(desk.db):
        open_correction(desk.db, desk.rulebook, now, **asked, what="网站公布的数额与批复不一致", by=BY)


def _close_correction(desk: Desk, now: datetime, folder: Path) -> None:
    with transaction(desk.db):
        close_correction(desk.db, 1, now, why="已更正", by=BY)


def _thanks() -> Iterator[Arrival]:
    for minute, unit in enumerate(THANKS):
        yield _words(unit, parse_instant(f"2020-10-13T15:{10 + minute}"), "回复：标准目录", "收到，谢谢！")
    opinion = f"“{ADDED}”由省级部门组织，建议注明公开主体为省民政厅。"
    yield _words("civil-affairs", parse_instant("2020-10-14T10:20"), "回复：标准目录", opinion)


def _registers(rulebook: Rulebook) -> Iterator[Arrival]:
    """Two units register what they have published; nobody has asked them."""
    for unit, at in (("education", "2020-10-28T10:05"), ("finance", "2020-10-29T16:10")):
        book = books.register(
            [(area.name, f"政务公开/{area.name}", "3", "2020-10-27", "已发布") for area in rulebook.areas_of(unit)], REGISTER
        )
        yield _files(unit, parse_instant(at), "公开情况登记表", "登记表见附件。", [("公开情况登记表.xlsx", book)])
    paper = [("政务公开审批发布流程.pdf", b"%PDF-1.4\n%demo\n")]
    yield _files("health", parse_instant("2020-11-04T10:30"), "公开流程", "我局公开审批发布流程见附件。", paper)


def _answers(rulebook: Rulebook) -> Iterator[Arrival]:
    """The unit answers the correction with its table, the row put right."""
    faults = books.Faults({(0, "content"): "更正后的数额、批复文号和批复日期"})
    table = books.catalogue(rulebook.areas_of("finance"), rulebook, faults=faults)
    yield _files("finance", parse_instant("2020-10-29T09:30"), "财政预决算目录（更正）", "已更正，请核。", [("财政预决算目录.xlsx", table)])


def _words(unit: str, at: datetime, subject: str, text: str) -> Arrival:
    sender = address_of(unit)
    return Arrival(at, sender, lambda answers: mail((unit, sender), subject, text, at, answers=answers))


def _files(unit: str, at: datetime, subject: str, text: str, files: list[tuple[str, bytes]]) -> Arrival:
    sender = address_of(unit)
    return Arrival(at, sender, lambda _: mail((unit, sender), subject, text, at, files))
