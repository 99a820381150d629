"""Automatic numbers and bullets of Word lists, which stand in no text (ECMA-376 part 1, 17.9).

The serial column of a table is often such a list, and a list of channels may carry its marks as
bullets in a symbol font.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import fromstring

from mailbot.reading.symbols import in_symbol_font, private_signs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_TEN = "\u5341"
_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "chineseLegalSimplified"})
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    font: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has been counted."""

    _lists: dict[str, str] = field(default_factory=dict)
    _levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def read(cls, xml: bytes) -> "Numbering":
        """Read ``word/numbering.xml``; b"" when a document has none."""
        numbering = cls()
        if not xml:
            return numbering
        root = fromstring(xml)
        for abstract in root.iter(_W + "abstractNum"):
            for level in abstract.iter(_W + "lvl"):
                numbering._levels[abstract.get(_W + "abstractNumId", ""), int(level.get(_W + "ilvl", "0"))] = _level(level)
        for concrete in root.iter(_W + "num"):
            numbering._lists[concrete.get(_W + "numId", "")] = _value(concrete, "abstractNumId")
        return numbering

    def label(self, list_id: str, level_text: str) -> str:
        """Count one paragraph of a list and tell what Word shows before it; "" for no list (id 0)."""
        abstract = self._lists.get(list_id, "")
        level = int(level_text) if level_text.isdigit() else 0
        shape = self._levels.get((abstract, level))
        if shape is None:
            return ""
        if shape.form == "bullet":
            return private_signs(in_symbol_font(shape.pattern, shape.font))
        key = (abstract, level)
        self._counts[key] = self._counts.get(key, shape.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
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
            shape = self._levels.get((abstract, level), _Level())
            yield _written(self._counts.get((abstract, level), shape.start), shape.form)


def _level(level: Any) -> _Level:
    start = _value(level, "start")
    fonts = level.find(f"{_W}rPr/{_W}rFonts")
    return _Level(
        start=int(start) if start.isdigit() else 1,
        form=_value(level, "numFmt") or "decimal",
        pattern=_value(level, "lvlText"),
        font="" if fonts is None else fonts.get(_W + "ascii") or fonts.get(_W + "hAnsi") or "",
    )


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


def _value(element: Any, name: str) -> str:
    child = element.find(_W + name)
    return "" if child is None else str(child.get(_W + "val", ""))
