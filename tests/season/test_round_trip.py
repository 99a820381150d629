"""A form goes out, comes back with faults, is answered marked, is mended in the marked book itself, and is filed."""

import io
import zipfile
from pathlib import Path

from openpyxl import load_workbook

from mailbot.demo.mails import mail
from mailbot.jobs.board import current_board
from mailbot.model.duty import DutyState
from tests.letters.packages import rich_book
from tests.season.builders import Sent, Stage, instant, stage, words

CLERK = "civil-affairs@example.cn"
ROW = {
    "D": "●办事指南；●申请条件；●监督电话",
    "E": "《社会救助暂行办法》（国务院令第649号）",
    "F": "信息形成或者变更之日起20个工作日内",
    "G": "赤壁市民政局",
    "H": "■政府网站 ■两微一端",
    "I": "√",
    "K": "√",
    "M": "√",
}
FIRST = 4


def attached(letter: Sent, ending: str) -> tuple[str, bytes]:
    part = next(part for part in letter.message.iter_attachments() if str(part.get_filename()).endswith(ending))
    content = part.get_content()
    assert isinstance(content, bytes)
    return str(part.get_filename()), content


def filled(content: bytes, *blank: str) -> bytes:
    """Fill every prefilled row of every sheet in; ``blank`` cells of the first one are left empty."""
    book = load_workbook(io.BytesIO(content))
    for number, sheet in enumerate(book.worksheets[:-1]):
        for row in range(FIRST, sheet.max_row + 1):
            if sheet.cell(row, 2).value:
                for column, text in ROW.items():
                    sheet[f"{column}{row}"] = None if number == 0 and f"{column}{row}" in blank else text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def mended(content: bytes, **cells: str) -> bytes:
    book = load_workbook(io.BytesIO(content))
    for cell, text in cells.items():
        book["社会救助"][cell] = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sends(played: Stage, name: str, content: bytes, when: str) -> Sent:
    letters = played.answer(mail(("钱二", CLERK), "报送目录", "见附件。", instant(when), [(name, content)]), when)
    (reply,) = (letter for letter in letters if letter.kind == "reply")
    return reply


def duty(played: Stage, when: str) -> tuple[DutyState, int, int]:
    found = next(one for one in current_board(played.desk, instant(when)) if one.area == 5)
    return found.state, found.to_mend, found.version


def test_a_form_filled_in_with_faults_is_mended_in_the_answer_itself(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        forms = played.answer(words("请寄空表。", when="2020-09-24T09:05", sender=CLERK, subject="空表"), "2020-09-24T09:05")[-1]
        name, form = attached(forms, "公开事项目录空表（赤壁市民政局）.xlsx")

        first = sends(played, name, filled(form, "F6", "G7"), "2020-09-24T09:10")
        assert first.subject == "已收到，请补正2处：赤壁市民政局社会救助、养老服务领域目录"
        assert duty(played, "2020-09-24T09:10") == (DutyState.FILED, 2, 1)

        name, book = attached(first, "（标注）.xlsx")
        marked = load_workbook(io.BytesIO(book))
        assert marked.sheetnames == ["需补正事项", "社会救助", "养老服务", "填写说明"]
        assert marked["社会救助"].data_validations.dataValidation
        second = sends(played, name, mended(book, F6=ROW["F"]), "2020-09-24T09:20")
        assert "须补正1处" in second.text
        name, book = attached(second, "（标注）.xlsx")
        assert name == "公开事项目录空表（赤壁市民政局）（标注）.xlsx"
        assert [load_workbook(io.BytesIO(book)).worksheets[0].cell(row, 3).value for row in (4, 5)] == ["社会救助!G7", None]

        third = sends(played, name, mended(book, G7=ROW["G"]), "2020-09-24T09:30")
        assert third.subject == "已收到：赤壁市民政局社会救助、养老服务领域目录"
        assert third.attachments == ()
        assert duty(played, "2020-09-24T09:30") == (DutyState.FILED, 0, 3)


def test_the_answer_keeps_the_pictures_of_the_sender(tmp_path: Path) -> None:
    with stage(tmp_path) as played:
        played.register("civil-affairs", CLERK)
        letter = sends(played, "社会救助.xlsx", rich_book(), "2020-09-24T09:10")
        _, book = attached(letter, "（标注）.xlsx")
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            assert "xl/media/image1.png" in archive.namelist()
