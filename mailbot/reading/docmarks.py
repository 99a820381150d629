"""The characters of a .doc as a reader sees them: symbols, check boxes, fields, hidden text (MS-DOC).

A symbol is a bracket whose properties name font and character; a check box of a form is a field
without text, its state lies in the data stream; a field shows its result and hides its instruction.
"""

import struct

from mailbot.reading.docbinary import Sprms, WordBinary
from mailbot.reading.symbols import CHECKED, EMPTY, in_symbol_font, is_symbol_font, overlaid

_SYMBOL, _FONT, _HIDDEN, _DELETED, _PICTURE = 0x6A09, 0x4A4F, 0x083C, 0x0800, 0x6A03
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SHOWN = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\t": " ", "\x01": "", "\x02": "", "\x05": "", "\x08": "", "\x0e": "\n"}
_CHECK_BOX = "FORMCHECKBOX"


def shown_characters(word: WordBinary) -> list[str]:
    """List what each character of the text shows, "" for those that show nothing."""
    characters = [_SHOWN.get(character, character) for character in word.text]
    pictures: dict[int, int] = {}
    for start, end, properties in zip(word.characters.starts, word.characters.ends, word.characters.values, strict=True):
        if not properties:
            continue
        for first, last in word.places(start, end):
            _apply(word, properties, range(first, min(last, len(characters))), characters, pictures)
    _resolve_fields(word, characters, pictures)
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
        elif code in (_HIDDEN, _DELETED) and operand == b"\x01":
            for place in places:
                characters[place] = ""
        elif code == _PICTURE and len(operand) == 4:
            pictures.update(dict.fromkeys(places, int.from_bytes(operand, "little")))


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
