"""Lists of leader and liaison typed as running text: in the mail's body, in a document without a table, beside a letter."""

import io
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from mailbot.jobs.checking import Checked, check
from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Settings
from tests.acceptance.cases import Case, run
from tests.acceptance.variants import office
from tests.acceptance.writers import xlsx

LEADER = ("leader", "赵一", "副局长", ("0715-5550001",))
LIAISON = ("liaison", "钱二", "科员", ("13900000002",))
BODIES = (
    "分管领导：赵一，副局长，0715-5550001\n联络人：钱二，科员，13900000002",
    "我局分管领导为赵一（副局长，电话0715-5550001），联络人为钱二（科员，手机13900000002）。\n\n赤壁市教育局\n2020年9月25日",
    "分管领导 赵一 副局长 5550001\n联络人 钱二 科员 13900000002\n\n教育局",
    "填报单位：赤壁市教育局\n\n\t姓名\t职务\t联系方式\n分管领导\t赵一\t副局长\t5550001\n联络人\t钱二\t科员\t13900000002",
    "1.分管领导：赵一，职务：副局长，联系方式：5550001\n2.联络人：钱二，职务：科员，联系方式：13900000002",
    "分管负责人\n姓名：赵一\n职务：副局长\n电话：5550001\n\n联络员\n姓名：钱二\n职务：科员\n电话：13900000002",
    "分管负责同志：赵一 副局长 5550001；信息员：钱二 科员 13900000002",
)


def people(checked: Checked) -> list[tuple[object, ...]]:
    return [(one.role, one.name.text, one.post.text, one.phones) for submission in checked.submissions for one in submission.people]


def document(*lines: str) -> bytes:
    book = docx.Document()
    for line in lines:
        book.add_paragraph(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def mailed(body: str, folder: Path, *files: tuple[str, bytes]) -> Path:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.cn", "b@example.cn", "教育局报送联络人名单"
    mail.set_content(body)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    path = folder / "1.eml"
    path.write_bytes(mail.as_bytes())
    return path


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_list_typed_into_the_mail_is_read(number: int, tmp_path: Path, reader: Sandbox, rules: Rulebook) -> None:
    checked = check([mailed(BODIES[number], tmp_path)], rules, reader, Settings.model_construct())
    assert people(checked) == [LEADER, LIAISON]
    assert checked.outcome == "filed"


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_list_typed_into_a_document_is_read(number: int, reader: Sandbox, rules: Rulebook) -> None:
    content = document("分管负责人及联络人名单", *BODIES[number].split("\n"))
    assert people(run(Case("typed", [], []), content, "docx", reader, rules)) == [LEADER, LIAISON]


def test_who_signs_a_typed_list_is_its_unit_and_day(reader: Sandbox, rules: Rulebook) -> None:
    content = document("联络人名单", *BODIES[0].split("\n"), "赤壁市教育局（盖章）", "2020年9月25日")
    (seen,) = run(Case("typed", [], []), content, "docx", reader, rules).submissions
    assert (seen.named_unit, str(seen.reported_on)) == ("赤壁市教育局", "2020-09-25")


def test_several_posts_of_one_person_stay_together(reader: Sandbox, rules: Rulebook) -> None:
    content = document("分管领导：赵一，党组成员、副局长，5550001", "联络人：钱二，科员，13900000002")
    checked = run(Case("typed", [], []), content, "docx", reader, rules)
    assert [one.post.text for one in checked.submissions[0].people] == ["党组成员、副局长", "科员"]


def test_a_covering_letter_beside_a_workbook_is_no_spoiled_file(tmp_path: Path, reader: Sandbox, rules: Rulebook) -> None:
    letter = document("关于报送目录的函", "现将我局目录报送如下，请查收。", "赤壁市民政局", "2020年9月28日")
    path = mailed("请查收", tmp_path, ("函.docx", letter), ("民政局目录.xlsx", xlsx(office().pages)[0]))
    checked = check([path], rules, reader, Settings.model_construct())
    assert checked.outcome == "filed"
    assert [file.trouble for file in checked.files] == ["", ""]
