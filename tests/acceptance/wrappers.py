"""The same catalogue in every other file that a mail may bring: text, pages, archives, other suites' formats."""

import csv
import html
import io
import struct
import zipfile
from collections.abc import Callable

from tests.acceptance.pages import Grid, Page, Placed
from tests.acceptance.writers import docx_file, xls, xlsx


def _lines(pages: list[Page]) -> list[list[str]]:
    """All pages as plain rows: what a text format can hold, merges become blanks."""
    rows: list[list[str]] = []
    for page in pages:
        for block in page.blocks:
            if isinstance(block, Grid):
                rows += [[str(cell) for cell in line] for line in block.filled()]
            else:
                rows.append([block] if isinstance(block, str) else list(block))
    return rows


def as_csv(pages: list[Page], encoding: str, delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(_lines(pages))
    return stream.getvalue().encode(encoding)


def as_page(pages: list[Page], encoding: str) -> bytes:
    """A page as the export of a web system writes it: spans for merges, the charset in a meta tag."""
    parts = [f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{encoding}"></head><body>']
    for page in pages:
        for block in page.blocks:
            if not isinstance(block, Grid):
                parts.append(f"<p>{html.escape(block if isinstance(block, str) else ' '.join(block))}</p>")
                continue
            parts.append("<table border=1>")
            spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in block.merges}
            covered = {
                (row, column)
                for top, left, bottom, right in block.merges
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            } - spans.keys()
            for row, line in enumerate(block.filled()):
                cells = []
                for column, text in enumerate(line):
                    if (row, column) not in covered:
                        down, across = spans.get((row, column), (1, 1))
                        said = html.escape(str(text)).replace("\n", "<br>")
                        cells.append(f"<td rowspan={down} colspan={across}>{said}</td>")
                parts.append(f"<tr>{''.join(cells)}</tr>")
            parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode(encoding)


def zipped(name: str, content: bytes, *, gbk: bool = True) -> bytes:
    """An archive as Chinese Windows packs it: the name in GBK, without the flag that says which."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name.encode("gbk").decode("cp437") if gbk else name)
        archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    packed = stream.getvalue()
    return _unflagged(packed) if gbk else packed


def _unflagged(packed: bytes) -> bytes:
    """Write the names again as bytes of GBK: zipfile marks every name that is not ASCII as UTF-8."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (name,) = archive.namelist()
    return _renamed(packed, name.encode("utf-8"), name.encode("cp437"))


def _renamed(packed: bytes, long: bytes, short: bytes) -> bytes:
    """Put one member under another name, by hand: local header, central header, end record."""
    start = packed.rindex(b"PK\x01\x02")
    local = bytearray(packed[:start])
    central = bytearray(packed[start:])
    struct.pack_into("<H", local, 6, struct.unpack_from("<H", local, 6)[0] & ~0x800)
    struct.pack_into("<H", local, 26, len(short))
    local[30 : 30 + len(long)] = short
    struct.pack_into("<H", central, 8, struct.unpack_from("<H", central, 8)[0] & ~0x800)
    struct.pack_into("<H", central, 28, len(short))
    central[46 : 46 + len(long)] = short
    end = central.rindex(b"PK\x05\x06")
    struct.pack_into("<I", central, end + 12, end)
    struct.pack_into("<I", central, end + 16, len(local))
    return bytes(local + central)


NOWHERE = Placed()
WRAPPERS: dict[str, tuple[str, Callable[[list[Page]], bytes]]] = {
    "csv-utf-8": ("csv", lambda pages: as_csv(pages, "utf-8")),
    "csv-bom": ("csv", lambda pages: as_csv(pages, "utf-8-sig")),
    "csv-gbk": ("csv", lambda pages: as_csv(pages, "gb18030")),
    "csv-utf-16": ("csv", lambda pages: as_csv(pages, "utf-16")),
    "csv-semicolons": ("csv", lambda pages: as_csv(pages, "gb18030", ";")),
    "tabs-named-xls": ("xls", lambda pages: as_csv(pages, "gb18030", "\t")),
    "tabs-utf-16-named-xls": ("xls", lambda pages: as_csv(pages, "utf-16", "\t")),
    "page-named-xls": ("xls", lambda pages: as_page(pages, "utf-8")),
    "page-gbk-named-xls": ("xls", lambda pages: as_page(pages, "gb18030")),
    "page-named-doc": ("doc", lambda pages: as_page(pages, "utf-8")),
    "xlsx-named-xls": ("xls", lambda pages: xlsx(pages)[0]),
    "xls-named-xlsx": ("xlsx", lambda pages: xls(pages)[0]),
    "xls-named-et": ("et", lambda pages: xls(pages)[0]),
    "docx-named-doc": ("doc", lambda pages: docx_file(pages)[0]),
    "docx-named-wps": ("wps", lambda pages: docx_file(pages)[0]),
    "no-suffix": ("", lambda pages: xlsx(pages)[0]),
    "zip": ("zip", lambda pages: zipped("目录.xlsx", xlsx(pages)[0])),
    "zip-utf-8": ("zip", lambda pages: zipped("目录.xls", xls(pages)[0], gbk=False)),
    "zip-in-zip": ("zip", lambda pages: zipped("民政局.zip", zipped("目录.docx", docx_file(pages)[0]))),
    "zip-folder": ("zip", lambda pages: zipped("报送材料/社会救助/目录.xlsx", xlsx(pages)[0])),
}
