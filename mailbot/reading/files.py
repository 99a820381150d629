"""Read one attachment: tell what it is, unpack it, hand it to the reader of its kind.

This runs inside the child process only (``mailbot.sandbox``). Whatever the bytes are, Files come
out: what cannot be read is a File with a trouble code, never an exception.
"""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from mailbot.model.mail import File
from mailbot.reading.limits import ReadLimits, Trouble, Unreadable
from mailbot.reading.sniff import package_kind, sniff
from mailbot.reading.tables import TableMaker
from mailbot.reading.xls import read_xls
from mailbot.reading.xlsx import read_xlsx
from mailbot.reading.zipgate import Package, inflate, open_archive, open_package

PackageReader = Callable[[Package, ReadLimits], TableMaker]
ContentReader = Callable[[bytes, ReadLimits], TableMaker]

# Office documents in a zip, by what their members say.
PACKAGE_READERS: dict[str, PackageReader] = {
    "xlsx": read_xlsx,
    "xlsb": read_xlsx,
}
# Everything else that is read, by magic bytes.
CONTENT_READERS: dict[str, ContentReader] = {
    "xls": read_xls,
}
OFFICE_NAMES = (".xlsx", ".xlsm", ".xls", ".et", ".ett", ".docx", ".doc", ".wps", ".wpt", ".ods")
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, before it is named and hashed."""

    kind: str
    maker: TableMaker | None = None
    trouble: Trouble | None = None


def read_file(path: str, name: str, content: bytes, limits: ReadLimits) -> tuple[File, ...]:
    """Read an attachment and what is packed in it: the container first, then its members."""
    outcome = _read(name, content, limits)
    return (_file(path, name, content, outcome),)


def _read(name: str, content: bytes, limits: ReadLimits) -> Outcome:
    kind = sniff(content)
    try:
        if kind == "zip":
            archive = open_archive(content)
            kind = package_kind(archive.namelist(), _mimetype(archive))
            if kind in PACKAGE_READERS:
                return Outcome(kind, _tables(PACKAGE_READERS[kind](open_package(content, archive), limits)))
        if kind in CONTENT_READERS:
            return Outcome(kind, _tables(CONTENT_READERS[kind](content, limits)))
        if kind == "text" and name.lower().endswith(OFFICE_NAMES):
            raise Unreadable("unreadable-text-renamed")
        if kind == "ole" and name.lower().endswith(OFFICE_NAMES):
            # A compound file without the directory entry of its program is one that was cut.
            raise Unreadable("unreadable-damaged", reason="directory")
        raise Unreadable(EXPLAINED.get(kind, "unreadable-format"))
    except Unreadable as error:
        return Outcome(kind, trouble=error.trouble)
    except MemoryError:
        return Outcome(kind, trouble=Trouble("unreadable-bomb", {"reason": "memory"}))
    except Exception as error:  # noqa: BLE001 - whatever a library meets in foreign bytes is the file's fault
        return Outcome(kind, trouble=Trouble("unreadable-damaged", {"reason": type(error).__name__}))


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    try:
        return inflate(archive, archive.getinfo("mimetype")) or b""
    except KeyError:
        return b""


def _tables(maker: TableMaker) -> TableMaker:
    if not maker.tables:
        raise Unreadable("unreadable-no-table")
    return maker


def _file(path: str, name: str, content: bytes, outcome: Outcome) -> File:
    trouble = outcome.trouble
    return File(
        path=path,
        name=name,
        format=outcome.kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        tables=outcome.maker.tables if outcome.maker else (),
        trouble=trouble.code if trouble else "",
        facts={"name": name, "format": outcome.kind, **trouble.facts} if trouble else {},
        losses=outcome.maker.losses if outcome.maker else (),
    )
