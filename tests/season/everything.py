"""All that a letter says: subject, both bodies, and every cell and paragraph of what is attached."""

import io
from collections.abc import Iterator

from docx import Document
from openpyxl import load_workbook

from tests.season.builders import Sent


def said_in(letter: Sent) -> str:
    """Give every word of a letter, attachments and their names included."""
    return "\n".join(_said(letter))


def _said(letter: Sent) -> Iterator[str]:
    yield letter.subject
    for kind in ("plain", "html"):
        body = letter.message.get_body((kind,))
        yield str(body.get_content()) if body is not None else ""
    for part in letter.message.iter_attachments():
        name, content = str(part.get_filename()), part.get_content()
        yield name
        assert isinstance(content, bytes)
        if name.endswith(".xlsx"):
            yield from _book(content)
        elif name.endswith(".docx"):
            yield from _document(content)


def _book(content: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield str(cell.value)
                if cell.comment is not None:
                    yield cell.comment.text


def _document(content: bytes) -> Iterator[str]:
    document = Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
