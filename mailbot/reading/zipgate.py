"""The gate before any parser of zipped formats (pitfalls 102, 105, 106).

Everything is decided from the central directory and from inflating the XML parts with a counter;
only what passed here is shown to calamine, openpyxl or python-docx.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from mailbot.reading.limits import MIB, Unreadable

MAX_MEMBERS = 1_000
MAX_TOTAL_BYTES = 100 * MIB
MAX_MEMBER_BYTES = 50 * MIB
MAX_RATIO = 100
# Small members compress beyond any ratio without harm.
RATIO_FROM_BYTES = 100 * 1024

_MARKUP = (".xml", ".rels", ".vml", ".xhtml", ".html")
_DOCTYPES = tuple(text.encode(codec) for text in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be"))
# zipfile raises any of these for damaged members and unknown methods.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, LookupError)


@dataclass(slots=True)
class Package:
    """A zip that passed the gate: its bytes, its directory, its XML parts inflated.

    ``broken`` names the parts that could not be inflated or whose checksum is wrong.
    """

    content: bytes
    archive: zipfile.ZipFile
    parts: dict[str, bytes] = field(default_factory=dict)
    broken: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of all members."""
        return self.archive.namelist()


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


def open_package(content: bytes) -> Package:
    """Open an office document in a zip: stricter on names, XML parts inflated, any DTD refused."""
    archive = open_archive(content)
    seen: set[str] = set()
    package = Package(content, archive)
    broken: list[str] = []
    for member in archive.infolist():
        name = member.filename
        if member.flag_bits & 1:
            raise Unreadable("unreadable-encrypted")
        if name in seen or name.startswith("/") or ".." in name.split("/"):
            raise Unreadable("unreadable-damaged", reason="names")
        seen.add(name)
        if name.lower().endswith(_MARKUP):
            part = inflate(archive, member)
            if part is None:
                broken.append(name)
                continue
            if any(doctype in part for doctype in _DOCTYPES):
                raise Unreadable("unreadable-bomb", reason="dtd")
            package.parts[name] = part
    package.broken = tuple(broken)
    return package


def inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """Read a member, never more than its directory entry promised; None when it is damaged."""
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except _BROKEN:
        return None
    return content if len(content) == member.file_size else None
