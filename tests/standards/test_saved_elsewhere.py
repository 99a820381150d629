"""The draft edited by a person and saved by another program: LibreOffice opens and saves it, and every fate is told as before."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits
from mailbot.standards.rows import Edited, edited, is_standard
from tests.standards.builders import entries, rules
from tests.standards.edits import CONTENT, SECOND, Line, lines, workbook, written
from tests.standards.test_reconcile import KNOWN, places, settled

BASE = entries()
BOOK = workbook(BASE)


def edits() -> list[Line]:
    """Do one edit of each kind, and put the rest into the opposite order."""
    kept = lines(BOOK)
    deleted, retyped, renamed, moved, split, *rest = kept
    del deleted
    cells = ("", "其他", "留守儿童探访记录", "探访记录全文及附表", *retyped.cells[4:-2], "", "")
    return [
        retyped.put(CONTENT, f"{retyped.cells[CONTENT]}；监督电话", "retyped"),
        renamed.put(SECOND, f"{renamed.cells[SECOND][:2]}公示要求", "renamed"),
        replace(moved, area=6, done="moved"),
        split,
        replace(split.put(SECOND, f"{split.cells[SECOND]}（乡镇）", "split"), item=None),
        Line(5, None, cells, "inserted"),
        *reversed(rest),
    ]


def saved(content: bytes, suffix: str, folder: Path) -> Edited:
    """Let LibreOffice open a workbook and save it in a format."""
    (folder / "in").mkdir()
    path = folder / "in" / "标准目录.xlsx"
    path.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    files = read_file("1", f"标准目录.{suffix}", (folder / f"标准目录.{suffix}").read_bytes(), ReadLimits())
    assert any(is_standard(file, rules()) for file in files)
    return edited(files, rules())


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_an_edit_saved_by_libreoffice_is_told_right(suffix: str, tmp_path: Path) -> None:
    rows = edits()
    found = settled(BASE, saved(written(BOOK, rows, keys=True, merged=True), suffix, tmp_path))
    assert found.questions == ()
    for place, line in places(rows).items():
        assert found.rows[place] == line.item if line.item else found.rows[place].startswith("n1-"), line
    assert set(found.removed) == KNOWN.keys() - {line.item for line in rows}


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_draft_opened_and_saved_by_libreoffice_is_the_draft(tmp_path: Path) -> None:
    again = saved(BOOK, "xlsx", tmp_path)
    assert [(row.key, row.area) for row in again.rows] == [(one.key, one.area) for one in BASE]
    assert [row.elements for row in again.rows] == [
        {**one.elements, "serial": row.elements["serial"]} for row, one in zip(again.rows, BASE, strict=True)
    ]
