"""Find elements of an XML part by their byte offsets and change only these bytes.

Serialising a parsed part again would rename prefixes, which ``mc:Ignorable`` refers to, and touch
what we do not understand. A DTD is refused (pitfalls, 106).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from mailbot.letters.patching.package import Unpatchable

_TAG = re.compile(rb"<[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"']([^\"']+)[\"']")


@dataclass(slots=True)
class Node:
    """One element: its local name and attributes, and where its tags lie in the part.

    ``start`` to ``inner`` is the start tag, ``close`` to ``end`` the end tag; both are at the end
    of the start tag where the element is empty.
    """

    name: str
    attributes: dict[str, str]
    parent: "Node | None"
    depth: int
    start: int
    inner: int
    close: int = 0
    end: int = 0

    @property
    def empty(self) -> bool:
        """Tell whether it is written as one tag."""
        return self.close == self.inner == self.end


@dataclass(slots=True)
class Part:
    """A part being changed: its elements of interest, and the changes gathered so far."""

    xml: bytes
    root: Node
    nodes: list[Node]
    prefix: bytes = b""
    _edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def named(self, name: str, parent: str | None = None) -> list[Node]:
        """List the elements of a name, in order; only those right under ``parent`` where it is given."""
        return [
            node
            for node in self.nodes
            if node.name == name and (parent is None or (node.parent is not None and node.parent.name == parent))
        ]

    def children(self, parent: Node) -> list[Node]:
        """List the elements of interest right under another."""
        return [node for node in self.nodes if node.parent is parent]

    def tag(self, node: Node) -> bytes:
        """Give the start tag as written."""
        return self.xml[node.start : node.inner]

    def replace(self, start: int, end: int, text: bytes) -> None:
        """Put a text in the place of some bytes."""
        self._edits.append((start, end, text))

    def remove(self, node: Node) -> None:
        """Take an element out."""
        self.replace(node.start, node.end, b"")

    def append(self, node: Node, text: bytes) -> None:
        """Put a text at the end of an element, opening it where it is written as one tag."""
        if node.empty:
            name = re.split(rb"[\s/>]", self.tag(node)[1:], maxsplit=1)[0]
            self.replace(node.inner - 2, node.inner, b">" + text + b"</" + name + b">")
        else:
            self.replace(node.close, node.close, text)

    def change(self, node: Node, **attributes: str | None) -> None:
        """Set or drop (None) attributes of a start tag."""
        self.replace(node.start, node.inner, retagged(self.tag(node), **attributes))

    def content(self) -> bytes:
        """Carry the changes out."""
        pieces: list[bytes] = []
        at = 0
        for start, end, text in sorted(self._edits, key=lambda edit: (edit[0], edit[1])):
            if start < at:
                raise Unpatchable("overlapping changes")
            pieces += [self.xml[at:start], text]
            at = end
        return b"".join([*pieces, self.xml[at:]])


def parse(xml: bytes, wanted: Collection[str], *, shallow: bool = False) -> Part:
    """Find the elements of some names in a part, and with ``shallow`` also all right under the root.

    Raises Unpatchable for a part that is not UTF-8, not well-formed, or has a DTD.
    """
    encoding = _ENCODING.match(xml)
    if (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")) or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unpatchable("encoding")
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    walk = _Walk(xml, frozenset(wanted), parser, shallow=shallow)
    parser.StartElementHandler, parser.EndElementHandler = walk.begin, walk.finish
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - it is all there is; expat takes no keywords
    except expat.ExpatError as error:
        raise Unpatchable("not well-formed") from error
    if walk.root is None:
        raise Unpatchable("empty part")
    name = re.split(rb"[\s/>]", xml[walk.root.start + 1 : walk.root.inner], maxsplit=1)[0]
    return Part(xml, walk.root, walk.nodes, name.rpartition(b":")[0] + b":" if b":" in name else b"")


def _refuse_doctype(*_: object) -> None:
    raise Unpatchable("doctype")


class _Walk:
    """Follows the parser; keeps a stack of what is open, None for what nobody asked for."""

    def __init__(self, xml: bytes, wanted: frozenset[str], parser: expat.XMLParserType, *, shallow: bool) -> None:
        self._xml, self._wanted, self._parser, self._shallow = xml, wanted, parser, shallow
        self._open: list[Node | None] = []
        self.nodes: list[Node] = []
        self.root: Node | None = None

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        depth = len(self._open)
        if local not in self._wanted and depth and not (self._shallow and depth == 1):
            self._open.append(None)
            return
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self._xml, start)
        if tag is None:
            raise Unpatchable("tag")
        parent = next((node for node in reversed(self._open) if node is not None), None)
        node = Node(local, attributes, parent, depth, start, tag.end())
        self._open.append(node)
        if depth:
            self.nodes.append(node)
        else:
            self.root = node

    def finish(self, name: str) -> None:
        node = self._open.pop()
        if node is None:
            return
        if self._xml[node.inner - 2 : node.inner] == b"/>":
            node.close = node.end = node.inner
            return
        node.close = self._parser.CurrentByteIndex
        node.end = self._xml.index(b">", node.close) + 1


def retagged(tag: bytes, **attributes: str | None) -> bytes:
    """Give a start tag with some attributes set, or dropped where they are None."""
    for name, value in attributes.items():
        pattern = re.compile(rb"(\s)" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')")
        text = b"" if value is None else b" " + name.encode() + b'="' + quoted(value) + b'"'
        if pattern.search(tag):
            tag = pattern.sub(lambda _, text=text: text, tag, count=1)  # type: ignore[misc]
        elif value is not None:
            end = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:end].rstrip() + text + tag[end:]
    return tag


def quoted(text: str) -> bytes:
    """Escape a text for an element or an attribute."""
    return escape(text, {'"': "&quot;", "\n": "&#10;"}).encode()
