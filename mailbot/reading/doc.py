"""Read the tables of .doc and of WPS .wps in a compound file (MS-DOC).

A cell ends with a mark (0x07), a row with a mark whose paragraph says so; where a row's cells stand
is in that paragraph's properties. From there on a table is laid out as one of .docx is.
"""

import struct

from mailbot.reading.docbinary import Sprms, WordBinary, parse_word
from mailbot.reading.doclists import label_of, read_lists
from mailbot.reading.docmarks import shown_characters
from mailbot.reading.docx import MAX_BEFORE
from mailbot.reading.edged import EdgedTable, made
from mailbot.reading.limits import ReadLimits, Unreadable
from mailbot.reading.symbols import private_signs
from mailbot.reading.tables import TableMaker
from mailbot.reading.wordgrid import EdgedRow

CELL_END = "\x07"
_PARAGRAPH_ENDS = frozenset("\r\x07\x0c")
_IN_TABLE, _ROW_END, _DEPTH, _DEFINE_TABLE, _VERTICAL = 0x2416, 0x2417, 0x6649, 0xD608, 0xD62B
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_TC_BYTES = 20


def read_doc(content: bytes, limits: ReadLimits) -> TableMaker:
    """Read all tables of a Word 97-2003 document, in reading order."""
    try:
        found, after = _tables(_open(content))
    except (struct.error, IndexError, ValueError, KeyError, OverflowError) as error:
        raise Unreadable("unreadable-damaged", reason=type(error).__name__) from error
    return made(found, after, limits)


def _open(content: bytes) -> WordBinary:
    import olefile

    try:
        with olefile.OleFileIO(content) as compound:
            names = {path[0]: path for path in compound.listdir() if len(path) == 1}
            streams = {
                name: compound.openstream(names[name]).read() for name in ("WordDocument", "0Table", "1Table", "Data") if name in names
            }
    except OSError as error:
        raise Unreadable("unreadable-damaged", reason="compound file") from error
    return parse_word(streams["WordDocument"], streams, streams.get("Data", b""))


def _tables(word: WordBinary) -> tuple[list[EdgedTable], list[str]]:
    """Walk through the paragraphs and gather rows; text between two tables belongs to the second. Give the text below the last too."""
    tables: list[EdgedTable] = []
    before: list[str] = []
    cells: list[str] = []
    lines: list[str] = []
    inside = False
    characters = shown_characters(word)
    numbering = read_lists(word)
    start = 0
    for place, character in enumerate(word.text):
        if character not in _PARAGRAPH_ENDS:
            continue
        properties = word.paragraphs.at(word.offset(place))
        label = "" if _is_on(properties, _ROW_END) else label_of(properties, numbering)
        line = private_signs(label + "".join(characters[start:place]))
        start = place + 1
        if not _is_on(properties, _IN_TABLE) and character != CELL_END:
            inside, cells, lines = False, [], []
            if line.strip():
                before.append(line.strip())
            continue
        if not inside:
            tables.append(EdgedTable(tuple(before[-MAX_BEFORE:])))
            inside, before = True, []
        if _is_on(properties, _INNER_ROW_END):
            continue
        if character == CELL_END and _is_on(properties, _ROW_END):
            tables[-1].rows.append(_row(cells, properties))
            cells, lines = [], []
        elif character == CELL_END:
            cells.append("\n".join([*lines, line]).strip("\n"))
            lines = []
        else:
            lines.append(line)
    return tables, before


def _row(cells: list[str], properties: Sprms) -> EdgedRow:
    row = EdgedRow(cells)
    for code, operand in properties:
        if code == _DEFINE_TABLE and operand:
            count = operand[0]
            if len(operand) >= 1 + 2 * (count + 1) and count >= len(cells):
                row.edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
                descriptions = operand[1 + 2 * (count + 1) :]
                row.flags = [int.from_bytes(descriptions[_TC_BYTES * index : _TC_BYTES * index + 2], "little") for index in range(count)]
        elif code == _VERTICAL and len(operand) >= 2 and operand[0] < len(row.flags):
            row.flags[operand[0]] = row.flags[operand[0]] & ~0x60 | (operand[1] & 3) << 5
    return row


def _is_on(properties: Sprms, wanted: int) -> bool:
    return any(code == wanted and operand[:1] == b"\x01" for code, operand in properties)
