"""Patch a workbook: the sheet that lists what to mend in front, coloured cells and comments in the sender's own sheets.

Formulas become the values they show, and links that lead outside become text: nothing from outside
comes back active. Everything else stays byte for byte.
"""

from collections.abc import Callable

from mailbot.letters.marking import COLOURS, Mark, Marking
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
    types,
)
from mailbot.letters.patching.sheet import Worksheet
from mailbot.letters.patching.styles import Styles, read_styles
from mailbot.letters.patching.workbook import Workbook, put_in_front, read_workbook

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
    if marking.sheet in workbook.sheets:
        raise Unpatchable("marked before")
    if any(mark.sheet not in workbook.sheets for mark in marking.marks):
        raise Unpatchable("no such sheet")
    styles_name = _only(workbook.relations, "styles")
    styles = read_styles(package.part(styles_name))
    fills = {severity: styles.fill(colour) for severity, colour in COLOURS.items()}
    for name, part in workbook.sheets.items():
        _patch_sheet(package, part, [mark for mark in marking.marks if mark.sheet == name], (styles, fills), marking.author)
    package.put(LIST, list_sheet(marking, styles, {name: name for name in workbook.sheets}))
    package.put(styles_name, styles.content())
    add_type(package, LIST, WORKSHEET)
    _drop_calculations(package, workbook)
    identifier = add_relation(package, workbook.name, "worksheet", LIST)
    package.put(workbook.name, put_in_front(workbook, marking.sheet, identifier))
    return package.content()


def _refuse_odd(package: Package) -> None:
    for name in package.names():
        if any(word in name.lower() for word in ODD):
            raise Unpatchable(f"part {name}")
    if WORKBOOK not in types(package) or package.has(LIST):
        raise Unpatchable("not a plain workbook")
    for name in package.names():
        if name.startswith("xl/tables/") and b"calculatedColumnFormula" in package.part(name):
            raise Unpatchable("calculated column")


def _only(relations: tuple[Relation, ...], kind: str) -> str:
    found = [one.target for one in relations if one.kind == kind]
    if len(found) != 1:
        raise Unpatchable(f"no {kind}")
    return found[0]


def _patch_sheet(package: Package, name: str, marks: list[Mark], looks: tuple[Styles, dict[str, int]], author: str) -> None:
    """Colour and comment one worksheet, and still its formulas and links."""
    sheet = Worksheet(package.part(name))
    relations = relations_of(package, name)
    outside = {one.identifier for one in relations if one.external}
    if any(one.external and one.kind != "hyperlink" for one in relations):
        raise Unpatchable("part outside")
    sheet.deselect()
    sheet.restyle({mark.cell: _refill(looks[0], looks[1][mark.severity]) for mark in marks})
    sheet.drop_links(outside)
    if marks:
        _comment(package, name, sheet, relations, {mark.cell: mark.comment for mark in marks}, author)
    drop_relations(package, name, outside)
    package.put(name, sheet.part.content())


def _refill(styles: Styles, fill: int) -> Callable[[int], int]:
    return lambda number: styles.filled(number, fill)


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
