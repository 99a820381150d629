"""Relationships between parts and the list of their types: read, added to, taken from."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.letters.patching.package import Package
from mailbot.letters.patching.splice import parse, quoted

TYPES = "[Content_Types].xml"
RELATIONS = ".rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: ``target`` is the name of the part it leads to, "" for one outside."""

    identifier: str
    kind: str
    target: str
    external: bool


def relations_of(package: Package, name: str) -> tuple[Relation, ...]:
    """List the relationships of a part."""
    path = relations_path(name)
    return relations_in(package, path) if package.has(path) else ()


def relations_in(package: Package, path: str) -> tuple[Relation, ...]:
    """List the relationships that a part ending in ``RELATIONS`` holds."""
    folder, _, file = path.rpartition("/")
    name = posixpath.join(posixpath.dirname(folder), file[: -len(RELATIONS)])
    found = []
    for node in parse(package.part(path), ("Relationship",)).nodes:
        external = node.attributes.get("TargetMode", "Internal") != "Internal"
        target = "" if external else _resolved(name, node.attributes.get("Target", ""))
        found.append(Relation(node.attributes.get("Id", ""), node.attributes.get("Type", "").rpartition("/")[2], target, external))
    return tuple(found)


def add_relation(package: Package, name: str, kind: str, target: str) -> str:
    """Relate a part to another one; gives the new identifier."""
    path = relations_path(name)
    part = parse(package.part(path) if package.has(path) else _EMPTY, ("Relationship",))
    taken = {node.attributes.get("Id", "") for node in part.nodes}
    identifier = next(f"rIdMailbot{number}" for number in range(1, len(taken) + 2) if f"rIdMailbot{number}" not in taken)
    tag = b"<" + part.prefix + b'Relationship Id="%s" Type="%s/%s" Target="/%s"/>'
    part.append(part.root, tag % (identifier.encode(), OFFICE.encode(), kind.encode(), quoted(target)))
    package.put(path, part.content())
    return identifier


def drop_relations(package: Package, name: str, identifiers: Iterable[str]) -> None:
    """Take relationships out."""
    unwanted = set(identifiers)
    if not unwanted:
        return
    part = parse(package.part(relations_path(name)), ("Relationship",))
    for node in part.nodes:
        if node.attributes.get("Id") in unwanted:
            part.remove(node)
    package.put(relations_path(name), part.content())


def add_type(package: Package, name: str, kind: str) -> None:
    """Say what a new part is."""
    part = parse(package.part(TYPES), ("Default", "Override"))
    part.append(part.root, b"<" + part.prefix + b'Override PartName="/%s" ContentType="%s"/>' % (quoted(name), kind.encode()))
    package.put(TYPES, part.content())


def add_default_type(package: Package, suffix: str, kind: str) -> None:
    """Say what all parts of a suffix are, unless that is said."""
    part = parse(package.part(TYPES), ("Default", "Override"))
    if any(node.attributes.get("Extension", "").lower() == suffix for node in part.named("Default")):
        return
    tag = b"<" + part.prefix + b'Default Extension="%s" ContentType="%s"/>' % (suffix.encode(), kind.encode())
    part.replace(part.root.inner, part.root.inner, tag)
    package.put(TYPES, part.content())


def drop_type(package: Package, name: str) -> None:
    """Forget what a dropped part was."""
    part = parse(package.part(TYPES), ("Default", "Override"))
    for node in part.named("Override"):
        if node.attributes.get("PartName", "").lstrip("/").lower() == name.lower():
            part.remove(node)
    package.put(TYPES, part.content())


def types(package: Package) -> tuple[str, ...]:
    """List all content types that parts of the package have."""
    return tuple(node.attributes.get("ContentType", "") for node in parse(package.part(TYPES), ("Default", "Override")).nodes)


def relations_path(name: str) -> str:
    """Name the part that holds a part's relationships."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}{RELATIONS}" if folder else f"_rels/{file}{RELATIONS}"


def _resolved(name: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return re.sub(r"^(\.\./)+", "", posixpath.normpath(posixpath.join(posixpath.dirname(name), target)))
