"""Read one attachment: tell what it is, unpack it, hand it to the reader of its kind.

This runs inside the child process only (``mailbot.sandbox``). Whatever the bytes are, Files come
out: what cannot be read is a File with a trouble code, never an exception.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from mailbot.model.mail import DRESSING, File
from mailbot.reading.chunks import read_document
from mailbot.reading.delimited import read_delimited
from mailbot.reading.doc import read_doc
from mailbot.reading.limits import ReadLimits, Trouble, Unreadable
from mailbot.reading.markup import read_pages
from mailbot.reading.opendocument import read_opendocument
from mailbot.reading.rtf import read_rtf
from mailbot.reading.savedmail import mail_members, read_mhtml
from mailbot.reading.sniff import bared, package_kind, sniff
from mailbot.reading.spreadsheetml import read_spreadsheetml
from mailbot.reading.tables import TableMaker
from mailbot.reading.textkind import decode_text, text_kind
from mailbot.reading.tnef import tnef_members
from mailbot.reading.unlock import unlocked
from mailbot.reading.unpack import Member, zip_members
from mailbot.reading.xls import read_xls
from mailbot.reading.xlsx import read_xlsx
from mailbot.reading.zipgate import MAX_TOTAL_BYTES, Package, inflate, open_archive, open_package

# Office documents in a zip, by what their members say.
PACKAGE_READERS: dict[str, Callable[[Package, ReadLimits], TableMaker]] = {
    "xlsx": read_xlsx,
    "xlsb": read_xlsx,
    "docx": read_document,
    "ods": read_opendocument,
    "odt": read_opendocument,
}
# Everything else that is read, by magic bytes or by what a text looks like.
READERS: dict[str, Callable[[bytes, ReadLimits], TableMaker]] = {
    "xls": read_xls,
    "doc": read_doc,
    "html": lambda content, limits: _from_text(content, lambda text: read_pages([text], limits)),
    "tsv": lambda content, limits: _from_text(content, lambda text: read_delimited(text, limits)),
    "csv": lambda content, limits: _from_text(content, lambda text: read_delimited(text, limits)),
    "mhtml": read_mhtml,
    "xml-spreadsheet": read_spreadsheetml,
    "rtf": read_rtf,
}
# What holds other files.
CONTAINERS: dict[str, Callable[[bytes, ReadLimits], Iterator[Member]]] = {
    "zip": zip_members,
    "tnef": tnef_members,
    "eml": mail_members,
}
# Kinds that are known and not read; the letter says what to send instead.
EXPLAINED: dict[str, str] = {
    "empty": "unreadable-empty",
    "pdf": "unreadable-pdf",
    "ofd": "unreadable-pdf",
    "image": "unreadable-picture",
    "rar": "unreadable-archive",
    "7z": "unreadable-archive",
    "gz": "unreadable-archive",
    "bz2": "unreadable-archive",
    "xz": "unreadable-archive",
    "encrypted": "unreadable-encrypted",
}
OFFICE_NAMES = (".xlsx", ".xlsm", ".xls", ".et", ".ett", ".docx", ".doc", ".wps", ".wpt", ".ods")


@dataclass(slots=True)
class _Walk:
    """The way through nested containers, and what of their budget is left."""

    limits: ReadLimits
    members: int
    bytes: int
    files: list[File]


@dataclass(slots=True)
class _One:
    """What is known of one file so far."""

    kind: str = "unknown"
    tables: TableMaker | None = None
    trouble: Trouble | None = None
    losses: tuple[str, ...] = ()


def read_file(path: str, name: str, content: bytes, limits: ReadLimits) -> tuple[File, ...]:
    """Read an attachment and what is packed in it: the container first, then its members."""
    walk = _Walk(limits, limits.members, MAX_TOTAL_BYTES, [])
    _visit(walk, path, name, content, 0)
    return tuple(walk.files)


def packed(path: str, content: bytes, wanted: str, limits: ReadLimits, depth: int = 0) -> bytes | None:
    """Find the bytes of the File of path ``wanted`` in an attachment, itself or packed in it; None where they are not."""
    if path == wanted:
        return content
    kind = sniff(content)
    if kind == "text":
        kind = text_kind(content, path)
    if kind not in CONTAINERS or depth >= limits.depth:
        return None
    for member in CONTAINERS[kind](content, limits):
        inner = f"{path}/{member.path}"
        if wanted == inner or wanted.startswith(f"{inner}/"):
            found = packed(inner, member.content, wanted, limits, depth + 1)
            if found is not None:
                return found
    return None


def _visit(walk: _Walk, path: str, name: str, content: bytes, depth: int) -> None:
    place = len(walk.files)
    one = _One()
    try:
        _read(walk, one, path, name, bared(content), depth)
    except Unreadable as error:
        one.trouble = error.trouble
    except MemoryError:
        one.trouble = Trouble("unreadable-bomb", {"reason": "memory"})
    except Exception as error:  # noqa: BLE001 - whatever a library meets in foreign bytes is the file's fault
        one.trouble = Trouble("unreadable-damaged", {"reason": type(error).__name__})
    if one.kind in ("zip", "ole") and one.trouble is not None and one.trouble.code == "unreadable-damaged":
        # What was cut can only be named as it calls itself.
        one.kind = _claimed(name) or one.kind
    if one.kind in ("tnef", "eml") and one.trouble is not None and one.trouble.code == "unreadable-empty":
        # What Outlook wrapped is only the looks of the words, which stand in the mail as well; a saved mail has only words.
        one.kind, one.trouble = (DRESSING, None) if one.kind == "tnef" else ("eml", Trouble("unreadable-no-table"))
    walk.files.insert(place, _file(path, name, content, one))


def _read(walk: _Walk, one: _One, path: str, name: str, content: bytes, depth: int, *, opened: bool = False) -> None:
    """Tell the kind of some bytes and read them; raises Unreadable, and whatever a library meets.

    What is encrypted is tried once more when it opens without a person's password (``opened``).
    """
    one.kind = kind = sniff(content)
    package = None
    if kind == "text":
        one.kind = kind = text_kind(content, name)
    elif kind == "zip":
        archive = open_archive(content)
        one.kind = kind = package_kind(archive.namelist(), _mimetype(archive))
        package = open_package(content, archive) if kind in PACKAGE_READERS else None
    try:
        if kind in CONTAINERS:
            one.losses = _unpack(walk, path, CONTAINERS[kind](content, walk.limits), depth)
        elif package is not None:
            one.tables = PACKAGE_READERS[kind](package, walk.limits)
        elif kind in READERS:
            one.tables = READERS[kind](content, walk.limits)
        else:
            trouble = _explained(kind, name)
            raise Unreadable(trouble.code, **trouble.facts)
    except Unreadable as error:
        plain = unlocked(content) if error.trouble.code == "unreadable-encrypted" and not opened else None
        if plain is None:
            raise
        _read(walk, one, path, name, plain, depth, opened=True)
    if one.tables is not None and not one.tables.tables:
        raise Unreadable("unreadable-no-table")


def _unpack(walk: _Walk, path: str, members: Iterator[Member], depth: int) -> tuple[str, ...]:
    """Visit the members of a container; tell what was left out."""
    if depth >= walk.limits.depth:
        raise Unreadable("unreadable-archive", reason="depth")
    empty = True
    for member in members:
        empty = False
        walk.members -= 1
        walk.bytes -= len(member.content)
        inner, name = f"{path}/{member.path}", member.path.rpartition("/")[2]
        if walk.members < 0 or walk.bytes < 0:
            # The first that is left out stands for all, so that its sender hears of it.
            walk.files.append(_file(inner, name, b"", _One(trouble=Trouble("unreadable-members"))))
            return ("members-cut",)
        if member.trouble:
            walk.files.append(_file(inner, name, member.content, _One(trouble=member.trouble)))
        else:
            _visit(walk, inner, name, member.content, depth + 1)
    if empty:
        raise Unreadable("unreadable-empty")
    return ()


def _claimed(name: str) -> str:
    suffix = "." + name.lower().rpartition(".")[2]
    return suffix[1:] if suffix in OFFICE_NAMES else ""


def _from_text(content: bytes, reader: Callable[[str], TableMaker]) -> TableMaker:
    text, lossy = decode_text(content)
    maker = reader(text)
    if lossy:
        maker.lose("text-lossy")
    return maker


def _explained(kind: str, name: str) -> Trouble:
    office = name.lower().endswith(OFFICE_NAMES)
    if kind == "text":
        return Trouble("unreadable-text-renamed" if office else "unreadable-no-table")
    if kind == "ole" and office:
        # A compound file without the directory entry of its program is one that was cut.
        return Trouble("unreadable-damaged", {"reason": "directory"})
    if kind == "unknown" and office:
        # Neither the document it calls itself nor anything else that is known.
        return Trouble("unreadable-damaged", {"reason": "magic"})
    return Trouble(EXPLAINED.get(kind, "unreadable-format"))


def _mimetype(archive: ZipFile) -> bytes:
    try:
        return inflate(archive, archive.getinfo("mimetype")) or b""
    except KeyError:
        return b""


def _file(path: str, name: str, content: bytes, one: _One) -> File:
    maker, trouble = one.tables, one.trouble
    return File(
        path=path,
        name=name,
        format=one.kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        tables=maker.tables if maker and not trouble else (),
        trouble=trouble.code if trouble else "",
        facts={"name": name, "format": one.kind, **trouble.facts} if trouble else {},
        losses=maker.losses if maker else one.losses,
    )
