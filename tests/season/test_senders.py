"""Who sends, and what follows: strangers, rivals, foreign areas, twice the same, the office for a unit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.books import Contact, Faults, liaison
from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.model.duty import Duty
from tests.season.builders import OFFICE, STRANGER, Sent, Stage, instant, people, stage, table, words

CIVIL = "civil-affairs@example.cn"
OTHER = "qian1981@qq.example"
ONE_BLANK = Faults({(1, "time_limit"): ""})
FEWER = Faults(rows=3)
AT, LATER, EVENING = "2020-09-24T11:00", "2020-09-24T13:00", "2020-09-24T16:30"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Stage]:
    """A campaign on its first day; civil affairs and finance have an address."""
    with stage(tmp_path) as played:
        played.register("civil-affairs")
        played.register("finance")
        played.tick("2020-09-24T10:00")
        yield played


def duty(played: Stage, area: int | None, unit: str = "civil-affairs", when: str = EVENING) -> Duty:
    return next(one for one in current_board(played.desk, instant(when)) if one.unit == unit and one.area == area)


def shown(sent: tuple[Sent, ...]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.to, one.subject) for one in sent]


def questions(digest: Sent) -> str:
    return digest.text.partition("待您决定（")[2].partition("\n\n")[0]


def test_a_stranger_whose_table_names_one_unit_is_answered_and_counts_as_received(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.tick("2020-09-24T10:00")
        sent = played.answer(table(played.rulebook, (5,), when=AT, sender=STRANGER), AT)
        assert shown(sent) == [("reply", STRANGER, "已收到：赤壁市民政局社会救助领域目录")]
        assert "养老服务" not in sent[0].text
        assert duty(played, 5).state == "provisional"
        assert not duty(played, 5).owed
        (mail,) = played.mails()
        assert (mail.outcome, mail.unit, mail.provisional) == ("filed", "civil-affairs", True)
        (digest,) = played.tick(EVENING)
        assert "1 收下 / 1 收下并登记 / 1 作废" in questions(digest)
        assert STRANGER in questions(digest)


def test_the_registered_address_is_told_once_that_a_stranger_sent(office: Stage) -> None:
    first = office.answer(table(office.rulebook, (5,), when=AT, sender=STRANGER), AT)
    assert shown(first) == [
        ("reply", STRANGER, "已收到：赤壁市民政局社会救助领域目录"),
        ("standing", CIVIL, "请核实：有其他邮箱以赤壁市民政局名义报送材料"),
    ]
    second = office.answer(table(office.rulebook, (6,), when=LATER, sender=STRANGER), LATER)
    assert shown(second) == [("reply", STRANGER, "已收到：赤壁市民政局养老服务领域目录")]


def test_a_stranger_learns_nothing_of_the_units_other_duties(office: Stage) -> None:
    (reply, _) = office.answer(table(office.rulebook, (5,), when=AT, sender=STRANGER), AT)
    assert "联络人名单" not in reply.text
    assert "养老服务" not in reply.text


def test_a_stranger_is_not_reminded_and_neither_is_the_unit(office: Stage) -> None:
    office.answer(table(office.rulebook, (5, 6), when=AT, sender=STRANGER), AT)
    office.answer(people("赤壁市民政局", when=LATER, sender=STRANGER), LATER)
    assert CIVIL not in {one.to for one in (*office.tick("2020-09-29T10:00"), *office.tick("2020-09-30T10:00"))}


def test_two_rivals_are_both_held(office: Stage) -> None:
    office.answer(table(office.rulebook, (5,), when=AT, sender=STRANGER), AT)
    letters = office.answer(table(office.rulebook, (5,), when=LATER, sender=OTHER, subject="社会救助目录（新）", faults=FEWER), LATER)
    assert shown(letters) == []
    assert [(mail.outcome, mail.reason) for mail in office.mails()] == [("held", "rival-senders")] * 2
    assert duty(office, 5).state == "received"
    (digest,) = office.tick(EVENING)
    assert STRANGER in questions(digest)
    assert OTHER in questions(digest)


def test_a_stranger_never_displaces_what_is_filed(office: Stage) -> None:
    office.answer(table(office.rulebook, (5,), when=AT, sender=CIVIL), AT)
    letters = office.answer(table(office.rulebook, (5,), when=LATER, sender=STRANGER, faults=FEWER), LATER)
    assert shown(letters) == []
    assert (office.mails()[1].outcome, office.mails()[1].reason) == ("held", "provisional-over-filed")
    assert (duty(office, 5).state, duty(office, 5).version) == ("filed", 1)


def test_a_filed_version_ends_the_question_about_a_strangers(office: Stage) -> None:
    office.answer(table(office.rulebook, (5,), when=AT, sender=STRANGER, faults=FEWER), AT)
    office.answer(table(office.rulebook, (5,), when=LATER, sender=CIVIL), LATER)
    assert duty(office, 5).state == "filed"
    (digest,) = office.tick(EVENING)
    assert STRANGER not in questions(digest)


def test_a_table_that_answers_a_spoiled_mail_ends_the_question_about_it(office: Stage) -> None:
    office.answer(words("目录见附件，请查收。", when=AT, sender=CIVIL, subject="社会救助领域目录"), AT)
    assert office.outcomes() == ("unreadable",)
    assert duty(office, 5).state == "received"
    office.answer(table(office.rulebook, (5,), when=LATER, sender=CIVIL), LATER)
    (digest,) = office.tick(EVENING)
    assert "待您决定" not in digest.text


def test_a_stranger_who_names_nobody_is_held_without_an_answer(office: Stage) -> None:
    content = words("附件请收。", when=AT, sender=STRANGER, subject="目录")
    assert shown(office.answer(content, AT)) == []
    nameless = table(office.rulebook, (5, 8), when=LATER, sender=STRANGER, subject="目录")
    assert shown(office.answer(nameless, LATER)) == []
    assert [mail.outcome for mail in office.mails()] == ["other", "held"]
    assert office.mails()[1].reason == "several-units"


def test_an_area_of_another_unit_is_held_and_the_sender_told_so(office: Stage) -> None:
    letters = office.answer(table(office.rulebook, (8,), when=AT, sender=CIVIL, subject="社会救助目录"), AT)
    assert [(one.to, one.subject) for one in letters] == [(CIVIL, "已收到，正在核实：社会救助目录")]
    assert [(mail.outcome, mail.reason, mail.unit) for mail in office.mails()] == [("held", "area-not-yours", "civil-affairs")]
    assert duty(office, 8, unit="finance").state == "received"
    # It may be the sender's own under a wrong name; whoever waits for the office is not chased (pitfalls, 73).
    assert duty(office, 5).state == "received"


def test_a_mail_that_names_only_another_unit_is_held(office: Stage) -> None:
    letters = office.answer(people("赤壁市财政局", when=AT, sender=CIVIL), AT)
    assert [(one.to, one.subject) for one in letters] == [(CIVIL, "已收到，正在核实：分管负责人及联络人名单")]
    assert (office.mails()[0].outcome, office.mails()[0].reason) == ("held", "several-units")


def test_the_same_bytes_in_two_places_are_one_mail(office: Stage) -> None:
    content = table(office.rulebook, (5,), when=AT, sender=CIVIL)
    assert len(office.answer(content, AT)) == 1
    assert office.answer(content, LATER) == ()
    assert office.outcomes() == ("filed",)


def test_the_same_message_through_another_server_is_a_duplicate(office: Stage) -> None:
    content = table(office.rulebook, (5,), when=AT, sender=CIVIL)
    office.answer(content, AT)
    assert office.answer(b"Received: from mx.example.cn by mail.example.cn; Thu, 24 Sep 2020 12:00:00 +0800\r\n" + content, LATER) == ()
    assert office.outcomes() == ("filed", "duplicate")
    assert office.mails()[1].duplicate_of == 1


def test_the_same_table_in_a_new_mail_changes_nothing_and_is_answered(office: Stage) -> None:
    office.answer(table(office.rulebook, (5,), when=AT, sender=CIVIL), AT)
    letters = office.answer(table(office.rulebook, (5,), when=LATER, sender=CIVIL, subject="再报一次"), LATER)
    assert shown(letters) == [("reply", CIVIL, "已收到，内容没有变化：赤壁市民政局社会救助领域目录")]
    assert duty(office, 5).version == 1
    assert duty(office, 5).received_at == instant(AT)


def test_a_better_version_replaces_the_earlier_and_keeps_its_time(office: Stage) -> None:
    office.answer(table(office.rulebook, (5,), when=AT, sender=CIVIL, faults=ONE_BLANK), AT)
    assert duty(office, 5, when=AT).to_mend == 1
    office.answer(table(office.rulebook, (5,), when=LATER, sender=CIVIL), LATER)
    assert (duty(office, 5).to_mend, duty(office, 5).version, duty(office, 5).received_at) == (0, 2, instant(AT))


def test_a_much_shorter_version_is_held_and_the_longer_one_stands(office: Stage) -> None:
    office.answer(table(office.rulebook, (5,), when=AT, sender=CIVIL), AT)
    letters = office.answer(table(office.rulebook, (5,), when=LATER, sender=CIVIL, faults=FEWER, subject="局部更正"), LATER)
    assert shown(letters) == [("reply", CIVIL, "已收到，正在核实：局部更正")]
    assert (office.mails()[1].outcome, office.mails()[1].reason) == ("held", "partial-update")
    assert (duty(office, 5).state, duty(office, 5).version) == ("filed", 1)


def test_a_table_from_the_office_counts_for_the_unit_and_is_answered_to_the_office(office: Stage) -> None:
    letters = office.answer(table(office.rulebook, (5,), when=AT, sender=OFFICE, subject="代报 民政局"), AT)
    assert [(one.kind, one.to) for one in letters] == [("reply", OFFICE)]
    (mail,) = office.mails()
    assert (mail.outcome, mail.unit, mail.provisional) == ("filed", "civil-affairs", False)
    assert duty(office, 5).state == "filed"


def test_a_forwarded_mail_of_a_unit_counts_for_the_unit(office: Stage) -> None:
    letters = office.answer(people("赤壁市财政局", when=AT, sender=OFFICE, subject="转发：名单"), AT)
    assert [(one.kind, one.to) for one in letters] == [("reply", OFFICE)]
    assert duty(office, None, unit="finance").state == "filed"


def test_an_automatic_answer_is_never_answered(office: Stage) -> None:
    content = words("您好，邮件已收到，谢谢！", when=AT, sender=CIVIL, subject="自动回复:目录")
    assert office.answer(content, AT) == ()
    assert office.outcomes() == ("ignored",)


def test_a_thank_you_is_kept_as_the_receipt_of_our_letter(office: Stage) -> None:
    kickoff = next(one for one in office.sent if one.to == CIVIL)
    assert office.answer(words("收到，谢谢！", when=AT, sender=CIVIL, subject="回复：函", answers=kickoff.identifier), AT) == ()
    assert (office.mails()[0].outcome, office.mails()[0].reason) == ("ignored", "acknowledgement")
    assert office.desk.db.connection.execute("SELECT count(*) FROM receipt").fetchone()[0] == 1


def test_mail_from_before_the_campaign_is_ignored(office: Stage) -> None:
    assert office.answer(table(office.rulebook, (5,), when="2019-09-24T09:00", sender=CIVIL), "2019-09-24T09:00") == ()
    office.tick(AT)
    assert (office.mails()[0].outcome, office.mails()[0].reason) == ("ignored", "outside-campaign")
    assert duty(office, 5).state == "open"


def test_the_office_is_told_of_an_address_that_a_list_registered(office: Stage) -> None:
    contact = Contact("钱二", "科员", "13800000001 qian@example.cn")
    book = liaison("赤壁市民政局", "2020年9月25日", contact, contact)
    content = mail(("钱二", "civil-affairs@example.cn"), "名单", "见附件", instant("2020-09-25T09:00"), [("附件2.xlsx", book)])
    office.tick(EVENING)
    office.answer(content, "2020-09-25T09:00")
    (digest,) = (one for one in office.tick("2020-09-25T16:30") if one.kind == "digest")
    assert "按名单登记邮箱（民政局）" in digest.text
    assert "qian@" not in digest.text
    (later,) = (one for one in office.tick("2020-09-28T16:30") if one.kind == "digest")
    assert "按名单登记邮箱" not in later.text
