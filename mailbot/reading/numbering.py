"""Automatic numbers and bullets of Word lists, which stand in no text: counted as Word counts them.

The serial column of a table is often such a list, and a list of channels may carry its marks as
bullets in a symbol font. How a format writes its lists is its reader's to know.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailbot.reading.symbols import in_symbol_font, private_signs

BULLET = "bullet"
_DIGITS = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_TEN = "\u5341"
_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "chineseLegalSimplified"})
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it begins, how it counts (ECMA-376 part 1, 17.18.59), what stands around the number.

    In ``pattern`` %1 stands for the number of the first level, %2 of the second …
    """

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    font: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document by the names that its paragraphs use, and how far each has been counted."""

    lists: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[tuple[str, int], Level] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph of a list and tell what Word shows before it; "" for no list."""
        abstract = self.lists.get(list_id, "")
        shape = self.levels.get((abstract, level))
        if shape is None:
            return ""
        if shape.form == BULLET:
            return private_signs(in_symbol_font(shape.pattern, shape.font))
        key = (abstract, level)
        self._counts[key] = self._counts.get(key, shape.start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            self._counts.pop((abstract, deeper), None)
        return "".join(self._fill(abstract, shape.pattern))

    def _fill(self, abstract: str, pattern: str) -> Iterator[str]:
        parts = iter(pattern)
        for character in parts:
            if character != "%":
                yield character
                continue
            digit = next(parts, "")
            level = int(digit) - 1 if digit.isdigit() else 0
            shape = self.levels.get((abstract, level), Level())
            yield _written(self._counts.get((abstract, level), shape.start), shape.form)


def _written(number: int, form: str) -> str:
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else _TEN if tens == 1 else _DIGITS[tens] + _TEN
        return head + (_DIGITS[ones] if ones else "")
    if form in {"upperLetter", "lowerLetter"} and 0 < number <= 26:
        return chr((64 if form == "upperLetter" else 96) + number)
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return "" if form == "none" else str(number)
