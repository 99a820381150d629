"""Tell what bytes are, from the bytes; the name is only asked where bytes cannot tell (pitfall 25).

Names of kinds are what ``File.format`` shows: xlsx, xls, docx, doc, ods, csv, html, zip, pdf …
"""

import re

from mailbot.reading.cms import is_enveloped

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"%TSD-Header-", "encrypted"),
    (b"-----BEGIN PGP MESSAGE-----", "encrypted"),
    (b"\x62\x14\x23\x65", "encrypted"),
    (b"{\\rtf", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\x09\x08\x08\x00", "xls"),
    (b"\x09\x08\x10\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x00\x04\x00", "xls"),
)
# The last two above head what document guards of an office network write; elsewhere nobody can open it.
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of compound files that give the program away (MS-CFB keeps names in UTF-16).
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
# By which a package is known that has lost the list of its types.
_MAIN_PARTS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "word/document.xml"})
_BEFORE = b"\xef\xbb\xbf\r\n\t "
_HEIC = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif")
_HEAD = 4096
_ORDINARY = re.compile("[\t\r\n\x20-\x7e\xa0-\xff\u2010-\u2027\u2460-\u25ff\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")


def sniff(content: bytes) -> str:
    """Name the kind of the bytes; "zip" and "text" are told apart further by their readers."""
    if not content:
        return "empty"
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(OLE_MAGIC):
        return _compound(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return "image"
    if content[:2] == b"BM" and len(content) > 26 and content[6:10] == bytes(4):
        return "image"
    if is_enveloped(content):
        return "encrypted"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return _text(content)


def bared(content: bytes) -> bytes:
    """Take off the byte order mark and blank lines that a careless web page wrote before a workbook."""
    bare = content[:64].lstrip(_BEFORE)
    return content[64 - len(bare) :] if len(bare) < 64 <= len(content) and bare.startswith((b"PK\x03\x04", OLE_MAGIC)) else content


def package_kind(names: list[str], mimetype: bytes) -> str:
    """Tell an office document from a plain archive by the names of its members."""
    lower = {name.lower().replace("\\", "/").lstrip("/") for name in names}
    if "[content_types].xml" in lower or not lower.isdisjoint(_MAIN_PARTS):
        if "xl/workbook.bin" in lower:
            return "xlsb"
        for folder, kind in (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in lower):
                return kind
    if "ofd.xml" in lower:
        return "ofd"
    if "uof.xml" in lower:
        return "uof"
    if any(name.endswith(".iwa") for name in lower):
        return "iwork"
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        family = mimetype.split(b".")[3].strip()
        return {b"spreadsheet": "ods", b"text": "odt"}.get(family, "odf")
    if lower >= {"content.xml", "meta-inf/manifest.xml"}:
        # Packed anew without its first member; the reader sees what the content is.
        return "ods"
    return "zip"


def _compound(content: bytes) -> str:
    found = [kind for stream, kind in _STREAMS if stream.encode("utf-16-le") + b"\x00\x00" in content]
    if len(set(found)) == 1:
        return found[0]
    return _root_stream(content) or (found[0] if found else "ole")


def _root_stream(content: bytes) -> str:
    """Ask the directory itself: of a file with streams of several programs (embedded objects), or with names in other capitals."""
    import olefile

    try:
        with olefile.OleFileIO(content) as compound:
            tops = {path[0].lower() for path in compound.listdir() if len(path) == 1}
    except (OSError, ValueError, IndexError, TypeError, KeyError):
        return ""
    return next((kind for stream, kind in _STREAMS if stream.lower() in tops), "")


def _text(content: bytes) -> str:
    head = content[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_codec(head):
        return "text"
    if b"\x00" in head or sum(byte < 32 and byte not in b"\t\n\r\x0c\x1a\x1b" for byte in head) * 50 > len(head):
        return "unknown"
    return "text"


def wide_codec(head: bytes) -> str:
    """Name the codec of UTF-16 without a mark, by which reading gives letters; "" for other bytes."""
    if b"\x00" not in head:
        return ""
    for codec in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(codec, "replace")
        if len(_ORDINARY.findall(text)) >= 0.95 * len(text) > 3:
            return codec
    return ""
