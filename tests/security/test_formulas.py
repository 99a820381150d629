"""No cell of a workbook that we write is a formula, whatever a sender wrote."""

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest

import mailbot
from mailbot.cli.main import main
from mailbot.demo.books import Contact, liaison
from mailbot.demo.mails import mail
from mailbot.letters.blank_forms import forms_for
from mailbot.letters.book import Book
from mailbot.rulebook.load import load_rulebook
from tests.season.builders import Stage, instant, stage

EVIL = ('=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "＝1+1", "=1+1")
pytestmark = pytest.mark.xdist_group("formulas")
CIVIL = "civil-affairs@example.cn"


def books(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every workbook in a letter, zips included."""
    for part in message_from_bytes(content, policy=policy.default).iter_attachments():
        payload, name = part.get_payload(decode=True), str(part.get_filename())
        assert isinstance(payload, bytes)
        if name.endswith(".xlsx"):
            yield name, payload
        elif name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(payload)) as archive:
                yield from ((one, archive.read(one)) for one in archive.namelist() if one.endswith(".xlsx"))


def hold(content: bytes) -> int:
    """Hold a workbook to have no formula, by the library and by its raw XML; gives its cells."""
    book, cells = openpyxl.load_workbook(io.BytesIO(content)), 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                cells += cell.value is not None
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert not re.search(r"(externalLink|vbaProject|activeX|embeddings)", name), name
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                assert not re.search(rb"<f[ >/]", archive.read(name)), name
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in archive.read(name), name
    return cells


def hostile(rulebook: object) -> bytes:
    """Make a workbook of a catalogue whose cells and sheet name are texts that would be formulas when typed."""
    from mailbot.demo.books import catalogue
    from mailbot.rulebook.model import Rulebook

    assert isinstance(rulebook, Rulebook)
    book = openpyxl.load_workbook(io.BytesIO(catalogue([rulebook.area_by_number[5]], rulebook)))
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(min_row=4)):
            for cell in row:
                if cell.column in (2, 3, 4) and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = EVIL[(number + cell.column) % len(EVIL)]
                    cell.data_type = "s"
                    cell.quotePrefix = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("hostile")) as made:
        made.register("civil-affairs")
        evil = Contact(EVIL[0], EVIL[1], EVIL[2])
        lists = liaison(EVIL[3], "2020年9月25日", evil, evil)
        files = [("=1+1.xlsx", hostile(made.rulebook)), ("名单.xlsx", lists)]
        made.arrive(mail((EVIL[0], CIVIL), EVIL[0], EVIL[1], instant("2020-09-28T09:00"), files), "2020-09-28T09:00")
        made.tick("2020-09-28T09:00")
        made.day("2020-09-28")
        yield made


def test_no_workbook_in_any_letter_has_a_formula(played: Stage) -> None:
    found = [(one.kind, name, content) for one in played.sent for name, content in books(one.letter.content)]
    assert {kind for kind, _, _ in found} >= {"reply", "digest"}
    for _, _, content in found:
        assert hold(content) > 0


@pytest.fixture
def written(played: Stage, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which every command that writes a file for the office has written it, and the standard was sent."""
    home = played.desk.settings.home
    monkeypatch.chdir(home)
    monkeypatch.setenv("MAILBOT_HOME", str(home))
    monkeypatch.setenv("MAILBOT_NOW", "2020-10-12T09:00")
    for name in REPORTS:
        run("report", *name.rpartition(".")[0].split("-")[:1], "-o", name)
    run("standard", "build", "-o", "draft.xlsx", "--include", "returned")
    run("standard", "import", "draft.xlsx")
    run("standard", "send", "--yes")
    played.day("2020-10-12")
    return home


REPORTS = ("progress.xlsx", "catalogue.xlsx", "liaisons.xlsx", "assessment.xlsx", "assessment-words.docx", "evidence.zip", "originals.zip")


def run(*words: str) -> None:
    with pytest.raises(SystemExit):
        main(list(words))


def test_no_workbook_for_the_office_has_a_formula_and_all_are_for_their_owner_only(written: Path, played: Stage) -> None:
    seen = {}
    for name in (*REPORTS, "draft.xlsx"):
        path = written / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, name
        # Originals are the senders' own files as they came.
        for inner, content in packed(path) if name != "originals.zip" else ():
            seen[name, inner] = hold(content)
    sent = [(one.kind, name, content) for one in played.sent for name, content in books(one.letter.content)]
    assert {"notice", "reply", "digest", "standard"} <= {kind for kind, _, _ in sent}
    for kind, name, content in sent:
        seen[kind, name] = hold(content)
    assert len(seen) >= 10
    assert all(seen.values())
    for name in ("catalogue.xlsx", "draft.xlsx"):
        assert EVIL[0] in texts((written / name).read_bytes()), name
    assert any(EVIL[0] in texts(content) for kind, _, content in sent if kind == "standard")


def packed(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the workbooks in a file; a document has none, and no field that calls for data either."""
    if path.suffix == ".xlsx":
        yield path.name, path.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".xlsx"):
                yield name, content
            elif path.suffix == ".docx":
                assert not re.search(rb"<w:instrText[^>]*>[^<]*(DDE|INCLUDE|LINK)|TargetMode=\"External\"", content), name


def texts(content: bytes) -> set[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}


WRITERS = {
    *("letters/progress.py", "letters/blank_forms.py", "letters/marked.py", "standards/workbook.py", "standards/feedback.py"),
    *("reports/assessment.py", "reports/people.py", "reports/archive.py"),
}
"""Who makes workbooks; each is met by the tests above, the patched ones by tests/letters/patching."""


def test_no_workbook_is_written_but_by_those_that_are_held_here() -> None:
    package = Path(mailbot.__file__).parent
    sources = {path.relative_to(package).as_posix(): path.read_text("utf-8") for path in package.rglob("*.py")}
    product = {name: text for name, text in sources.items() if not name.startswith("demo/")}
    assert {name for name, text in product.items() if re.search(r"(?<!class )\bBook\(rulebook|\bBook\(marking", text)} == WRITERS
    assert {name for name, text in product.items() if re.search(r"openpyxl import Workbook|import xlsxwriter|csv\.writer", text)} == {
        "letters/book.py"
    }


def test_no_blank_form_has_a_formula() -> None:
    rulebook = load_rulebook(None)
    for unit in rulebook.units:
        for form in forms_for(unit.key, rulebook):
            if form.name.endswith(".xlsx"):
                hold(form.content)


@pytest.mark.parametrize("text", EVIL)
def test_a_text_that_would_be_a_formula_is_written_as_text(text: str) -> None:
    book = Book("test")
    book.sheet(text).put(0, 0, text)
    content = book.content()
    assert hold(content) == 1
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A1"]
    assert cell.quotePrefix
