"""Zip files the office hands in: the originals of each duty, and the evidence of a unit with an index page.

Same content, same bytes: what was handed in can be made again and compared.
"""

import html
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from mailbot.letters.book import HEADING, Book
from mailbot.letters.clean import cell_text, one_line
from mailbot.letters.enclosures import book_word
from mailbot.rulebook.model import Rulebook

_DATE = (2020, 1, 1, 0, 0, 0)
_BAD = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:SimSun,serif;margin:24px}}table{{border-collapse:collapse;margin:8px 0 24px}}
td,th{{border:1px solid #999;padding:3px 6px;font-size:13px;vertical-align:top;word-break:break-all}}th{{background:#e7ecf2}}</style></head>
<body><h1>{title}</h1>
{body}</body></html>
"""

Cell = str | int | None
Named = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Listing:
    """One part of the evidence: its title, headings and rows; ``links`` is the column that names a file of the zip."""

    key: str
    rows: Sequence[Sequence[Cell]]
    links: int | None = None


def zipped(files: Iterable[Named]) -> bytes:
    """Pack files; a name that is met twice gets a number."""
    packed, taken = BytesIO(), set[str]()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            unique, number = name, 2
            while unique in taken:
                path = PurePosixPath(name)
                unique, number = str(path.with_name(f"{path.stem}_{number}{path.suffix}")), number + 1
            taken.add(unique)
            info = zipfile.ZipInfo(unique, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()


def file_name(text: str) -> str:
    """Make a text one that may stand in a path on any system."""
    return _BAD.sub("_", one_line(text, 80)).strip(" .") or "1"


def evidence_files(folder: str, title: str, listings: Sequence[Listing], files: Iterable[Named], rulebook: Rulebook) -> list[Named]:
    """Give the files of one unit's evidence: index page, the same as a workbook, mails and letters as they were."""
    book = Book(rulebook.campaign.office)
    parts = []
    for listing in listings:
        name, heads = book_word(f"evidence-{listing.key}", rulebook), book_word(f"evidence-{listing.key}-heads", rulebook).split("|")
        sheet = book.sheet(name)
        sheet.put_row(0, heads, HEADING)
        for row, values in enumerate(listing.rows, start=1):
            sheet.put_row(row, [cell_text(value) if isinstance(value, str) else value for value in values])
        sheet.widths([18.0] * len(heads))
        sheet.freeze(1, 0)
        sheet.print_wide((0, 0))
        parts.append(_table(name, heads, listing))
    index = _PAGE.format(title=html.escape(title), body="\n".join(parts))
    catalogue = f"{folder}/{book_word('evidence-index', rulebook)}.xlsx"
    return [
        (f"{folder}/index.html", index.encode()),
        (catalogue, book.content()),
        *((f"{folder}/{name}", content) for name, content in files),
    ]


def _table(name: str, heads: Sequence[str], listing: Listing) -> str:
    rows = []
    for values in listing.rows:
        cells = []
        for column, value in enumerate(values):
            text = html.escape("" if value is None else str(value))
            cells.append(f'<td><a href="{text}">{text}</a></td>' if column == listing.links and text else f"<td>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<th>{html.escape(one)}</th>" for one in heads)
    return f"<h2>{html.escape(name)}</h2>\n<table><tr>{head}</tr>\n{chr(10).join(rows)}\n</table>"
