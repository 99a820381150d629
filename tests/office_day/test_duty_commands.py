"""The office's orders at the command line: duty, season, units import, report progress, held merge."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailbot.demo.books import Faults, catalogue
from mailbot.letters.book import Book
from mailbot.rulebook.load import load_rulebook
from tests.cli.builders import at_home
from tests.season.builders import stage, table

NOW = ("--now", "2020-10-09T11:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home where 教育局's table was returned and nothing else has come."""
    folder = tmp_path / "home"
    with stage(folder) as played:
        played.register("education")
        without = Faults(without=frozenset({"公开时限"}))
        played.tick("2020-09-24T10:00")
        sender, when = "education@example.cn", "2020-09-28T09:00"
        played.answer(table(played.rulebook, [3], when=when, sender=sender, faults=without), when)
    return folder


def state(home: Path, unit: str, area: int | None) -> tuple[str, str, int]:
    shape = at_home(home, *NOW, "status", "--unit", unit, "--json").shape
    duty = next(one for one in shape["units"][0]["duties"] if one["area"] == area)
    return duty["state"], duty["deadline"], duty["late_days"]


@pytest.mark.parametrize(
    ("order", "unit", "area", "before", "after"),
    [
        (("accept", "教育局", "义务教育"), "education", 3, "returned", "filed"),
        (("exempt", "卫健局", "21"), "health", 21, "open", "exempt"),
        (("exempt", "卫健局", "名单"), "health", None, "open", "exempt"),
    ],
)
def test_a_duty_is_decided_about_and_the_decision_taken_back(
    home: Path, order: tuple[str, ...], unit: str, area: int | None, before: str, after: str
) -> None:
    done = at_home(home, *NOW, "duty", *order, "--why", "已核对")
    assert (done.code, state(home, unit, area)[0]) == (0, after)
    assert "--undo" in done.err
    assert at_home(home, *NOW, "duty", *order, "--undo").code == 0
    assert state(home, unit, area)[0] == before
    assert at_home(home, *NOW, "duty", *order, "--undo").code == 1


def test_a_decision_about_a_duty_needs_a_reason(home: Path) -> None:
    assert at_home(home, *NOW, "duty", "exempt", "卫健局", "21").code == 2


def test_an_area_of_another_unit_is_refused(home: Path) -> None:
    done = at_home(home, *NOW, "duty", "exempt", "卫健局", "义务教育", "--why", "无")
    assert (done.code, "由教育局负责" in done.err) == (1, True)


@pytest.mark.parametrize("words", [("气象局", "21"), ("卫健局", "天气")])
def test_what_nobody_knows_is_a_wrong_call(home: Path, words: tuple[str, str]) -> None:
    assert at_home(home, *NOW, "duty", "exempt", *words, "--why", "无").code == 2


def test_deadlines_move_for_one_unit_and_for_all(home: Path) -> None:
    assert at_home(home, *NOW, "duty", "defer", "all", "目录", "2020-10-12", "--why", "假期").code == 0
    assert at_home(home, *NOW, "duty", "defer", "税务局", "catalogue", "2020-10-15", "--why", "升级").code == 0
    assert state(home, "health", 21)[1] == "2020-10-12"
    assert state(home, "taxation", 25)[1] == "2020-10-15"
    assert at_home(home, *NOW, "duty", "defer", "税务局", "catalogue", "下周", "--why", "升级").code == 2


def test_what_came_late_through_our_fault_counts_as_on_time(home: Path) -> None:
    book = home / "x.xlsx"
    rules = load_rulebook(None)
    book.write_bytes(catalogue([rules.area_by_number[7]], rules))
    assert at_home(home, *NOW, "duty", "file", "司法局", "目录", str(book), "--received", "2020-10-09T09:00").code == 0
    assert state(home, "justice", 7)[2] == 1
    assert at_home(home, *NOW, "duty", "on-time", "司法局", "7", "--why", "系统故障").code == 0
    assert state(home, "justice", 7)[2] == 0


def test_a_file_that_must_be_mended_is_told_with_exit_one(home: Path) -> None:
    rules = load_rulebook(None)
    book = home / "x.xlsx"
    book.write_bytes(catalogue([rules.area_by_number[7]], rules, faults=Faults(without=frozenset({"公开时限"}))))
    done = at_home(home, *NOW, "duty", "file", "司法局", "catalogue", str(book), "--received", "2020-09-29")
    assert (done.code, "请补正" in done.out) == (1, True)


def test_nothing_can_be_received_tomorrow(home: Path) -> None:
    book = home / "x.xlsx"
    book.write_bytes(b"x")
    assert at_home(home, *NOW, "duty", "file", "司法局", "catalogue", str(book), "--received", "2020-10-10").code == 2


def test_a_closed_season_reminds_nobody_until_it_is_opened_again(home: Path) -> None:
    assert at_home(home, *NOW, "season", "close").code == 0
    assert at_home(home, *NOW, "season", "close").code == 1
    assert at_home(home, *NOW, "tick", "--json").shape["announced"] <= 1
    assert not [
        one
        for one in at_home(home, "outbox", "list", "--state", "sent,waiting", "--json").shape
        if "2020-10-09" in one["key"] and one["kind"] == "notice"
    ]
    assert "收尾" in at_home(home, *NOW, "doctor").out
    assert at_home(home, *NOW, "season", "reopen").code == 0
    at_home(home, "--now", "2020-10-09T11:10", "tick")
    sent = at_home(home, "outbox", "list", "--state", "sent,waiting", "--json").shape
    assert "notice:education:2020-10-09" in [one["key"] for one in sent]


def test_addresses_and_numbers_come_from_a_workbook(home: Path) -> None:
    book = Book("x")
    sheet = book.sheet("通讯录")
    rows = (
        ("单位", "联系人", "电话", "邮箱"),
        ("赤壁市民政局", "赵一", "0715-5550001", "a@example.cn"),
        ("", "钱二", "", "b@example.cn"),
        ("气象局", "孙三", "", "c@example.cn"),
    )
    for number, row in enumerate(rows):
        sheet.put_row(number, row)
    path = home / "units.xlsx"
    path.write_bytes(book.content())
    done = at_home(home, *NOW, "units", "import", str(path))
    assert (done.code, "通讯录!A4" in done.out) == (1, True)
    units = at_home(home, "units", "list", "--json").shape
    mine = next(one for one in units if one["key"] == "civil-affairs")
    assert [one["address"] for one in mine["addresses"]] == ["a@example.cn", "b@example.cn"]


def test_the_progress_workbook_is_written(home: Path) -> None:
    path = home / "progress.xlsx"
    assert at_home(home, *NOW, "report", "progress", "-o", str(path)).code == 0
    assert "领域" in load_workbook(path).sheetnames


@pytest.mark.parametrize("order", ["merge", "replace"])
def test_a_mail_that_is_not_held_cannot_be_merged(home: Path, order: str) -> None:
    assert at_home(home, *NOW, "held", order, "m1").code == 1
