"""The first letter of a unit says what concerns it, by which day, and brings the forms of just that."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mailbot.model.decision import Order
from mailbot.office.orders import Office, apply
from tests.season.builders import Sent, Stage, instant, people, stage, table, words

CIVIL, DAY = "civil-affairs@example.cn", "2020-09-24"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    """Before the first letters: one area of civil affairs moved, one of housing declared not to concern it."""
    with stage(tmp_path) as one:
        one.register("civil-affairs")
        one.register("housing")
        later = Order("defer", by="test", unit="civil-affairs", form="catalogue", area=5, day=date(2020, 10, 12))
        none = Order("exempt", by="test", unit="housing", form="catalogue", area=16, why="无此类事项")
        for order in (later, none):
            assert apply(Office(one.desk.db, one.rulebook, instant(f"{DAY}T08:00")), order).done
        yield one


def letter(sent: tuple[Sent, ...], unit: str) -> Sent:
    return next(one for one in sent if one.key.startswith(f"notice:{unit}:"))


def test_a_moved_deadline_stands_in_the_first_letter(played: Stage) -> None:
    first = letter(played.tick(f"{DAY}T10:00"), "civil-affairs").text
    assert "社会救助领域目录：10月12日前" in first
    assert "养老服务领域目录：9月30日前" in first
    assert "贵单位的报送时间已由办公室调整，以上列时间为准。" in first
    assert "已由办公室调整" not in letter(tuple(played.sent), "housing").text


def test_what_does_not_concern_a_unit_is_not_asked_of_it(played: Stage) -> None:
    first = letter(played.tick(f"{DAY}T10:00"), "housing")
    assert "农村危房改造" not in first.text
    assert "市政服务领域目录：9月30日前" in first.text
    assert first.text.count("领域目录：9月30日前") == 4


def test_what_is_here_before_the_first_letter_is_said_to_be(played: Stage) -> None:
    played.answer(people("赤壁市民政局", when=f"{DAY}T09:00", sender=CIVIL), f"{DAY}T09:00")
    first = letter(played.tick(f"{DAY}T10:00"), "civil-affairs")
    assert "分管负责人及联络人名单：9月25日前（已收到）" in first.text
    assert first.attachments == ("公开事项目录空表（赤壁市民政局）.xlsx",)


def test_who_asks_for_forms_hears_the_moved_day(played: Stage) -> None:
    played.tick(f"{DAY}T10:00")
    answer = played.answer(words("请发一份空表", when=f"{DAY}T11:00", sender=CIVIL, subject="空表"), f"{DAY}T11:00")[0]
    assert "社会救助领域目录：10月12日前" in answer.text


def test_a_stranger_who_asks_for_forms_hears_nothing_of_how_the_unit_stands(played: Stage) -> None:
    played.answer(people("赤壁市民政局", when=f"{DAY}T09:00", sender=CIVIL), f"{DAY}T09:00")
    asks = words("请发一份空表。赤壁市民政局", when=f"{DAY}T11:00", sender="zhao@163.example", subject="空表（赤壁市民政局）")
    answer = next(one for one in played.answer(asks, f"{DAY}T11:00") if one.to == "zhao@163.example")
    assert "9月25日前" in answer.text
    assert "已收到" not in answer.text


def test_a_reminder_brings_the_forms_of_what_it_asks_for_and_no_others(played: Stage) -> None:
    played.answer(table(played.rulebook, (14, 15), when=f"{DAY}T11:00", sender="housing@example.cn"), f"{DAY}T11:00")
    played.answer(people("赤壁市住建局", when=f"{DAY}T12:00", sender="housing@example.cn"), f"{DAY}T12:00")
    reminder = letter(played.tick("2020-09-29T10:00"), "housing")
    assert "市政服务、城市综合执法" in reminder.subject
    assert reminder.attachments == ("公开事项目录空表（赤壁市住建局）.xlsx",)
    assert sheets(reminder) == ["市政服务", "城市综合执法", "填写说明"]


def sheets(sent: Sent) -> list[str]:
    from io import BytesIO

    from openpyxl import load_workbook

    (part,) = sent.message.iter_attachments()
    return load_workbook(BytesIO(part.get_content())).sheetnames
