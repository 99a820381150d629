"""Cut a file's tables into segments: one title, one heading, the rows below it.

A segment is what becomes one submission. It ends where another area's title or heading begins.
A heading that is only repeated (once a page) begins a new stretch of the same segment: rows go
on, but blanks are never filled across it. Tables of a document that go on without a title are
stretches too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mailbot.forms.columns import Layout, resolve
from mailbot.forms.headings import Band, find_bands
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.text import squeeze
from mailbot.model.table import Table
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import find_area

LONGEST_TITLE = 80
"""A cell longer than this, in characters, is no title."""

SAMPLE = 40
"""So many rows below a heading are looked at when headings are silent."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows ``first`` up to, not including, ``end`` of a table under one heading."""

    table: Table
    band: Band | None
    layout: Layout
    first: int
    end: int


@dataclass(slots=True)
class Segment:
    """One title with everything below it, until the next."""

    lines: tuple[tuple[str, ...], ...]
    stretches: list[Stretch] = field(default_factory=list)
    title: str = ""
    areas: tuple[int, ...] = ()

    @property
    def table(self) -> Table:
        """The table in which the segment begins."""
        return self.stretches[0].table

    @property
    def layout(self) -> Layout:
        """The columns of its first heading."""
        return self.stretches[0].layout


def cut(tables: Sequence[Table], lexicon: Lexicon, rulebook: Rulebook, *, document: bool) -> list[Segment]:
    """Cut tables into segments; in a ``document`` a table without title or heading goes on with the one before."""
    segments: list[Segment] = []
    for table in tables:
        bands = find_bands(table, lexicon)
        if not bands:
            if document and segments and _goes_on(table, segments[-1], lexicon, rulebook):
                last = segments[-1].stretches[-1]
                segments[-1].stretches.append(Stretch(table, None, last.layout, 0, len(table.rows)))
            continue
        for segment, joined in _in_table(table, bands, lexicon, rulebook):
            if segments and _same(segments[-1], segment, joined=joined or (document and segment.stretches[0].band is bands[0])):
                segments[-1].stretches.extend(segment.stretches)
            else:
                segments.append(segment)
    return segments


def _in_table(table: Table, bands: tuple[Band, ...], lexicon: Lexicon, rulebook: Rulebook) -> Iterator[tuple[Segment, bool]]:
    """Give the segments of one table in order; the flag says that something stands before it in the table."""
    starts = [_title_start(table, bands[n - 1].bottom + 1 if n else 0, band.top, lexicon, rulebook) for n, band in enumerate(bands)]
    for number, band in enumerate(bands):
        end = starts[number + 1] if number + 1 < len(bands) else len(table.rows)
        layout = resolve(band, table.rows[band.bottom + 1 : min(end, band.bottom + 1 + SAMPLE)], lexicon)
        lines = tuple(_texts(table.rows[row]) for row in range(starts[number], band.top))
        if number == 0:
            lines = (*((line,) for line in table.before), *lines)
        yield from _split(table, band, layout, (band.bottom + 1, end), lines, lexicon, rulebook, joined=number > 0)


def _split(
    table: Table,
    band: Band,
    layout: Layout,
    rows: tuple[int, int],
    lines: tuple[tuple[str, ...], ...],
    lexicon: Lexicon,
    rulebook: Rulebook,
    *,
    joined: bool,
) -> Iterator[tuple[Segment, bool]]:
    """Cut the rows below a heading at titles that name an area without repeating the heading."""
    first, end = rows
    for row in range(first, end):
        cells = table.rows[row]
        if len(cells) - cells.count("") == 1 and _switches(table, row, lexicon, rulebook):
            yield _segment(lines, Stretch(table, band, layout, first, row), lexicon, rulebook), joined
            lines, first, joined = (_texts(cells),), row + 1, True
    yield _segment(lines, Stretch(table, band, layout, first, end), lexicon, rulebook), joined


def _segment(lines: tuple[tuple[str, ...], ...], stretch: Stretch, lexicon: Lexicon, rulebook: Rulebook) -> Segment:
    """Make a segment, and choose its title among the lines above it: the nearest that speaks like one."""
    texts = [text for line in lines for text in line if len(squeeze(text)) <= LONGEST_TITLE]
    speaking = [text for text in texts if _speaks(text, lexicon)]
    naming = [text for text in texts if find_area(rulebook, text)]
    both = [text for text in speaking if text in naming]
    title = next((found[-1] for found in (both, speaking, naming) if found), "")
    areas = find_area(rulebook, title) or next((find_area(rulebook, text) for text in reversed(naming)), ())
    return Segment(lines, [stretch], " ".join(title.split()), areas)


def _same(before: Segment, segment: Segment, *, joined: bool) -> bool:
    """Tell whether a segment only goes on with the one before: nothing else is said above it."""
    if not joined:
        return False
    if segment.areas:
        return segment.areas == before.areas
    return not segment.title or segment.title == before.title


def _goes_on(table: Table, segment: Segment, lexicon: Lexicon, rulebook: Rulebook) -> bool:
    """Tell whether a table without heading continues a segment: as wide, and no title above it."""
    width = max((len(row) for row in table.rows), default=0)
    last = segment.stretches[-1].table
    spoken = any(_speaks(line, lexicon) or find_area(rulebook, line) for line in table.before)
    return not spoken and width >= 4 and width == max(len(row) for row in last.rows)


def _title_start(table: Table, first: int, top: int, lexicon: Lexicon, rulebook: Rulebook) -> int:
    """Tell where the title above a heading begins, going up until a row that is an item."""
    if first == 0:
        return 0
    start = top
    for row in range(top - 1, first - 1, -1):
        texts = _texts(table.rows[row])
        if texts and not (len(texts) <= 3 and _headlike(texts[0], lexicon, rulebook)):
            break
        start = row
    return start


def _headlike(text: str, lexicon: Lexicon, rulebook: Rulebook) -> bool:
    """Tell whether a text above a heading belongs to a title: its words, an area, an annex, who reports."""
    flat = squeeze(text)
    if len(flat) > LONGEST_TITLE:
        return False
    labels = [squeeze(word) for words in lexicon.form.labels.values() for word in words]
    return _speaks(text, lexicon) or flat.startswith(("附件", "附表", *labels)) or (len(flat) <= 40 and bool(find_area(rulebook, text)))


def _speaks(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a text has a word of the form's titles."""
    flat = squeeze(text)
    return any(word in flat for word in (*lexicon.form.titles, *lexicon.form.wrong_kind))


def _switches(table: Table, row: int, lexicon: Lexicon, rulebook: Rulebook) -> bool:
    """Tell whether a row's only text is the title of another area, not an item or a group of items."""
    column, text = next((column, text) for column, text in enumerate(table.rows[row]) if text)
    flat = squeeze(text)
    if len(flat) > LONGEST_TITLE or not find_area(rulebook, text):
        return False
    if _speaks(text, lexicon) or "领域" in flat:
        return True
    return any(merge.top == row and merge.left == column and merge.right - merge.left >= 3 for merge in table.merges)


def _texts(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in cells if text and not text.isspace())
