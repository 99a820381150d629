"""Tables of the old Word formats, whose cells are told by their edges: .doc and Rich Text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mailbot.model.table import Merge
from mailbot.reading.docx import SHEET
from mailbot.reading.limits import ReadLimits
from mailbot.reading.tables import Extras, TableMaker
from mailbot.reading.wordgrid import EdgedRow, by_edges, lay_out


@dataclass(slots=True)
class EdgedTable:
    """A table on its way: the paragraphs above it, and its rows."""

    before: tuple[str, ...]
    rows: list[EdgedRow] = field(default_factory=list)


def made(tables: Iterable[EdgedTable], after: Sequence[str], limits: ReadLimits) -> TableMaker:
    """Make the tables that have rows, in reading order; ``after`` are the paragraphs below the last."""
    maker = TableMaker(limits)
    for number, table in enumerate((table for table in tables if table.rows), 1):
        grid, merges = lay_out(by_edges(table.rows))
        maker.add(f"{SHEET}{number}", grid, Extras(merges=[Merge(*merge) for merge in merges], before=table.before))
    maker.finish(after, document=f"{SHEET}1")
    return maker
