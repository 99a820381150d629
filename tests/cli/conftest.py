"""A home that has lived a few days, to be looked at, and a copy of it to be changed."""

import shutil
from pathlib import Path

import pytest

from mailbot.demo.books import Faults
from mailbot.mail.ports import Refusal
from tests.season.builders import STRANGER, make_home, stage, table, words

CIVIL = "civil-affairs@example.cn"


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with: m1 filed, m2 provisional, m3 held, m4 ignored, m5 asked for forms; l1 withheld, a dead letter."""
    folder = tmp_path_factory.mktemp("lived")
    with stage(folder) as played:
        played.register("civil-affairs")
        played.register("finance")
        rulebook = played.rulebook
        one_blank = Faults({(1, "time_limit"): ""})
        played.transport.refusals["finance@example.cn"] = Refusal("finance@example.cn", 550, "no such user")
        early = "2020-09-24T09:00"
        played.arrive(table(rulebook, (5, 6), when=early, sender=CIVIL, faults=one_blank), early)
        played.pass_at("2020-09-28T09:00")
        played.answer(table(rulebook, (3,), when="2020-09-28T09:10", sender=STRANGER), "2020-09-28T09:10")
        played.answer(table(rulebook, (8, 13), when="2020-09-28T09:20", sender="qian1981@qq.example"), "2020-09-28T09:20")
        played.answer(words("邮件已收到。", when="2020-09-28T09:30", sender=CIVIL, subject="自动回复:函"), "2020-09-28T09:30")
        played.answer(words("请发空表。", when="2020-09-28T09:40", sender="finance@example.cn", subject="请发样表"), "2020-09-28T09:40")
        played.tick("2020-09-28T16:30")
    return folder


@pytest.fixture
def home(lived: Path, tmp_path: Path) -> Path:
    """Copy the home."""
    return Path(shutil.copytree(lived, tmp_path / "home"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Make a home that was never started."""
    return make_home(tmp_path / "empty")
