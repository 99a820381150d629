"""Everything a digest has to tell stands in its text and in its HTML: one line a thing the office must know."""

import re
from datetime import UTC, date, datetime
from functools import cache
from html import unescape

import pytest

from mailbot.letters.board_facts import Call
from mailbot.letters.digest import DeadAddress, DigestFacts, MailLine, OfficeLine, Question, TableLine, digest_letter
from mailbot.letters.digest_health import Health, UnfetchedLine
from mailbot.model.duty import Duty, DutyState
from mailbot.model.letter import Notice, Rendered
from tests.letters.builders import DAY, rendered, rulebook

AT = datetime(2020, 9, 28, 8, tzinfo=UTC)
FIRST, SECOND = date(2020, 9, 25), date(2020, 9, 30)
DUTIES = (
    Duty("civil-affairs", "liaison", None, FIRST, DutyState.FILED, AT, late_days=2, items=2, came_at=AT),
    Duty("civil-affairs", "catalogue", 5, SECOND, DutyState.PROVISIONAL, items=13, to_mend=1, came_at=AT),
    Duty("civil-affairs", "catalogue", 6, SECOND, DutyState.RETURNED, items=9, came_at=AT),
    Duty("justice", "liaison", None, FIRST, DutyState.OPEN),
    Duty("justice", "catalogue", 7, SECOND, DutyState.OPEN),
    Duty("education", "liaison", None, FIRST, DutyState.RECEIVED, came_at=AT),
    Duty("education", "catalogue", 3, SECOND, DutyState.EXEMPT),
    Duty("health", "liaison", None, FIRST, DutyState.FILED, AT, items=2, on_time=True, came_at=AT),
    Duty("health", "catalogue", 21, SECOND, DutyState.OPEN),
)
NEW = MailLine(
    12, AT, "new@example.cn", "报送", "filed", unit="civil-affairs", provisional=True, tables=(TableLine("catalogue", 5, "filed", 13, 1),)
)
SCAN = MailLine(13, AT, "edu@example.cn", "名单扫描件", "unreadable", "unreadable-pdf", "education")
OTHER = MailLine(14, AT, "x@example.cn", "关于转发某某通知的函", "other", "other-letter")
FACTS = DigestFacts(
    DAY,
    "K7Q3M2XP",
    DUTIES,
    mails=(NEW, SCAN, OTHER, MailLine(15, AT, "robot@example.cn", "自动回复", "ignored")),
    questions=(Question(1, NEW, ("收下", "收下并登记", "作废"), 3), Question(2, SCAN, ("收下", "作废"))),
    without_address=("justice",),
    telephone=("health",),
    calls={"justice": Call((("0715-5550001", "赵一"),), ((AT, "周五报"),)), "health": Call((("13800000001", ""),))},
    dead=(DeadAddress("old@example.cn", "health"),),
    tomorrow=(Notice("health", "2020-09-29", steps=(("catalogue", 21, "2020-09-30", -1),)),),
    tomorrow_day=date(2020, 9, 29),
    vetoed=("education",),
    skipped=4,
    phase=rulebook().timeline.phase[0],
    decided=(OfficeLine("confirmed", 9, "civil-affairs"), OfficeLine("deferred", None, "health", date(2020, 10, 12))),
    health=Health(
        AT,
        AT,
        waiting=2,
        withheld=7,
        unconfirmed=1,
        dead_letters=3,
        shunted=(9,),
        disk_free_gb=20,
        faults=("imap-login-paused",),
        limits=("per-hour", "per-address"),
        unsorted=("气象局",),
        loose=("目录.xlsx",),
        stuck=("太大.zip",),
        unfetched=(UnfetchedLine(("health",), "wjj@example.cn", "卫生健康目录", AT), UnfetchedLine(waits=True)),
    ),
)

