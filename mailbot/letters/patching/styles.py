"""Looks added to styles.xml: every marked cell keeps its own look and only gets another fill."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.splice import Node, Part, parse, retagged

_LISTS = ("fonts", "fills", "borders", "cellXfs")
_ITEMS = ("font", "fill", "border", "xf")
_BORDER_SIDES = b"".join(b'<%s style="thin"><color rgb="FFB8BFC8"/></%s>' % (side, side) for side in (b"left", b"right", b"top", b"bottom"))


@dataclass(slots=True)
class Styles:
    """styles.xml with what is added to its lists; numbers are places in them."""

    part: Part
    lists: dict[str, Node]
    counts: dict[str, int]
    formats: list[Node]
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
        tag = retagged(self.part.tag(node), fillId=str(fill), applyFill="1")
        return self._format(tag + self.part.xml[node.inner : node.end])

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
    return Styles(part, lists, counts, formats)
