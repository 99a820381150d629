"""Read .xls and WPS .et: calamine and xlrd both, because they differ on odd workbooks (pitfalls 44, 102, 110).

xlrd goes first: it stays sparse where a stray cell would make calamine ask for gigabytes, and it
knows fonts, hidden rows and error cells. calamine is then the reader of values; where the two
differ in a used cell the text of xlrd is taken and the difference named.
"""

import io
from collections.abc import Sequence
from typing import Any

from mailbot.model.table import Merge
from mailbot.reading.cells import cell_text, clean
from mailbot.reading.charset import decode
from mailbot.reading.likeness import has_cjk
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.symbols import BARE_MARK, MAYBE_MARK, in_symbol_font, private_signs
from mailbot.reading.tables import Extras, TableMaker
from mailbot.reading.xlsx import DENSE_CELLS, CalamineFailed, calamine_sheets

_UNICODE_BIFF = 80
_WESTERN = frozenset({"iso-8859-1", "latin_1", "latin-1", "cp1252", "ascii"})
_SAMPLE_ROWS = 200
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def read_xls(content: bytes, limits: ReadLimits) -> TableMaker:
    """Read all sheets of a BIFF workbook; raises Unreadable."""
    book = _open_xlrd(content)
    mislabelled = book is not None and _is_mislabelled(book)
    if mislabelled:
        book = _open_xlrd(content, ("gb18030",)) or book
    # Under the wrong label calamine reads other letters: no second opinion.
    grids = _calamine_grids(content) if book is None or not (_is_odd(book) or mislabelled) else {}
    maker = TableMaker(limits)
    if book is None:
        if not grids:
            raise Unreadable("unreadable-damaged", reason="both readers")
        for name, (values, extras) in grids.items():
            maker.add(name, values, extras)
        return maker
    for sheet in book.sheets():
        values, flags = _xlrd_grid(book, sheet)
        if sheet.name in grids and _settle(values, grids[sheet.name][0], flags):
            maker.lose("readers-differ")
        extras = Extras(
            merges=[Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
            hidden=sheet.visibility != 0,
            hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
            flags=flags,
        )
        maker.add(sheet.name, values, extras)
    return maker


def _open_xlrd(content: bytes, encodings: Sequence[str | None] = (None, "gb18030")) -> Any:
    """Open with xlrd, as GB18030 when the code page of an old workbook cannot be; None when it cannot."""
    import xlrd

    for encoding in encodings:
        for formatting in (True, False):
            try:
                return xlrd.open_workbook(
                    file_contents=content,
                    formatting_info=formatting,
                    ragged_rows=True,
                    encoding_override=encoding,
                    logfile=io.StringIO(),
                )
            except MemoryError:
                raise
            except Exception as error:
                # xlrd raises whatever its parsers meet; each try is more modest than the last.
                if "encrypted" in str(error):
                    raise Unreadable("unreadable-encrypted") from error
                if formatting and isinstance(error, UnicodeDecodeError):
                    break
    return None


def _is_mislabelled(book: Any) -> bool:
    """Tell whether an old workbook names no code page, or a western one, over Chinese text in GBK."""
    if book.biff_version >= _UNICODE_BIFF or str(book.encoding).lower() not in _WESTERN:
        return False
    texts = [str(value) for sheet in book.sheets() for row in range(min(sheet.nrows, _SAMPLE_ROWS)) for value in sheet.row_values(row)]
    sample = "".join(texts).encode(book.encoding, "ignore")
    return not sample.isascii() and has_cjk(decode(sample, "iso-8859-1")[0])


def _calamine_grids(content: bytes) -> dict[str, tuple[list[list[object]], Extras]]:
    try:
        return {name: (values, extras) for name, values, extras in calamine_sheets(content, {})}
    except CalamineFailed as error:
        if str(error) == "PasswordError":
            raise Unreadable("unreadable-encrypted") from error
        return {}


def _is_odd(book: Any) -> bool:
    return any(sheet.nrows * sheet.ncols > DENSE_CELLS for sheet in book.sheets())


def _xlrd_grid(book: Any, sheet: Any) -> tuple[list[list[object]], dict[tuple[int, int], str]]:
    """Take values and flags from xlrd."""
    flags: dict[tuple[int, int], str] = {}
    grid: list[list[object]] = []
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        values: list[object] = list(sheet.row_values(row))
        for column, kind in enumerate(kinds):
            if kind == _TEXT:
                text = str(values[column])
                if MAYBE_MARK.search(text) and BARE_MARK.search(text):
                    values[column] = _signs(book, sheet, row, column, text)
                    if values[column] != text:
                        flags[row, column] = "symbol"
            elif kind == _DATE:
                values[column] = _moment(book, values[column])
            elif kind == _BOOLEAN:
                values[column] = bool(values[column])
            elif kind == _ERROR:
                values[column] = _error_text(values[column])
                flags[row, column] = "excel-error"
            elif kind != _NUMBER:
                values[column] = ""
        grid.append(values)
    return grid, flags


def _settle(values: list[list[object]], others: list[list[object]], flags: dict[tuple[int, int], str]) -> bool:
    """Compare the grids; calamine's dates and numbers are taken, xlrd's texts; tell whether texts differed."""
    differ = False
    for row in range(max(len(values), len(others))):
        ours: Sequence[object] = values[row] if row < len(values) else ()
        theirs: Sequence[object] = others[row] if row < len(others) else ()
        for column in range(max(len(ours), len(theirs))):
            one = ours[column] if column < len(ours) else ""
            other = theirs[column] if column < len(theirs) else ""
            if one == other or (row, column) in flags:
                continue
            if isinstance(one, str) or isinstance(other, str):
                differ = differ or _shown(one) != _shown(other)
            elif column < len(ours) and not isinstance(one, (bool, float)):
                values[row][column] = other
    return differ


def _shown(value: object) -> str:
    return clean(cell_text(value)[0])[0].strip()


def _moment(book: Any, value: object) -> object:
    import xlrd

    if not isinstance(value, float):
        return value
    try:
        moment = xlrd.xldate.xldate_as_datetime(value, book.datemode)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return value
    return moment.time() if 0 <= value < 1 else moment


def _error_text(code: object) -> str:
    import xlrd

    return str(xlrd.error_text_from_code.get(code, "#ERROR"))


def _signs(book: Any, sheet: Any, row: int, column: int, text: str) -> str:
    """Write a text as its fonts show it: the font of the cell, then those of its runs."""
    if not book.formatting_info:
        return private_signs(text)
    fonts = book.font_list
    cell_font = book.xf_list[sheet.cell_xf_index(row, column)].font_index
    runs = [(0, cell_font), *sheet.rich_text_runlist_map.get((row, column), ())]
    pieces = []
    for (start, font), end in zip(runs, [start for start, _ in runs[1:]] + [len(text)], strict=True):
        name = fonts[font].name if font < len(fonts) else ""
        pieces.append(in_symbol_font(text[start:end], name))
    return private_signs("".join(pieces))
