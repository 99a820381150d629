import io

from openpyxl import load_workbook

from mailbot.standards.changes import changes, count
from tests.standards.builders import entries, entry
from tests.standards.edits import read, workbook


def test_a_workbook_read_back_says_what_was_written() -> None:
    base = entries()
    rows = read(workbook(base)).rows
    assert [(row.key, row.area) for row in rows] == [(one.key, one.area) for one in base]
    again = [type(one)(row.key, row.area or 0, one.unit, row.elements, one.item) for row, one in zip(rows, base, strict=True)]
    assert count(changes(base, again)) == {"kept": len(base), "changed": 0, "moved": 0, "added": 0, "removed": 0}


def test_a_sheet_is_printed_on_a3_across_with_its_headings_on_every_page() -> None:
    sheet = load_workbook(io.BytesIO(workbook(entries())))["社会救助"]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize), sheet.print_title_rows) == ("landscape", "8", "$2:$3")
    assert (sheet.column_dimensions["O"].hidden, sheet["O2"].value) == (True, "标准编号")


def test_first_levels_are_merged_and_their_neighbours_stand_apart() -> None:
    book = workbook((entry(1, "审核信息"), entry(2, "审批信息"), entry(3, "监督电话", first="临时救助")))
    merged = {str(area) for area in load_workbook(io.BytesIO(book))["社会救助"].merged_cells.ranges}
    assert "B4:B5" in merged
    assert not any(area.startswith("B6") for area in merged)


def test_the_cover_counts_every_item_once() -> None:
    cover = load_workbook(io.BytesIO(workbook(entries())))["封面"]
    counts = {row[1]: row[3] for row in cover.iter_rows(min_row=4, max_row=30, values_only=True)}
    assert counts["合计"] == len(entries()) == sum(int(str(value)) for name, value in counts.items() if name != "合计")


def test_what_is_missing_is_red_with_the_reason_on_it() -> None:
    sheet = load_workbook(io.BytesIO(workbook((entry(1, "审核信息", time_limit=""), entry(2, "审批信息")))))["社会救助"]
    assert sheet["F4"].fill.start_color.rgb == "00FFC7CE"
    assert sheet["F4"].comment is not None
    assert "公开时限" in sheet["F4"].comment.text
