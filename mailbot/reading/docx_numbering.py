"""The lists of a .docx: ``word/numbering.xml`` (ECMA-376 part 1, 17.9)."""

from typing import Any

from defusedxml.ElementTree import fromstring

from mailbot.reading.numbering import Level, Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_numbering(xml: bytes) -> Numbering:
    """Read the lists; b"" when a document has none."""
    if not xml:
        return Numbering()
    root = fromstring(xml)
    levels = {
        (abstract.get(_W + "abstractNumId", ""), int(level.get(_W + "ilvl", "0"))): _level(level)
        for abstract in root.iter(_W + "abstractNum")
        for level in abstract.iter(_W + "lvl")
    }
    lists = {concrete.get(_W + "numId", ""): _value(concrete, "abstractNumId") for concrete in root.iter(_W + "num")}
    return Numbering(lists, levels)


def _level(level: Any) -> Level:
    start = _value(level, "start")
    fonts = level.find(f"{_W}rPr/{_W}rFonts")
    return Level(
        start=int(start) if start.isdigit() else 1,
        form=_value(level, "numFmt") or "decimal",
        pattern=_value(level, "lvlText"),
        font="" if fonts is None else fonts.get(_W + "ascii") or fonts.get(_W + "hAnsi") or "",
    )


def _value(element: Any, name: str) -> str:
    child = element.find(_W + name)
    return "" if child is None else str(child.get(_W + "val", ""))
