"""Cut a file's tables into segments: one title, one heading, the rows below it.

A segment is what becomes one submission. It ends where another area's title or heading begins.
A heading that is only repeated (once a page) begins a new stretch of the same segment: rows go
on, but blanks are never filled across it. Tables of a document that go on without a title are
stretches too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.forms.columns import resolve
from mailbot.forms.headings import Band, Headings
from mailbot.forms.merges import Merges
from mailbot.forms.text import squeeze
from mailbot.forms.titles import LONGEST_TITLE, Segment, Stretch, Titles
from mailbot.model.table import Table
from mailbot.rulebook.model import Rulebook

SAMPLE = 40
"""So many rows below a heading are looked at when headings are silent."""

LOST_COLUMNS = 3
"""So many blank columns at the right may be missing where a table goes on."""

MOST_TITLES = 3
"""A row above a heading with more texts than this is no line of a title."""

MOST_SEGMENTS = 80
"""One file holds no more tables; what follows stays with the last."""


def cut(tables: Sequence[Table], headings: Headings, rulebook: Rulebook, *, document: bool) -> list[Segment]:
    """Cut tables into segments; in a ``document`` a table without title or heading goes on with the one before."""
    segments: list[Segment] = []
    for table in tables:
        cutter = _Cutter(table, headings.merges(table), Titles(headings.lexicon, rulebook))
        bands = headings.bands(table)
        if not bands and document and segments and cutter.goes_on(segments[-1]):
            layout = segments[-1].stretches[-1].layout
            segments[-1].stretches.append(Stretch(table, cutter.merges, None, layout, 0, len(table.rows)))
        for segment in cutter.segments(bands):
            first = segment.stretches[0].first == bands[0].bottom + 1
            if segments and (len(segments) >= MOST_SEGMENTS or ((document or not first) and _same(segments[-1], segment))):
                segments[-1].stretches.extend(segment.stretches)
            else:
                segments.append(segment)
    return segments


@dataclass(frozen=True, slots=True)
class _Cutter:
    """One table on its way into segments."""

    table: Table
    merges: Merges
    titles: Titles

    def segments(self, bands: tuple[Band, ...]) -> Iterator[Segment]:
        """Give a segment for each heading, and for each title below one that names an area without repeating it."""
        rows = self.table.rows
        starts = [self._title_start(bands[n - 1].bottom + 1 if n else 0, band.top) for n, band in enumerate(bands)]
        for number, band in enumerate(bands):
            end = starts[number + 1] if number + 1 < len(bands) else len(rows)
            first = band.bottom + 1
            layout = resolve(band, rows[first : min(end, first + SAMPLE)], self.titles.lexicon)
            lines = [_texts(rows[row]) for row in range(starts[number], band.top)]
            if number == 0:
                lines = [*((line,) for line in self.table.before), *lines]
            for row in range(first, end):
                if len(rows[row]) - rows[row].count("") == 1 and self._switches(row, lines):
                    yield self.titles.segment(lines, Stretch(self.table, self.merges, band, layout, first, row))
                    lines, first = [_texts(rows[row])], row + 1
            yield self.titles.segment(lines, Stretch(self.table, self.merges, band, layout, first, end))

    def goes_on(self, segment: Segment) -> bool:
        """Tell whether a table without heading continues a segment: as wide, and no title above it."""
        width = max((len(row) for row in self.table.rows), default=0)
        spoken = any(self.titles.speaks(line) or self.titles.areas(line) for line in self.table.before)
        before = max(map(len, segment.stretches[-1].table.rows))
        return not spoken and width >= self.titles.lexicon.form.min_columns and -LOST_COLUMNS <= width - before <= 1

    def _title_start(self, first: int, top: int) -> int:
        """Tell where the title above a heading begins, going up until a row that is an item."""
        if first == 0:
            return 0
        start = top
        for row in range(top - 1, first - 1, -1):
            texts = _texts(self.table.rows[row])
            if texts and not (len(texts) <= MOST_TITLES and self.titles.heads(texts[0])):
                break
            start = row
        return start

    def _switches(self, row: int, lines: Sequence[tuple[str, ...]]) -> bool:
        """Tell whether a row's only text is the title of another area than ``lines`` name, not an item or a group of items."""
        column, text = next((column, text) for column, text in enumerate(self.table.rows[row]) if text)
        if len(squeeze(text)) > LONGEST_TITLE or not self.titles.areas(text):
            return False
        if self.titles.speaks(text) or "领域" in squeeze(text):
            return True
        above = {area for line in lines for one in line for area in self.titles.areas(one)}
        return (row, column) in self.merges.wide and self.titles.is_area(text) and not above.issuperset(self.titles.areas(text))


def _same(before: Segment, segment: Segment) -> bool:
    """Tell whether a segment only goes on with the one before: nothing else is said above it."""
    if segment.areas:
        return segment.areas == before.areas
    return not segment.title or segment.title == before.title


def _texts(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in cells if text and not text.isspace())
