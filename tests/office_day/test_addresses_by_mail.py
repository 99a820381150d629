"""The office mails a workbook of addresses in answer to the digest: who may, what it is told, how it is taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from mailbot.demo.books import catalogue
from mailbot.letters.book import Book
from mailbot.store.directory import addresses_by_unit
from mailbot.store.people import numbers_by_unit
from tests.office_day.builders import digest, order, told
from tests.season.builders import OFFICE, SETTINGS, Sent, Stage, instant, stage

TRUSTING = SETTINGS + '[security]\nauthserv_id = "mx.chibi.example"\n'
SEALED = [("Authentication-Results", "mx.chibi.example; spf=pass smtp.mailfrom=office@example.cn; dkim=pass header.d=example.cn")]
ROWS = (
    ("单位", "联系人", "电话", "邮箱"),
    ("赤壁市民政局", "赵一", "0715-5550001", "a@example.cn"),
    ("", "钱二", "", "b@example.cn"),
    ("税务局", "孙三", "13800000001", "swj@example.cn"),
    ("气象局", "李四", "", "c@example.cn"),
)


def book(rows: tuple[tuple[str, ...], ...] = ROWS) -> bytes:
    made = Book("x")
    sheet = made.sheet("通讯录")
    for number, row in enumerate(rows):
        sheet.put_row(number, row)
    return made.content()


@dataclass
class Talk:
    """An office that answers a digest minute after minute; every test leaves no address behind."""

    stage: Stage
    digest: Sent
    now: datetime

    def mailed(self, *lines: str, content: bytes | None = None, **changes: Any) -> tuple[Sent, ...]:
        self.now += timedelta(minutes=1)
        files = [("邮箱.xlsx", book() if content is None else content)] if content != b"" else []
        facts: dict[str, Any] = {"headers": SEALED, "attachments": files} | changes
        sent = self.stage.answer(order(self.digest, *lines, when=self.now, **facts), self.now)
        return tuple(one for one in sent if OFFICE in one.letter.recipients and one.kind != "digest")

    @property
    def registered(self) -> dict[str, tuple[str, ...]]:
        return addresses_by_unit(self.stage.desk.db)

    @property
    def last(self) -> int:
        return self.stage.mails()[-1].id


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    with stage(tmp_path_factory.mktemp("addresses"), TRUSTING) as one:
        yield Talk(one, digest(one, "2020-09-24T16:30"), instant("2020-09-24T17:00"))


@pytest.fixture
def talk(played: Talk) -> Talk:
    assert played.registered == {}
    return played


def test_the_answer_tells_what_changed_unit_by_unit_and_its_words_undo_it(talk: Talk) -> None:
    (letter,) = talk.mailed("见附件，请登记。")
    assert talk.registered == {"civil-affairs": ("a@example.cn", "b@example.cn"), "taxation": ("swj@example.cn",)}
    assert numbers_by_unit(talk.stage.desk.db)["taxation"][0].phone == "13800000001"
    (answer,) = told(letter.text)
    assert answer.startswith(
        "已办：新登记邮箱 3 个，原已登记 0 个，登记电话 2 个：民政局 a@example.cn、b@example.cn、电话1个；税务局 swj@example.cn、电话1个；"
        "下列位置没有认出单位，未登记：通讯录!A5。"
    )
    assert f"请回复：撤销 m{talk.last}（或 held undo m{talk.last}）" in answer
    assert "13800000001" not in letter.text
    (again,) = talk.mailed()
    assert told(again.text)[0].startswith("未办：“邮箱.xlsx”中的邮箱和电话原已登记，未作改动。")
    (undone,) = talk.mailed(f"撤销 m{talk.last - 1}", content=b"")
    assert told(undone.text)[0].startswith(f"已办：m{talk.last - 2} 登记的邮箱 3 个、电话 2 个已取消。")
    assert talk.registered == {}
    assert "taxation" not in numbers_by_unit(talk.stage.desk.db)


def test_without_authentication_the_answer_names_the_command(talk: Talk) -> None:
    (letter,) = talk.mailed(headers=[])
    assert "请在办公室电脑上用命令办理：mailbot units import 文件" in told(letter.text)[0]
    assert talk.registered == {}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"sender": "wang@example.com", "headers": []}, "other"),
        ({"subject": "回复：日报 9月24日〔AAAAAAAA〕"}, "other"),
        ({"answers": "<made-up@example.cn>"}, "other"),
        ({"subject": "各单位邮箱", "answers": ""}, "other"),
    ],
    ids=["untrusted", "wrong-code", "no-thread", "no-code"],
)
def test_who_does_not_answer_a_digest_with_its_code_registers_nothing(talk: Talk, changes: dict[str, Any], outcome: str) -> None:
    assert talk.mailed(**changes) == ()
    assert talk.stage.mails()[-1].outcome == outcome
    assert talk.registered == {}


def test_a_catalogue_in_answer_to_a_digest_is_no_book_of_addresses(talk: Talk) -> None:
    (letter,) = talk.mailed(content=catalogue([talk.stage.rulebook.area_by_number[5]], talk.stage.rulebook))
    assert "没有找到指令" in letter.text
    assert numbers_by_unit(talk.stage.desk.db) == {}


def test_a_forged_mail_does_not_undo(talk: Talk) -> None:
    talk.mailed()
    mail = talk.last
    talk.mailed(f"撤销 m{mail}", content=b"", sender="wang@example.com", headers=[])
    assert len(talk.registered) == 2
    talk.mailed(f"撤销 m{mail}", content=b"")


def test_an_old_digest_registers_nothing(talk: Talk) -> None:
    talk.now = instant("2020-10-09T09:00")
    talk.mailed()
    assert (talk.stage.mails()[-1].outcome, talk.stage.mails()[-1].reason) == ("other", "wrong-code")
    assert talk.registered == {}
