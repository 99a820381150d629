"""Patch a workbook: the sheet that lists what to mend in front, coloured cells and comments in the sender's own sheets.

Formulas become the values they show, and links that lead outside become text: nothing from outside
comes back active (``active`` refuses the rest). Everything else stays byte for byte. In a book that was marked before, the list is
written anew and the old marks go.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mailbot.letters.marks import COLOURS, Mark, Marking
from mailbot.letters.patching.active import refuse_active
from mailbot.letters.patching.comments import with_comments, with_shapes
from mailbot.letters.patching.listing import list_sheet
from mailbot.letters.patching.package import Package, Unpatchable, open_package
from mailbot.letters.patching.relations import (
    Relation,
    add_default_type,
    add_relation,
    add_type,
    drop_relations,
    drop_type,
    relations_of,
    relations_path,
    types,
)
from mailbot.letters.patching.sheet import Worksheet
from mailbot.letters.patching.styles import Styles, read_styles
from mailbot.letters.patching.unmark import without_comments, without_shapes
from mailbot.letters.patching.workbook import Workbook, put_in_front, read_workbook, show_first

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
LIST = "xl/worksheets/mailbot-list.xml"

ODD = (
    "vba",
    "_xmlsignatures/",
    "externallinks/",
    "connections",
    "querytables/",
    "activex/",
    "customui",
    "webextensions/",
    "embeddings/",
    "ctrlprops/",
)
"""Words in the names of parts of workbooks that are not patched."""


def patch(content: bytes, marking: Marking) -> bytes:
    """Give a workbook's bytes with everything marked; raises Unpatchable where that is not safe."""
    package = open_package(content)
    _refuse_odd(package)
    workbook = read_workbook(package)
    listed = workbook.sheets.pop(marking.sheet, "")
    if any(mark.sheet not in workbook.sheets for mark in marking.marks):
        raise Unpatchable("no such sheet")
    styles_name = _only(workbook.relations, "styles")
    looks = _Looks.of(read_styles(package.part(styles_name)), marking, marked_before=bool(listed))
    for name, part in workbook.sheets.items():
        _patch_sheet(package, part, [mark for mark in marking.marks if mark.sheet == name], looks)
    _write_list(package, workbook, listed, list_sheet(marking, looks.styles, {name: name for name in workbook.sheets}), marking.sheet)
    package.put(styles_name, looks.styles.content())
    _drop_calculations(package, workbook)
    refuse_active(package)
    return package.content()


def _write_list(package: Package, workbook: Workbook, listed: str, sheet: bytes, name: str) -> None:
    """Put the list in front, or in the place of the one that an earlier round put there."""
    if listed:
        package.put(listed, sheet)
        package.drop(relations_path(listed))
        package.put(workbook.name, show_first(workbook, name))
        return
    if package.has(LIST):
        raise Unpatchable("list under another name")
    package.put(LIST, sheet)
    add_type(package, LIST, WORKSHEET)
    package.put(workbook.name, put_in_front(workbook, name, add_relation(package, workbook.name, "worksheet", LIST)))


def _refuse_odd(package: Package) -> None:
    for name in package.names():
        if any(word in name.lower() for word in ODD):
            raise Unpatchable(f"part {name}")
    if WORKBOOK not in types(package):
        raise Unpatchable("not a plain workbook")
    for name in package.names():
        if name.startswith("xl/tables/") and b"calculatedColumnFormula" in package.part(name):
            raise Unpatchable("calculated column")


def _only(relations: tuple[Relation, ...], kind: str) -> str:
    found = [one.target for one in relations if one.kind == kind]
    if len(found) != 1:
        raise Unpatchable(f"no {kind}")
    return found[0]


