"""The marked workbook: red and amber cells, comments, a first sheet that leads to each, and the way back."""

from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from mailbot.letters.marked import marked_workbook
from mailbot.model.letter import Attachment
from mailbot.model.mail import File
from mailbot.model.submission import Finding, Severity
from mailbot.model.table import Merge, Table
from tests.letters.builders import catalogue, missing, rulebook
from tests.letters.grids import book, read_back, rescue_table, saved

RED, AMBER = "00FFC7CE", "00FFEB9C"
FILE = File("1", "民政局目录.xls", "xls", 100, "2" * 64, tables=(rescue_table({8: 5}),))
BARE = Finding("limit-without-start", "社会救助!F4", "公开时限", {"found": "20个工作日"})
FAULTY = catalogue(findings=(BARE, missing("社会救助!F9"), Finding("values-filled", "社会救助!E4", "公开依据", {"count": 5})))


def marked(file: File = FILE, *findings: Finding) -> Attachment:
    submission = replace(FAULTY, findings=findings) if findings else FAULTY
    return marked_workbook(file, [submission], rulebook())


def sheet(attachment: Attachment, name: str) -> Worksheet:
    found = book(attachment)[name]
    assert isinstance(found, Worksheet)
    return found


def test_cells_are_red_or_amber_with_a_comment_that_says_how_to_write_it() -> None:
    shown = sheet(marked(), "社会救助")
    assert shown["F9"].fill.start_color.rgb == RED
    assert shown["F4"].fill.start_color.rgb == AMBER
    assert shown["E4"].fill.fill_type is None
    assert shown["F9"].comment is not None
    assert shown["F9"].comment.text.startswith("【须补正】“公开时限”未填写\n请在社会救助!F9补写")


def test_first_sheet_lists_what_to_mend_before_what_is_advised_each_with_a_link() -> None:
    workbook = book(marked())
    assert workbook.sheetnames == ["需补正事项", "社会救助"]
    first = workbook.worksheets[0]
    rows = [[cell.value for cell in row] for row in first.iter_rows(min_row=4)]
    assert [row[:3] for row in rows] == [[1, "须补正", "社会救助!F9"], [2, "建议完善", "社会救助!F4"]]
    assert first["C4"].hyperlink.location == "'社会救助'!F9"


def test_the_senders_layout_is_kept() -> None:
    shown = sheet(marked(), "社会救助")
    assert shown["A1"].value == "赤壁市社会救助领域基层政务公开标准目录"
    assert {str(area) for area in shown.merged_cells.ranges} >= {"A1:N1", "B2:C2", "D2:D3"}
    assert shown.freeze_panes == "A4"


def test_finding_inside_a_merge_is_marked_on_its_corner() -> None:
    file = replace(FILE, tables=(rescue_table(extra=(Merge(3, 1, 6, 1),)),))
    shown = sheet(marked(file, missing("社会救助!B6", "一级事项")), "社会救助")
    assert shown["B4"].fill.start_color.rgb == RED
    assert shown["B4"].comment is not None


def test_two_findings_on_one_cell_share_a_comment_and_red_wins() -> None:
    shown = sheet(marked(FILE, BARE, missing("社会救助!F4")), "社会救助")
    assert shown["F4"].fill.start_color.rgb == RED
    assert shown["F4"].comment is not None
    assert shown["F4"].comment.text.count("【") == 2


def test_finding_without_a_cell_is_listed_without_a_link() -> None:
    first = sheet(marked(FILE, Finding("no-liaison", "附件2")), "需补正事项")
    assert first["C4"].value == "附件2"
    assert first["C4"].hyperlink is None


def test_cell_outside_the_table_is_marked_too() -> None:
    shown = sheet(marked(FILE, missing("社会救助!P30")), "社会救助")
    assert shown["P30"].fill.start_color.rgb == RED


def test_formula_of_the_sender_comes_back_as_text() -> None:
    table = Table("目录", (("=cmd|' /C calc'!A0", "+1"),))
    shown = sheet(marked(replace(FILE, tables=(table,)), missing("目录!A1")), "目录")
    assert shown["A1"].data_type == "s"


def test_hidden_sheets_and_rows_stay_hidden() -> None:
    table = replace(rescue_table(), hidden=True, hidden_rows=frozenset({5}))
    shown = sheet(marked(replace(FILE, tables=(table,))), "社会救助")
    assert shown.sheet_state == "hidden"
    assert shown.row_dimensions[6].hidden


def test_our_own_first_sheet_is_not_copied_into_the_next_one() -> None:
    file = replace(FILE, tables=(Table("需补正事项", (("旧",),)), rescue_table()))
    assert book(marked(file)).sheetnames == ["需补正事项", "社会救助"]


def test_odd_name_of_a_sheet_still_links() -> None:
    table = replace(rescue_table(), sheet="救助/'2020'")
    attachment = marked(replace(FILE, tables=(table,)), missing("救助/'2020'!F9"))
    first = sheet(attachment, "需补正事项")
    assert first["C4"].hyperlink.location == "'救助_''2020'!F9"


def test_what_is_mended_in_the_marked_workbook_and_sent_back_is_filed_clean() -> None:
    blanks = {5: 5, 8: 6}
    source = File("1", "民政局目录.xls", "xls", 100, "2" * 64, tables=(rescue_table(blanks),))
    _, [first] = read_back("民政局目录.xlsx", _as_xlsx(source))
    assert (first.outcome, first.to_mend) == ("filed", 2)
    returned = marked_workbook(source, [first], rulebook())
    workbook = book(returned)
    for finding in first.findings:
        if rulebook().findings[finding.code].severity is Severity.ERROR:
            name, _, cell = finding.where.rpartition("!")
            workbook[name][cell] = "信息形成或者变更之日起20个工作日内" if cell.startswith("F") else "赤壁市民政局"
    _, tables = read_back(returned.name, saved(workbook))
    assert [(one.form, one.area, one.outcome, one.to_mend, len(one.items)) for one in tables] == [("catalogue", 5, "filed", 0, 10)]


def _as_xlsx(file: File) -> bytes:
    """Write the tables of a file as its sender would have."""
    return marked_workbook(file, [], rulebook()).content
