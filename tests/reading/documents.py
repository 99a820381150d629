"""Word documents as bytes, built for the tests of ``reading``."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NAMESPACES = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def document(
    rows: Sequence[Sequence[str]], *, before: Sequence[str] = (), after: Sequence[str] = (), touch: Callable[[Any], None] | None = None
) -> bytes:
    """A document with one table; a cell that begins with ``<w:`` is XML of a paragraph's content."""
    book = docx.Document()
    for text in before:
        book.add_paragraph(text)
    table = book.add_table(len(rows), max(map(len, rows)))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            put(table.cell(row, column), text)
    for text in after:
        book.add_paragraph(text)
    if touch:
        touch(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(cell: Any, text: str) -> None:
    if not text.startswith("<w:"):
        cell.text = text
        return
    paragraph = cell.paragraphs[0]._p
    for element in parse_xml(f"<w:p {NAMESPACES}>{text}</w:p>"):
        paragraph.append(element)


def run(text: str, font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{fonts}<w:t xml:space="preserve">{text}</w:t></w:r>'


def symbol(code: str, font: str = "Wingdings 2") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def check_box(*, checked: bool) -> str:
    """A content control as Word 2010 and WPS insert it; its own sign for "checked" is a crossed box."""
    state, sign = ("1", "☒") if checked else ("0", "☐")
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def form_field(*, checked: bool) -> str:
    """A check box of Word 97: the state is in the field's data, there is no text at all."""
    state = "<w:checked/>" if checked else '<w:default w:val="0"/>'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
