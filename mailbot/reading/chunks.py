"""Read a document with the files that it takes in whole: pages of HTML, other documents.

Report programs write such documents; Word shows them like its own text and makes it of them when
it saves (ECMA-376 part 1, 17.17.2.1, altChunk).
"""

import re
from collections.abc import Iterator

from mailbot.reading.docx import SHEET, read_docx
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.markup import read_pages
from mailbot.reading.relations import main_part, relations
from mailbot.reading.rtf import read_rtf
from mailbot.reading.savedmail import read_mhtml
from mailbot.reading.sniff import sniff
from mailbot.reading.tables import TableMaker
from mailbot.reading.textkind import decode_text, text_kind
from mailbot.reading.zipgate import Package, open_archive, open_package

_CHUNK = re.compile(rb"<(?:\w+:)?altChunk\b[^>]*?:id\s*=\s*[\"']([^\"']+)")


def read_document(package: Package, limits: ReadLimits) -> TableMaker:
    """Read all tables of a document, then those of the files it takes in."""
    maker = read_docx(package, limits)
    unknown = False
    for content in _chunks(package):
        chunk = _read(content, limits)
        if chunk is None:
            unknown = True
            maker.lose("damaged-part")
        else:
            maker.take(chunk, SHEET)
    if unknown and not maker.tables:
        raise Unreadable("unreadable-format")
    return maker


def _chunks(package: Package) -> Iterator[bytes]:
    part = main_part(package) or "word/document.xml"
    wanted = _CHUNK.findall(package.part(part))
    if wanted:
        found = {one.id.encode(): one.part for one in relations(package, part) if one.kind == "aFChunk"}
        yield from (package.part(found.get(name, "")) for name in wanted)


def _read(content: bytes, limits: ReadLimits) -> TableMaker | None:
    """Read a file that a document takes in; None where it is of another kind."""
    kind = sniff(content)
    if kind == "zip":
        return read_docx(open_package(content, open_archive(content)), limits)
    if kind == "rtf":
        return read_rtf(content, limits)
    kind = text_kind(content, "") if kind == "text" else kind
    if kind == "html":
        return read_pages([decode_text(content)[0]], limits)
    return read_mhtml(content, limits) if kind == "mhtml" else None
