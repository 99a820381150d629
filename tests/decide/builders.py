"""Mails with tables, read as the pipeline reads them, and cases to decide."""

from dataclasses import replace
from datetime import datetime

from mailbot.decide.attribute import attribute
from mailbot.decide.case import Case
from mailbot.forms.draft import drafts, settle_areas
from mailbot.model.decision import Directory, History
from mailbot.model.instant import parse_instant
from mailbot.model.mail import Contents, File, Mail
from mailbot.model.submission import Finding
from tests.forms.grids import shipped, table

CIVIL, FINANCE, BOTH, OFFICE, OWN = "mzj@example.cn", "czj@example.cn", "both@example.cn", "office@example.cn", "zwgkbgs@chibi.gov.cn"
STRANGER = "zhao1980@163.example"
DIRECTORY = Directory(
    {CIVIL: ("civil-affairs",), FINANCE: ("finance",), BOTH: ("civil-affairs", "finance")},
    trusted=frozenset({OFFICE}),
    own=frozenset({OWN}),
)
NOW = parse_instant("2020-09-28T15:04")

HEADS = "| 序号 | 一级事项 | 二级事项 | 公开内容 | 公开依据 | 公开时限 | 公开主体 | 公开渠道 | 公开对象 | 公开方式 |"
ROW = "| {number} | 综合业务 | 办事指南{number} | 条件 | 《条例》 | 自形成之日起20个工作日内 | 本单位 | ■政府网站 | 全社会 | 主动 |"


def grid(title: str = "", *, reported_by: str = "", rows: int = 3) -> str:
    """Write a catalogue as a grid."""
    lines = [f"| 填报单位：{reported_by} |"] if reported_by else []
    lines += [f"| {title} |"] if title else []
    return "\n".join([*lines, HEADS, *(ROW.format(number=number) for number in range(1, rows + 1))]) + "\n"


def mail(sender: str = CIVIL, received_at: datetime = NOW, **changes: object) -> Mail:
    plain = Mail("0" * 64, "<1@example.cn>", sender, "", "", "", received_at)
    return replace(plain, **changes)  # type: ignore[arg-type]


def file(content: str = "", name: str = "1.xlsx", sheet: str = "Sheet1", *, path: str = "1", **changes: object) -> File:
    tables = (table(content, sheet),) if content else ()
    return replace(File(path, name, "xlsx", 9, "0" * 64, tables=tables), **changes)  # type: ignore[arg-type]


def picture(name: str = "扫描件.jpg") -> File:
    return File("9", name, "image", 9, "9" * 64, trouble="unreadable-picture")


def case(given: Mail, *files: File, history: History | None = None, directory: Directory = DIRECTORY) -> Case:
    """Lay a mail out for deciding."""
    contents = Contents(given, files)
    found = drafts(contents, shipped())
    whose = attribute(contents, found, directory, shipped())
    if whose.unit is not None:
        found = settle_areas(found, contents, whose.unit, shipped())
    return Case(contents, found, whose, history or History(), directory, shipped(), NOW, "reply:1:1")


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]