TOLD = {
    "how much came, what waits": ("新收到1件报送", "其他来信1件", "待您决定2件"),
    "the numbers": ("联络人名单已收到3/4家", "领域目录已收到1/4个", "13条事项", "须补正1处"),
    "what came": ("今日报送", "m12", "社会救助领域目录13条，须补正1处"),
    "what the office decided": ("办公室已办理", "收下m9（民政局）", "改期（卫健局，10月12日）"),
    "decisions with numbers and answers": (
        "1 收下 / 1 收下并登记 / 1 作废",
        "2 收下 / 2 作废",
        "已等待3天",
        "new@example.cn",
        "9月28日16:00",
    ),
    "how to answer": ("直接回复本邮件", "〔K7Q3M2XP〕"),
    "units without address, with full numbers and notes": ("需电话通知", "没有登记邮箱", "赵一 0715-5550001", "9月28日 周五报"),
    "units past their last reminder": ("提醒已发完，尚缺卫生健康", "13800000001"),
    "the board": ("各单位情况", "民政局", "司法局", "已收到，待登记邮箱", "请补正", "不涉及", "已收到，待办公室核实", "尚未收到"),
    "late ones": ("晚报", "民政局：名单晚2个工作日"),
    "silent ones": ("到期未报", "司法局：名单（尚无来信）"),
    "other letters": ("其他来信", "关于转发某某通知的函", "与报送无关"),
    "dead addresses": ("无法投递的地址", "卫健局：old@example.cn"),
    "reminders of tomorrow and the veto": (
        "9月29日将发出",
        "卫健局：提醒卫生健康领域目录",
        "明日不提醒 单位名称",
        "按办公室意见不发：教育局",
    ),
    "the running phase": ("当前阶段", "梳理公开事项目录", "还有2天（至9月30日）", "我办须完成"),
    "a text for the work group": ("【政务公开】截至9月28日", "联络人名单已收到3家", "尚未收到分管负责人及联络人名单的单位：司法局"),
    "mails set aside": ("未能处理的邮件m9",),
    "mails that cannot be fetched": (
        "有2封邮件未能取回",
        "9月28日16:00卫健局《卫生健康目录》（暂不提醒该单位）",
        "发件人不明（各单位的提醒暂缓发出）",
        "移出收件箱后不再提示",
    ),
    "faults": ("收信登录已被拒绝三次",),
    "limits": ("本小时发信已达上限", "有地址今日收信已达上限"),
    "letters in trouble": ("暂缓发出的回信7封", "不能确认是否送达的通知1封", "被退信的信件3封"),
    "the drop folder": ("文件夹认不出单位：气象局", "文件没有放进单位的文件夹：目录.xlsx", "文件不能读取：太大.zip"),
    "skipped reminders": ("过期未发的提醒4项",),
    "what needs nobody": ("自动回复、退信、重复来信等1件，无需处理",),
    "health": ("最近收信9月28日16:00", "最近发信9月28日16:00", "待发2封", "磁盘余20GB"),
    "the workbook": ("附件：", "政务公开目录报送进展（2020-09-28）.xlsx"),
}


@cache
def letter() -> Rendered:
    return rendered(digest_letter(FACTS, rulebook(), to="office@example.cn"))


@cache
def seen() -> str:
    """Give what a person reads of the HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", letter().html.partition("<body")[2])).split())


def plain(text: str) -> str:
    return "".join(text.split())


def test_the_subject_has_day_and_code() -> None:
    assert "日报 9月28日〔K7Q3M2XP〕" in letter().subject


@pytest.mark.parametrize("thing", TOLD)
def test_it_stands_in_the_text_and_in_the_page(thing: str) -> None:
    for whole in (letter().text, seen()):
        assert [words for words in TOLD[thing] if plain(words) not in plain(whole)] == []


def test_the_bar_of_the_page_is_made_of_cells_and_of_the_text_of_squares() -> None:
    assert '<td width="75%" bgcolor="#2e7d4f"' in letter().html
    assert "名单 ■■■■■■■■■■■■■■■□□□□□ 3/4" in letter().text
    assert "<img" not in letter().html


@pytest.mark.parametrize("words", ["#e3f4e6", "#e2ecfb", "#fff0d6", "#fde4e1", "#eceff2", "#f6f8fa"])
def test_every_state_has_its_colour_on_the_board(words: str) -> None:
    assert f"background-color:{words}" in letter().html.partition("各单位情况")[2].partition("</table>")[0]


def test_no_full_number_stands_outside_the_list_of_calls() -> None:
    for whole in (letter().text, seen()):
        before, _, after = whole.partition("需电话通知")
        outside = before + (after.partition("无法投递的地址")[2])
        assert ("0715-5550001" in outside, "13800000001" in outside) == (False, False)