@dataclass(frozen=True, slots=True)
class _Looks:
    """How marks look, whose they are, and how to tell those of an earlier round (no openings: there was none)."""

    styles: Styles
    fills: Mapping[str, int]
    author: str
    openings: tuple[str, ...]

    @classmethod
    def of(cls, styles: Styles, marking: Marking, *, marked_before: bool) -> "_Looks":
        """Add the fills to a workbook's styles."""
        fills = {severity: styles.fill(colour) for severity, colour in COLOURS.items()}
        return cls(styles, fills, marking.author, marking.openings if marked_before else ())

    def refilled(self, severity: str) -> Callable[[int], int]:
        """Give the function that tells a marked cell's look from its old one."""
        return lambda number: self.styles.filled(number, self.fills[severity])

    def cleared(self, number: int) -> int:
        """Tell the look of a cell without a mark of an earlier round."""
        return self.styles.unfilled(number, COLOURS.values()) if self.openings else number


def _patch_sheet(package: Package, name: str, marks: list[Mark], looks: _Looks) -> None:
    """Colour and comment one worksheet, and still its formulas and links."""
    sheet = Worksheet(package.part(name))
    relations = relations_of(package, name)
    outside = {one.identifier for one in relations if one.external}
    if any(one.external and one.kind != "hyperlink" for one in relations):
        raise Unpatchable("part outside")
    sheet.deselect()
    sheet.restyle({mark.cell: looks.refilled(mark.severity) for mark in marks}, looks.cleared)
    sheet.drop_links(outside)
    if looks.openings and _uncomment(package, name, sheet, relations, looks.openings, keep=bool(marks)):
        relations = relations_of(package, name)
    if marks:
        _comment(package, name, sheet, relations, {mark.cell: mark.comment for mark in marks}, looks.author)
    drop_relations(package, name, outside)
    package.put(name, sheet.part.content())


def _uncomment(
    package: Package, name: str, sheet: Worksheet, relations: tuple[Relation, ...], openings: tuple[str, ...], *, keep: bool
) -> bool:
    """Take the comments of an earlier round out, with ``keep`` leaving their empty parts; tells whether parts are gone."""
    comments = next((one for one in relations if one.kind == "comments"), None)
    if comments is None:
        return False
    texts, cells, any_left = without_comments(package.part(comments.target), openings)
    package.put(comments.target, texts)
    if not cells:
        return False
    drawing = next((one for one in relations if one.identifier == sheet.legacy_drawing), None)
    if drawing is None:
        raise Unpatchable("no drawing")
    shapes, boxes_left = without_shapes(package.part(drawing.target), cells)
    package.put(drawing.target, shapes)
    if keep or any_left:
        return False
    drop_type(package, comments.target)
    package.drop(comments.target)
    gone = [comments.identifier]
    if not boxes_left:
        package.drop(drawing.target)
        sheet.drop_legacy_drawing()
        gone.append(drawing.identifier)
    drop_relations(package, name, gone)
    return True


def _comment(package: Package, name: str, sheet: Worksheet, relations: tuple[Relation, ...], notes: dict[str, str], author: str) -> None:
    """Add comments to the sheet's own parts, or give it new ones."""
    stem = name.rpartition("/")[2].removesuffix(".xml")
    old = [one.target for one in relations if one.kind == "comments"]
    path = old[0] if old else f"xl/mailbot-comments-{stem}.xml"
    texts, fresh = with_comments(package.part(path) if old else None, notes, author)
    package.put(path, texts)
    if not old:
        add_type(package, path, COMMENTS)
        add_relation(package, name, "comments", path)
    drawing = next((one.target for one in relations if one.identifier == sheet.legacy_drawing), "")
    if sheet.legacy_drawing and not drawing:
        raise Unpatchable("no drawing")
    shapes = drawing or f"xl/drawings/mailbot-{stem}.vml"
    package.put(shapes, with_shapes(package.part(shapes) if drawing else None, {cell: notes[cell] for cell in fresh}))
    if not drawing:
        add_default_type(package, "vml", DRAWING)
        sheet.add_legacy_drawing(add_relation(package, name, "vmlDrawing", shapes))


def _drop_calculations(package: Package, workbook: Workbook) -> None:
    """Forget the order of calculation: there is nothing left to calculate."""
    chains = [one for one in workbook.relations if one.kind == "calcChain"]
    for chain in chains:
        package.drop(chain.target)
        drop_type(package, chain.target)
    drop_relations(package, workbook.name, (chain.identifier for chain in chains))
