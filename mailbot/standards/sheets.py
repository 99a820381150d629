"""One area of a draft or version as a sheet in the national layout, ready for print on A3 across."""

from collections.abc import Mapping, Sequence

from mailbot.letters.book import A3, NOTE, PLAIN, TITLE, Sheet, Style
from mailbot.letters.enclosures import book_word
from mailbot.letters.national import headings
from mailbot.model.standard import Entry
from mailbot.model.table import Merge
from mailbot.rulebook.model import Rulebook
from mailbot.standards.elements import FIRST_ROW, FORM, layout

CENTRED = frozenset({"serial", "audience_public", "method_active", "method_on_request", "level_county", "level_township"})
_TOP = FIRST_ROW - 1
"""Row of the first item, from 0."""
_PAGE = "&P / &N"

Place = tuple[str, str]
"""(key of the entry, key of the column)"""


def area_sheet(
    sheet: Sheet,
    area: int,
    entries: Sequence[Entry],
    rulebook: Rulebook,
    *,
    fills: Mapping[Place, str],
    notes: Mapping[Place, str],
    origins: Mapping[str, str] | None = None,
) -> None:
    """Write the items of one area; serials count anew.

    ``fills`` colours cells (RRGGBB), ``notes`` hang comments on them. With ``origins`` (key of the
    entry -> words) two hidden columns say what each row is and where it came from.
    """
    columns = layout(rulebook.forms[FORM], entries)
    title = book_word("catalogue-title", rulebook, county=rulebook.campaign.county, area=rulebook.area_by_number[area].name)
    sheet.put(0, 0, title, TITLE)
    sheet.merge(Merge(0, 0, 0, len(columns) - 1))
    sheet.height(0, 36)
    headings(sheet, columns, 1)
    for row, entry in enumerate(entries, start=_TOP):
        for place, column in enumerate(columns):
            text = str(row - _TOP + 1) if column.key == "serial" else entry.text(column.key)
            centred = column.key in CENTRED
            fill = fills.get((entry.key, column.key), "")
            sheet.put(row, place, text, Style(fill=fill, align="center" if centred else "left", middle=True))
            if (entry.key, column.key) in notes:
                sheet.note(row, place, notes[entry.key, column.key])
    _merge_first_levels(sheet, entries, [column.key for column in columns].index("first_level"), fills)
    widths = [float(column.width) for column in columns]
    if origins is not None:
        _hidden(sheet, len(columns), entries, origins, rulebook)
        widths += [14.0, 40.0]
    sheet.widths(widths)
    sheet.fit(_TOP, _TOP + len(entries) - 1)
    sheet.freeze(_TOP, 3)
    sheet.print_wide((1, 2), paper=A3)
    sheet.number_pages(_PAGE)


def _merge_first_levels(sheet: Sheet, entries: Sequence[Entry], column: int, fills: Mapping[Place, str]) -> None:
    """Join neighbours of one first level; a coloured cell stays its own, so that its colour is seen."""
    start = 0
    for n in range(1, len(entries) + 1):
        alone = n < len(entries) and any((entries[one].key, "first_level") in fills for one in (n, start))
        if n == len(entries) or alone or entries[n].text("first_level") != entries[start].text("first_level"):
            if n - start > 1 and entries[start].text("first_level"):
                sheet.merge(Merge(_TOP + start, column, _TOP + n - 1, column))
            start = n


def _hidden(sheet: Sheet, first: int, entries: Sequence[Entry], origins: Mapping[str, str], rulebook: Rulebook) -> None:
    """Write what each row is and where it came from into two columns that nobody sees."""
    for place, word in enumerate((book_word("standard-key", rulebook), book_word("standard-origin", rulebook)), start=first):
        sheet.put(1, place, word, PLAIN)
        sheet.merge(Merge(1, place, 2, place))
        sheet.hide_column(place)
    for row, entry in enumerate(entries, start=_TOP):
        sheet.put(row, first, entry.key, NOTE)
        sheet.put(row, first + 1, origins.get(entry.key, ""), NOTE)
