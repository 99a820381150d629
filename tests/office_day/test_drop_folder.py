"""The drop folder as people use it: odd names, folders in folders, files that are too large, half-written, dropped twice."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.demo.books import catalogue
from mailbot.jobs.board import current_board
from mailbot.jobs.dropbox import pick_up
from tests.office_day.builders import digest
from tests.season.builders import SETTINGS, Stage, instant, stage

AT, EVENING = "2020-10-09T11:00", "2020-10-09T16:30"


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path, f"{SETTINGS}\n[limits]\nmail_mb = 1\nattachment_mb = 1\n") as one:
        one.register("taxation")
        one.tick("2020-09-24T09:30")
        yield one


def book(one: Stage, area: int = 25) -> bytes:
    return catalogue([one.rulebook.area_by_number[area]], one.rulebook)


def folder(one: Stage) -> Path:
    return one.desk.settings.home / "data" / "dropbox"


def drop(one: Stage, where: str, content: bytes) -> Path:
    path = folder(one) / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def state(one: Stage, unit: str, area: int) -> str:
    return next(str(duty.state) for duty in current_board(one.desk, instant(AT)) if (duty.unit, duty.area) == (unit, area))


def warnings(one: Stage) -> str:
    return digest(one, EVENING).text.partition("请留意\n")[2].partition("\n\n")[0]


NAMES = {
    "very long": "目录" * 40 + ".xlsx",
    "no ending": "目录",
    "only an ending": "目录.税务局.2020.10.9.最终版（2）",
    "a line's end": "目录\n第二行.xlsx",
    "turning marks": "目录\u202exslx.exe",
    "quotes and stars": '目录"*?[1].xlsx',
    "looks like a formula": "=1+1.xlsx",
    "full width": "目录（９月２９日收）．xlsx",
    "decomposed": "é目录.xlsx",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_with_an_odd_name_is_filed_and_moved(played: Stage, name: str) -> None:
    path = drop(played, f"税务局/{name}", book(played))
    assert played.pass_at(AT).failed == []
    assert state(played, "taxation", 25) == "filed"
    assert not path.exists()
    (moved,) = (folder(played) / "已处理").iterdir()
    assert moved.name.startswith("2020-10-09-taxation-")
    assert moved.read_bytes() == book(played)


def test_a_name_in_gbk_bytes_is_read_and_keeps_no_other_file_back(played: Stage) -> None:
    drop(played, "税务局/b.xlsx", book(played))
    odd = drop(played, os.fsdecode("税务局/".encode() + "税收管理目录.xlsx".encode("gbk")), book(played, 7))
    assert played.pass_at(AT).failed == []
    assert not odd.exists()
    assert {one.name for one in (folder(played) / "已处理").iterdir()} == {
        "2020-10-09-taxation-b.xlsx",
        "2020-10-09-taxation-税收管理目录.xlsx",
    }


def test_folders_in_a_units_folder_are_looked_into(played: Stage) -> None:
    drop(played, "司法局/U盘/材料/目录.xlsx", book(played, 7))
    assert played.pass_at(AT).failed == []
    assert state(played, "justice", 7) == "filed"


def test_two_files_of_one_name_are_both_kept(played: Stage) -> None:
    drop(played, "司法局/一/目录.xlsx", book(played, 7))
    drop(played, "司法局/二/目录.xlsx", b"x")
    played.pass_at(AT)
    assert {one.name for one in (folder(played) / "已处理").iterdir()} == {"2020-10-09-justice-目录.xlsx", "2020-10-09-justice-2-目录.xlsx"}


def test_a_file_that_is_too_large_stays_and_is_told_and_the_others_go_on(played: Stage) -> None:
    path = drop(played, "税务局/a.zip", bytes((1 << 20) + 1))
    drop(played, "税务局/b.xlsx", book(played))
    assert played.pass_at(AT).failed == ["drop:PermissionError"]
    assert (path.exists(), state(played, "taxation", 25)) == (True, "filed")
    assert "不能读取：a.zip" in warnings(played)


def test_what_lies_in_no_folder_or_an_unknown_one_stays_and_is_told(played: Stage) -> None:
    loose, unknown = drop(played, "目录.xlsx", book(played)), drop(played, "气象局/目录.xlsx", book(played))
    played.pass_at(AT)
    assert (loose.exists(), unknown.exists(), played.mails()) == (True, True, ())
    text = warnings(played)
    assert "没有放进单位的文件夹：目录.xlsx" in text
    assert "认不出单位：气象局" in text


def test_a_file_nobody_can_read_is_asked_about_and_answered_to_the_unit(played: Stage) -> None:
    drop(played, "税务局/目录.xlsx", b"PK\x03\x04 broken")
    letters = [one for one in played.tick(AT) if one.kind == "reply"]
    assert (played.outcomes(), [one.to for one in letters]) == (("unreadable",), ["taxation@example.cn"])
    assert state(played, "taxation", 25) == "received"


def test_the_same_file_twice_is_answered_once_also_when_its_unit_got_an_address_meanwhile(played: Stage) -> None:
    drop(played, "司法局/目录.xlsx", book(played, 7))
    played.pass_at(AT)
    played.register("justice", when=AT)
    drop(played, "司法局/又一份.xlsx", book(played, 7))
    assert [one for one in played.tick("2020-10-09T11:30") if one.kind == "reply"] == []
    assert played.outcomes() == ("filed", "duplicate")
    assert not list((folder(played) / "司法局").iterdir())


def test_a_file_half_written_is_left_until_it_is_at_rest(played: Stage) -> None:
    played.desk.simulated = False
    path = drop(played, "税务局/目录.xlsx", book(played)[:100])
    # A copy that keeps the time of its original is recognised by its change of state.
    os.utime(path, (1_600_000_000, 1_600_000_000))
    now = datetime.now(UTC)
    assert (pick_up(played.desk, now).new, path.exists()) == (0, True)
    path.write_bytes(book(played))
    assert (pick_up(played.desk, now + timedelta(minutes=1)).new, path.exists()) == (1, False)


@pytest.mark.parametrize("name", [".~lock.目录.xlsx#", ".git/config", "目录.xlsx.crdownload", "Thumbs.tmp"])
def test_what_programs_leave_is_no_file_of_a_unit(played: Stage, name: str) -> None:
    path = drop(played, f"税务局/{name}", b"x")
    done = played.pass_at(AT)
    assert (done.polled, done.failed, path.exists()) == (0, [], True)
