"""What the sender should know of how a catalogue was read: filled, guessed, dropped, not readable."""

from collections.abc import Iterator, Mapping, Set

from mailbot.forms.body import Body
from mailbot.forms.columns import BY_VALUES
from mailbot.forms.fill import FILLED
from mailbot.forms.lexicon import Lexicon
from mailbot.forms.titles import Segment
from mailbot.model.submission import Finding
from mailbot.model.table import Table

SPOILED = {"excel-error": "excel-error", "uncached-formula": "uncached-formula"}
"""Flags of cells that hold no text though something stands there, and the codes of their findings."""


def remarks(segment: Segment, body: Body, lexicon: Lexicon) -> Iterator[Finding]:
    """List what was noticed on the way, in the order of the table."""
    yield from _headings(segment, lexicon)
    yield from _dittos(body, lexicon)
    yield from _fills(body, lexicon)
    yield from _spoiled(body, lexicon)
    yield from _rows(body)


def _headings(segment: Segment, lexicon: Lexicon) -> Iterator[Finding]:
    """Report headings that were not plain."""
    stretch = segment.stretches[0]
    bottom = stretch.band.bottom if stretch.band else 0
    for column, name, heading, how in stretch.layout.doubtful:
        code = "columns-guessed" if how == BY_VALUES else "heading-near-miss"
        where = stretch.table.where(bottom, column)
        yield Finding(code, where=where, column=lexicon.columns[name].title, facts={"found": " ".join(heading.split())})


def _dittos(body: Body, lexicon: Lexicon) -> Iterator[Finding]:
    """Report each 同上 that has nothing above it."""
    for name, column in body.columns.items():
        for place in column.unresolved:
            yield Finding("ditto-first-row", where=_where(body, name, place), column=lexicon.columns[name].title)


def _fills(body: Body, lexicon: Lexicon) -> Iterator[Finding]:
    """Report the columns whose blanks were filled from above, except the first level: everybody leaves it blank."""
    for name, column in body.columns.items():
        places = [place for place, note in enumerate(column.notes) if note == FILLED]
        if places and name != "first_level":
            where = _where(body, name, places[0])
            yield Finding("values-filled", where=where, column=lexicon.columns[name].title, facts={"count": len(places)})


def _spoiled(body: Body, lexicon: Lexicon) -> Iterator[Finding]:
    """Report cells of items that hold an error value or a formula without a result."""
    for part in body.parts:
        # A number that a formula did not leave behind is none that anybody misses.
        told = {name: columns for name, columns in part.stretch.layout.columns.items() if name != "serial"}
        titles = {taken: lexicon.columns[name].title for name, columns in told.items() for taken in columns}
        yield from spoiled(part.stretch.table, {row for row, _ in part.reading.items}, titles)


def spoiled(table: Table, rows: Set[int], titles: Mapping[int, str]) -> Iterator[Finding]:
    """Report cells in these rows, under these column titles, in which something stands that is no text."""
    bad = [(place, flag) for place, flag in table.flags.items() if flag in SPOILED] if table.flags else []
    for (row, column), flag in sorted(bad):
        if row in rows and column in titles:
            yield Finding(SPOILED[flag], where=table.where(row, column), column=titles[column], facts={"found": table.text(row, column)})


def _rows(body: Body) -> Iterator[Finding]:
    """Report rows left out and rows that are hidden."""
    for part in body.parts:
        sheet = part.stretch.table.sheet
        for code, rows in (("rows-dropped", part.reading.dropped), ("example-row-dropped", part.reading.examples)):
            if rows:
                yield Finding(code, where=sheet, facts={"rows": "\u3001".join(str(row + 1) for row in rows)})
        shut = part.stretch.table.hidden_rows
        hidden = [row for row, _ in part.reading.items if row in shut] if shut else []
        if hidden:
            yield Finding("hidden-rows", where=sheet, facts={"count": len(hidden)})


def _where(body: Body, name: str, place: int) -> str:
    """Name the cell of a column for an item."""
    part, row = body.rows[place]
    column = part.stretch.layout.first(name)
    return part.stretch.table.where(row, column) if column is not None else part.stretch.table.sheet
