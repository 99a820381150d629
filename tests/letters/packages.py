"""Workbooks as senders really have them: pictures, rich text, drop-downs, comments, formulas, links."""

import io
import struct
import zlib

import xlsxwriter

from tests.letters.grids import HEADINGS, VALUES


def picture() -> bytes:
    """Give a small PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + bytes((x * 9 % 256, 80, 120)) * 20 for x in range(20))
    head = struct.pack(">IIBBBBB", 20, 20, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def rich_book(*, items: int = 10) -> bytes:
    """Give a catalogue of 社会救助 with all that a library would lose, and a second sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("社会救助")
    other = book.add_worksheet("其他's")
    bold, grey = book.add_format({"bold": True}), book.add_format({"bg_color": "#DDDDDD", "border": 1, "text_wrap": True})
    sheet.merge_range("A1:N1", "赤壁市社会救助领域基层政务公开标准目录", bold)
    for row, texts in enumerate(HEADINGS, start=1):
        sheet.write_row(row, 0, texts, grey)
    for area in ("A2:A3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3"):
        sheet.merge_range(area, HEADINGS[0][ord(area[0]) - 65], grey)
    for area, text in (("B2:C2", "公开事项"), ("I2:J2", "公开对象"), ("K2:L2", "公开方式"), ("M2:N2", "公开层级")):
        sheet.merge_range(area, text, grey)
    values = list(VALUES.values())
    for number in range(items):
        row = 3 + number
        sheet.write_formula(row, 0, "=ROW()-3", None, number + 1)
        sheet.write_row(row, 1, ["最低生活保障", f"事项{number}", *values[:5], "√", "", "√", "", "√"])
    sheet.write_rich_string(4, 3, bold, "●办事指南", "；●监督电话")
    sheet.write_blank(8, 5, None, grey)
    sheet.write_url(5, 4, "https://example.cn/law", string="《社会救助暂行办法》")
    sheet.write_comment("C5", "请科室再核", {"author": "赵一"})
    sheet.data_validation("I4:I40", {"validate": "list", "source": ["√"]})
    sheet.conditional_format("F4:F40", {"type": "blanks", "format": bold})
    sheet.insert_image("P2", "logo.png", {"image_data": io.BytesIO(picture())})
    sheet.insert_textbox("P8", "科室意见")
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(1, 2)
    sheet.autofilter("A3:N20")
    other.write("A1", "内部备注")
    other.write_url("A2", "internal:'社会救助'!A1", string="目录")
    other.activate()
    book.close()
    return stream.getvalue()
