"""Read workbooks in the XML of Excel 2003, which Chinese systems still export as .xls.

Not to be confused with .xlsx: one XML file, rows and cells with an index where some are left out.
"""

from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from mailbot.model.table import Merge
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.tables import Extras, TableMaker
from mailbot.reading.xmltext import utf8_xml

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"


def read_spreadsheetml(content: bytes, limits: ReadLimits) -> TableMaker:
    """Read all worksheets; raises Unreadable."""
    try:
        root = fromstring(utf8_xml(content), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable("unreadable-bomb", reason="dtd") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable("unreadable-damaged", reason="xml") from error
    maker = TableMaker(limits)
    for sheet in root.iter(_S + "Worksheet"):
        rows: dict[int, dict[int, object]] = {}
        merges: list[Merge] = []
        hidden: set[int] = set()
        flags: dict[tuple[int, int], str] = {}
        number = -1
        for row in sheet.iter(_S + "Row"):
            number = _index(row, number)
            if row.get(_S + "Hidden") == "1":
                hidden.add(number)
            column = -1
            for cell in row.iter(_S + "Cell"):
                column = _index(cell, column)
                value, flag = _value(cell.find(_S + "Data"))
                if number < limits.rows and column < limits.columns:
                    rows.setdefault(number, {})[column] = value
                elif value:
                    maker.lose("rows-cut" if number >= limits.rows else "columns-cut")
                if flag:
                    flags[number, column] = flag
                across, down = _span(cell, "MergeAcross"), _span(cell, "MergeDown")
                if across or down:
                    merges.append(Merge(number, column, number + down, column + across))
                column += across
            number += _span(row, "Span")
        maker.add(sheet.get(_S + "Name", ""), _grid(rows), Extras(merges, _is_hidden(sheet), frozenset(hidden), flags))
    return maker


def _grid(rows: dict[int, dict[int, object]]) -> list[list[object]]:
    grid: list[list[object]] = [[] for _ in range(max(rows, default=-1) + 1)]
    for number, cells in rows.items():
        grid[number] = [cells.get(column, "") for column in range(max(cells) + 1)]
    return grid


def _value(data: Any) -> tuple[object, str]:
    if data is None:
        return "", ""
    text, kind = "".join(data.itertext()), data.get(_S + "Type", "String")
    if kind == "Number":
        try:
            return float(text), ""
        except ValueError:
            return text, ""
    if kind == "DateTime":
        day, _, time = text.partition("T")
        short = time.removesuffix(".000").removesuffix(":00")
        return (day if short in ("", "00:00", "00") else f"{day} {short}"), "date"
    if kind == "Boolean":
        return text.strip() == "1", ""
    return text, "excel-error" if kind == "Error" else ""


def _is_hidden(sheet: Any) -> bool:
    state = sheet.find(f"{_X}WorksheetOptions/{_X}Visible")
    return state is not None and state.text in ("SheetHidden", "SheetVeryHidden")


def _index(element: Any, previous: int) -> int:
    text = element.get(_S + "Index", "")
    return int(text) - 1 if text.isdecimal() and 0 < int(text) < 2_000_000 else previous + 1


def _span(element: Any, name: str) -> int:
    text = element.get(_S + name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else 0
