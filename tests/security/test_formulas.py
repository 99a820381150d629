"""No cell of a workbook that we write is a formula, whatever a sender wrote."""

import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest

from mailbot.demo.books import Contact, liaison
from mailbot.demo.mails import mail
from mailbot.letters.blank_forms import forms_for
from mailbot.letters.book import Book
from mailbot.rulebook.load import load_rulebook
from tests.season.builders import Stage, instant, stage

EVIL = ('=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "＝1+1", "=1+1")
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


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as made:
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
