"""Read .xlsx, .xlsm and .xlsb: values and merges by calamine, the rest from the XML (pitfalls 102, 110-112).

calamine aborts the interpreter when a cell lies far away from the others; so a sheet is scanned
first, and an odd one is read by openpyxl row by row. openpyxl is also the second try when calamine fails.
"""

import io
import re
from collections.abc import Iterator

import python_calamine

from mailbot.model.table import Merge
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.sheetscan import SheetFacts, scan_extent, scan_merges, scan_sheet, sheet_count, sheet_parts
from mailbot.reading.tables import Extras, TableMaker
from mailbot.reading.tidy import tidied
from mailbot.reading.xlsx_boxes import beside_cells
from mailbot.reading.xlsx_symbols import translate_symbols
from mailbot.reading.xmltext import is_wide_xml
from mailbot.reading.zipgate import Package

# calamine holds a sheet as a dense grid of 24 bytes a cell, and so does the list it hands over.
DENSE_CELLS = 4_000_000
# calamine makes room for as many strings as a workbook says it has, before it has seen one.
_HUGE = re.compile(rb"\b(?:uniqueC|c)ount\s*=\s*[\"']\d{7}")


class CalamineFailed(Exception):
    """calamine could not read a workbook; another reader may."""


def read_xlsx(package: Package, limits: ReadLimits) -> TableMaker:
    """Read all sheets of a workbook; one that does not keep to the rules once more by the book."""
    parts = sheet_parts(package)
    if not package.has("xl/workbook.bin"):
        if _is_in_order(package, parts):
            try:
                return _read(package, parts, limits)
            except Unreadable as error:
                if error.trouble.code != "unreadable-damaged":
                    raise
        package = tidied(package)
        parts = sheet_parts(package)
    return _read(package, parts, limits)


def _is_in_order(package: Package, parts: dict[str, str]) -> bool:
    """Tell whether every reader finds every sheet of a workbook."""
    if _HUGE.search(package.head("xl/sharedStrings.xml", 1024)):
        return False
    if not parts or package.renamed or len(parts) != len(set(parts.values())) or len(parts) != sheet_count(package):
        return False
    return all(package.has(part) and not is_wide_xml(package.part(part)) for part in parts.values())


def _read(package: Package, parts: dict[str, str], limits: ReadLimits) -> TableMaker:
    facts = {sheet: scan_sheet(package.part(part)) for sheet, part in parts.items() if package.has(part)}
    for sheet, known in facts.items():
        known.before = beside_cells(package, parts[sheet])
    if not facts and not package.has("xl/workbook.bin"):
        raise Unreadable("unreadable-damaged", reason="sheets")
    package.broken |= {part for part in parts.values() if not package.has(part)}
    maker = TableMaker(limits)
    try:
        if any(_is_odd(sheet) for sheet in facts.values()):
            raise CalamineFailed("odd")
        for name, values, extras in calamine_sheets(package.content, facts):
            maker.add(name, values, extras)
    except CalamineFailed:
        maker = TableMaker(limits)
        read_slowly(package, facts, limits, maker)
    translate_symbols(package, maker)
    if package.broken:
        maker.lose("damaged-part")
    return maker


def calamine_sheets(content: bytes, facts: dict[str, SheetFacts]) -> Iterator[tuple[str, list[list[object]], Extras]]:
    """Yield name, values and extras of each worksheet; raises CalamineFailed, also for its panics."""
    none = SheetFacts()
    with open_calamine(content) as book:
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            known = facts.get(meta.name, none)
            values, merges = calamine_sheet(book, index)
            for (row, column), text in known.errors.items():
                if row < len(values) and column < len(values[row]):
                    values[row][column] = text
            hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
            yield meta.name, values, Extras(merges, hidden, known.hidden_rows, known.flags, known.before)


def open_calamine(content: bytes) -> python_calamine.CalamineWorkbook:
    """Open a workbook of any kind calamine knows; raises CalamineFailed."""
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except BaseException as error:
        raise _failed(error) from error


def calamine_sheet(book: python_calamine.CalamineWorkbook, index: int) -> tuple[list[list[object]], list[Merge]]:
    """Take values and merges of a sheet; raises CalamineFailed."""
    try:
        sheet = book.get_sheet_by_index(index)
        # Without skip_empty_area=False the first rows would be left out and all places shift.
        values = sheet.to_python(skip_empty_area=False)
        merges = [Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    except BaseException as error:
        raise _failed(error) from error
    return values, merges  # type: ignore[return-value]  # list is invariant; the values are objects to us


def read_slowly(package: Package, facts: dict[str, SheetFacts], limits: ReadLimits, maker: TableMaker) -> None:
    """Read with openpyxl, streaming and within the limits, whatever the sheet claims to be (pitfalls 34, 35)."""
    import openpyxl

    parts = sheet_parts(package)
    package.inflate_all()
    try:
        book = openpyxl.load_workbook(io.BytesIO(package.content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            xml = package.part(parts.get(sheet.title, ""))
            known = facts.get(sheet.title, SheetFacts())
            last_row, last_column = scan_extent(xml) if known.placed else (limits.rows - 1, limits.columns - 1)
            sheet.reset_dimensions()
            height, width = min(last_row + 1, limits.rows), min(last_column + 1, limits.columns)
            values = sheet.iter_rows(max_row=max(height, 1), max_col=max(width, 1), values_only=True)
            if last_row >= limits.rows:
                maker.lose("rows-cut")
            if last_column >= limits.columns:
                maker.lose("columns-cut")
            hidden = sheet.sheet_state != "visible"
            extras = Extras(scan_merges(xml, limits.merges), hidden, known.hidden_rows, known.flags, known.before)
            maker.add(sheet.title, values, extras)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers meet.
        raise Unreadable("unreadable-damaged", reason=type(error).__name__) from error


def _is_odd(facts: SheetFacts) -> bool:
    return not facts.placed or (facts.last_row + 1) * (facts.last_column + 1) > DENSE_CELLS


def _failed(error: BaseException) -> CalamineFailed:
    """Take a panic of calamine (a BaseException that is no Exception) for a failure; let the others rise."""
    if isinstance(error, MemoryError) or not (isinstance(error, Exception) or type(error).__name__ == "PanicException"):
        raise error
    return CalamineFailed(type(error).__name__)
