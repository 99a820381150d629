"""An Office package as a zip: parts replaced, added and dropped, all others copied without unpacking them."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

MAX_PART = 50 * 1024 * 1024
"""Bytes of one part that is opened; a workbook with larger ones is not patched."""
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DATE = 0x5021
"""1 January 2020 as a zip writes it; new parts have it, so that the same patch is the same bytes."""
_KNOWN_FLAGS = 0x0800 | 0x0008 | 0x0006
"""UTF-8 names, sizes after the data, degrees of deflate; anything else is not copied."""


class Unpatchable(Exception):
    """A package that cannot be patched without doubt; the text says why, for the log."""


@dataclass(slots=True)
class Package:
    """The parts of a workbook while it is patched."""

    archive: zipfile.ZipFile
    raw: bytes
    changed: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Tell whether there is a part of that name."""
        return name in self.changed or (name not in self.dropped and name in self.archive.NameToInfo)

    def names(self) -> tuple[str, ...]:
        """List all parts, new ones last."""
        old = tuple(name for name in self.archive.namelist() if name not in self.dropped)
        return (*old, *(name for name in self.changed if name not in self.archive.NameToInfo))

    def part(self, name: str) -> bytes:
        """Unpack a part; raises Unpatchable when it is absent, too large or damaged."""
        if name in self.changed:
            return self.changed[name]
        info = self.archive.NameToInfo.get(name)
        if info is None or info.file_size > MAX_PART:
            raise Unpatchable(f"part {name}")
        try:
            with self.archive.open(info) as stream:
                content = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise Unpatchable(f"part {name}") from error
        if len(content) != info.file_size:
            raise Unpatchable(f"part {name}")
        return content

    def put(self, name: str, content: bytes) -> None:
        """Replace or add a part."""
        self.changed[name] = content

    def drop(self, name: str) -> None:
        """Leave a part out."""
        self.dropped.add(name)
        self.changed.pop(name, None)

    def content(self) -> bytes:
        """Write the package: parts that did not change are copied as they lie."""
        out = io.BytesIO()
        central: list[bytes] = []
        for name in self.names():
            info = self.archive.NameToInfo.get(name)
            if name in self.changed or info is None:
                central.append(_write_new(out, name, self.changed[name]))
            else:
                central.append(_write_copy(out, info, self.raw))
        start = out.tell()
        directory = b"".join(central)
        out.write(directory)
        out.write(_END.pack(b"PK\5\6", 0, 0, len(central), len(central), len(directory), start, 0))
        return out.getvalue()


def open_package(content: bytes) -> Package:
    """Open a workbook's package; raises Unpatchable for a zip that is not plain."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, struct.error) as error:
        raise Unpatchable("no zip") from error
    names = archive.namelist()
    # Office takes names that differ in case only for one part: which of two it would open is not known.
    if len(names) != len({name.lower() for name in names}) or len(names) > 1000:
        raise Unpatchable("names")
    for info in archive.infolist():
        if info.flag_bits & ~_KNOWN_FLAGS or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unpatchable(f"method of {info.filename}")
        if max(info.file_size, info.compress_size, info.header_offset) >= 0xFFFFFFFF:
            raise Unpatchable("zip64")
    return Package(archive, content)


def _write_new(out: io.BytesIO, name: str, content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    return _write(out, name.encode(), 0x0800, zipfile.ZIP_DEFLATED, (0, _DATE), zlib.crc32(content), packed, len(content))


def _write_copy(out: io.BytesIO, info: zipfile.ZipInfo, raw: bytes) -> bytes:
    """Copy a part's packed bytes from where its local header says they lie."""
    head = raw[info.header_offset : info.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
        raise Unpatchable(f"header of {info.filename}")
    name_length, extra_length = _LOCAL.unpack(head)[9:11]
    start = info.header_offset + _LOCAL.size + name_length + extra_length
    packed = raw[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise Unpatchable(f"data of {info.filename}")
    year, month, day, hour, minute, second = info.date_time
    moment = (hour << 11 | minute << 5 | second // 2, max(0, year - 1980) << 9 | month << 5 | day)
    name = info.orig_filename.encode("utf-8" if info.flag_bits & 0x0800 else "cp437")
    return _write(out, name, info.flag_bits & ~0x0008, info.compress_type, moment, info.CRC, packed, info.file_size)


def _write(out: io.BytesIO, name: bytes, flags: int, method: int, moment: tuple[int, int], crc: int, packed: bytes, size: int) -> bytes:
    """Write a member and give its entry for the directory."""
    offset = out.tell()
    out.write(_LOCAL.pack(b"PK\3\4", 20, flags, method, *moment, crc, len(packed), size, len(name), 0))
    out.write(name)
    out.write(packed)
    return _CENTRAL.pack(b"PK\1\2", 20, 20, flags, method, *moment, crc, len(packed), size, len(name), 0, 0, 0, 0, 0, offset) + name
