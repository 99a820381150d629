"""A sender's own workbook with marks in it: everything else survives, nothing comes alive, doubt is refused."""

import contextlib
import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.letters.marking import marking_of
from mailbot.letters.marks import Marking
from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.patch import patch
from mailbot.model.mail import File
from mailbot.model.submission import Finding, Severity
from tests.letters.builders import catalogue, missing, rulebook
from tests.letters.grids import read_back, saved
from tests.letters.packages import rich_book

BARE = Finding("limit-without-start", "社会救助!F4", "公开时限", {"found": "20个工作日"})
CONTENT = rich_book()
RED, AMBER = "FFFFC7CE", "FFFFEB9C"


def marking(*findings: Finding) -> Marking:
    file = File("1", "民政局目录.xlsx", "xlsx", len(CONTENT), "2" * 64)
    return marking_of(
        file, [catalogue(findings=findings or (BARE, missing("社会救助!F9"), missing("社会救助!C5", "二级事项")))], rulebook()
    )


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Change the parts of a package by hand."""
    members = parts(content)
    change(members)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return stream.getvalue()


def substituted(content: bytes, name: str, changes: Mapping[bytes, bytes]) -> bytes:
    """Replace texts in one part; each must be there."""

    def change(members: dict[str, bytes]) -> None:
        for old, new in changes.items():
            assert old in members[name]
            members[name] = members[name].replace(old, new)

    return repacked(content, change)


def test_cells_are_marked_and_keep_the_rest_of_their_look() -> None:
    book = load_workbook(io.BytesIO(patch(CONTENT, marking())))
    sheet = book["社会救助"]
    assert book.sheetnames == ["需补正事项", "社会救助", "其他's"]
    assert [sheet[cell].fill.start_color.rgb for cell in ("F9", "C5", "F4")] == [RED, RED, AMBER]
    assert sheet["F9"].border.left.style == "thin"
    assert sheet["F9"].alignment.wrap_text
    assert sheet["F10"].fill.fill_type is None


def test_list_in_front_leads_to_each_cell() -> None:
    first = load_workbook(io.BytesIO(patch(CONTENT, marking()))).worksheets[0]
    assert [first.cell(row, 3).value for row in (4, 5, 6)] == ["社会救助!C5", "社会救助!F9", "社会救助!F4"]
    assert first["C5"].hyperlink.location == "'社会救助'!F9"
    assert first["B6"].value == "建议完善"
    assert first.freeze_panes == "A4"


def test_own_comments_stay_and_ours_stand_below() -> None:
    sheet = load_workbook(io.BytesIO(patch(CONTENT, marking())))["社会救助"]
    assert sheet["C5"].comment is not None
    assert sheet["C5"].comment.text.startswith("请科室再核\n【须补正】")
    assert sheet["F9"].comment is not None
    assert sheet["F9"].comment.author == "赤壁市政务公开领导小组办公室"


def test_pictures_boxes_formats_choices_and_panes_survive() -> None:
    before, after = parts(CONTENT), parts(patch(CONTENT, marking()))
    untouched = [
        name for name in before if name.startswith(("xl/media/", "xl/drawings/drawing", "xl/sharedStrings", "docProps/", "xl/theme"))
    ]
    assert len(untouched) >= 5
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    sheet = after["xl/worksheets/sheet1.xml"]
    for tag in (b"conditionalFormatting", b"dataValidations", b"<pane ", b"autoFilter", b"<drawing ", b"mergeCells"):
        assert tag in sheet


def test_formulas_show_their_values_and_links_outside_are_text() -> None:
    after = parts(patch(CONTENT, marking()))
    everything = b"".join(after.values())
    assert b"<f>" not in b"".join(part for name, part in after.items() if name.startswith("xl/worksheets/"))
    assert b"example.cn/law" not in everything
    sheet = load_workbook(io.BytesIO(patch(CONTENT, marking())))["社会救助"]
    assert sheet["A5"].value == 2
    assert sheet["E6"].value == "《社会救助暂行办法》"


def test_links_inside_the_book_stay() -> None:
    sheet = load_workbook(io.BytesIO(patch(CONTENT, marking())))["其他's"]
    assert sheet["A2"].hyperlink.location == "'社会救助'!A1"


def test_only_the_list_is_selected_and_print_titles_move_with_their_sheet() -> None:
    after = parts(patch(CONTENT, marking()))
    sheets = [name for name in after if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    assert [name for name in sheets if b"tabSelected" in after[name]] == ["xl/worksheets/mailbot-list.xml"]
    assert load_workbook(io.BytesIO(patch(CONTENT, marking())))["社会救助"].print_title_rows == "$2:$3"


def test_cell_and_row_that_were_not_there_are_written_in_order() -> None:
    findings = tuple(missing(f"社会救助!{cell}") for cell in ("Q7", "O7", "B30", "A25", "C30"))
    content = patch(CONTENT, marking(*findings))
    sheet = load_workbook(io.BytesIO(content))["社会救助"]
    assert {sheet[cell].fill.start_color.rgb for cell in ("Q7", "O7", "B30", "A25", "C30")} == {RED}
    xml = parts(content)["xl/worksheets/sheet1.xml"]
    rows = [int(number) for number in re.findall(rb'<row r="(\d+)"', xml)]
    assert rows == sorted(rows)
    cells = re.findall(rb'<c r="([A-Z]+)7"', xml)
    assert cells == sorted(cells, key=lambda letters: (len(letters), letters))


def test_sheet_without_comments_gets_its_own_parts() -> None:
    book = Workbook()
    book.worksheets[0].title = "社会救助"
    book.worksheets[0]["A1"] = "目录"
    sheet = load_workbook(io.BytesIO(patch(saved(book), marking(missing("社会救助!A1")))))["社会救助"]
    assert sheet["A1"].comment is not None
    assert sheet["A1"].fill.start_color.rgb == RED


def test_parts_with_a_prefix_are_patched_with_it() -> None:
    def prefix(members: dict[str, bytes]) -> None:
        for name in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
            text = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", members[name])
            members[name] = text.replace(b"<?x:xml", b"<?xml").replace(b"xmlns=", b"xmlns:x=", 1)

    book = Workbook()
    book.worksheets[0].title = "社会救助"
    book.worksheets[0]["A1"] = "目录"
    content = patch(repacked(saved(book), prefix), marking(missing("社会救助!A1"), missing("社会救助!B9")))
    sheet = load_workbook(io.BytesIO(content))["社会救助"]
    assert [sheet[cell].fill.start_color.rgb for cell in ("A1", "B9")] == [RED, RED]


def test_same_workbook_and_marks_are_the_same_bytes() -> None:
    assert patch(CONTENT, marking()) == patch(CONTENT, marking())


def test_parts_that_do_not_change_are_copied_as_they_lie() -> None:
    content = patch(CONTENT, marking())
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as before, zipfile.ZipFile(io.BytesIO(content)) as after:
        name = "xl/theme/theme1.xml"
        assert after.getinfo(name).compress_size == before.getinfo(name).compress_size
        assert after.getinfo(name).CRC == before.getinfo(name).CRC


def related(name: str, kind: str, target: str, *, mode: str = "") -> bytes:
    """Relate a part of the workbook to one more, which is there under a harmless name."""

    def add(members: dict[str, bytes]) -> None:
        folder, _, file = name.rpartition("/")
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        old = members.get(path, b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'></Relationships>")
        tag = f'<Relationship Id="rIdEvil" Type="http://schemas.example/{kind}" Target="{target}"{mode}/></Relationships>'
        members[path] = old.replace(b"</Relationships>", tag.encode())
        members["xl/theme/theme2.xml"] = b"<a/>"

    return repacked(CONTENT, add)


OUTSIDE = ' TargetMode="External"'
SHEET, DRAWN, BOXES = "xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml"
HARMLESS = "../theme/theme2.xml"
ACTIVE: dict[str, Callable[[], bytes]] = {
    "macros": lambda: related("xl/workbook.xml", "vbaProject", "theme/theme2.xml"),
    "macro sheet": lambda: related("xl/workbook.xml", "xlMacrosheet", "theme/theme2.xml"),
    "another book": lambda: related("xl/workbook.xml", "externalLink", "theme/theme2.xml"),
    "connection": lambda: related("xl/workbook.xml", "connections", "theme/theme2.xml"),
    "object": lambda: related(SHEET, "oleObject", HARMLESS),
    "packed file": lambda: related(SHEET, "package", HARMLESS),
    "control": lambda: related(SHEET, "control", HARMLESS),
    "object outside": lambda: related(SHEET, "oleObject", "http://evil.example/x", mode=OUTSIDE),
    "picture outside": lambda: related(DRAWN, "image", "http://evil.example/x.png", mode=OUTSIDE),
    "picture that links": lambda: related(DRAWN, "hyperlink", "http://evil.example/x", mode=OUTSIDE),
    "outside in other words": lambda: related(DRAWN, "hyperlink", "http://evil.example/x", mode=' TargetMode="external"'),
    "outside without a word": lambda: related(DRAWN, "image", "file://evil.example/x.png"),
    "template outside": lambda: related("", "attachedTemplate", "http://evil.example/x", mode=OUTSIDE),
    "relations in other case": lambda: repacked(
        related(DRAWN, "hyperlink", "http://evil.example/x", mode=OUTSIDE),
        lambda members: members.update({"xl/drawings/_rels/DRAWING1.XML.RELS": members.pop("xl/drawings/_rels/drawing1.xml.rels")}),
    ),
    "box that calls": lambda: substituted(CONTENT, DRAWN, {b"<xdr:sp ": b'<xdr:sp macro="evil" ', b'macro=""': b""}),
    "comment that links": lambda: substituted(CONTENT, BOXES, {b"<v:shape ": b'<v:shape href="http://evil.example" '}),
    "parts in two cases": lambda: repacked(CONTENT, lambda members: members.update({"xl/worksheets/Sheet1.xml": b"<a/>"})),
}  # fmt: skip
"""What the child refuses by what it is, not by what it is called; the answer then carries a book written afresh."""


@pytest.mark.parametrize("name", ACTIVE)
def test_package_that_could_do_something_of_its_own_is_refused_whatever_its_parts_are_called(name: str) -> None:
    content = ACTIVE[name]()
    assert content != CONTENT
    with pytest.raises(Unpatchable):
        patch(content, marking())


def test_nothing_in_a_patched_package_leads_outside() -> None:
    for name, part in parts(patch(CONTENT, marking())).items():
        assert b"External" not in part or not name.endswith(".rels"), name


ODD: dict[str, Callable[[], bytes]] = {
    "no-zip": lambda: b"not a workbook",
    "cut": lambda: CONTENT[:-200],
    "macros": lambda: repacked(CONTENT, lambda members: members.update({"xl/vbaProject.bin": b"x"})),
    "macro-type": lambda: substituted(CONTENT, "[Content_Types].xml", {b"spreadsheetml.sheet.main": b"ms-excel.sheet.macroEnabled.main"}),
    "signature": lambda: repacked(CONTENT, lambda members: members.update({"_xmlsignatures/sig1.xml": b"<a/>"})),
    "link-outside": lambda: repacked(CONTENT, lambda members: members.update({"xl/externalLinks/externalLink1.xml": b"<a/>"})),
    "doctype": lambda: substituted(CONTENT, "xl/styles.xml", {b"<styleSheet": b"<!DOCTYPE a><styleSheet"}),
    "broken-sheet": lambda: substituted(CONTENT, "xl/worksheets/sheet1.xml", {b"</sheetData>": b""}),
    "cells-without-name": lambda: substituted(CONTENT, "xl/worksheets/sheet1.xml", {b'<c r="B4"': b"<c"}),
    "utf-16": lambda: repacked(
        CONTENT, lambda members: members.update({"xl/styles.xml": members["xl/styles.xml"].decode().encode("utf-16")})
    ),
    "strict": lambda: substituted(
        CONTENT, "xl/workbook.xml", {b"http://schemas.openxmlformats.org/spreadsheetml": b"http://purl.oclc.org/ooxml/spreadsheetml"}
    ),
    "no-styles": lambda: repacked(CONTENT, lambda members: members.pop("xl/styles.xml")),
    "list-under-another-name": lambda: substituted(patch(CONTENT, marking()), "xl/workbook.xml", {"需补正事项".encode(): b"abc"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_package_that_leaves_a_doubt_is_refused(name: str) -> None:
    with pytest.raises(Unpatchable):
        patch(ODD[name](), marking())


def test_mark_on_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(Unpatchable):
        patch(CONTENT, marking(missing("别的表!A1")))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_package_is_patched_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(CONTENT)
    for _ in range(chance.choice((1, 3, 20))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    with contextlib.suppress(Unpatchable):
        patch(bytes(damaged), marking())


def test_what_is_mended_in_the_patched_workbook_and_sent_back_is_filed_clean() -> None:
    files, [first] = read_back("民政局目录.xlsx", CONTENT)
    assert (first.outcome, first.to_mend) == ("filed", 1)
    content = patch(CONTENT, marking_of(replace(files[0]), [first], rulebook()))
    book = load_workbook(io.BytesIO(content))
    [fault] = [one for one in first.findings if rulebook().findings[one.code].severity is Severity.ERROR]
    book["社会救助"][fault.where.rpartition("!")[2]] = "信息形成或者变更之日起20个工作日内"
    _, tables = read_back("民政局目录（标注）.xlsx", saved(book))
    assert [(one.form, one.area, one.outcome, one.to_mend, len(one.items)) for one in tables] == [("catalogue", 5, "filed", 0, 10)]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_patched_workbook_with_all_marks(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(patch(CONTENT, marking()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "a.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    content = (tmp_path / "out" / "a.xlsx").read_bytes()
    sheet = load_workbook(io.BytesIO(content))["社会救助"]
    assert isinstance(sheet, Worksheet)
    assert [sheet[cell].fill.start_color.rgb for cell in ("F9", "C5", "F4")] == [RED, RED, AMBER]
    assert sheet["F9"].comment is not None
    assert "【须补正】" in sheet["F9"].comment.text
    assert any(name.startswith("xl/media/") for name in parts(content))
    assert sheet["C5"].comment is not None
    assert sheet["C5"].comment.text.startswith("请科室再核")
    assert sheet.conditional_formatting
    assert sheet.data_validations.dataValidation
