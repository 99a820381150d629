"""workbook.xml: which sheets there are, and one more put in front of them."""

from dataclasses import dataclass

from mailbot.letters.patching.package import Package, Unpatchable
from mailbot.letters.patching.relations import OFFICE, Relation, relations_of
from mailbot.letters.patching.splice import Part, parse, quoted


@dataclass(slots=True)
class Workbook:
    """workbook.xml with its worksheets: name -> part, in order."""

    name: str
    part: Part
    sheets: dict[str, str]
    relations: tuple[Relation, ...]


def read_workbook(package: Package) -> Workbook:
    """Find workbook.xml and its worksheets."""
    main = [one.target for one in relations_of(package, "") if one.kind == "officeDocument"]
    if len(main) != 1:
        raise Unpatchable("no workbook")
    part = parse(package.part(main[0]), ("sheets", "sheet", "definedName", "workbookView"))
    if b"http://purl.oclc.org/ooxml/" in part.xml:
        raise Unpatchable("strict")
    relations = relations_of(package, main[0])
    targets = {one.identifier: one for one in relations}
    sheets: dict[str, str] = {}
    for node in part.named("sheet", "sheets"):
        identifier = next((value for key, value in node.attributes.items() if key.endswith(":id")), "")
        target = targets.get(identifier)
        if target is None or target.kind not in ("worksheet", "chartsheet"):
            raise Unpatchable("sheet of another kind")
        if target.kind == "worksheet":
            sheets[node.attributes.get("name", "")] = target.target
    return Workbook(main[0], part, sheets, relations)


def show_first(workbook: Workbook, name: str) -> bytes:
    """Let a sheet that is there be the one in front of the eyes, and give workbook.xml."""
    part = workbook.part
    sheets = part.named("sheet", "sheets")
    place = next(number for number, node in enumerate(sheets) if node.attributes.get("name") == name)
    if "state" in sheets[place].attributes:
        part.change(sheets[place], state=None)
    for node in part.named("workbookView"):
        part.change(node, activeTab=str(place) if place else None, firstSheet=None)
    return part.content()


def put_in_front(workbook: Workbook, name: str, identifier: str) -> bytes:
    """Add a sheet before all others, move what counts sheets, and give workbook.xml."""
    part = workbook.part
    holders = part.named("sheets")
    sheets = part.named("sheet", "sheets")
    if len(holders) != 1 or holders[0].empty:
        raise Unpatchable("no sheets")
    number = max((int(node.attributes.get("sheetId", "0")) for node in sheets), default=0) + 1
    tag = b'<%ssheet xmlns:mbr="%s" name="%s" sheetId="%d" mbr:id="%s"/>'
    part.replace(holders[0].inner, holders[0].inner, tag % (part.prefix, OFFICE.encode(), quoted(name), number, identifier.encode()))
    for node in part.named("definedName"):
        place = node.attributes.get("localSheetId")
        if place is not None:
            part.change(node, localSheetId=str(int(place) + 1))
    for node in part.named("workbookView"):
        part.change(node, activeTab=None, firstSheet=None)
    return part.content()
