"""Workbooks and other files as bytes, built for the tests of ``reading`` and ``sandbox``."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

from mailbot.model.mail import File
from mailbot.reading.files import read_file
from mailbot.reading.limits import ReadLimits

GRID: tuple[tuple[object, ...], ...] = (
    ("（五）社会救助领域基层政务公开标准目录", None, None, None),
    ("序号", "一级事项", "公开内容（要素）", "公开渠道和载体"),
    (1, "综合业务", "政策法规文件", "■政府网站 □政府公报"),
    (2, None, "最低生活保障\n办事指南", "■政务服务中心"),
)
MERGES = ("A1:D1", "B3:B4")


def read(name: str, content: bytes, limits: ReadLimits | None = None) -> tuple[File, ...]:
    return read_file("1", name, content, limits or ReadLimits())


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[object]]], *, merges: Sequence[str] = (), touch: Callable[[Any], None] | None = None
) -> bytes:
    """A workbook by openpyxl; ``touch`` may change it before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    if touch:
        touch(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx_by_xlsxwriter(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with shared strings, as Excel and WPS write it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("目录")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value)
    book.close()
    return stream.getvalue()


def repack(content: bytes, change: Callable[[str, bytes], bytes | None], extra: Mapping[str, bytes] | None = None) -> bytes:
    """Rewrite the members of a zip; None drops one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def in_sheet(content: bytes, pattern: str, replacement: str) -> bytes:
    """Rewrite the XML of the sheets of a workbook."""

    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        return re.sub(pattern, replacement, part.decode()).encode()

    return repack(content, change)


def zipped(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def stray_cell() -> bytes:
    """1.7 kB that make calamine ask for 512 GiB: one cell at XFD1048576."""
    return in_sheet(
        xlsx({"目录": [["甲"]]}),
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>',
    )


def xls(sheets: Mapping[str, Sequence[Sequence[object]]], touch: Callable[[Any], None] | None = None) -> bytes:
    """A BIFF8 workbook by xlwt; a cell may be (value, style)."""
    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, tuple):
                    sheet.write(row, column, *value)
                elif value is not None:
                    sheet.write(row, column, value)
    if touch:
        touch(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def biff5(rows: Sequence[Sequence[str]], code_page: int | None, codec: str = "gbk") -> bytes:
    """A workbook of Excel 5 without a container, as report programs write it: texts in the bytes of ``codec``."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            content = text.encode(codec)
            sheet += record(0x204, struct.pack("<HHHH", row, column, 0, len(content)) + content)
    sheet += record(0xA, b"")
    head = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0))
    if code_page is not None:
        head += record(0x42, struct.pack("<H", code_page))
    head += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial") * 5
    head += record(0xE0, struct.pack("<HHHBBHHHH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0)) * 16
    name = "目录".encode(codec, "replace")
    offset = len(head) + 4 + 7 + len(name) + 4
    return head + record(0x85, struct.pack("<IHB", offset, 0, len(name)) + name) + record(0xA, b"") + sheet


def zip_with_gbk_names(members: Mapping[str, bytes]) -> bytes:
    """A zip as Windows makes it: names in GBK and no flag that says so."""
    content = zipped({f"{number}".rjust(len(name.encode("gbk")), "_"): part for number, (name, part) in enumerate(members.items())})
    for number, name in enumerate(members):
        raw = name.encode("gbk")
        content = content.replace(f"{number}".rjust(len(raw), "_").encode(), raw)
    return content


def tnef(attachments: Mapping[str, bytes], code_page: int = 936) -> bytes:
    """A winmail.dat with names in the sender's code page, as Outlook writes it."""

    def entry(level: int, name: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    parts = [struct.pack("<IH", 0x223E9F78, 1), entry(1, 0x9006, 8, struct.pack("<I", 0x10000))]
    parts.append(entry(1, 0x9007, 6, struct.pack("<II", code_page, 0)))
    parts.append(entry(1, 0x8004, 1, "关于报送".encode("gbk") + b"\xff\x00"))
    for name, content in attachments.items():
        parts += [entry(2, 0x9002, 6, bytes(14)), entry(2, 0x8010, 1, name.encode("gbk") + b"\x00"), entry(2, 0x800F, 6, content)]
    return b"".join(parts)


def far_cell_in_biff() -> bytes:
    """An .xls whose only number claims to lie in row and column 65536: calamine asks for gigabytes."""
    content = bytearray(xls({"目录": [["甲", 123.25]]}))
    for code, size in ((0x0203, 14), (0x027E, 10)):
        place = content.find(struct.pack("<HH", code, size))
        if place >= 0:
            struct.pack_into("<HH", content, place + 4, 0xFFFF, 0xFFFF)
    return bytes(content)
