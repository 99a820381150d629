"""Whole mails, in a few words: what was read in them goes through recognising, attributing, checking and deciding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from mailbot.decide.attribute import attribute
from mailbot.decide.case import Case
from mailbot.decide.decide import decide
from mailbot.decide.versions import advanced
from mailbot.forms.draft import drafts, settle_areas
from mailbot.letters.wording import Wording, words
from mailbot.model.decision import Directory, DutyKey, History, Version
from mailbot.model.mail import Contents, File, Mail
from mailbot.model.submission import Finding
from mailbot.model.table import Merge, Table
from tests.checks.builders import catalogue as judged_catalogue
from tests.checks.builders import rulebook

UNIT, CLERK, STRANGER, RIVAL = "civil-affairs", "mzj@example.cn", "x@example.com", "y@example.com"
NOW = datetime(2020, 9, 28, 7, 4, tzinfo=UTC)
TITLE = "赤壁市社会救助领域基层政务公开标准目录"
HEADINGS = (
    ("序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "", "公开方式", ""),
    ("", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群体", "主动", "依申请"),
)
ROW = (
    "1", "综合业务", "政策法规文件", "●文件全文；●解读材料", "《社会救助暂行办法》", "信息形成或者变更之日起20个工作日内",
    "赤壁市民政局", "■政府网站 ■两微一端", "√", "", "√", "",
)  # fmt: skip
MERGES = (
    *(Merge(1, column, 2, column) for column in (0, 3, 4, 5, 6, 7)),
    *(Merge(1, column, 1, column + 1) for column in (1, 8, 10)),
)
COLUMNS = {letter: place for place, letter in enumerate("ABCDEFGHIJKL")}


@dataclass(frozen=True)
class Scene:
    """One mail as it was read, and the little of the past that matters."""

    files: tuple[File, ...] = ()
    sender: str = CLERK
    subject: str = "报送政务公开事项目录"
    text: str = "见附件，请查收。"
    versions: Mapping[DutyKey, Version] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Decide the mail and list all that was found."""
        rules = rulebook()
        mail = Mail("0" * 64, "<1@example.cn>", self.sender, "", self.subject, self.text, NOW)
        contents = Contents(mail, self.files)
        directory = Directory({CLERK: (UNIT,)})
        found = drafts(contents, rules)
        attribution = attribute(contents, found, directory, rules)
        if attribution.unit is not None:
            found = settle_areas(found, contents, attribution.unit, rules)
        decision = decide(Case(contents, found, attribution, History(versions=self.versions), directory, rules, NOW, "reply:1:1"))
        return (*decision.findings, *(finding for one in decision.submissions for finding in one.findings))

    def places(self, code: str) -> tuple[str, ...]:
        """List where a code was raised."""
        return tuple(finding.where for finding in self.findings if finding.code == code)

    def words(self, code: str) -> Wording:
        """Put the first finding of a code into words."""
        return words(next(finding for finding in self.findings if finding.code == code), rulebook())


def file(*tables: Table, name: str = "目录.xlsx", path: str = "1", losses: tuple[str, ...] = ()) -> File:
    return File(path, name, name.rpartition(".")[2], 1, path * 64, tables=tables, losses=losses)


def table(
    *rows: Mapping[str, str],
    title: str = TITLE,
    sheet: str = "社会救助",
    headings: Sequence[Sequence[str]] = HEADINGS,
    below: Sequence[Sequence[str]] = (),
    **more: object,
) -> Table:
    """Give a catalogue of 社会救助: rows by letters of columns (A serial … L 依申请) that differ from a plain one."""
    grid = [(title,), *map(tuple, headings)]
    for number, changes in enumerate(rows or ({},), start=1):
        cells = [*ROW]
        cells[0], cells[2] = str(number), f"{ROW[2]}{number}"
        for letter, text in changes.items():
            cells[COLUMNS[letter]] = text
        grid.append(tuple(cells))
    merges = (*MERGES, *more.pop("merges", ()))  # type: ignore[misc]
    return Table(sheet, (*grid, *map(tuple, below)), merges, **more)  # type: ignore[arg-type]


def people(
    *rows: Sequence[str], unit: str = "赤壁市民政局", heads: Sequence[str] = ("", "姓名", "职务", "联系方式"), **more: object
) -> Table:
    """Give an annex 2."""
    grid = [("分管负责人及联络人名单",), (f"填报单位：{unit}",), tuple(heads), *map(tuple, rows)]
    return Table("附件2", tuple(grid), **more)  # type: ignore[arg-type]


def standing(count: int, *, first: int = 1, provisional: bool = False, sender: str = CLERK) -> Mapping[DutyKey, Version]:
    """Let a catalogue of so many items stand for 社会救助, named as ``table`` names them from ``first`` on."""
    named = ({"first_level": ROW[1], "second_level": f"{ROW[2]}{number}"} for number in range(first, first + count))
    version = advanced(None, replace(judged_catalogue(*named), outcome="filed"), provisional=provisional, sender=sender)
    assert version is not None
    return {(UNIT, "catalogue", 5): replace(version, submission=7)}
