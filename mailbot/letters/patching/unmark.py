"""Marks of an earlier round taken out of a book that came back: a mended cell must not stay red.

Ours is a comment that begins with the word for a weight, and a fill of exactly our colours in a book
that has our first sheet. What a cell's fill was before is not kept anywhere, so it has none afterwards.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from xml.sax.saxutils import unescape

from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.sheet import cell_place
from mailbot.letters.patching.splice import Node, Part, parse

_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#10;": "\n", "&#xA;": "\n", "&#13;": ""}


def without_comments(xml: bytes, openings: Sequence[str]) -> tuple[bytes, tuple[str, ...], bool]:
    """Take our comments out of a comments part.

    Gives the part, the cells whose comment is gone, and whether any comment is left. Below a comment of
    the sender's own only what we added is cut off.
    """
    part = parse(xml, ("comments", "commentList", "comment", "text", "r", "t"))
    ours = re.compile("(?:^|\n)(?:" + "|".join(map(re.escape, openings)) + ")")
    gone: list[str] = []
    comments = part.named("comment")
    for comment, inside in _grouped(part, "comment"):
        texts = [node for node in inside if node.name == "t"]
        whole = "".join(_text(part, node) for node in texts)
        found = ours.search(whole)
        if found is None:
            continue
        if found.start() == 0:
            part.remove(comment)
            gone.append(comment.attributes.get("ref", ""))
        else:
            _cut(part, texts, found.start())
    return part.content(), tuple(gone), len(gone) < len(comments)


def _grouped(part: Part, name: str) -> Iterator[tuple[Node, list[Node]]]:
    """List the elements of a name, each with the elements of interest inside it; they stand in the order of the part."""
    holder, inside = None, list[Node]()
    for node in part.nodes:
        if holder is not None and node.start < holder.close:
            inside.append(node)
        elif node.name == name:
            if holder is not None:
                yield holder, inside
            holder, inside = node, []
    if holder is not None:
        yield holder, inside


def _text(part: Part, node: Node) -> str:
    return unescape(part.xml[node.inner : node.close].decode("utf-8", "replace"), _ENTITIES).replace("\r\n", "\n").replace("\r", "\n")


def _cut(part: Part, texts: Sequence[Node], at: int) -> None:
    """Keep the first ``at`` characters of a comment's text."""
    for node in texts:
        text = _text(part, node)
        if at >= len(text):
            at -= len(text)
            continue
        run = node.parent if node.parent is not None and node.parent.name == "r" else node
        if at == 0:
            part.remove(run)
        else:
            part.replace(node.inner, node.close, _escaped(text[:at]))
            at = 0


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def without_shapes(vml: bytes, cells: Collection[str]) -> tuple[bytes, bool]:
    """Take the boxes of some comments out of a drawing; tells whether any box is left. Raises Unpatchable where one has none."""
    wanted = {tuple(number - 1 for number in cell_place(cell)) for cell in cells}
    part = parse(vml, ("shape", "Row", "Column"))
    found = {place: shape for shape, inside in _grouped(part, "shape") if (place := _cell_of(part, inside)) in wanted}
    if len(found) != len(wanted):
        raise Unpatchable("comment without a box")
    for node in found.values():
        part.remove(node)
    return part.content(), len(found) < len(part.named("shape"))


def _cell_of(part: Part, inside: Sequence[Node]) -> tuple[int, ...]:
    """Tell row and column that a box belongs to, from 0; () where it does not say."""
    told = {node.name: part.xml[node.inner : node.close].strip() for node in inside}
    numbers = [told.get(name, b"") for name in ("Row", "Column")]
    return tuple(int(number) for number in numbers) if all(number.isdigit() for number in numbers) else ()
