"""What comes by another way than mail: 代报, duty file, the drop folder; and what lists teach."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mailbot.demo.books import Contact, catalogue, liaison
from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.jobs.filing import Filed, file_by_hand
from mailbot.model.duty import Duty
from mailbot.store.directory import list_addresses
from mailbot.store.reminding import leader_addresses
from tests.office_day.builders import digest, order
from tests.season.builders import OFFICE, STRANGER, Stage, instant, stage, words

AT = "2020-10-09T11:00"
SCAN = b"%PDF-1.4\n%scan\n"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as one:
        one.register("taxation")
        one.tick("2020-09-24T09:30")
        yield one


def duty(one: Stage, unit: str, area: int | None, when: str = AT) -> Duty:
    return next(row for row in current_board(one.desk, instant(when)) if (row.unit, row.area) == (unit, area))


def book(one: Stage, *areas: int) -> bytes:
    return catalogue([one.rulebook.area_by_number[area] for area in areas], one.rulebook)


def by_hand(one: Stage, unit: str, name: str, content: bytes, received: str, form: str = "catalogue") -> int:
    filed = Filed(unit, name, content, form, instant(received))
    return file_by_hand(one.desk.db, one.desk, filed, instant(AT), by="command-line")[0]


def test_the_office_forwards_a_table_with_the_day_it_came(played: Stage) -> None:
    content = mail(("赵一", OFFICE), "转", "代报 税务局 9月29日收", instant(AT), [("x.xlsx", book(played, 25))])
    letters = played.answer(content, AT)
    row = duty(played, "taxation", 25)
    assert (row.state, row.late_days, row.received_at and row.received_at.date()) == ("filed", 0, date(2020, 9, 29))
    assert {one.to for one in letters if one.kind == "reply"} == {OFFICE}


def test_the_office_forwards_a_table_whose_title_says_whose_it_is(played: Stage) -> None:
    played.answer(mail(("赵一", OFFICE), "转", "请查收", instant(AT), [("x.xlsx", book(played, 7))]), AT)
    row = duty(played, "justice", 7)
    assert (row.state, row.late_days) == ("filed", 1)


def test_the_office_types_a_list_for_a_unit(played: Stage) -> None:
    text = "代报 司法局 9月25日收\n分管领导：赵一，副局长，0715-5550001\n联络人：钱二，科员，13800000001"
    played.answer(words(text, when=AT, sender=OFFICE, subject="代报名单"), AT)
    assert (duty(played, "justice", None).state, duty(played, "justice", None).late_days) == ("filed", 0)


def test_a_scan_that_the_office_forwards_counts_as_received(played: Stage) -> None:
    letters = played.answer(mail(("赵一", OFFICE), "转", "代报 税务局 9月29日收", instant(AT), [("税收管理.pdf", SCAN)]), AT)
    assert duty(played, "taxation", 25).state == "received"
    assert [one for one in letters if one.kind == "reply"] == []


def test_nobody_else_may_send_for_a_unit(played: Stage) -> None:
    content = mail(("孙三", STRANGER), "转", "代报 税务局 9月29日收", instant(AT), [("x.xlsx", book(played, 25))])
    played.answer(content, AT)
    assert (duty(played, "taxation", 25).state, duty(played, "taxation", 25).late_days) == ("provisional", 1)


def test_a_day_to_come_is_not_believed(played: Stage) -> None:
    content = mail(("赵一", OFFICE), "转", "代报 税务局 10月29日收", instant(AT), [("x.xlsx", book(played, 25))])
    played.answer(content, AT)
    assert duty(played, "taxation", 25).received_at == instant(AT)


def test_a_file_filed_by_hand_is_judged_and_answered_like_a_mail_of_the_unit(played: Stage) -> None:
    number = by_hand(played, "taxation", "目录.xlsx", book(played, 25), "2020-09-29T15:00")
    letters = played.tick(AT)
    assert (duty(played, "taxation", 25).state, duty(played, "taxation", 25).late_days) == ("filed", 0)
    assert [(one.key, one.to) for one in letters if one.kind == "reply"] == [(f"reply:{number}:1", "taxation@example.cn")]


def test_a_unit_without_address_gets_no_answer_to_what_was_filed_by_hand(played: Stage) -> None:
    by_hand(played, "justice", "目录.xlsx", book(played, 7), "2020-09-29T15:00")
    assert [one for one in played.tick(AT) if one.kind == "reply"] == []
    assert duty(played, "justice", 7).state == "filed"


def test_the_same_file_is_filed_once(played: Stage) -> None:
    first = by_hand(played, "justice", "目录.xlsx", book(played, 7), "2020-09-29T15:00")
    assert by_hand(played, "justice", "目录.xlsx", book(played, 7), "2020-09-29T16:00") == first


def test_a_scan_filed_by_hand_is_registered_and_nobody_is_asked_for_a_better_one(played: Stage) -> None:
    by_hand(played, "taxation", "扫描.pdf", SCAN, "2020-09-25T15:00", form="liaison")
    letters = played.tick(AT)
    row = duty(played, "taxation", None)
    assert (row.state, row.late_days) == ("filed", 0)
    assert duty(played, "taxation", 25).state == "open"
    assert [one for one in letters if one.kind == "reply"] == []
    assert "扫描" not in digest(played, "2020-10-09T16:30").text.partition("待您决定（")[2].partition("\n\n")[0]


def drop(one: Stage, unit: str, name: str, content: bytes) -> Path:
    path = one.desk.settings.home / "data" / "dropbox" / unit / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_file_in_the_drop_folder_is_filed_and_moved(played: Stage) -> None:
    path = drop(played, "税务局", "目录（9月29日收）.xlsx", book(played, 25))
    assert played.pass_at(AT).failed == []
    row = duty(played, "taxation", 25)
    assert (row.state, row.late_days) == ("filed", 0)
    assert not path.exists()
    moved = path.parents[1] / "已处理" / "2020-10-09-taxation-目录（9月29日收）.xlsx"
    assert moved.read_bytes() == book(played, 25)


def test_a_file_dropped_again_after_a_crash_before_it_was_moved_is_filed_once(played: Stage) -> None:
    drop(played, "taxation", "目录.xlsx", book(played, 25))
    played.pass_at(AT)
    drop(played, "taxation", "目录.xlsx", book(played, 25))
    played.pass_at("2020-10-09T11:05")
    assert len(played.mails()) == 1
    assert len(list((played.desk.settings.home / "data" / "dropbox" / "已处理").iterdir())) == 2


def test_a_folder_that_names_no_unit_is_named_and_left_alone(played: Stage) -> None:
    path = drop(played, "气象局", "目录.xlsx", b"x")
    assert played.pass_at(AT).failed == ["drop:no-unit"]
    assert path.exists()


@pytest.mark.parametrize("name", [".DS_Store", "~$目录.xlsx", "目录.xlsx.part", "目录.tmp"])
def test_files_that_are_still_being_made_are_left_alone(played: Stage, name: str) -> None:
    path = drop(played, "taxation", name, b"x")
    assert played.pass_at(AT).polled == 0
    assert path.exists()


def people(one: Stage, unit: str, when: str, sender: str) -> bytes:
    name = one.rulebook.unit_by_key[unit].name
    leader = Contact("赵一", "副局长", "0715-5550001 zhao@example.cn")
    contact = Contact("钱二", "科员", "13800000001 qian@example.cn")
    return mail(("钱二", sender), "名单", "见附件", instant(when), [("附件2.xlsx", liaison(name, "2020年9月25日", leader, contact))])


def addresses(one: Stage, unit: str) -> dict[str, str]:
    return {found.address: found.source for found in list_addresses(one.desk.db, unit)}


def test_a_filed_list_of_a_known_sender_teaches_both_addresses(played: Stage) -> None:
    played.answer(people(played, "taxation", AT, "taxation@example.cn"), AT)
    assert addresses(played, "taxation") == {"taxation@example.cn": "import", "qian@example.cn": "liaison", "zhao@example.cn": "leader"}
    assert leader_addresses(played.desk.db, "taxation") == ("zhao@example.cn",)


def test_a_strangers_list_teaches_nothing_until_the_office_takes_it(played: Stage) -> None:
    played.answer(people(played, "justice", AT, STRANGER), AT)
    assert addresses(played, "justice") == {}
    letter = digest(played, "2020-10-09T16:30")
    played.answer(order(letter, "1 收下", when="2020-10-09T17:00"), "2020-10-09T17:00")
    assert addresses(played, "justice") == {"qian@example.cn": "liaison", "zhao@example.cn": "leader"}


def test_reminders_are_copied_to_the_leader_only_by_order(played: Stage) -> None:
    played.answer(people(played, "taxation", "2020-09-24T11:00", "taxation@example.cn"), "2020-09-24T11:00")
    played.tick("2020-09-29T10:00")
    letter = digest(played, "2020-09-29T16:30")
    played.answer(order(letter, "抄送领导 税务局", when="2020-09-29T17:00"), "2020-09-29T17:00")
    played.tick("2020-09-30T10:00")
    first, second = (one for one in played.kinds("notice") if one.key in ("notice:taxation:2020-09-29", "notice:taxation:2020-09-30"))
    assert "zhao@example.cn" not in first.letter.recipients
    assert "zhao@example.cn" in second.letter.recipients
    assert "zhao@example.cn" in str(second.message["Cc"])
