"""The office mails the edited standard, answers what is asked of it, and gives the word to send."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from mailbot.demo.books import catalogue
from mailbot.demo.mails import mail
from mailbot.jobs.feedback import plan, queue
from mailbot.jobs.importing import import_mails
from mailbot.jobs.standards import build
from mailbot.model.decision import Order
from mailbot.office.orders import Office, apply
from mailbot.store import standard_edits
from mailbot.store import standards as kept
from mailbot.store.database import transaction
from mailbot.store.directory import remove_address
from tests.office_day.builders import code_of, digest, order
from tests.season.builders import OFFICE, SETTINGS, Sent, Stage, instant, stage, table, words
from tests.season.test_orders_by_mail import SEALED

pytestmark = pytest.mark.xdist_group("season")
UNIT, OTHER = "civil-affairs@example.cn", "taxation@example.cn"
TRUSTING = SETTINGS + '[security]\nauthserv_id = "mx.chibi.example"\n'
NEW_ROW = "留守儿童探访记录"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path, TRUSTING) as found:
        found.register("civil-affairs")
        found.register("taxation")
        found.answer(table(found.rulebook, (5, 6), when="2020-09-28T09:00", sender=UNIT), "2020-09-28T09:00")
        found.answer(table(found.rulebook, (25,), when="2020-09-28T09:10", sender=OTHER), "2020-09-28T09:10")
        found.tick("2020-10-09T10:00")
        yield found


def edited(played: Stage, *changes: Callable[[Any], None]) -> bytes:
    """Build the draft and change it as a person does."""
    book = load_workbook(io.BytesIO(build(played.desk.db, played.rulebook, instant("2020-10-09T15:00"), by="test")[1]))
    for change in changes:
        change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def limit(book: Any) -> None:
    book["社会救助"]["F4"] = "自信息形成或者变更之日起5个工作日内"


def forget(book: Any) -> None:
    """Lose the key of a row and give it a name that only resembles the old one."""
    book["社会救助"]["O4"], book["社会救助"]["C4"] = None, "政策法规"


def say(
    played: Stage,
    to: Sent,
    *lines: str,
    when: str,
    book: bytes = b"",
    sealed: bool = True,
    answers: str | None = None,
    subject: str = "",
) -> tuple[Sent, ...]:
    """Mail the office's words, with the workbook where there is one; gives what left in the pass."""
    attachments = [("标准目录（定稿）.xlsx", book)] if book else []
    headers = SEALED if sealed else ()
    return played.answer(order(to, *lines, when=when, attachments=attachments, headers=headers, answers=answers, subject=subject), when)


def told(sent: Sequence[Sent]) -> str:
    (letter,) = [one for one in sent if one.kind == "reply" and OFFICE in one.to]
    return letter.text


def version(played: Stage) -> int:
    found = kept.latest(played.desk.db, kept.VERSION)
    return found.number if found else 0


def test_the_edited_workbook_in_an_answer_to_the_digest_is_a_version_and_told_with_its_changes(played: Stage) -> None:
    before = played.desk.db.connection.execute("SELECT count(*) FROM submission").fetchone()[0]
    words = told(say(played, digest(played, "2020-10-09T16:30"), when="2020-10-09T17:00", book=edited(played, limit)))
    assert "已办：已存为第 1 版" in words
    assert "与汇编稿相比：未动 " in words
    assert "社会救助 修改" in words
    assert "公开时限" in words
    assert "下发标准" in words
    assert version(played) == 1
    assert played.kinds("standard") == ()
    assert played.desk.db.connection.execute("SELECT count(*) FROM submission").fetchone()[0] == before


def test_the_word_to_send_queues_what_the_command_would(played: Stage) -> None:
    day = digest(played, "2020-10-09T16:30")
    say(played, day, when="2020-10-09T17:00", book=edited(played, limit))
    planned = plan(played.desk.db, played.rulebook)
    assert planned is not None
    sent = say(played, day, "下发标准", when="2020-10-10T09:00")
    assert "第 1 版已放入发件队列 2 封：民政局、税务局。" in told(sent)
    assert sorted(one.to for one in sent if one.kind == "standard") == sorted(to for one in planned.feedbacks for to in one.addresses)
    assert queue(played.desk, plan(played.desk.db, played.rulebook), instant("2020-10-10T09:05"), by="test") == ()
    again = say(played, day, "下发标准。", when="2020-10-10T09:10")
    assert "没有新内容可发" in told(again)
    assert len(played.kinds("standard")) == 2


