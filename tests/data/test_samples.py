"""The samples are what the code makes, and a first ``mailbot check`` of each ends as ``data/README.md`` says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.jobs.checking import Checked, check
from mailbot.rulebook.load import load_rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from tests.data.make import FOLDER, samples

EXPECTED = {
    "民政局目录.xlsx": ("filed", {5: 10, 6: 8}, []),
    "民政局目录-缺一处时限.xlsx": ("filed", {5: 10, 6: 8}, ["missing-value 社会救助!F8"]),
    "附件2.xlsx": ("filed", {None: 2}, []),
    "附件2-缺电话.xlsx": ("filed", {None: 2}, ["no-number 附件2!D5"]),
    "文本改名.xlsx": ("unreadable", {}, ["unreadable-text-renamed 文本改名.xlsx"]),
    "来信.eml": ("filed", {5: 10, 6: 8}, []),
}


def test_samples_in_the_repository_are_what_the_code_makes() -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == samples()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_judged_as_the_manual_says(name: str, sandbox: Sandbox) -> None:
    outcome, sizes, errors = EXPECTED[name]
    checked = _check(FOLDER / name, sandbox)
    assert checked.outcome == outcome
    assert {one.area: one.size for one in checked.submissions} == sizes
    assert _errors(checked) == errors
    assert checked.sound is not bool(errors)


def test_every_sample_is_told_in_the_readme_of_its_folder() -> None:
    text = (FOLDER.parent / "README.md").read_text("utf-8")
    assert [name for name in samples() if name not in text] == []


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings.model_construct().limits) as found:
        yield found


def _check(path: Path, sandbox: Sandbox) -> Checked:
    return check([path], load_rulebook(None), sandbox, Settings.model_construct())


def _errors(checked: Checked) -> list[str]:
    severities = {code: text.severity for code, text in load_rulebook(None).findings.items()}
    tables = [one for submission in checked.submissions for one in submission.findings]
    found = [one for findings in checked.findings.values() for one in findings] + tables
    return [f"{one.code} {one.where}" for one in found if severities[one.code] == "error"]
