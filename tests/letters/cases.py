"""One letter of every kind with made-up facts, for goldens and for looking at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from mailbot.letters import replies
from mailbot.letters.digest import DeadAddress, DigestFacts, MailLine, Question, TableLine, alert_letter, digest_letter
from mailbot.letters.digest_health import Health
from mailbot.letters.feedback import AreaCount, Changed, Told, standard_letter
from mailbot.letters.notices import notice_letter
from mailbot.model.duty import Duty, DutyState
from mailbot.model.letter import Letter, Notice, Revision
from mailbot.model.mail import File
from mailbot.model.submission import Finding, Submission, Value
from tests.letters.builders import DAY, catalogue, item, liaison, mail, missing, rulebook

UNIT = "civil-affairs"
KEY = "reply:12:1"
FILES = (File("1", "民政局目录.xls", "xls", 100, "2" * 64), File("2", "附件2.docx", "docx", 100, "3" * 64))
LIST = Duty(UNIT, "liaison", None, date(2020, 9, 25), DutyState.OPEN)
RESCUE = Duty(UNIT, "catalogue", 5, date(2020, 9, 30), DutyState.OPEN)
ELDERLY = Duty(UNIT, "catalogue", 6, date(2020, 9, 30), DutyState.OPEN)
FAULTS = tuple(missing(f"社会救助!F{row}") for row in (9, 10, 11, 12))
BARE = Finding("limit-without-start", "养老服务!F4", "公开时限", {"found": "20个工作日"})
FILLED = Finding("values-filled", "社会救助!E4", "公开依据", {"count": 5})


def result(*submissions: Submission, duties: tuple[Duty, ...] = (), findings: tuple[Finding, ...] = (), **changes: object) -> Letter:
    """Answer a mail of 28 September with these tables."""
    facts: dict[str, object] = {"files": FILES, "versions": {}, "rulebook": rulebook(), "provisional": False, "now_day": DAY, **changes}
    return replies.result_letter(
        KEY,
        mail(),
        UNIT,
        submissions=submissions,
        findings=findings,
        duties=duties,
        **facts,  # type: ignore[arg-type]
    )


def _version(first: str, limit: str, *others: str) -> Submission:
    """Give a catalogue of some items, the first with a limit."""
    items = [item(row, name) for row, name in enumerate((first, *others), start=4)]
    items[0] = items[0]._replace(values={**items[0].values, "time_limit": Value(limit, "社会救助!F4")})
    return replace(catalogue(), items=tuple(items))


def _owed(form: str, area: int | None, deadline: str, near: str, wrong: str, step: int | None) -> dict[str, object]:
    return {"form": form, "area": area, "deadline": deadline, "nearness": near, "days": 1, "wrong": wrong, "step": step}


def _notice(notice: Notice, owed: list[dict[str, object]], to_mend: list[dict[str, object]] | None = None) -> Letter:
    asked = [{"form": one["form"], "area": one["area"], "deadline": one["deadline"], "here": False} for one in owed if notice.kickoff]
    revision = Revision("send", notice, {"owed": owed, "to_mend": to_mend or [], "asked": asked})
    return notice_letter(revision, "mzj@example.cn", rulebook(), day=date.fromisoformat(notice.day))


def _at(hour: int) -> datetime:
    return datetime(2020, 9, 28, hour, tzinfo=UTC)


def _digest() -> Letter:
    duties = (
        Duty(UNIT, "liaison", None, date(2020, 9, 25), DutyState.FILED, _at(1), late_days=2, items=2, came_at=_at(1)),
        Duty("education", "liaison", None, date(2020, 9, 25), DutyState.OPEN),
        Duty("justice", "liaison", None, date(2020, 9, 25), DutyState.FILED, items=2, came_at=_at(1)),
        Duty("education", "catalogue", 3, date(2020, 9, 30), DutyState.OPEN),
        Duty(UNIT, "catalogue", 5, date(2020, 9, 30), DutyState.PROVISIONAL, items=13, to_mend=1, came_at=_at(7)),
        Duty(UNIT, "catalogue", 6, date(2020, 9, 30), DutyState.RETURNED, items=9, came_at=_at(7)),
        Duty("justice", "catalogue", 7, date(2020, 9, 30), DutyState.EXEMPT),
    )
    tables = (TableLine("catalogue", 5, "filed", 13, 1), TableLine("catalogue", 6, "returned", 9, 9))
    new = MailLine(12, _at(7), "mzj2020@example.cn", "报送目录 13800000001", "mixed", unit=UNIT, provisional=True, tables=tables)
    held = MailLine(
        14, _at(8), "sfj@example.cn", "目录", "held", "partial-update", "justice", tables=(TableLine("catalogue", 7, "held", 5),)
    )
    facts = DigestFacts(
        DAY,
        "K7Q3M2XP",
        duties,
        mails=(new, MailLine(13, _at(8), "x@example.cn", "关于转发某某通知的函", "other", "other-letter"), held),
        questions=(Question(1, new, ("收下", "收下并登记", "作废")), Question(2, held, ("合并", "替换", "作废"), 3)),
        without_address=("education",),
        dead=(DeadAddress("old@example.cn", "justice"),),
        tomorrow=(Notice("education", "2020-09-29", steps=(("catalogue", 3, "2020-09-30", -1),)),),
        tomorrow_day=date(2020, 9, 29),
        phase=rulebook().timeline.phase[0],
        health=Health(_at(8), _at(8), waiting=2, withheld=7, unconfirmed=1, dead_letters=1, shunted=(9,), disk_free_gb=20),
    )
    return digest_letter(facts, rulebook(), to="office@example.cn")


def _standard(told: Told) -> Letter:
    enclosed = (f"公开事项标准目录（赤壁市民政局，第{told.number}版）.xlsx",)
    key, to = f"standard:{UNIT}:{told.number}", "mzj@example.cn"
    return standard_letter(told, rulebook(), key=key, to=to, day=date(2020, 10, 12), enclosed=enclosed)


def letters() -> Mapping[str, Letter]:
    """Give every letter by its name."""
    clean, elderly = catalogue(), catalogue(6, items=9, sheet="养老服务", file="1")
    returned = catalogue(outcome="returned", items=3, findings=(missing(),))
    empty = catalogue(outcome="returned", items=0, findings=(Finding("no-items", "社会救助!A3"),))
    partial = catalogue(outcome="held", items=5, findings=(Finding("partial-update", "", "", {"found": 5, "standing": 13}),))
    reminders = [
        _owed("liaison", None, "2020-09-25", "after", "nothing", 1),
        _owed("catalogue", 5, "2020-09-30", "before", "nothing", -1),
        _owed("catalogue", 6, "2020-09-30", "before", "returned", -1),
    ]
    first = [
        _owed("liaison", None, "2020-09-25", "before", "nothing", -1),
        _owed("catalogue", 5, "2020-09-30", "before", "nothing", None),
        _owed("catalogue", 6, "2020-09-30", "before", "nothing", None),
    ]
    return {
        "result-filed": result(clean, elderly, liaison()),
        "result-filed-mend": result(
            catalogue(findings=(*FAULTS, FILLED)), catalogue(6, items=9, sheet="养老服务", findings=(BARE,)), duties=(LIST, RESCUE)
        ),
        "result-returned": result(returned, duties=(LIST, RESCUE, ELDERLY)),
        "result-empty": result(empty),
        "result-mixed": result(catalogue(outcome="returned", findings=(missing(),)), elderly, liaison(), provisional=True),
        "result-version": result(
            _version("办事指南", "信息形成或者变更之日起20个工作日内", "监督检查", "救助标准"),
            liaison(),
            earlier={
                (UNIT, "catalogue", 5): _version("办事指南", "20个工作日", "监督检查", "申请材料", "办理时间", "联系方式", "公示名单"),
                (UNIT, "liaison", None): replace(liaison(), people=(liaison().people[0], replace(liaison().people[1], name=Value("孙三")))),
            },
        ),
        "result-same": result(catalogue(outcome="same")),
        "held": replies.held_letter(KEY, mail(), UNIT, (partial,), rulebook(), now_day=DAY),
        "unreadable": replies.unreadable_letter(
            KEY,
            mail(subject="回复：报送目录"),
            UNIT,
            findings=(Finding("unreadable-pdf", "1", "", {"file": "民政局目录.pdf", "found": "PDF"}),),
            files=(),
            rulebook=rulebook(),
            now_day=DAY,
        ),
        "forms": replies.forms_letter(KEY, mail(subject="模板"), UNIT, rulebook(), now_day=DAY),
        "question": replies.question_letter(KEY, mail(subject="请问怎么填"), UNIT, rulebook(), now_day=DAY),
        "contact": replies.contact_letter(
            UNIT, "mzj@example.cn", mail(sender="li@example.cn"), ("zhou@example.cn",), rulebook(), now_day=DAY
        ),
        "standing": replies.standing_letter(UNIT, "mzj@example.cn", mail(sender="x@example.com"), (clean,), rulebook(), now_day=DAY),
        "commands": replies.command_letter(
            KEY,
            mail(subject="回复：日报 9月28日〔K7Q3M2XP〕"),
            (replies.CommandLine("1 收下", done=True, answer="已收下"), replies.CommandLine("9 收下", done=False, answer="没有第9项")),
            rulebook(),
            now_day=DAY,
        ),
        "notice-kickoff": _notice(Notice(UNIT, "2020-09-24", kickoff=True, phases=("catalogue",)), first),
        "notice-reminder": _notice(Notice(UNIT, "2020-09-29"), reminders, [{"form": "catalogue", "area": 5, "count": 3}]),
        "notice-today": _notice(Notice(UNIT, "2020-09-30"), [_owed("catalogue", 5, "2020-09-30", "today", "nothing", 0)]),
        "notice-mend": _notice(Notice(UNIT, "2020-10-09"), [_owed("catalogue", 5, "2020-09-30", "after", "returned", 1)]),
        "notice-phase": _notice(
            Notice(UNIT, "2020-10-09", phases=("standards",)), [_owed("liaison", None, "2020-09-25", "after", "nothing", None)]
        ),
        "standard": _standard(
            Told(
                UNIT,
                1,
                True,
                (AreaCount(5, 13, 1, 0, 1), AreaCount(6, 10, 0, 1, 0)),
                (
                    Changed("changed", 5, "审核信息", ("公开依据", "公开时限")),
                    Changed("removed", 5, "临时救助信息"),
                    Changed("added", 6, "养老机构评估结果"),
                ),
            )
        ),
        "standard-adjusted": _standard(
            Told(UNIT, 2, False, (AreaCount(5, 20, 14, 0, 0),), tuple(Changed("changed", 5, f"事项{n}", ("公开主体",)) for n in range(14)))
        ),
        "digest": _digest(),
        "digest-quiet": digest_letter(
            DigestFacts(DAY, "K7Q3M2XP", (LIST,), health=Health(_at(8), _at(8))), rulebook(), to="office@example.cn", attach_board=False
        ),
        "alert": alert_letter(
            "imap", "1", to="office@example.cn", title="邮箱登录失败", lines=["已连续3次登录失败"], day=DAY, rulebook=rulebook()
        ),
    }
