"""Refuse a package that could do something of its own when it is opened, whatever its parts are called.

Office finds a part by the kind of the relationship that leads to it and never by its name, so kinds are
what is looked at: only those that merely show something may stay, and nothing may lead outside. An answer
to a forged mail goes to the real unit (SECURITY.md); it must not carry there what the forger packed.
"""

import re

from mailbot.letters.patching.package import Package, Unpatchable
from mailbot.letters.patching.relations import RELATIONS, relations_in

SHOWS = frozenset(
    (
        *("officeDocument", "worksheet", "chartsheet", "styles", "theme", "themeOverride", "sharedStrings", "calcChain", "sheetMetadata"),
        *("core-properties", "extended-properties", "custom-properties", "thumbnail", "customXml", "customXmlProps"),
        *("comments", "threadedComment", "person", "vmlDrawing", "drawing", "image", "hdphoto", "cellImage", "hyperlink"),
        *("chart", "chartEx", "chartStyle", "chartColorStyle", "chartUserShapes"),
        *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
        *("table", "pivotTable", "pivotCacheDefinition", "pivotCacheRecords", "slicer", "slicerCache", "printerSettings"),
        *("classificationlabels", "rdRichValue", "rdRichValueStructure", "rdRichValueTypes", "richValueRel"),
    )
)
"""Last words of relationship types (ECMA-376, part 1, 12.3 and 15; WPS's cellImage). Macros, macro sheets, links to other
books, connections, embedded objects, controls and web extensions have others."""
_ELSEWHERE = re.compile(r"[:\\%]|^//")
_ACTS = re.compile(rb"""[\s:](?:href|src)\s*=|FmlaMacro|\smacro\s*=\s*["'][^"']""")
"""What pictures and boxes may say besides showing themselves: a link, a source on the web, a macro to call."""


def refuse_active(package: Package) -> None:
    """Raise Unpatchable where a relationship is of another kind or leads outside, or a drawing links or calls."""
    drawn: set[str] = set()
    for path in package.names():
        if not path.lower().endswith(RELATIONS):
            continue
        for one in relations_in(package, path):
            if one.external or one.kind not in SHOWS or _ELSEWHERE.search(one.target):
                raise Unpatchable(f"{one.kind} in {path}")
            if one.kind in ("drawing", "vmlDrawing", "chartUserShapes", "diagramDrawing"):
                drawn.add(one.target.lower())
    for name in package.names():
        if name.lower() in drawn:
            content = package.part(name)
            if b"\0" in content or _ACTS.search(content):
                raise Unpatchable(f"part {name}")
