"""A small rulebook and made-up mails for the tests of letters; independent of ``rules/``."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from mailbot.letters.render import Templates
from mailbot.model.letter import Letter, Rendered
from mailbot.model.mail import Mail
from mailbot.model.submission import Finding, Item, Person, Severity, Submission, Value
from mailbot.rulebook.model import (
    Area,
    Campaign,
    Column,
    DutyRule,
    FindingText,
    Form,
    Guide,
    GuideItem,
    Letters,
    Phase,
    Rulebook,
    Screen,
    Timeline,
    Unit,
    YearCalendar,
)

ROOT = Path(__file__).parents[2]
DAY = date(2020, 9, 28)
FINDINGS: Mapping[str, FindingText] = {
    "missing-value": FindingText(
        severity=Severity.ERROR,
        title="“{column}”缺填",
        text="{where}的“{column}”没有填写",
        advice="请据实填写“{column}”",
        example="信息形成或变更之日起20个工作日内",
    ),
    "no-items": FindingText(severity=Severity.ERROR, title="没有事项", text="表中没有读到事项", advice="请逐条填写事项"),
    "limit-without-start": FindingText(
        severity=Severity.WARNING,
        title="公开时限没有写明起算时间",
        text="{where}写的是“{found}”",
        advice="请写明从何时起算",
        example="信息形成或变更之日起20个工作日内",
        facts=("found",),
    ),
    "filled-from-above": FindingText(
        severity=Severity.NOTE, title="空格已按上一行补齐", text="{column}有{count}格按上一行补齐", advice="", facts=("count",)
    ),
    "partial-update": FindingText(
        severity=Severity.NOTE, title="条数少于此前", text="本次{found}条，此前收到{standing}条", advice="", facts=("found", "standing")
    ),
    "unreadable-pdf": FindingText(
        severity=Severity.ERROR, title="PDF不能读取", text="“{file}”是PDF文件，不能自动读取", advice="请发送原来的表格文件", facts=("file",)
    ),
}
COLUMNS = (
    Column(key="serial", title="序号", names=("序号",), width=6),
    Column(key="first_level", title="一级事项", names=("一级事项",), parent="公开事项", required=True, element=True, fill="group", width=14, hint="事项的类别", example="综合业务"),
    Column(key="second_level", title="二级事项", names=("二级事项",), parent="公开事项", required=True, element=True, width=16, hint="事项的名称", example="监督检查"),
    Column(key="content", title="公开内容（要素）", names=("公开内容",), required=True, element=True, width=30, hint="公开哪些内容", example="社会救助信访通讯地址；社会救助投诉举报电话"),
    Column(key="basis", title="公开依据", names=("公开依据",), required=True, element=True, width=24, hint="写法律法规全称", example="《中华人民共和国政府信息公开条例》（国务院令第711号）"),
    Column(key="time_limit", title="公开时限", names=("公开时限",), required=True, element=True, width=18, hint="写明起算时间", example="信息形成或变更之日起20个工作日内"),
    Column(key="publisher", title="公开主体", names=("公开主体",), required=True, element=True, width=16, hint="写本单位名称", example="赤壁市民政局"),
    Column(key="channels", title="公开渠道和载体", names=("公开渠道和载体",), required=True, element=True, width=26, hint="■为选用", example="■政府网站 ■两微一端"),
    Column(key="public", title="全社会", names=("全社会",), parent="公开对象", element=True, width=8, example="√"),
    Column(key="specific", title="特定群体", names=("特定群体",), parent="公开对象", width=10),
    Column(key="active", title="主动", names=("主动",), parent="公开方式", element=True, width=8, example="√"),
    Column(key="on_request", title="依申请", names=("依申请",), parent="公开方式", width=8),
    Column(key="level_county", title="县级", names=("县级",), parent="公开层级", width=8, example="√"),
    Column(key="level_township", title="乡级", names=("乡级",), parent="公开层级", width=8),
)


def rulebook() -> Rulebook:
    """Give four units, five areas, two forms."""
    texts = tomllib.loads((ROOT / "rules" / "letters.toml").read_text(encoding="utf-8"))
    return Rulebook(
        campaign=Campaign(
            key="chibi-2020",
            title="政务公开标准化规范化工作",
            notice="赤壁市推进政务公开标准化规范化工作实施方案",
            county="赤壁市",
            office="赤壁市政务公开领导小组办公室",
            contact="卢维",
            telephone="0715-5330205",
            area_code="0715",
            mailbox="zwgkbgs@chibi.gov.cn",
            first=date(2020, 9, 24),
            last=date(2020, 11, 6),
        ),
        units=(
            Unit(key="civil-affairs", number=5, name="赤壁市民政局"),
            Unit(key="education", number=3, name="赤壁市教育局"),
            Unit(key="housing", number=14, name="赤壁市住建局"),
            Unit(key="transactions", number=2, name="赤壁市公共资源交易中心"),
        ),
        areas=(
            Area(number=2, name="公共资源交易", notice_name="公共资源交易领域", unit="transactions"),
            Area(number=3, name="义务教育", notice_name="义务教育领域", unit="education"),
            Area(number=5, name="社会救助", notice_name="社会救助领域", unit="civil-affairs"),
            Area(number=6, name="养老服务", notice_name="养老服务领域", unit="civil-affairs"),
            Area(number=14, name="保障性住房", notice_name="保障住房领域", unit="housing"),
        ),
        timeline=Timeline(
            duty=(
                DutyRule(form="liaison", per="unit", due=date(2020, 9, 25), phase="collect"),
                DutyRule(form="catalogue", per="area", due=date(2020, 9, 30), phase="collect"),
            ),
            phase=(
                Phase(
                    key="collect", number="一", title="梳理公开事项目录", first=date(2020, 9, 24), last=date(2020, 9, 30), part="三（一）",
                    asks="请按标准指引梳理本单位的公开事项目录", office_owes="答疑",
                ),
                Phase(
                    key="standards", number="二", title="制定事项公开标准", first=date(2020, 10, 9), last=date(2020, 10, 16), part="三（二）",
                    asks="我办将汇总编制公开事项标准目录并反馈", office_owes="汇总编制标准目录，反馈各单位",
                ),
            ),
        ),
        forms={
            "catalogue": Form(key="catalogue", title="公开事项目录", shape="items", titles=("目录",), column=COLUMNS, channels=("政府网站", "两微一端")),
            "liaison": Form(
                key="liaison", title="分管负责人及联络人名单", shape="people", titles=("联络人名单",),
                column=(
                    Column(key="role", title="", names=()),
                    Column(key="name", title="姓  名", names=("姓名",), required=True, example="赵一"),
                    Column(key="post", title="职  务", names=("职务",), example="副局长"),
                    Column(key="contact", title="联系方式", names=("联系方式",), required=True, example="0715-5550001"),
                ),
                roles={"leader": ("分管领导",), "liaison": ("联络人",)},
            ),
        },
        findings=FINDINGS,
        screen=Screen(
            robot_subjects=(), robot_texts=(), robot_senders=(), receipt_subjects=(), acknowledgements=(), requests=(), questions=(),
            campaign_words=(), cloud_hosts={}, cloud_texts=(),
        ),
        letters=Letters.model_validate(texts),
        calendar={2020: YearCalendar(year=2020, source="test", holidays=(), workdays=())},
        guides={
            5: Guide(
                area=5, name="社会救助",
                item=(
                    GuideItem(serial=1, first_level="综合业务", second_level="政策法规文件", sure=True),
                    GuideItem(serial=2, first_level="综合业务", second_level="监督检查", sure=True),
                    GuideItem(serial=3, first_level="最低生活保障", second_level="办事指南", sure=True),
                    GuideItem(serial=4, first_level="临时救助", second_level="办事指南"),
                ),
            )
        },
        sha256="0" * 64,
    )


def mail(**changes: object) -> Mail:
    """Give a mail of 28 September from a unit."""
    facts: dict[str, object] = {
        "sha256": "1" * 64,
        "message_id": "<a1@mail.example.cn>",
        "sender": "mzj@example.cn",
        "sender_name": "赵一",
        "subject": "报送政务公开事项目录",
        "text": "",
        "received_at": datetime(2020, 9, 28, 7, 4, tzinfo=UTC),
        **changes,
    }
    return Mail(**facts)  # type: ignore[arg-type]


def item(row: int, name: str = "监督检查") -> Item:
    """Give an item with a name."""
    return Item(row, {"first_level": Value("综合业务"), "second_level": Value(name)})


def catalogue(area: int = 5, *, items: int = 13, outcome: str = "filed", findings: tuple[Finding, ...] = (), **changes: object) -> Submission:
    """Give a judged catalogue."""
    errors = sum(FINDINGS[finding.code].severity is Severity.ERROR for finding in findings)
    units = {2: "transactions", 3: "education", 5: "civil-affairs", 6: "civil-affairs", 14: "housing"}
    facts: dict[str, object] = {
        "form": "catalogue", "file": "1", "sheet": "社会救助", "heading_rows": (2, 3), "unit": units[area], "area": area,
        "items": tuple(item(row) for row in range(4, 4 + items)), "findings": findings, "outcome": outcome, "to_mend": errors, **changes,
    }
    return Submission(**facts)  # type: ignore[arg-type]


def liaison(outcome: str = "filed") -> Submission:
    """Give a judged liaison list."""
    people = (
        Person("leader", 4, Value("赵一"), Value("副局长"), Value("13800000001")),
        Person("liaison", 5, Value("钱二"), Value("科员"), Value("0715-5550001")),
    )
    return Submission("liaison", "2", "附件2", (3,), unit="civil-affairs", people=people, outcome=outcome)


def missing(where: str = "社会救助!F9", column: str = "公开时限") -> Finding:
    """Give the commonest fault."""
    return Finding("missing-value", where, column)


def rendered(letter: Letter) -> Rendered:
    """Render with the packaged templates."""
    return Templates([ROOT / "templates"], rulebook()).render(letter)
