"""Tables as a sender writes them, and our workbooks read back as a sender's."""

import io
from collections.abc import Mapping

from docx import Document
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from mailbot.checks.judge import judge
from mailbot.forms.draft import drafts
from mailbot.model.letter import Attachment
from mailbot.model.mail import Contents, File
from mailbot.model.submission import Submission
from mailbot.model.table import Merge, Table
from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits
from tests.letters.builders import mail, rulebook

HEADINGS = (
    (
        "序号",
        "公开事项",
        "",
        "公开内容（要素）",
        "公开依据",
        "公开时限",
        "公开主体",
        "公开渠道和载体",
        "公开对象",
        "",
        "公开方式",
        "",
        "公开层级",
        "",
    ),
    ("", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群体", "主动", "依申请", "县级", "乡级"),
)
VALUES = {
    "content": "●办事指南；●申请条件；●监督电话",
    "basis": "《社会救助暂行办法》（国务院令第649号）",
    "time_limit": "信息形成或者变更之日起20个工作日内",
    "publisher": "赤壁市民政局",
    "channels": "■政府网站 ■两微一端",
    "audience_public": "√",
    "method_active": "√",
    "level_county": "√",
}
MERGES = (
    Merge(0, 0, 0, 13), Merge(1, 0, 2, 0), Merge(1, 1, 1, 2), Merge(1, 8, 1, 9), Merge(1, 10, 1, 11), Merge(1, 12, 1, 13),
    *(Merge(1, column, 2, column) for column in range(3, 8)),
)  # fmt: skip


def rescue_table(blank: Mapping[int, int] | None = None, *, items: int = 10, extra: tuple[Merge, ...] = ()) -> Table:
    """Give a catalogue of 社会救助; ``blank`` names cells left empty, row -> column, zero-based."""
    rows = [("赤壁市社会救助领域基层政务公开标准目录",), *HEADINGS]
    names = ("政策法规文件", "监督检查", "办事指南", "审核信息", "审批信息", "申请材料", "办理时间", "联系方式", "救助标准", "公示名单")
    for number in range(items):
        values = list(VALUES.values())
        row = [str(number + 1), "最低生活保障", names[number % 10] + str(number // 10 or ""), *values[:5], "√", "", "√", "", "√", ""]
        rows.append(tuple(row))
    for row_number, column in (blank or {}).items():
        cells = list(rows[row_number])
        cells[column] = ""
        rows[row_number] = tuple(cells)
    return Table("社会救助", tuple(rows), (*MERGES, *extra))


def book(attachment: Attachment) -> Workbook:
    """Open a workbook we wrote."""
    return load_workbook(io.BytesIO(attachment.content))


def saved(workbook: Workbook) -> bytes:
    """Save a workbook as a clerk would."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def filled_document(attachment: Attachment, cells: Mapping[tuple[int, int], str]) -> bytes:
    """Fill the first table of a Word form."""
    document = Document(io.BytesIO(attachment.content))
    for (row, column), text in cells.items():
        document.tables[0].cell(row, column).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read_back(name: str, content: bytes) -> tuple[tuple[File, ...], tuple[Submission, ...]]:
    """Read a file as if it had come by mail, and judge its tables."""
    files = read_file("1", name, content, ReadLimits())
    found = drafts(Contents(mail(), files), rulebook())
    return files, tuple(judge(one, rulebook()) for one in found.submissions)
