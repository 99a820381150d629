"""Comments on cells: their texts in one part, the boxes that show them in another (VML)."""

import re
from collections.abc import Mapping

from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.sheet import cell_place
from mailbot.letters.patching.splice import Node, Part, parse, quoted

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NEW_COMMENTS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="%s"><authors></authors><commentList></commentList></comments>'
) % MAIN
_NAMES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    b'<v:shapetype%s id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_SHAPES = b"<xml" + _NAMES + b'><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
_SHAPE = (
    b'<v:shape%s id="_x0000_s%d" type="#_x0000_t202" style=\'position:absolute;width:240pt;height:%dpt;z-index:%d;visibility:hidden\' '
    b'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    b"<v:path o:connecttype=\"none\"/><v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 12, %d, 2, %d, 20, %d, 6</x:Anchor>'
    b"<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
_FIRST_SHAPE = 1025


def with_comments(xml: bytes | None, notes: Mapping[str, str], author: str) -> tuple[bytes, tuple[str, ...]]:
    """Add comments to a comments part (None: a new one); gives it and the cells that need a box.

    A cell that has a comment keeps it; ours is added below.
    """
    part = parse(xml or _NEW_COMMENTS, ("authors", "author", "commentList", "comment", "text", "t", "r"))
    authors, comments = _only(part, "authors"), _only(part, "commentList")
    number = len(part.named("author", "authors"))
    part.append(authors, b"<%sauthor>%s</%sauthor>" % (part.prefix, quoted(author), part.prefix))
    known = {node.attributes.get("ref", ""): node for node in part.named("comment")}
    new: list[bytes] = []
    fresh: list[str] = []
    for cell, text in notes.items():
        if cell in known:
            _add_below(part, cell, text)
        else:
            runs = _run(part.prefix, text)
            new.append(
                b'<%(p)scomment ref="%(cell)s" authorId="%(author)d"><%(p)stext>%(runs)s</%(p)stext></%(p)scomment>'
                % {b"p": part.prefix, b"cell": cell.encode(), b"author": number, b"runs": runs}
            )
            fresh.append(cell)
    part.append(comments, b"".join(new))
    return part.content(), tuple(fresh)


def _only(part: Part, name: str) -> Node:
    found = part.named(name)
    if len(found) != 1:
        raise Unpatchable(f"comments without {name}")
    return found[0]


def _add_below(part: Part, cell: str, text: str) -> None:
    """Add a run to a comment; a text without runs becomes one first."""
    comment = next(node for node in part.named("comment") if node.attributes.get("ref") == cell)
    body = next((node for node in part.children(comment) if node.name == "text"), None)
    if body is None:
        raise Unpatchable("comment without text")
    for node in part.children(body):
        if node.name == "t":
            part.replace(node.start, node.start, b"<%sr>" % part.prefix)
            part.replace(node.end, node.end, b"</%sr>" % part.prefix)
    part.append(body, _run(part.prefix, "\n" + text))


def _run(prefix: bytes, text: str) -> bytes:
    return b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (prefix, prefix, quoted(text), prefix, prefix)


def with_shapes(vml: bytes | None, notes: Mapping[str, str]) -> bytes:
    """Add the boxes of new comments to a drawing (None: a new one)."""
    shapes = vml or _NEW_SHAPES
    at = shapes.rfind(b"</xml>")
    root = re.search(rb"<xml\b[^>]*>", shapes)
    if at < 0 or root is None:
        raise Unpatchable("drawing")
    # Other programs choose other prefixes; then each box of ours brings its own.
    names = b"" if all(b"xmlns:" + prefix + b"=" in root[0] for prefix in (b"v", b"o", b"x")) else _NAMES
    first = max([_FIRST_SHAPE - 1, *(int(number) for number in re.findall(rb"_x0000_s(\d{1,9})", shapes))]) + 1
    added = [] if b'id="_x0000_t202"' in shapes else [_SHAPE_TYPE % names]
    for number, (cell, text) in enumerate(notes.items()):
        row, column = cell_place(cell)
        lines = sum(1 + len(line) // 18 for line in text.splitlines())
        height = min(300, 20 + 15 * lines)
        anchor = (column, max(0, row - 2), column + 4, row + height // 18)
        added.append(_SHAPE % (names, first + number, height, number + 1, *anchor, row - 1, column - 1))
    return shapes[:at] + b"".join(added) + shapes[at:]
