"""The sheet put in front of a sender's workbook: every place with a link, the problem, how to write it."""

from collections.abc import Mapping

from mailbot.letters.book import line_count
from mailbot.letters.clean import cell_text
from mailbot.letters.marks import COLOURS, Entry, Marking
from mailbot.letters.patching.comments import MAIN
from mailbot.letters.patching.splice import quoted
from mailbot.letters.patching.styles import Styles
from mailbot.model.table import column_letters

WIDTHS = (6, 10, 18, 22, 50, 40, 30)
_FIRST_ROW = 4
_SHEET = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="%(main)s">
<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>
<sheetViews><sheetView tabSelected="1" workbookViewId="0">
<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>
</sheetView></sheetViews>
<cols>%(columns)s</cols>
<sheetData>%(rows)s</sheetData>
<mergeCells count="2"><mergeCell ref="A1:%(last)s1"/><mergeCell ref="A2:%(last)s2"/></mergeCells>
%(links)s<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>
</worksheet>"""


def list_sheet(marking: Marking, styles: Styles, sheets: Mapping[str, str]) -> bytes:
    """Write the sheet; ``sheets`` are the names of the book's sheets that a link may lead to."""
    frame, bold = styles.border(), styles.font(b'<b/><sz val="11"/>')
    plain = styles.format(border=frame)
    heading = styles.format(font=bold, fill=styles.fill("E7ECF2"), border=frame, centred=True)
    title = styles.format(font=styles.font(b'<b/><sz val="16"/>'), centred=True)
    link = styles.format(font=styles.font(b'<u/><sz val="11"/><color rgb="FF0563C1"/>'), border=frame)
    kinds = {severity: styles.format(fill=styles.fill(colour), border=frame) for severity, colour in COLOURS.items()}
    last = column_letters(len(marking.headings) - 1)
    rows = [
        _row(1, [marking.title], [title], height=30),
        _row(2, [marking.how], [styles.format()], height=36),
        _row(3, list(marking.headings), [heading] * len(marking.headings)),
    ]
    links: list[bytes] = []
    for row, entry in enumerate(marking.entries, start=_FIRST_ROW):
        linked = entry.sheet in sheets and bool(entry.cell)
        texts = [
            str(row - _FIRST_ROW + 1),
            marking.kinds[entry.severity],
            entry.where,
            entry.item,
            entry.problem,
            entry.advice,
            entry.example,
        ]
        looks = [plain, kinds[entry.severity], link if linked else plain, plain, plain, plain, plain]
        rows.append(_row(row, texts, looks, height=_height(texts)))
        if linked:
            links.append(_link(row, entry, sheets[entry.sheet]))
    columns = b"".join(
        b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (number, number, width) for number, width in enumerate(WIDTHS, start=1)
    )
    inside = b"<hyperlinks>%s</hyperlinks>" % b"".join(links) if links else b""
    return _SHEET % {b"columns": columns, b"rows": b"".join(rows), b"last": last.encode(), b"links": inside, b"main": MAIN}


def _row(number: int, texts: list[str], looks: list[int], *, height: int = 0) -> bytes:
    cells = b"".join(
        b'<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
        % (column_letters(column).encode(), number, look, quoted(cell_text(text)))
        for column, (text, look) in enumerate(zip(texts, looks, strict=True))
    )
    size = b' ht="%d" customHeight="1"' % height if height else b""
    return b'<row r="%d"%s>%s</row>' % (number, size, cells)


def _height(texts: list[str]) -> int:
    return min(380, 4 + 15 * max(line_count(text, width) for text, width in zip(texts, WIDTHS, strict=True)))


def _link(row: int, entry: Entry, sheet: str) -> bytes:
    place = "'" + sheet.replace("'", "''") + f"'!{entry.cell}"
    return b'<hyperlink ref="C%d" location="%s" display="%s"/>' % (row, quoted(place), quoted(entry.where))
