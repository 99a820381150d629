"""What the office forwards for a unit (代报): tables and lists typed into the mail, as clients forward them."""

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from mailbot.demo.books import catalogue
from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.model.duty import Duty
from tests.season.builders import OFFICE, STRANGER, Stage, instant, stage

AT = "2020-10-09T11:00"
PEOPLE = "分管领导：赵一，副局长，0715-5550001\n联络人：钱二，科员，13800000001"
HEAD = "发件人：钱二 <sfj@163.example>\n发送时间：2020年9月25日 15:04\n收件人：office@example.cn\n主题：名单"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as one:
        one.tick("2020-09-24T09:30")
        yield one


def duty(one: Stage, area: int | None = None, unit: str = "justice") -> Duty:
    return next(row for row in current_board(one.desk, instant(AT)) if (row.unit, row.area) == (unit, area))


def send(one: Stage, text: str, subject: str = "转发：名单", sender: str = OFFICE, files: tuple[tuple[str, bytes], ...] = ()) -> set[str]:
    """Let the office forward something; gives whom the answers went to."""
    letters = one.answer(mail(("赵一", sender), subject, text, instant(AT), list(files)), AT)
    return {letter.to for letter in letters if letter.kind == "reply"}


TYPED = {
    "typed anew": f"代报 司法局 9月25日收\n{PEOPLE}",
    "under a line of the client": f"代报 司法局 9月25日收\n\n-----原始邮件-----\n{HEAD}\n\n{PEOPLE}",
    "under a row of dashes": f"代报 司法局 9月25日收\n\n---------- Forwarded message ---------\n{HEAD}\n\n{PEOPLE}",
    "quoted": "代报 司法局 9月25日收\n\n" + "".join(f"> {line}\n" for line in PEOPLE.splitlines()),
    "full width": f"代报　司法局　９月２５日收\n\n-----原始邮件-----\n{HEAD}\n\n{PEOPLE}",
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_a_list_typed_into_a_mail_is_filed_for_the_unit_from_the_day_it_came(played: Stage, text: str) -> None:
    assert send(played, text) == {OFFICE}
    row = duty(played)
    assert (row.state, row.late_days, row.received_at and row.received_at.date()) == ("filed", 0, date(2020, 9, 25))
    assert played.outcomes() == ("filed",)


def test_a_forwarded_list_that_names_its_unit_needs_no_word_of_the_office(played: Stage) -> None:
    assert send(played, f"\n\n-----原始邮件-----\n{HEAD}\n\n填报单位：赤壁市司法局\n{PEOPLE}") == {OFFICE}
    assert (duty(played).state, duty(played).received_at) == ("filed", instant(AT))


def test_a_mail_forwarded_as_a_whole_is_read_inside(played: Stage) -> None:
    book = catalogue([played.rulebook.area_by_number[7]], played.rulebook)
    inner = mail(("钱二", "sfj@163.example"), "目录", "见附件", instant("2020-09-29T15:04"), [("目录.xlsx", book)])
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["To"], outer["Subject"] = f"office <{OFFICE}>", "zwgkbgs@chibi.gov.cn", "Fwd: 目录"
    outer["Message-ID"], outer["Date"] = "<forward1@example.cn>", "Fri, 09 Oct 2020 11:00:00 +0800"
    outer.set_content("代报 司法局 9月29日收")
    outer.add_attachment(inner, maintype="application", subtype="octet-stream", filename="目录.eml")
    letters = played.answer(outer.as_bytes(), AT)
    assert {letter.to for letter in letters if letter.kind == "reply"} == {OFFICE}
    assert (duty(played, 7).state, duty(played, 7).late_days) == ("filed", 0)


def test_two_units_in_one_mail_of_the_office_are_asked_about_and_neither_is_chased(played: Stage) -> None:
    files = tuple((f"{area}.xlsx", catalogue([played.rulebook.area_by_number[area]], played.rulebook)) for area in (7, 25))
    send(played, "请查收", subject="转发：两家目录", files=files)
    assert (duty(played, 7).state, duty(played, 25, "taxation").state) == ("received", "received")


def test_the_unit_hears_nothing_of_what_the_office_sent_for_it(played: Stage) -> None:
    played.register("justice")
    assert send(played, TYPED["typed anew"]) == {OFFICE}


def test_a_stranger_who_forwards_a_list_files_it_for_nobody_but_by_its_content(played: Stage) -> None:
    send(played, f"代报 司法局 9月25日收\n填报单位：赤壁市司法局\n{PEOPLE}", sender=STRANGER)
    assert (duty(played).state, duty(played).received_at) == ("provisional", instant(AT))
