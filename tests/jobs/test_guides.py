"""A workbook of the office becomes the guide of its areas."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.demo.books import catalogue
from mailbot.errors import OperatorError
from mailbot.jobs.guides import guides_of, keep_guide
from mailbot.letters.blank_forms import forms_for
from mailbot.rulebook.check import problems
from mailbot.rulebook.load import load_rulebook, packaged
from mailbot.rulebook.model import Guide
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from tests.letters.builders import rulebook
from tests.letters.grids import book


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings.model_construct().limits) as one:
        yield one


def guides(sandbox: Sandbox, folder: Path, areas: tuple[int, ...], *, titled: bool = True, area: int | None = None) -> tuple[Guide, ...]:
    path = folder / "指引.xlsx"
    path.write_bytes(catalogue([rulebook().area_by_number[number] for number in areas], rulebook(), title=titled))
    return guides_of(path, rulebook(), sandbox, Settings.model_construct(), area=area, complete=True)


def test_each_area_of_a_workbook_becomes_its_guide(sandbox: Sandbox, tmp_path: Path) -> None:
    found = guides(sandbox, tmp_path, (5, 6))
    assert [(guide.area, guide.name, guide.complete, guide.evidence) for guide in found] == [
        (5, "社会救助", True, ("指引.xlsx",)),
        (6, "养老服务", True, ("指引.xlsx",)),
    ]
    assert found[0].document == "民办函〔2019〕52号"
    assert [item.serial for item in found[0].item] == list(range(1, len(found[0].item) + 1))
    assert all(item.sure and item.first_level for item in found[0].item)


def test_it_stands_in_the_place_of_the_packaged_one_in_forms_and_notes(sandbox: Sandbox, tmp_path: Path) -> None:
    (guide,) = guides(sandbox, tmp_path, (8,), area=5, titled=False)
    path = keep_guide(tmp_path, guide)
    assert path == tmp_path / "rules" / "guides" / "05.toml"
    rules = load_rulebook(tmp_path)
    assert problems(rules) == []
    assert rules.guides[5] == guide
    sheet = book(forms_for("civil-affairs", rules)[2])["社会救助"]
    assert [sheet.cell(4, column).value for column in (2, 3)] == [guide.item[0].first_level, guide.item[0].second_level]
    assert sheet["D4"].value == guide.item[0].elements["content"]
    assert sheet["E4"].value == guide.item[0].elements["basis"]
    assert sheet["G4"].value is None


def test_the_file_of_an_area_that_is_there_is_written_over(sandbox: Sandbox, tmp_path: Path) -> None:
    shutil.copytree(packaged("rules") / "guides", tmp_path / "rules" / "guides")
    (guide,) = guides(sandbox, tmp_path, (5,))
    assert keep_guide(tmp_path, guide).name == "05-shehui-jiuzhu.toml"
    assert load_rulebook(tmp_path).guides[5] == guide


@pytest.mark.parametrize("titled", [True, False])
def test_what_is_no_guide_is_said(sandbox: Sandbox, tmp_path: Path, titled: bool) -> None:
    path = tmp_path / "指引.xlsx"
    path.write_bytes(b"x" if titled else catalogue([rulebook().area_by_number[8]], rulebook(), title=False))
    with pytest.raises(OperatorError) as raised:
        guides_of(path, rulebook(), sandbox, Settings.model_construct())
    assert raised.value.code == ("no-guide" if titled else "no-guide-area")
