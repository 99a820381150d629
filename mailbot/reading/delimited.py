"""Read tables written as text: tab, comma or semicolon between cells, a line a row."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from mailbot.reading.limits import ReadLimits
from mailbot.reading.tables import TableMaker

SHEET = "\u88681"
_DELIMITERS = ("\t", ",", ";", "|")
_SAMPLE_ROWS = 60
# So many of the rows must have the same number of cells.
_AGREE = 0.6
# Excel writes ="0715" to keep a leading zero.
_QUOTED_NUMBER = re.compile(r'="([^"]*)"')


def dialect_of(text: str, *, named: bool) -> str | None:
    """Tell what stands between the cells, or None for a text that is no table.

    ``named`` says that the file's name promises columns; then two are enough.
    """
    least = 2 if named else 3
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in islice(_rows(text, delimiter), _SAMPLE_ROWS) if any(cell.strip() for cell in row)]
        wide = [width for width in widths if width >= least]
        if len(wide) < 2:
            continue
        width, count = Counter(wide).most_common(1)[0]
        if count >= _AGREE * (len(widths) - 3) and (best is None or count * width > best[0]):
            best = (count * width, delimiter)
    return best[1] if best else None


def read_delimited(text: str, limits: ReadLimits) -> TableMaker:
    """Read a text of columns; no table where its lines have none in common."""
    maker = TableMaker(limits)
    delimiter = dialect_of(text[:65_536], named=True)
    if delimiter is not None:
        maker.add(SHEET, ([_value(cell) for cell in row] for row in _rows(text, delimiter)))
    return maker


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(1_000_000)
    lines = (line.replace("\0", "") for line in text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True))
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A field over the limit: an open quote that swallowed the file.
            return


def _value(cell: str) -> str:
    quoted = _QUOTED_NUMBER.fullmatch(cell)
    return quoted[1] if quoted else cell
