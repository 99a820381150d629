"""The text of a Word paragraph as a reader sees it, marks included (domain, 2.2).

python-docx leaves out symbols (``w:sym``) and check boxes, so a ticked list reads as an unticked
one; here they become the signs they show. Deleted and hidden text is left out, inserted text kept.
"""

import re
from collections.abc import Iterator
from typing import Any

from mailbot.reading.numbering import Numbering
from mailbot.reading.symbols import CHECKED, EMPTY, in_symbol_font, overlaid, private_signs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXT_BOX = W + "txbxContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
LOST = "\ufffd"

# Around the instruction of a field until its paragraph is whole: characters that XML cannot hold.
_CODE, _CODE_END = "\x13", "\x15"
_CODES = re.compile(f"(?:{_CODE}[^{_CODE_END}]*{_CODE_END})+")

# Elements that only wrap what is to be read.
_WRAPPERS = frozenset(W + name for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "sdtContent"))
_MATH = frozenset(MATH + name for name in ("oMath", "oMathPara"))
_OFF = frozenset({"0", "false", "off"})


def flatten(element: Any) -> Iterator[Any]:
    """Yield the children of an element, those of wrappers in their place; content controls keep themselves."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from flatten(child)
        elif child.tag == CHOICES:
            # Written for programs of different age; the first is the newest.
            yield from flatten(child[0] if len(child) else ())
        else:
            yield child


def through_controls(element: Any) -> Iterator[Any]:
    """Yield the children of an element as if no content control stood around them."""
    for child in flatten(element):
        if child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from through_controls(content)
        else:
            yield child


def paragraph_text(paragraph: Any, numbering: Numbering) -> str:
    """Write a paragraph as text, with the number or bullet that Word shows before it."""
    text = "".join(_pieces(paragraph))
    if _CODE in text:
        text = _CODES.sub(lambda codes: overlaid(codes[0].replace(_CODE, "").replace(_CODE_END, "")), text)
    properties = paragraph.find(f"{W}pPr/{W}numPr")
    level = "" if properties is None else _value(properties, "ilvl")
    label = "" if properties is None else numbering.label(_value(properties, "numId"), int(level) if level.isdigit() else 0)
    return private_signs(label + text)


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield what the text boxes of a paragraph hold; a box is written twice, and programs read the first (ECMA-376 part 3, 10.2)."""
    for child in paragraph:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag != FALLBACK:
            yield from text_boxes(child)


def is_on(element: Any) -> bool:
    """Read an on-off property: present means on unless it says otherwise (ECMA-376 part 1, 17.17.4)."""
    return element is not None and element.get(W + "val", "1") not in _OFF


def _pieces(element: Any) -> Iterator[str]:
    for child in flatten(element):
        if child.tag == W + "r":
            yield from _run(child)
        elif child.tag == W + "sdt":
            yield _control(child)
        elif child.tag in _MATH:
            yield "".join(text.text or "" for text in child.iter(MATH + "t"))


def _control(control: Any) -> str:
    """Read a content control: a check box by its state, a prompt nobody replaced as nothing."""
    properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
    if properties is not None:
        box = properties.find(W14 + "checkbox")
        if box is not None:
            checked = box.find(W14 + "checked")
            # The sign shown for "checked" is a crossed box by default, which people read as a tick.
            return CHECKED if checked is not None and checked.get(W14 + "val", "1") not in _OFF else EMPTY
        if is_on(properties.find(W + "showingPlcHdr")):
            return ""
    return "" if content is None else "".join(_pieces(content))


def _run(run: Any) -> Iterator[str]:
    properties = run.find(W + "rPr")
    font = ""
    if properties is not None:
        if is_on(properties.find(W + "vanish")):
            return
        fonts = properties.find(W + "rFonts")
        if fonts is not None:
            font = fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""
    for child in run:
        name = child.tag
        if name == W + "t":
            yield in_symbol_font(child.text or "", font) if font else child.text or ""
        elif name == W + "sym":
            yield _symbol(child)
        elif name in (W + "tab", W + "ptab"):
            yield " "
        elif name in (W + "br", W + "cr"):
            yield "\n"
        elif name == W + "noBreakHyphen":
            yield "-"
        elif name == W + "fldChar":
            yield from _form_field(child)
        elif name == W + "instrText":
            yield f"{_CODE}{child.text or ''}{_CODE_END}"
        elif name == W + "ruby":
            base = child.find(W + "rubyBase")
            if base is not None:
                yield from _pieces(base)


def _symbol(symbol: Any) -> str:
    try:
        code = int(symbol.get(W + "char", ""), 16)
    except ValueError:
        return LOST
    if not 0x20 <= code <= 0xFFFD:
        return LOST
    shown = private_signs(in_symbol_font(chr(code), symbol.get(W + "font", "")))
    return LOST if "\ue000" <= shown <= "\uf8ff" else shown


def _form_field(begin: Any) -> Iterator[str]:
    """Read a form field of old documents: a check box has no text of its own, its state is in its data."""
    data = begin.find(W + "ffData")
    box = None if data is None else data.find(W + "checkBox")
    if box is None:
        return
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    yield CHECKED if is_on(state) else EMPTY


def _value(properties: Any, name: str) -> str:
    element = properties.find(W + name)
    return "0" if element is None else str(element.get(W + "val", "0"))