def test_the_workbook_and_the_word_may_come_in_one_mail(played: Stage) -> None:
    sent = say(played, digest(played, "2020-10-09T16:30"), "下发标准", when="2020-10-09T17:00", book=edited(played))
    assert "已存为第 1 版" in told(sent)
    assert len([one for one in sent if one.kind == "standard"]) == 2


def test_without_anybody_vouching_for_the_sender_the_word_is_left_to_the_command_line(played: Stage) -> None:
    sent = say(played, digest(played, "2020-10-09T16:30"), "下发标准", when="2020-10-09T17:00", book=edited(played), sealed=False)
    assert "mailbot standard send --yes" in told(sent)
    assert (version(played), played.kinds("standard")) == (1, ())


def test_the_word_before_there_is_a_version_says_what_to_do(played: Stage) -> None:
    assert "标准还没有定稿" in told(say(played, digest(played, "2020-10-09T16:30"), "下发标准", when="2020-10-09T17:00"))


def test_what_is_asked_keeps_everything_back_until_it_is_answered_by_mail(played: Stage) -> None:
    day = digest(played, "2020-10-09T16:30")
    words = told(say(played, day, "下发标准", when="2020-10-09T17:00", book=edited(played, forget)))
    assert "有 1 处不能确定，没有存为新版" in words
    offered = re.search(r"答复 (社会救助!4) (i\d+) / ", words)
    assert offered is not None
    assert "还有 1 处没有答复，暂不下发" in words
    assert (version(played), played.kinds("standard")) == (0, ())
    words = told(say(played, day, "答复 社会救助!4 不知道", when="2020-10-10T09:00"))
    assert "没有看懂“不知道”" in words
    assert "有 1 处不能确定" in words
    words = told(say(played, day, f"社会救助！４ {offered[2]}", "下发标准", when="2020-10-10T09:30"))
    assert "已记下" in words
    assert "已存为第 1 版" in words
    assert "已放入发件队列 2 封" in words
    assert standard_edits.pending(played.desk.db) is None
    found = kept.latest(played.desk.db, kept.VERSION)
    assert found is not None
    assert {entry.key: entry.name for entry in found.entries}[offered[2]] == "政策法规"


def test_an_edit_can_be_given_up_and_the_version_before_it_is_sent(played: Stage) -> None:
    day = digest(played, "2020-10-09T16:30")
    say(played, day, when="2020-10-09T17:00", book=edited(played, limit))
    say(played, day, when="2020-10-10T09:00", book=edited(played, forget))
    assert "没有答复" in told(say(played, day, "下发标准", when="2020-10-10T09:10"))
    words = told(say(played, day, "放弃改稿", "下发标准", when="2020-10-10T09:20"))
    assert "已放弃待答复的一稿" in words
    assert (version(played), len(played.kinds("standard"))) == (1, 2)


def test_another_workbook_takes_the_place_of_one_that_waits(played: Stage) -> None:
    day = digest(played, "2020-10-09T16:30")
    say(played, day, when="2020-10-09T17:00", book=edited(played, forget))
    assert "已存为第 1 版" in told(say(played, day, when="2020-10-10T09:00", book=edited(played, limit)))
    assert standard_edits.pending(played.desk.db) is None


def test_a_mail_of_its_own_with_a_live_code_brings_the_workbook_too(played: Stage) -> None:
    code = code_of(digest(played, "2020-10-09T16:30"))
    sent = say(played, played.kinds("digest")[-1], when="2020-10-09T17:00", book=edited(played), answers="", subject=f"定稿〔{code}〕")
    assert "已存为第 1 版" in told(sent)


def test_the_edited_standard_without_a_code_is_nobodys_catalogue(played: Stage) -> None:
    day = digest(played, "2020-10-09T16:30")
    assert say(played, day, when="2020-10-09T17:00", book=edited(played), answers="", subject="定稿") == ()
    assert [(one.outcome, one.reason) for one in played.mails()[-1:]] == [("other", "standard-without-code")]
    assert version(played) == 0
    stored = played.desk.db.connection.execute("SELECT count(*) FROM submission WHERE mail = (SELECT max(id) FROM inbox)")
    assert stored.fetchone()[0] == 0


def test_a_workbook_without_our_marks_is_taken_where_the_office_says_so(played: Stage) -> None:
    day = digest(played, "2020-10-09T16:30")
    plain = catalogue([played.rulebook.area_by_number[number] for number in (5, 6, 25)], played.rulebook)
    assert "没有找到指令" in told(say(played, day, when="2020-10-09T17:00", book=plain))
    edited(played)
    words = told(say(played, day, "标准定稿", when="2020-10-09T17:10", book=plain))
    assert "已存为第 1 版" in words


