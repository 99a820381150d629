"""The forms we hand out, and each of them filled in and read back."""

from openpyxl.worksheet.worksheet import Worksheet

from mailbot.letters.blank_forms import EMPTY_ROWS, forms_for
from mailbot.letters.clean import masked
from mailbot.model.submission import Severity, Submission
from tests.letters.builders import rulebook
from tests.letters.grids import VALUES, book, filled_document, read_back, saved

PEOPLE = {
    (0, 1): "赵一", (0, 2): "副局长", (0, 3): "0715-5550001，zhaoyi@example.cn",
    (1, 1): "钱二", (1, 2): "办公室主任", (1, 3): "13800000001，qianer@example.cn",
}  # fmt: skip


def errors(submission: Submission) -> list[str]:
    return [finding.code for finding in submission.findings if rulebook().findings[finding.code].severity is not Severity.NOTE]


def test_unit_gets_annex_2_twice_and_one_workbook_for_its_areas() -> None:
    forms = forms_for("civil-affairs", rulebook())
    assert [form.name for form in forms] == [
        "附件2 分管负责人及联络人名单（赤壁市民政局）.docx",
        "附件2 分管负责人及联络人名单（赤壁市民政局）.xlsx",
        "公开事项目录空表（赤壁市民政局）.xlsx",
    ]
    assert book(forms[2]).sheetnames == ["社会救助", "养老服务", "填写说明"]


def test_areas_can_be_narrowed() -> None:
    assert book(forms_for("civil-affairs", rulebook(), areas=[6])[2]).sheetnames == ["养老服务", "填写说明"]
    assert len(forms_for("civil-affairs", rulebook(), areas=[])) == 2


def test_forms_are_the_same_bytes_each_time() -> None:
    assert forms_for("civil-affairs", rulebook()) == forms_for("civil-affairs", rulebook())


def test_annex_2_is_as_printed() -> None:
    sheet = book(forms_for("civil-affairs", rulebook())[1]).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=6, max_col=4)]
    assert rows == [
        ["附件2", None, None, None],
        ["分管负责人及联络人名单", None, None, None],
        ["填报单位：赤壁市民政局", None, "填报时间：", None],
        [None, "姓  名", "职  务", "联系方式（电话、电子邮箱）"],
        ["分管领导", None, None, None],
        ["联络人", None, None, None],
    ]


def test_catalogue_sheet_has_the_national_heading_notes_and_choices() -> None:
    sheet = book(forms_for("civil-affairs", rulebook())[2])["社会救助"]
    assert isinstance(sheet, Worksheet)
    assert sheet["A1"].value == "赤壁市社会救助领域基层政务公开标准目录"
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:N1", "B2:C2", "I2:J2", "K2:L2", "M2:N2", "D2:D3"}
    assert sheet["F2"].comment is not None
    assert rulebook().forms["catalogue"].column[6].hint in sheet["F2"].comment.text
    assert len(sheet.data_validations.dataValidation) == 6
    assert sheet.freeze_panes == "D4"


def test_only_sure_items_of_the_guide_are_prefilled() -> None:
    sheet = book(forms_for("civil-affairs", rulebook())[2])["社会救助"]
    names = [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value]
    guide = rulebook().guides[5]
    assert names == [(item.first_level, item.second_level or None) for item in guide.item if item.sure]
    assert sheet.max_row == 3 + len(names) + EMPTY_ROWS


def test_liaison_workbook_filled_in_is_filed_without_a_fault() -> None:
    form = forms_for("civil-affairs", rulebook())[1]
    workbook = book(form)
    for (row, column), text in PEOPLE.items():
        workbook.worksheets[0].cell(5 + row, 1 + column).value = text
    workbook.worksheets[0]["C3"] = "填报时间：2020年9月25日"
    _, [submission] = read_back(form.name, saved(workbook))
    _as_filled_in(submission)


def test_liaison_document_filled_in_is_filed_without_a_fault() -> None:
    form = forms_for("civil-affairs", rulebook())[0]
    content = filled_document(form, {(row + 1, column): text for (row, column), text in PEOPLE.items()})
    _, [submission] = read_back(form.name, content)
    _as_filled_in(submission)


def _as_filled_in(submission: Submission) -> None:
    assert (submission.form, submission.outcome, submission.to_mend) == ("liaison", "filed", 0)
    assert submission.named_unit == "赤壁市民政局"
    assert [(one.role, one.name.text, one.phones) for one in submission.people] == [
        ("leader", "赵一", ("0715-5550001",)),
        ("liaison", "钱二", ("13800000001",)),
    ]
    assert errors(submission) == []


def test_catalogue_workbook_of_every_unit_filled_in_is_filed_without_a_fault() -> None:
    layout = rulebook().forms["catalogue"].layout
    for unit in rulebook().units:
        form = forms_for(unit.key, rulebook())[2]
        workbook = book(form)
        areas = rulebook().areas_of(unit.key)
        expected = []
        for area in areas:
            sheet = workbook[area.name]
            rows = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value] or [4]
            for row in rows:
                sheet.cell(row, 2).value = sheet.cell(row, 2).value or "综合业务"
                sheet.cell(row, 3).value = sheet.cell(row, 3).value or "监督检查"
                for key, text in {**VALUES, "publisher": unit.name}.items():
                    sheet.cell(row, 1 + layout.index(key)).value = text
            expected.append(("catalogue", area.number, "filed", 0, len(rows)))
        _, submissions = read_back(form.name, saved(workbook))
        assert [(one.form, one.area, one.outcome, one.to_mend, len(one.items)) for one in submissions] == expected
        assert [code for one in submissions for code in errors(one)] == []


def test_form_sent_back_empty_is_not_filed() -> None:
    form = forms_for("civil-affairs", rulebook())[2]
    _, submissions = read_back(form.name, form.content)
    assert {one.outcome for one in submissions} == {"returned"}


def test_forms_hold_no_telephone_but_the_offices() -> None:
    for form in forms_for("civil-affairs", rulebook())[1:]:
        for sheet in book(form).worksheets:
            text = "".join(str(cell.value or "") + (cell.comment.text if cell.comment else "") for row in sheet.iter_rows() for cell in row)
            made_up = ("0715-5330205", *(column.example for column in rulebook().forms["liaison"].column if column.example))
            for known in made_up:
                text = text.replace(known, "")
            assert masked(text) == text
