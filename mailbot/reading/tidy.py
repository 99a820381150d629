"""Write a workbook's package anew by the book, where an odd program named or encoded its parts its own way.

Excel and WPS open such files without a word, calamine and openpyxl find nothing in them or give up:
names and targets with backslashes or a leading slash, paths with dots, a main part elsewhere, two
sheets of one name, XML in another encoding than UTF-8, a spoiled dimension, merge or style
(ECMA-376 part 2, 6.2; part 1, 18.2.19, 18.3.1). No value of a cell is touched.
"""

import io
import posixpath
import re
import zipfile
from html import escape

from defusedxml.ElementTree import ParseError, fromstring

from mailbot.reading.relations import RELATION, TARGET, aimed_at, main_part, relations, relations_of, target_of
from mailbot.reading.xmltext import utf8_xml
from mailbot.reading.zipgate import Package, open_package

BOOK = "xl/workbook.xml"
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?(?:/>|>\s*</(?:\w+:)?dimension>)")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?(?:/>|>\s*</(?:\w+:)?mergeCell>)")
_RANGE = re.compile(rb"""\bref\s*=\s*["']\$?[A-Z]{1,3}\$?[1-9]\d{0,6}:\$?[A-Z]{1,3}\$?[1-9]\d{0,6}["']""")
_SHEET_NAME = re.compile(rb"""(<(?:\w+:)?sheet\b[^>]*?\bname\s*=\s*)(?:"([^"]*)"|'([^']*)')""")
_NO_STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
_COUNTS = re.compile(rb"""(<(?:\w+:)?sst\b[^>]*?)(?:\s(?:count|uniqueCount)\s*=\s*["'][^"']*["'])+""")
_PLACES = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
"""Where calamine looks for a part, wherever its relation says it is."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = (
    ("/worksheets/", "worksheet+xml"),
    ("/chartsheets/", "chartsheet+xml"),
    ("xl/sharedstrings.xml", "sharedStrings+xml"),
    ("xl/styles.xml", "styles+xml"),
)
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def tidied(package: Package) -> Package:
    """Give the same workbook in a package that keeps to the rules; raises Unreadable as the gate does."""
    parts = {name: utf8_xml(package.part(name)) for name in package.names if name.lower().endswith((".xml", ".rels"))}
    book = main_part(package) or next((name for name in package.names if name.lower().endswith("workbook.xml")), "")
    moved = {book: BOOK, relations_of(book): relations_of(BOOK)} if book else {}
    moved |= {one.part: _PLACES[one.kind] for one in relations(package, book) if one.kind in _PLACES}
    folder = posixpath.dirname(book)
    written: dict[str, bytes] = {}
    for name, part in parts.items():
        new = moved.get(name, name)
        lower = new.lower()
        if new == relations_of(BOOK):
            part = RELATION.sub(lambda found: _aimed(found[0], folder, moved), part)
        elif new == BOOK:
            part = _renamed(part)
        elif "worksheets/" in lower:
            part = _MERGE.sub(lambda found: found[0] if _RANGE.search(found[0]) else b"", _DIMENSION.sub(b"", part))
        elif lower == "xl/sharedstrings.xml":
            part = _COUNTS.sub(rb"\1", part, count=1)
        elif lower == "xl/styles.xml" and not _is_sound(part):
            new, part = "xl/styles.xml", _NO_STYLES
            package.broken.add(name)
        written[new] = part
    written["[Content_Types].xml"] = _content_types(written)
    written["_rels/.rels"] = _relation_to(BOOK)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in written.items():
            archive.writestr(name, part)
    content = stream.getvalue()
    tidy = open_package(content, zipfile.ZipFile(io.BytesIO(content)))
    tidy.broken |= package.broken
    return tidy


def _aimed(relation: bytes, folder: str, moved: dict[str, str]) -> bytes:
    """Write the target of a relation as a path from the root, unless it leads out of the package."""
    if b'TargetMode="External"' in relation:
        return relation

    def whole(found: re.Match[bytes]) -> bytes:
        part = aimed_at(target_of(relation), folder)
        return found[1] + b'"/' + escape(moved.get(part, part)).encode() + b'"'

    return TARGET.sub(whole, relation)


def _renamed(book: bytes) -> bytes:
    """Number a sheet whose name another has, by which calamine would give the first one twice."""
    taken: set[bytes] = set()

    def own(found: re.Match[bytes]) -> bytes:
        name = known = found[2] or found[3] or b""
        number = 2
        while name in taken:
            name, number = known + b"(%d)" % number, number + 1
        taken.add(name)
        return found[1] + b'"' + name + b'"'

    return _SHEET_NAME.sub(own, book)


def _is_sound(xml: bytes) -> bool:
    try:
        fromstring(xml)
    except (ParseError, ValueError):
        return False
    return True


def _content_types(parts: dict[str, bytes]) -> bytes:
    lines = [f'<Override PartName="/{BOOK}" ContentType="{_KIND}sheet.main+xml"/>']
    for name in parts:
        kind = next((kind for place, kind in _TYPES if place in name.lower() and "_rels/" not in name), "")
        if kind:
            lines.append(f'<Override PartName="/{escape(name)}" ContentType="{_KIND}{kind}"/>')
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(lines)}</Types>'
    ).encode()


def _relation_to(book: str) -> bytes:
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}" Target="{book}"/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'.encode()
