"""Where the parts of an office package lie: their relations, whatever way a program wrote the paths.

A relation's target is a path from the part that has it, or from the root; some programs write it
with backslashes or dots (ECMA-376 part 2, 6.5). Read with an expression, because half of the odd
packages are no sound XML either.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from mailbot.reading.xmltext import utf8_xml
from mailbot.reading.zipgate import Package

RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?/?>")
TARGET = re.compile(rb"""(\bTarget\s*=\s*)(?:"([^"]*)"|'([^']*)')""")
_ATTRIBUTE = re.compile(rb"""\b(Id|Type|TargetMode)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Relation:
    """One part's relation to another: ``kind`` is the last word of its type, ``part`` a name from the root."""

    id: str
    kind: str
    part: str


def relations(package: Package, part: str) -> Iterator[Relation]:
    """Yield the relations of a part ("" for the package itself) to other parts."""
    folder = posixpath.dirname(part)
    for match in RELATION.finditer(utf8_xml(package.part(relations_of(part)))):
        said = {name: double or single for name, double, single in _ATTRIBUTE.findall(match[0])}
        target = target_of(match[0])
        if target and said.get(b"TargetMode") != b"External":
            kind = said.get(b"Type", b"").rpartition(b"/")[2].decode("utf-8", "replace")
            yield Relation(said.get(b"Id", b"").decode("utf-8", "replace"), kind, package.spelled(aimed_at(target, folder)))


def main_part(package: Package) -> str:
    """Name the part that holds the document or the workbook itself, "" where the package does not say."""
    return next((one.part for one in relations(package, "") if one.kind == "officeDocument" and package.has(one.part)), "")


def target_of(relation: bytes) -> str:
    """Tell the target of a relation as written."""
    found = TARGET.search(relation)
    return unescape((found[2] or found[3] or b"").decode("utf-8", "replace")) if found else ""


def aimed_at(target: str, folder: str) -> str:
    """Name the part at which a relation of a part in ``folder`` aims."""
    path = target.replace("\\", "/")
    return posixpath.normpath(path if path.startswith("/") else posixpath.join("/", folder, path)).lstrip("/")


def relations_of(part: str) -> str:
    """Name the part that holds the relations of a part."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")
