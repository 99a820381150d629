"""Addresses: learned from confirmed mails and filed lists, several a unit; a bounced one is marked, told, and passed over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.books import Contact, liaison
from mailbot.demo.mails import mail
from mailbot.errors import TryLater
from mailbot.mail.ports import Refusal
from mailbot.model.decision import Order
from mailbot.office.orders import Office, apply
from mailbot.store.directory import addresses_by_unit, list_addresses
from tests.office_day.builders import digest, order
from tests.season.builders import OFFICE, STRANGER, Sent, Stage, instant, stage, table, words

TAX, LEADER, LIAISON = "taxation@example.cn", "zhao@example.cn", "qian@example.cn"
LISTED = "2020-09-24T11:00"
PLACES = ("2020-09-29T10:00", "2020-09-30T10:00", "2020-10-09T10:00")


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as one:
        one.register("taxation")
        one.tick("2020-09-24T10:00")
        yield one


def lists(one: Stage, unit: str = "taxation", sender: str = TAX, when: str = LISTED, leader: str = LEADER, contact: str = LIAISON) -> bytes:
    """Mail annex 2 with addresses in 联系方式."""
    return mail(
        ("钱二", sender),
        "分管负责人及联络人名单",
        "见附件",
        instant(when),
        [("附件2.xlsx", book(one, unit, leader=leader, contact=contact))],
    )


def book(one: Stage, unit: str = "taxation", *, leader: str = LEADER, contact: str = LIAISON) -> bytes:
    name = one.rulebook.unit_by_key[unit].name
    people = Contact("赵一", "副局长", f"0715-5550001 {leader}"), Contact("钱二", "科员", f"13800000001 {contact}")
    return liaison(name, "2020年9月24日", *people)


def bounced(to: Sent | None, *named: str, when: str, number: int = 1) -> bytes:
    """Write the delivery report of a letter that came back."""
    failed = "".join(f"Final-Recipient: rfc822; {one}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" for one in named)
    text = (
        "From: MAILER-DAEMON@example.cn\r\nTo: zwgkbgs@chibi.gov.cn\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        + (f"In-Reply-To: {to.identifier}\r\n" if to else "")
        + f"Message-ID: <dsn{number}@example.cn>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nuser unknown\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.cn\r\n\r\n{failed}--b--\r\n"
    )
    return text.encode()


def sources(one: Stage, unit: str = "taxation") -> dict[str, str]:
    return {found.address: found.source for found in list_addresses(one.desk.db, unit)}


def dead(one: Stage, unit: str = "taxation") -> set[str]:
    return {found.address for found in list_addresses(one.desk.db, unit) if found.dead_since}


def notice(sent: tuple[Sent, ...], unit: str = "taxation") -> Sent:
    return next(one for one in sent if one.key.startswith(f"notice:{unit}:"))


def test_reminders_go_to_the_registered_and_the_learned_address_and_not_to_the_leader(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    assert sources(played) == {TAX: "import", LIAISON: "liaison", LEADER: "leader"}
    assert notice(played.tick(PLACES[0])).letter.recipients == (TAX, LIAISON)


def test_the_leaders_address_may_send_and_is_known(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    came = "2020-09-24T12:00"
    (reply,) = played.answer(table(played.rulebook, (25,), when=came, sender=LEADER), came)
    assert (played.mails()[-1].provisional, reply.to) == (False, LEADER)


def test_who_was_registered_before_is_told_once_which_addresses_a_list_brings(played: Stage) -> None:
    (reply,) = played.answer(lists(played), LISTED)
    assert f"名单中的邮箱{LEADER}、{LIAISON}已登记" in reply.text
    came = "2020-09-24T12:00"
    new = "sun@example.cn"
    sent = played.answer(lists(played, sender=LIAISON, when=came, contact=new), came)
    told = [one for one in sent if one.key.startswith("contact:")]
    assert [one.to for one in told] == [TAX]
    assert f"邮箱{LIAISON}报送的名单登记了新的邮箱：{new}。" in told[0].text
    again = "2020-09-24T13:00"
    sent = played.answer(lists(played, sender=LIAISON, when=again, contact=new.upper()), again)
    assert [one.kind for one in sent] == ["reply"]


def test_a_list_that_the_office_sends_for_a_unit_is_told_to_its_address(played: Stage) -> None:
    given = mail(("赵一", OFFICE), "代报 税务局", "代报 税务局", instant(LISTED), [("附件2.xlsx", book(played))])
    sent = played.answer(given, LISTED)
    told = next(one for one in sent if one.key.startswith("contact:"))
    assert told.to == TAX
    assert f"我办代收的名单登记了新的邮箱：{LEADER}、{LIAISON}。" in told.text


def test_a_leader_who_becomes_liaison_is_written_to(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    later = "2020-09-25T11:00"
    played.answer(lists(played, when=later, leader="sun@example.cn", contact=LEADER), later)
    assert sources(played) == {TAX: "import", LIAISON: "liaison", LEADER: "liaison", "sun@example.cn": "leader"}
    assert LEADER in addresses_by_unit(played.desk.db)["taxation"]


def test_a_unit_with_a_leaders_address_only_has_none_to_write_to(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    for number, address in enumerate((TAX, LIAISON)):
        played.answer(bounced(None, address, when="2020-09-25T09:00", number=number), "2020-09-25T09:00")
    letter = digest(played, "2020-09-25T16:30")
    assert "税务局" in letter.text.partition("需电话通知")[2].partition("\n\n")[0]
    assert not any(one.key.startswith("notice:taxation") for one in played.tick(PLACES[0]))


def test_a_bounced_address_is_told_and_the_next_reminder_goes_to_the_second(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    first = notice(played.tick(PLACES[0]))
    played.answer(bounced(first, TAX, when="2020-09-29T10:05"), "2020-09-29T10:05")
    assert dead(played) == {TAX}
    assert f"税务局：{TAX}" in digest(played, "2020-09-29T16:30").text.partition("无法投递的地址")[2]
    assert notice(played.tick(PLACES[1])).letter.recipients == (LIAISON,)


def test_an_address_refused_at_the_door_is_passed_over_at_once(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    played.transport.refusals[TAX] = Refusal(TAX, 550, "no such user")
    assert notice(played.tick(PLACES[0])).letter.recipients == (LIAISON,)
    assert dead(played) == {TAX}
    assert notice(played.tick(PLACES[1])).message["To"] == LIAISON


def test_when_every_address_is_refused_each_is_marked_and_the_unit_is_to_be_called(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    played.transport.refusals |= {one: Refusal(one, 550, "no such user") for one in (TAX, LIAISON)}
    played.tick(PLACES[0])
    assert dead(played) == {TAX, LIAISON}
    text = digest(played, "2020-09-29T16:30").text
    assert "税务局" in text.partition("需电话通知")[2].partition("\n\n")[0]
    assert (TAX in text, LIAISON in text) == (True, True)


def test_a_server_that_refuses_us_marks_no_address(played: Stage) -> None:
    played.transport.refusals[TAX] = Refusal(TAX, 554, "too many connections")
    played.tick(PLACES[0])
    assert dead(played) == set()


def test_a_reminder_that_waits_goes_to_who_is_left_when_its_address_bounces(played: Stage) -> None:
    played.answer(lists(played), LISTED)
    played.transport.troubles += [TryLater("no route")]
    assert [one for one in played.tick(PLACES[0]) if one.kind == "notice"] == []
    sent = played.answer(bounced(None, TAX, when="2020-09-29T10:20"), "2020-09-29T10:20")
    assert notice(sent).letter.recipients == (LIAISON,)
    assert notice(sent).message["To"] == LIAISON
    assert notice(sent).message["Cc"] is None


def test_a_reminder_that_waits_for_nobody_any_more_is_taken_back_and_counts_for_nothing(played: Stage) -> None:
    played.transport.troubles += [TryLater("no route")]
    played.tick(PLACES[0])
    assert [one for one in played.answer(bounced(None, TAX, when="2020-09-29T10:20"), "2020-09-29T10:20") if one.kind == "notice"] == []
    assert (
        played.desk.db.connection.execute("SELECT count(*) FROM ledger WHERE unit = 'taxation' AND form = 'catalogue'").fetchone()[0] == 0
    )
    played.register("taxation", "wu@example.cn", "2020-09-29T17:00")
    assert notice(played.tick(PLACES[1])).letter.recipients == ("wu@example.cn",)


def test_a_report_that_names_another_marks_the_one_address_a_letter_went_to_and_none_of_several(played: Stage) -> None:
    kickoff = notice(tuple(played.sent))
    played.answer(bounced(kickoff, "forwarded@elsewhere.example", when="2020-09-24T10:30"), "2020-09-24T10:30")
    assert dead(played) == {TAX}
    played.answer(lists(played), LISTED)  # who writes to us lives
    reminder = notice(played.tick(PLACES[0]))
    played.answer(bounced(reminder, "forwarded@elsewhere.example", when="2020-09-29T10:30", number=2), "2020-09-29T10:30")
    assert dead(played) == set()
    assert "退信未写明是哪个地址" in digest(played, "2020-09-29T16:30").text


def test_taking_and_registering_a_strangers_mail_makes_its_address_the_units(played: Stage) -> None:
    played.answer(table(played.rulebook, (7,), when=LISTED, sender=STRANGER), LISTED)
    office = Office(played.desk.db, played.rulebook, instant("2020-09-24T17:00"))
    assert apply(office, Order("confirm", 1, ("register",), by="test")).done
    assert sources(played, "justice") == {STRANGER: "confirmed"}
    assert notice(played.tick("2020-09-25T10:00"), "justice").letter.recipients == (STRANGER,)


def test_the_offices_own_addresses_are_never_a_units(played: Stage) -> None:
    played.answer(lists(played, "justice", sender=STRANGER, contact=OFFICE), LISTED)
    letter = digest(played, "2020-09-24T16:30")
    played.answer(order(letter, "1 收下", when="2020-09-24T17:00"), "2020-09-24T17:00")
    assert sources(played, "justice") == {LEADER: "leader"}


def test_a_list_typed_or_accepted_teaches_too(played: Stage) -> None:
    text = f"填报单位：赤壁市税务局\n分管领导：赵一，副局长，0715-5550001\n联络人：钱二，科员，13800000001，{LIAISON}"
    played.answer(words(text, when=LISTED, sender=TAX, subject="分管负责人及联络人名单"), LISTED)
    assert sources(played)[LIAISON] == "liaison"


def test_a_returned_list_teaches_when_the_office_accepts_it(played: Stage) -> None:
    name = played.rulebook.unit_by_key["taxation"].name
    book = liaison(name, "2020年9月24日", Contact("", "", ""), Contact("钱二", "", LIAISON))
    played.answer(mail(("钱二", TAX), "名单", "见附件", instant(LISTED), [("附件2.xlsx", book)]), LISTED)
    assert played.outcomes() == ("returned",)
    assert LIAISON not in sources(played)
    accept = Order("accept", by="test", unit="taxation", form="liaison", why="已电话核实")
    assert apply(Office(played.desk.db, played.rulebook, instant("2020-09-24T15:00")), accept).done
    assert sources(played)[LIAISON] == "liaison"
