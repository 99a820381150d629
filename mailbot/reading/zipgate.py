"""The gate before any parser of zipped formats (pitfalls 102, 105, 106).

Everything is decided from the central directory and from inflating the XML parts with a counter;
only what passed here is shown to calamine, openpyxl or python-docx.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from mailbot.reading.limits import MIB, Unreadable

MAX_MEMBERS = 1_000
MAX_TOTAL_BYTES = 100 * MIB
MAX_MEMBER_BYTES = 50 * MIB
MAX_RATIO = 100
# Small members compress beyond any ratio without harm.
RATIO_FROM_BYTES = 100 * 1024

# Deflate cannot do better; so a small file can hold no bomb, whatever its directory says.
DEFLATE_RATIO = 1_032

_MARKUP = (".xml", ".rels", ".vml", ".xhtml", ".html")
_ROOT = re.compile(rb"<[A-Za-z_]")
_DOCTYPES = tuple(text.encode(codec) for text in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be"))
# zipfile raises any of these for damaged members and unknown methods.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, LookupError)


@dataclass(slots=True)
class Package:
    """An office document in a zip that passed the gate; XML parts are inflated when asked for.

    ``broken`` names the parts that could not be inflated or whose checksum is wrong.
    """

    content: bytes
    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    broken: set[str] = field(default_factory=set)
    _parts: dict[str, bytes] = field(default_factory=dict)
    _spelled: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Iterable[str]:
        """The names of all members."""
        return self.members

    @property
    def renamed(self) -> bool:
        """Tell whether a program wrote names with backslashes or a leading slash, which other readers do not find."""
        return any(name != member.orig_filename for name, member in self.members.items())

    def has(self, name: str) -> bool:
        """Tell whether there is a part of that name."""
        return self.spelled(name) in self.members

    def spelled(self, name: str) -> str:
        """Write a part's name as the package does: capital letters make no other name (ECMA-376 part 2, 6.2.2)."""
        if name in self.members:
            return name
        if not self._spelled:
            self._spelled = {known.lower(): known for known in self.members}
        return self._spelled.get(name.lower(), name)

    def part(self, name: str) -> bytes:
        """Inflate an XML part, once; b"" when it is absent or broken; raises Unreadable for a DTD."""
        name = self.spelled(name)
        if name not in self._parts:
            content = inflate(self.archive, self.members[name]) if name in self.members else b""
            if content is None:
                self.broken.add(name)
                content = b""
            if _has_doctype(content):
                raise Unreadable("unreadable-bomb", reason="dtd")
            self._parts[name] = content
        return self._parts[name]

    def head(self, name: str, size: int) -> bytes:
        """Inflate the beginning of a part; b"" when it is absent or broken."""
        member = self.members.get(self.spelled(name))
        try:
            with self.archive.open(member) if member else io.BytesIO() as stream:
                return stream.read(size)
        except _BROKEN:
            return b""

    def inflate_all(self) -> None:
        """Look into every XML part: for parsers that trust them, and for files big enough to hide a bomb."""
        for name in self.members:
            if name.lower().endswith(_MARKUP):
                self.part(name)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Open a zip whose directory promises to stay within the limits; raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except _BROKEN as error:
        raise Unreadable("unreadable-damaged", reason=type(error).__name__) from error
    if len(members) > MAX_MEMBERS:
        raise Unreadable("unreadable-bomb", reason="members")
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        raise Unreadable("unreadable-bomb", reason="total")
    for member in members:
        if member.file_size > MAX_MEMBER_BYTES:
            raise Unreadable("unreadable-bomb", reason="member")
        if member.file_size > RATIO_FROM_BYTES and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise Unreadable("unreadable-bomb", reason="ratio")
    return archive


def open_package(content: bytes, archive: zipfile.ZipFile) -> Package:
    """Take a zip for an office document: stricter on names; inflated when its directory might lie."""
    members: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        name = part_name(member.filename)
        if member.flag_bits & 1:
            raise Unreadable("unreadable-encrypted")
        if name in members or ".." in name:
            raise Unreadable("unreadable-damaged", reason="names")
        members[name] = member
    package = Package(content, archive, members)
    if len(content) * DEFLATE_RATIO > MAX_TOTAL_BYTES:
        package.inflate_all()
    return package


def part_name(name: str) -> str:
    """Name a member as other parts do: a root and backslashes are a program's own way of writing."""
    return name.replace("\\", "/").lstrip("/")


def inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """Read a member, never more than its directory entry promised; None when it is damaged."""
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except _BROKEN:
        return None
    return content if len(content) == member.file_size else None


def _has_doctype(part: bytes) -> bool:
    """Look for a DTD: in what stands before the root element, in all of it when comments blur where that is."""
    root = _ROOT.search(part)
    prologue = part[: root.start()] if root else part
    if b"<!" not in prologue and root:
        return False
    return any(doctype in part for doctype in _DOCTYPES)
