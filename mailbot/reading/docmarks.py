"""The characters of a .doc as a reader sees them: symbols, check boxes, fields, hidden text (MS-DOC).

A symbol is a bracket whose properties name font and character; a check box of a form is a field
without text, its state lies in the data stream; a field shows its result and hides its instruction.
"""

import struct
from collections.abc import Iterator

from mailbot.reading.docbinary import STYLE, Runs, Sprms, WordBinary
from mailbot.reading.docstyles import HIDDEN, hides, hiding_styles
from mailbot.reading.symbols import CHECKED, EMPTY, in_symbol_font, is_symbol_font, overlaid

_SYMBOL, _FONT, _DELETED, _PICTURE, _OWN_STYLE = 0x6A09, 0x4A4F, 0x0800, 0x6A03, 0x4A30
# Word writes of a deletion that it is on, or that it is not what the style says; no style deletes (2.9.327).
_ON = (b"\x01", b"\x81")
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SHOWN = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\t": " ", "\x01": "", "\x02": "", "\x05": "", "\x08": "", "\x0e": "\n"}
_CHECK_BOX = "FORMCHECKBOX"


def shown_characters(word: WordBinary) -> list[str]:
    """List what each character of the text shows, "" for those that show nothing."""
    characters = [_SHOWN.get(character, character) for character in word.text]
    pictures: dict[int, int] = {}
    for start, end, properties in _stretches(word, word.characters):
        _apply(word, properties, range(start, end), characters, pictures)
    _resolve_fields(word, characters, pictures)
    for place in _hidden(word):
        characters[place] = ""
    return characters


def _apply(word: WordBinary, properties: Sprms, places: range, characters: list[str], pictures: dict[int, int]) -> None:
    for code, operand in properties:
        if code == _SYMBOL and len(operand) == 4:
            font, character = struct.unpack("<HH", operand)
            for place in places:
                characters[place] = in_symbol_font(chr(character), _font(word, font))
        elif code == _FONT and len(operand) == 2 and is_symbol_font(_font(word, int.from_bytes(operand, "little"))):
            for place in places:
                if characters[place] == word.text[place]:
                    characters[place] = in_symbol_font(characters[place], _font(word, int.from_bytes(operand, "little")))
        elif code == _PICTURE and len(operand) == 4:
            pictures.update(dict.fromkeys(places, int.from_bytes(operand, "little")))


def _hidden(word: WordBinary) -> Iterator[int]:
    """List the places of what is deleted, or hidden by its style or by itself."""
    styles = hiding_styles(word)
    hidden = bytearray(len(word.text))
    for start, end, properties in _stretches(word, word.paragraphs) if styles else ():
        if _number(properties, STYLE) in styles:
            hidden[start:end] = b"\x01" * (end - start)
    for start, end, properties in _stretches(word, word.characters):
        said = dict(properties)
        if _number(properties, _OWN_STYLE) in styles:
            hidden[start:end] = b"\x01" * (end - start)
        if said.get(_DELETED) in _ON:
            hidden[start:end] = b"\x01" * (end - start)
        elif HIDDEN in said:
            hidden[start:end] = bytes(hides(said[HIDDEN], bool(one)) for one in hidden[start:end])
    return (place for place, one in enumerate(hidden) if one)


def _stretches(word: WordBinary, runs: Runs) -> Iterator[tuple[int, int, Sprms]]:
    """Give the stretches of text with properties of their own."""
    for start, end, properties in zip(runs.starts, runs.ends, runs.values, strict=True):
        if properties:
            for first, last in word.places(start, end):
                yield first, min(last, len(word.text)), properties


def _number(properties: Sprms, wanted: int) -> int:
    return next((int.from_bytes(operand, "little") for code, operand in reversed(properties) if code == wanted), -1)


def _resolve_fields(word: WordBinary, characters: list[str], pictures: dict[int, int]) -> None:
    """Hide instructions, keep results, and put the sign of a check box at the place of its field."""
    begins: list[int] = []
    hidden_from: list[int] = []
    for place, character in enumerate(word.text):
        if character == _FIELD_BEGIN:
            begins.append(place)
            hidden_from.append(place)
        elif character in (_FIELD_RESULT, _FIELD_END) and begins:
            if hidden_from and hidden_from[-1] == begins[-1]:
                hidden_from.pop()
                instruction = word.text[begins[-1] : place]
                for hidden in range(begins[-1], place):
                    characters[hidden] = ""
                characters[begins[-1]] = overlaid(instruction[1:])
                if _CHECK_BOX in instruction:
                    characters[begins[-1]] = _box(word, next((pictures[p] for p in range(begins[-1], place) if p in pictures), -1))
            characters[place] = ""
            if character == _FIELD_END:
                begins.pop()


def _box(word: WordBinary, start: int) -> str:
    """Read the state of a check box from its form field data (2.9.78)."""
    data = word.data
    if start < 0 or start + 6 > len(data):
        return EMPTY
    place = start + int.from_bytes(data[start + 4 : start + 6], "little")
    bits = int.from_bytes(data[place + 4 : place + 6], "little")
    result = bits >> 2 & 0x1F
    if result == 25:
        # Undefined: the default counts, which follows the field's name.
        name = int.from_bytes(data[place + 10 : place + 12], "little")
        default = place + 12 + 2 * name + 2
        result = int.from_bytes(data[default : default + 2], "little")
    return CHECKED if result == 1 else EMPTY


def _font(word: WordBinary, number: int) -> str:
    return word.fonts[number] if number < len(word.fonts) else ""
