"""A season with all that may befall an office, its outbox letter by letter in ``tests/golden/season/office.txt``.

A machine off from 29 September to 9 October, a moved deadline, a make-up Sunday, a veto, an exempt area,
a scan, a table forwarded by the office, a dead address. ``MAILBOT_REGOLD=1`` writes the timeline anew.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mailbot.demo.books import Contact, catalogue, liaison
from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.model.decision import Order
from mailbot.model.instant import local
from mailbot.office.orders import Office, apply
from tests.office_day.builders import order
from tests.season.builders import OFFICE, Sent, Stage, instant, people, stage, table

TIMELINE = Path(__file__).parents[1] / "golden" / "season" / "office.txt"
CODE = re.compile(r"〔[A-Z2-7]{8}〕")
KNOWN = ("civil-affairs", "education", "public-security", "justice", "health", "taxation")
ON = (
    *(f"2020-09-{day}" for day in range(24, 29)),
    *(f"2020-10-{day:02d}" for day in range(9, 17)),
    "2020-10-19",
    "2020-11-02",
    "2020-11-06",
    "2020-11-09",
)
"""Days on which the machine runs: off from 29 September until 9 October, then only days that matter."""
LAST = "2020-11-09T16:30"


def dead(to: Sent) -> bytes:
    """Write the delivery report of a letter that came back."""
    text = (
        "From: MAILER-DAEMON@example.cn\r\nTo: zwgkbgs@chibi.gov.cn\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"In-Reply-To: {to.identifier}\r\nMessage-ID: <dsn1@example.cn>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nuser unknown\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.cn\r\n\r\n"
        "Final-Recipient: rfc822; health@example.cn\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    return text.encode()


def play(one: Stage) -> None:
    """Let everything arrive and ring both bells of every day the machine runs."""
    for unit in KNOWN:
        one.register(unit)
    for day in ON:
        if day == "2020-10-09":
            # Came while the machine was off; the mailbox knows when.
            came = "2020-09-30T15:00"
            one.arrive(table(one.rulebook, [25], when=came, sender="taxation@example.cn"), came)
        one.tick(f"{day}T10:00")
        arrivals(one, day)
        one.tick(f"{day}T16:30")
        decisions(one, day)


def arrivals(one: Stage, day: str) -> None:
    rules, at = one.rulebook, f"{day}T11:00"
    match day:
        case "2020-09-24":
            kickoff = next(sent for sent in one.sent if sent.key == "notice:health:2020-09-24")
            one.answer(dead(kickoff), at)
        case "2020-09-25":
            one.answer(people(rules.unit_by_key["civil-affairs"].name, when=at, sender="civil-affairs@example.cn"), at)
        case "2020-09-27":
            one.answer(table(rules, [5, 6], when=at, sender="civil-affairs@example.cn"), at)
        case "2020-09-28":
            scan = [("义务教育领域目录.pdf", b"%PDF-1.4\n%scan\n")]
            one.answer(mail(("教育局", "education@example.cn"), "义务教育领域目录", "见附件", instant(at), scan), at)
        case "2020-10-12":
            book = catalogue([rules.area_by_number[7]], rules)
            one.answer(mail(("赵一", OFFICE), "转", "代报 司法局 9月30日收", instant(at), [("目录.xlsx", book)]), at)
        case "2020-10-14":
            name = rules.unit_by_key["taxation"].name
            here = liaison(name, "2020年10月14日", Contact("赵一", "副局长", "0715-5550001"), Contact("钱二", "科员", "13800000001"))
            one.answer(mail(("钱二", "taxation@example.cn"), "名单", "见附件", instant(at), [("附件2.xlsx", here)]), at)


def decisions(one: Stage, day: str) -> None:
    digests = one.kinds("digest")
    match day:
        case "2020-09-28":
            one.answer(order(digests[-1], "1 收下", when=f"{day}T17:00"), f"{day}T17:00")
            exempt = Order("exempt", by="command-line", unit="health", form="catalogue", area=21, why="无此类事项")
            assert apply(Office(one.desk.db, one.rulebook, instant(f"{day}T17:05")), exempt).done
        case "2020-10-09":
            one.answer(order(digests[-1], "延期 公安局 户籍管理 10月15日 系统升级", when=f"{day}T17:00"), f"{day}T17:00")
        case "2020-10-10":
            one.answer(order(digests[-1], "明日不提醒 司法局", when=f"{day}T17:00"), f"{day}T17:00")


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("office")) as one:
        play(one)
        yield one


def timeline(sent: list[Sent]) -> str:
    lines = [f"{local(one.at):%Y-%m-%d %H:%M}  {one.key}  {one.to}  {one.subject}\n" for one in sent]
    return CODE.sub("〔code〕", "".join(lines))


def subjects(one: Stage, unit: str) -> dict[str, str]:
    return {sent.key.rpartition(":")[2]: sent.subject for sent in one.kinds("notice") if sent.key.split(":")[1] == unit}


def text_of(one: Stage, day: str) -> str:
    return next(sent.text for sent in one.kinds("digest") if sent.key == f"digest:{day}")


def test_the_outbox_is_the_golden_timeline(season: Stage) -> None:
    seen = timeline(season.sent)
    if os.environ.get("MAILBOT_REGOLD"):
        TIMELINE.write_text(seen, encoding="utf-8")
    assert seen == TIMELINE.read_text(encoding="utf-8")


def test_replayed_it_sends_nothing_new(season: Stage) -> None:
    before = len(season.transport.letters)
    for _ in range(2):
        for day in ON:
            season.pass_at(f"{day}T10:00")
            season.pass_at(f"{day}T16:30")
    assert len(season.transport.letters) == before


def test_no_letter_goes_twice_and_none_to_a_unit_twice_a_day(season: Stage) -> None:
    assert max(Counter(one.key for one in season.sent).values()) == 1


def test_after_the_outage_only_the_newest_step_goes_and_only_for_what_has_not_come(season: Stage) -> None:
    assert "2020-10-09" in subjects(season, "taxation")
    letter = next(one for one in season.kinds("notice") if one.key == "notice:taxation:2020-10-09")
    assert "尚未收到分管负责人及联络人名单" in letter.subject
    assert "税收管理" not in letter.text.partition("阶段")[0]


def test_a_table_that_came_while_the_machine_was_off_is_on_time(season: Stage) -> None:
    duty = next(row for row in current_board(season.desk, instant(LAST)) if row.area == 25)
    assert (duty.state, duty.late_days) == ("filed", 0)


def test_the_digest_missed_in_the_outage_goes_out_named_by_its_own_day(season: Stage) -> None:
    days = [one.key.partition(":")[2] for one in season.kinds("digest")]
    missed = next(one for one in season.kinds("digest") if one.key == "digest:2020-09-30")
    assert f"{local(missed.at):%Y-%m-%d %H:%M}" == "2020-10-09 10:00"
    assert "9月30日" in missed.subject
    assert "2020-09-29" not in days


def test_the_make_up_sunday_is_a_working_day(season: Stage) -> None:
    assert "digest:2020-09-27" in [one.key for one in season.kinds("digest")]
    assert "digest:2020-09-26" not in [one.key for one in season.kinds("digest")]


def test_a_vetoed_unit_gets_no_reminder_on_that_day(season: Stage) -> None:
    assert "10月12日将发出" in text_of(season, "2020-10-10")
    assert "司法局：提醒公共法律服务领域目录" in text_of(season, "2020-10-10")
    assert "2020-10-12" not in subjects(season, "justice")


def test_a_moved_deadline_is_reminded_of_anew(season: Stage) -> None:
    later = {day: text for day, text in subjects(season, "public-security").items() if day in ("2020-10-14", "2020-10-15", "2020-10-16")}
    assert "10月15日" in later["2020-10-14"]
    assert "今天" in later["2020-10-15"]
    assert "尚未收到" in later["2020-10-16"]


def test_an_exempt_area_is_not_asked_for(season: Stage) -> None:
    duty = next(row for row in current_board(season.desk, instant(LAST)) if row.area == 21)
    assert duty.state == "exempt"
    assert not any("卫生健康" in text for day, text in subjects(season, "health").items() if day > "2020-09-28")


def test_a_scan_stops_reminders_and_counts_once_the_office_took_it(season: Stage) -> None:
    duty = next(row for row in current_board(season.desk, instant(LAST)) if row.area == 3)
    assert (duty.state, duty.received_at and local(duty.received_at).date()) == ("filed", date(2020, 9, 28))
    assert not any("义务教育" in text for day, text in subjects(season, "education").items() if day > "2020-09-28")


def test_a_table_forwarded_by_the_office_counts_from_the_day_it_came(season: Stage) -> None:
    duty = next(row for row in current_board(season.desk, instant(LAST)) if row.area == 7)
    assert (duty.state, duty.late_days) == ("filed", 0)


def test_a_dead_address_gets_no_more_notices_and_stands_in_the_digest(season: Stage) -> None:
    assert subjects(season, "health").keys() == {"2020-09-24"}
    assert "无法投递的地址\n  卫健局：health@example.cn" in text_of(season, "2020-09-24")


def test_after_the_last_day_nobody_is_reminded_and_monday_has_one_line(season: Stage) -> None:
    assert max(one.key.rpartition(":")[2] for one in season.kinds("notice")) <= "2020-11-06"
    assert "各单位情况" not in text_of(season, "2020-11-09")
