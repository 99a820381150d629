"""Robots that answer robots run dry: by their marks, by their words, and at last by counting."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.store import outbox
from mailbot.store.directory import dead_addresses
from tests.season.builders import SETTINGS, Stage, instant, people, stage, table, words

MORNING = instant("2020-09-28T09:00")
CIVIL = "civil-affairs@example.cn"
STEP = timedelta(minutes=10)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        yield played


def brought(played: Stage, n: int, *, answers: str = "", references: str = "", now: datetime = MORNING) -> bytes:
    """Write a mail with tables that no earlier one has."""
    headers = [("In-Reply-To", answers), ("References", references)] if references else []
    subject = f"政务公开事项目录（第{n}次）"
    return table(played.rulebook, (5, 6), when=f"{now:%Y-%m-%dT%H:%M}", sender=CIVIL, subject=subject, headers=headers)


def test_two_mailbots_facing_each_other_stop(tmp_path: Path) -> None:
    ours, theirs = "zwgkbgs@chibi.gov.cn", "office@jiayu.example.cn"
    other = SETTINGS.replace("[smtp]", f'[smtp]\nsender = "嘉鱼县办公室 <{theirs}>"').replace("office@example.cn", "boss@jiayu.example.cn")
    with stage(tmp_path / "a") as a, stage(tmp_path / "b", other) as b:
        b.desk.rulebook = b.rulebook.model_copy(update={"campaign": b.rulebook.campaign.model_copy(update={"mailbox": theirs})})
        a.register("civil-affairs", theirs)
        b.register("civil-affairs", ours)
        a.arrive(people("赤壁市民政局", when="2020-09-28T09:00", sender=theirs), MORNING)
        exchanged = 0
        for n in range(40):
            for here, there, address in ((a, b, theirs), (b, a, ours)):
                for letter in here.tick(MORNING + n * STEP):
                    if address in letter.letter.recipients:
                        there.arrive(letter.letter.content, letter.at)
                        exchanged += 1
        # The answer and the notices of the day; nothing that answers a letter.
        assert exchanged <= 6
        assert {mail.outcome for mail in b.mails()} == {"ignored"}
        assert {mail.reason for mail in b.mails()} == {"another-mailbot"}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "自动回复：工作提醒",
            "这是来自QQ邮箱的假期自动回复邮件。您好，我最近正在休假中，无法亲自回复您的邮件。我将在假期结束后，尽快给您回复。谢谢",
        ),
        ("自动回复: 已收到", "您好，邮件已收到，谢谢！"),
        ("Re: 工作提醒", "这是一封自动回复邮件。已收到您的来信，正在处理中。"),
        ("[自动回复]", "您发给我的信件已经收到。"),
        ("Automatic reply: 工作提醒", "I am out of the office."),
    ],
)
def test_automatic_answers_of_the_common_mailboxes_get_no_answer(office: Stage, subject: str, text: str) -> None:
    letters = office.answer(words(text, when="2020-09-28T09:00", sender=CIVIL, subject=subject), MORNING)
    assert [one for one in letters if one.kind == "reply"] == []
    assert office.outcomes() == ("ignored",)


def test_an_automatic_answer_that_brings_a_table_still_counts(office: Stage) -> None:
    office.answer(table(office.rulebook, (5, 6), when="2020-09-28T09:00", sender=CIVIL, subject="自动回复：目录"), MORNING)
    assert office.outcomes() == ("filed",)


def test_a_robot_without_a_mark_that_answers_in_the_thread_is_answered_so_often_and_no_more(office: Stage) -> None:
    letter, n, answered = None, 0, 0
    now = MORNING
    while n < 30:
        n, now = n + 1, now + STEP
        references = f"{letter.message['References'] or ''} {letter.identifier}".strip() if letter else ""
        letters = office.answer(brought(office, n, answers=letter.identifier if letter else "", references=references, now=now), now)
        replies = [one for one in letters if one.kind == "reply"]
        if not replies:
            break
        answered, letter = answered + 1, replies[0]
    assert answered == office.rulebook.campaign.thread_answers
    assert office.outcomes().count("filed") == n


def test_an_address_gets_so_many_letters_a_day_and_the_rest_on_the_next(tmp_path: Path) -> None:
    settings = SETTINGS.replace("[smtp]", "[smtp]\nper_address_per_day = 3")
    with stage(tmp_path, settings) as played:
        played.register("civil-affairs")
        for n in range(5):
            played.arrive(brought(played, n), MORNING)
        sent = [one.to for one in played.tick(MORNING)].count(CIVIL)
        later = [one.to for one in played.tick(MORNING + timedelta(hours=9))].count(CIVIL)
        tomorrow = [one.to for one in played.tick(MORNING + timedelta(days=1))].count(CIVIL)
    assert (sent, later, tomorrow) == (3, 0, 2)


def test_an_address_nobody_registered_gets_so_many_answers_a_day_and_its_tables_are_taken_all_the_same(office: Stage) -> None:
    most, stranger = office.rulebook.campaign.stranger_answers, "victim@example.com"
    for n in range(most + 3):
        content = table(office.rulebook, (5, 6), when="2020-09-28T09:00", sender=stranger, subject=f"民政局政务公开事项目录（第{n}次）")
        office.arrive(content, MORNING + timedelta(minutes=n))
        office.tick(MORNING + timedelta(minutes=n))
    assert [one.to for one in office.kinds("reply")] == [stranger] * most
    assert office.outcomes() == ("filed",) * (most + 3)
    tomorrow = MORNING + timedelta(days=1)
    content = table(office.rulebook, (5, 6), when="2020-09-29T09:00", sender=stranger, subject="民政局政务公开事项目录")
    assert [one.to for one in office.answer(content, tomorrow) if one.kind == "reply"] == [stranger]


def test_everybody_together_gets_so_many_letters_an_hour(tmp_path: Path) -> None:
    settings = SETTINGS.replace("[smtp]", "[smtp]\nper_hour = 4")
    with stage(tmp_path, settings) as played:
        for unit in ("civil-affairs", "education"):
            played.register(unit)
        for n in range(7):
            played.arrive(brought(played, n), MORNING)
        hours = [len(played.tick(MORNING + timedelta(minutes=minutes))) for minutes in (0, 30, 59, 61, 90, 122, 190)]
    assert hours[0] == 4
    assert hours[1:3] == [0, 0]
    assert hours[3] <= 4
    assert sum(hours) >= 7


def test_a_delivery_report_marks_the_address_and_nobody_answers_it(office: Stage) -> None:
    sent = office.tick(instant("2020-09-28T10:00"))
    letter = next(one for one in sent if one.kind == "notice")
    report = (
        b"From: MAILER-DAEMON@chibi.gov.cn\r\nTo: zwgkbgs@chibi.gov.cn\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nno such user\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; "
        + CIVIL.encode()
        + b"\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822-headers\r\n\r\nMessage-ID: "
        + letter.identifier.encode()
        + b"\r\n\r\n--b--\r\n"
    )
    answers = office.answer(report, "2020-09-28T10:05")
    assert [one for one in answers if one.kind == "reply"] == []
    assert office.outcomes() == ("bounce",)
    assert [address for address, *_ in dead_addresses(office.desk.db)] == [CIVIL]
    assert [one for one in office.day("2020-09-29") if one.to == CIVIL] == []
    # An answer to a mail just received goes out all the same (pitfalls, 64).
    assert [one.to for one in office.answer(brought(office, 1), "2020-09-29T17:00") if one.kind == "reply"] == [CIVIL]


def test_every_letter_of_ours_carries_the_marks_of_a_robot(office: Stage) -> None:
    office.arrive(brought(office, 1), MORNING)
    office.tick(MORNING)
    office.day("2020-09-29")
    assert {one.kind for one in office.sent} == {"reply", "notice", "digest"}
    for one in office.sent:
        assert one.message["Auto-Submitted"] in {"auto-replied", "auto-generated"}
        assert one.message["X-Auto-Response-Suppress"] == "All"
        assert one.message["X-Mailbot-Loop"] == "1"
        assert one.message["Precedence"] == "bulk"


def test_our_own_letters_in_the_watched_mailbox_are_known(office: Stage) -> None:
    for one in office.tick(instant("2020-09-28T10:00")):
        office.arrive(one.letter.content, "2020-09-28T10:01")
    before = len(office.sent)
    office.tick("2020-09-28T10:05")
    assert len(office.sent) == before
    assert set(office.outcomes()) <= {"bounce", "ignored"}


def test_nobody_on_copy_of_a_mail_is_written_to(office: Stage) -> None:
    content = brought(office, 1).replace(b"Subject:", b"Cc: all@example.cn, zhao@example.cn\r\nSubject:", 1)
    (reply,) = (one for one in office.answer(content, MORNING) if one.kind == "reply")
    assert reply.letter.recipients == (CIVIL,)
    assert message_from_bytes(reply.letter.content, policy=policy.default)["Cc"] is None


def test_a_letter_for_each_mail_is_queued_once(office: Stage) -> None:
    for n in range(3):
        office.arrive(brought(office, n), MORNING)
    for minutes in range(0, 30, 5):
        office.tick(MORNING + timedelta(minutes=minutes))
    keys = Counter(one.letter.key for one in outbox.list_letters(office.desk.db))
    assert set(keys.values()) == {1}