def test_a_mail_put_in_by_hand_sends_nothing(played: Stage) -> None:
    day = digest(played, "2020-10-09T16:30")
    say(played, day, when="2020-10-09T17:00", book=edited(played))
    import_mails(played.desk, [order(day, "下发标准", when="2020-10-10T09:00", headers=SEALED)], instant("2020-10-10T09:00"))
    assert played.mails()[-1].outcome == "command"
    played.tick("2020-10-10T09:05")
    assert played.kinds("standard") == ()


def test_a_season_of_all_areas_in_one_workbook_is_read_whole(played: Stage) -> None:
    numbers = [area.number for area in played.rulebook.areas]
    for number in numbers:
        unit = played.rulebook.area_by_number[number].unit
        played.register(unit)
        content = mail(
            (unit, f"{unit}@example.cn"),
            "目录",
            "见附件。",
            instant("2020-10-09T11:00"),
            [(f"{number}.xlsx", catalogue([played.rulebook.area_by_number[number]], played.rulebook))],
        )
        played.arrive(content, "2020-10-09T11:00")
    played.tick("2020-10-09T11:00")
    words = told(say(played, digest(played, "2020-10-09T16:30"), when="2020-10-09T17:00", book=edited(played, limit)))
    assert "已存为第 1 版" in words
    found = kept.latest(played.desk.db, kept.VERSION)
    assert found is not None
    assert {entry.area for entry in found.entries} == set(numbers)


def test_a_unit_without_an_address_is_named_to_be_told_otherwise(played: Stage) -> None:
    with transaction(played.desk.db):
        remove_address(played.desk.db, "taxation", OTHER, instant("2020-10-09T12:00"), by="test")
    day = digest(played, "2020-10-09T16:30")
    assert "没有登记邮箱、需电话通知的：税务局。" in told(say(played, day, "下发标准", when="2020-10-09T17:00", book=edited(played)))
    again = told(say(played, day, "下发标准", when="2020-10-10T09:00"))
    assert "没有新内容可发。没有登记邮箱、需电话通知的：税务局。" in again
    assert "第1版须另行送达：税务局。" in standard_part(digest(played, "2020-10-12T16:30"))


def standard_part(day: Sent) -> str:
    return day.text.partition("标准目录\n")[2].partition("\n\n")[0]


def test_the_digest_counts_down_with_the_areas_still_missing_and_then_with_who_has_it(played: Stage) -> None:
    first = digest(played, "2020-10-09T16:30")
    assert "还有7天（至10月16日），26个领域已确定标准0个，尚缺26个。" in standard_part(first)
    assert "目录已收到，标准未定（3个）：社会救助、养老服务、税收管理" in standard_part(first)
    say(played, first, when="2020-10-09T17:00", book=edited(played, limit))
    second = standard_part(digest(played, "2020-10-12T16:30"))
    assert "已确定标准3个，尚缺23个" in second
    assert "标准未定" not in second
    assert "第1版尚未发给民政局、税务局，下发请回复“下发标准”。" in second
    say(played, played.kinds("digest")[-1], "下发标准", when="2020-10-12T17:00")
    letter = next(one for one in played.kinds("standard") if one.to == UNIT)
    opinion = "“监督检查”的公开时限建议改为10个工作日。"
    played.answer(words("收到", when="2020-10-13T09:00", sender=OTHER, subject="回复", answers=other(played)), "2020-10-13T09:00")
    played.answer(words(opinion, when="2020-10-13T10:00", sender=UNIT, subject="回复", answers=letter.identifier), "2020-10-13T10:00")
    third = standard_part(digest(played, "2020-10-13T16:30"))
    assert "第1版已发2家，回复收到1家。" in third
    assert re.search(r"民政局意见（m\d+，监督检查）：“监督检查”的公开时限建议改为10个工作日。", third)
    assert "意见" not in standard_part(digest(played, "2020-10-14T16:30"))


def other(played: Stage) -> str:
    return next(one for one in played.kinds("standard") if one.to == OTHER).identifier


def test_an_area_that_concerns_nobody_is_not_missing(played: Stage) -> None:
    facts = Order("exempt", unit="health", form="catalogue", area=21, why="无此类事项", by="test")
    assert apply(Office(played.desk.db, played.rulebook, instant("2020-10-09T11:00")), facts).done
    part = standard_part(digest(played, "2020-10-09T16:30"))
    assert "25个领域已确定标准0个，尚缺25个" in part
    assert "卫生健康" not in part
