"""Looks added to styles.xml: every marked cell keeps its own look and only gets another fill."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.splice import Node, Part, parse, retagged

_LISTS = ("fonts", "fills", "borders", "cellXfs")
_ITEMS = ("font", "fill", "border", "xf")
_SOLID = re.compile(rb"""patternType=["']solid["'][^>]*>\s*<(?:[\w.-]+:)?fgColor[^>]*\brgb=["']([0-9A-Fa-f]{8})["']""")
_BORDER_SIDES = b"".join(b'<%s style="thin"><color rgb="FFB8BFC8"/></%s>' % (side, side) for side in (b"left", b"right", b"top", b"bottom"))


@dataclass(slots=True)
class Styles:
    """styles.xml with what is added to its lists; numbers are places in them."""

    part: Part
    lists: dict[str, Node]
    counts: dict[str, int]
    formats: list[Node]
    colours: list[bytes]
    added: dict[str, list[bytes]] = field(default_factory=lambda: {name: [] for name in _LISTS})
    _known: dict[bytes, int] = field(default_factory=dict)

    def font(self, inside: bytes) -> int:
        """Add a font."""
        return self._add("fonts", b"font", inside)

    def fill(self, colour: str) -> int:
        """Add a plain fill of a colour (RRGGBB)."""
        inside = b'<patternFill patternType="solid"><fgColor rgb="FF%s"/><bgColor indexed="64"/></patternFill>' % colour.encode()
        return self._add("fills", b"fill", inside)

    def border(self) -> int:
        """Add a thin frame."""
        return self._add("borders", b"border", _BORDER_SIDES + b"<diagonal/>")

    def filled(self, number: int, fill: int) -> int:
        """Give the look ``number`` another fill."""
        if number >= len(self.formats):
            raise Unpatchable("style number")
        node = self.formats[number]
        tag = retagged(self.part.tag(node), fillId=str(fill), applyFill="1" if fill else None)
        return self._format(tag + self.part.xml[node.inner : node.end])

    def unfilled(self, number: int, colours: Collection[str]) -> int:
        """Give the look ``number`` no fill where it is filled plainly with one of some colours, else as it is."""
        if number >= len(self.formats):
            raise Unpatchable("style number")
        fill = self.formats[number].attributes.get("fillId", "0")
        place = int(fill) if fill.isdigit() else 0
        ours = place < len(self.colours) and self.colours[place].upper() in {b"FF" + colour.encode() for colour in colours}
        return self.filled(number, 0) if ours else number

    def format(self, *, font: int = 0, fill: int = 0, border: int = 0, centred: bool = False) -> int:
        """Add a look of our own: text wrapped, at the top, left or centred."""
        prefix = self.part.prefix
        align = b'horizontal="center" vertical="center"' if centred else b'vertical="top"'
        head = b'<%sxf numFmtId="0" fontId="%d" fillId="%d" borderId="%d" xfId="0"' % (prefix, font, fill, border)
        applied = b' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><%salignment %s wrapText="1"/></%sxf>'
        return self._format(head + applied % (prefix, align, prefix))

    def content(self) -> bytes:
        """Write styles.xml."""
        for name, items in self.added.items():
            node = self.lists[name]
            if not items:
                continue
            tag = retagged(self.part.tag(node), count=str(self.counts[name] + len(items)))
            self.part.replace(node.start, node.inner, tag)
            self.part.replace(node.close, node.close, b"".join(items))
        return self.part.content()

    def _format(self, text: bytes) -> int:
        return self._keep("cellXfs", text)

    def _add(self, name: str, tag: bytes, inside: bytes) -> int:
        prefix = self.part.prefix
        if prefix:
            inside = inside.replace(b"</", b"\0").replace(b"<", b"<" + prefix).replace(b"\0", b"</" + prefix)
        return self._keep(name, b"<%s%s>%s</%s%s>" % (prefix, tag, inside, prefix, tag))

    def _keep(self, name: str, text: bytes) -> int:
        key = name.encode() + text
        if key not in self._known:
            self._known[key] = self.counts[name] + len(self.added[name])
            self.added[name].append(text)
        return self._known[key]


def read_styles(xml: bytes) -> Styles:
    """Find the lists of styles.xml; raises Unpatchable where one is missing or empty."""
    part = parse(xml, (*_LISTS, *_ITEMS))
    lists: dict[str, Node] = {}
    counts: dict[str, int] = {}
    direct: Callable[[str], list[Node]] = lambda name: [node for node in part.named(name) if node.depth == 1]  # noqa: E731
    for name, item in zip(_LISTS, _ITEMS, strict=True):
        found = direct(name)
        if len(found) != 1 or found[0].empty:
            raise Unpatchable(f"styles without {name}")
        lists[name] = found[0]
        counts[name] = sum(1 for node in part.children(found[0]) if node.name == item)
    formats = [node for node in part.children(lists["cellXfs"]) if node.name == "xf"]
    colours = [_plain_colour(part, node) for node in part.children(lists["fills"]) if node.name == "fill"]
    return Styles(part, lists, counts, formats, colours)


def _plain_colour(part: Part, fill: Node) -> bytes:
    """Tell the colour (AARRGGBB) of a plain fill, b"" for any other."""
    found = _SOLID.search(part.xml, fill.inner, fill.close)
    return found[1] if found else b""
