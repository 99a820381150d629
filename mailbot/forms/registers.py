"""Registers of publication and papers on procedure: phases three and four, taken when units send them.

A register is a table with a line an area or an item; it is told by headings that no catalogue has. A
paper is a file that says by its name what it is: nobody reads what stands in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from mailbot.forms.text import key
from mailbot.model.mail import File
from mailbot.model.submission import Item, Submission, Value
from mailbot.model.table import Table, column_letters
from mailbot.rulebook.model import Form, Rulebook

REGISTER, PAPER = "register", "paper"
ENOUGH = 2
"""So many headings that only a register has."""
HEAD_ROWS = 12
"""A heading row stands among the first rows."""
PAPERS = frozenset({"doc", "docx", "wps", "pdf", "ofd", "rtf"})
"""Formats of papers; a photograph of one is no paper yet."""


def read_registers(table: Table, path: str, rulebook: Rulebook) -> tuple[Submission, ...]:
    """Read a table as a register; nothing where it is none."""
    for form in rulebook.forms.values():
        if form.shape == REGISTER:
            names = _names(form.key, tuple((column.key, column.names) for column in form.column))
            own = {key(word) for words in form.wrong_kind.values() for word in words}
            for row, cells in enumerate(table.rows[:HEAD_ROWS]):
                if sum(key(cell) in own for cell in cells if cell) < ENOUGH:
                    continue
                columns = _columns(names, cells)
                if len(columns) >= form.min_columns:
                    items = tuple(_items(table, row, columns))
                    return (_submission(form, table, path, row, columns, items),) if items else ()
    return ()


def read_paper(file: File, rulebook: Rulebook) -> tuple[Submission, ...]:
    """Take a file as a paper by its name."""
    for form in rulebook.forms.values():
        name = key(file.name)
        if form.shape == PAPER and file.format in PAPERS and any(key(word) in name for word in form.titles):
            item = Item(1, {"second_level": Value(file.name)})
            return (Submission(form.key, file.path, file.name, (), title=file.name, items=(item,)),)
    return ()


def _submission(form: Form, table: Table, path: str, row: int, columns: Mapping[str, int], items: tuple[Item, ...]) -> Submission:
    return Submission(
        form.key,
        path,
        table.sheet,
        (row + 1,),
        title=next((cell for cells in table.rows[:row] for cell in cells if cell), ""),
        columns={name: table.text(row, column) for name, column in columns.items()},
        column_letters={name: column_letters(column) for name, column in columns.items()},
        items=items,
    )


def _columns(names: Mapping[str, str], cells: Sequence[str]) -> dict[str, int]:
    """Tell the column of each key of the form in a heading row; ``names`` are the keys by their headings."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = names.get(key(cell)) if cell else None
        if name:
            found.setdefault(name, place)
    return found


@lru_cache(maxsize=8)
def _names(form: str, columns: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    return {key(word): name for name, words in columns for word in words}


def _items(table: Table, head: int, columns: Mapping[str, int]) -> Iterator[Item]:
    """Make an item of each row that says more than its number; an area that is merged holds for the rows below."""
    merged = {
        (row, merge.left): (merge.top, merge.left)
        for merge in table.merges
        if merge.bottom > merge.top
        for row in range(merge.top, merge.bottom + 1)
    }
    said = columns.keys() - {"serial", "area", "remark"}
    for row in range(head + 1, len(table.rows)):
        values = {}
        for name, column in columns.items():
            place = merged.get((row, column), (row, column)) if name == "area" else (row, column)
            text = table.text(*place).strip()
            values[name] = Value(text, table.where(row, column), "merged" if place != (row, column) else "")
        if any(values[name].text for name in said):
            yield Item(row + 1, values)
