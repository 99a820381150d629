"""The marked workbook of an answer is the sender's own where that is safe, made in the child."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from mailbot.jobs.marking import MAX_BYTES, marked
from mailbot.letters.marking import marking_of
from mailbot.model.letter import Attachment
from mailbot.model.mail import File, Part
from mailbot.reading.unlock import KNOWN_TO_ALL
from mailbot.sandbox.parent import ReaderFailed, Sandbox
from mailbot.settings import Limits
from tests.letters.builders import rulebook
from tests.letters.grids import read_back
from tests.letters.packages import rich_book
from tests.reading.test_unlock import encrypted

BOOK = rich_book()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(child_seconds=10)) as one:
        yield one


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.xlsx", content)
    return stream.getvalue()


def answer(sandbox: Sandbox, name: str, content: bytes, *, path: str = "1", most: int = MAX_BYTES) -> Attachment:
    files, submissions = read_back(name, content)
    file = next(one for one in files if one.path == path)
    mine = [one for one in submissions if one.file == path]
    return marked(file, mine, (Part("1", name, "", content),), sandbox, rulebook(), most=most)


def pictures(attachment: Attachment) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(attachment.content)) as archive:
        return [name for name in archive.namelist() if name.startswith("xl/media/")]


def first_sheet(attachment: Attachment) -> str:
    return str(load_workbook(io.BytesIO(attachment.content)).sheetnames[0])


def test_a_workbook_goes_back_as_the_senders_own(sandbox: Sandbox) -> None:
    sent = answer(sandbox, "民政局目录.xlsx", BOOK)
    assert sent.name == "民政局目录（标注）.xlsx"
    assert (first_sheet(sent), pictures(sent)) == ("需补正事项", ["xl/media/image1.png"])


def test_a_workbook_that_opens_without_a_question_goes_back_as_the_senders_own(sandbox: Sandbox) -> None:
    sent = answer(sandbox, "目录.xlsx", encrypted(BOOK, KNOWN_TO_ALL))
    assert (first_sheet(sent), pictures(sent)) == ("需补正事项", ["xl/media/image1.png"])


def test_a_workbook_in_a_zip_goes_back_as_the_senders_own(sandbox: Sandbox) -> None:
    sent = answer(sandbox, "报送.zip", zipped(甲=b"x", 社会救助=BOOK), path="1/社会救助.xlsx")
    assert (sent.name, first_sheet(sent), len(pictures(sent))) == ("社会救助（标注）.xlsx", "需补正事项", 1)


def test_a_zip_in_a_zip_is_opened_too(sandbox: Sandbox) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("民政局/内.zip", zipped(社会救助=BOOK))
    assert pictures(answer(sandbox, "报送.zip", stream.getvalue(), path="1/民政局/内.zip/社会救助.xlsx"))


def test_a_book_with_macros_goes_back_as_a_fresh_one(sandbox: Sandbox) -> None:
    stream = io.BytesIO(BOOK)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    sent = answer(sandbox, "民政局目录.xlsx", stream.getvalue())
    assert (first_sheet(sent), pictures(sent)) == ("需补正事项", [])


def test_a_book_too_large_for_a_letter_goes_back_as_a_fresh_one(sandbox: Sandbox) -> None:
    assert pictures(answer(sandbox, "民政局目录.xlsx", BOOK, most=1000)) == []


def test_a_file_whose_attachment_is_not_at_hand_goes_back_as_a_fresh_one(sandbox: Sandbox) -> None:
    files, submissions = read_back("民政局目录.xlsx", BOOK)
    assert isinstance(files[0], File)
    assert pictures(marked(files[0], submissions, (), sandbox, rulebook())) == []


def test_the_child_says_when_a_file_is_not_in_the_attachment(sandbox: Sandbox) -> None:
    files, submissions = read_back("民政局目录.xlsx", BOOK)
    with pytest.raises(ReaderFailed, match="NotThere"):
        sandbox.mark(Part("1", "a.xlsx", "", BOOK), "1/b.xlsx", marking_of(files[0], submissions, rulebook()))
