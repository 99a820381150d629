"""Members of archives: names in the right charset, made safe, contents within limits (pitfalls 28, 92, 105).

Nothing is ever written to disk; a member's name is only shown and read for hints of unit and area.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.reading.charset import decode
from mailbot.reading.clean import clean_line
from mailbot.reading.limits import ReadLimits, Trouble
from mailbot.reading.zipgate import inflate, open_archive

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
# What systems put beside the files of people: resource forks, thumbnails, lock files of open documents.
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|~\$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container: its safe path there, and its bytes or why there are none."""

    path: str
    content: bytes
    trouble: Trouble | None = None


def zip_members(content: bytes, limits: ReadLimits) -> Iterator[Member]:
    """Unpack a zip; raises Unreadable when its directory is damaged or promises too much."""
    archive = open_archive(content)
    taken: set[str] = set()
    for entry in archive.infolist():
        path = unique(safe_path(member_name(entry)), taken)
        if entry.is_dir() or _LITTER.search(path):
            continue
        if entry.flag_bits & _ENCRYPTED_FLAG:
            yield Member(path, b"", Trouble("unreadable-encrypted"))
            continue
        inflated = inflate(archive, entry)
        if inflated is None:
            yield Member(path, b"", Trouble("unreadable-damaged", {"reason": "member"}))
        else:
            yield Member(path, inflated)


def member_name(entry: zipfile.ZipInfo) -> str:
    """Tell the name of a zip member: Unicode by flag or extra field, else bytes that zipfile took for cp437."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.orig_filename
    unicode_name = _unicode_path(entry.extra)
    if unicode_name:
        return unicode_name
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename
    return decode(raw)[0]


def safe_path(name: str) -> str:
    """Make a relative path of any name: no drive, no root, no way up, nothing that cannot be shown."""
    steps = []
    for step in name.replace("\\", "/").split("/"):
        shown = clean_line(step, _MAX_NAME)
        if shown and shown not in {".", ".."} and not re.fullmatch(r"[A-Za-z]:", shown):
            steps.append(shown)
    return "/".join(steps[-8:]) or "?"


def unique(path: str, taken: set[str]) -> str:
    """Number a path that occurs twice, so that a File is named by its path alone."""
    found, number = path, 2
    while found in taken:
        found, number = f"{path}#{number}", number + 1
    taken.add(found)
    return found


def _unicode_path(extra: bytes) -> str:
    """Read the Info-ZIP Unicode Path field (APPNOTE 4.6.9), which WinRAR and 7-Zip write."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == 0x7075 and length > 5:
            try:
                return extra[9 : 4 + length].decode("utf-8")
            except UnicodeDecodeError:
                return ""
        extra = extra[4 + length :]
    return ""
