"""Tell what a text file is: a page, a saved mail, an XML workbook, delimited columns, or only text.

Chinese systems export pages and tab-separated text under the name .xls (pitfall 109), and clerks
rename text to .xlsx; a text counts as a table only when its lines have columns in common.
"""

import re

from mailbot.reading.charset import decode
from mailbot.reading.defects import Defect
from mailbot.reading.delimited import dialect_of
from mailbot.reading.html import meta_charset
from mailbot.reading.limits import MIB
from mailbot.reading.sniff import wide_codec

_HEAD = 16_384
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|style|div)(?=[\s>/])", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|From|Date|Subject|To|Sender|DKIM-Signature|X-[\w-]+):", re.IGNORECASE
)
_MIME = re.compile(r"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_MHTML = re.compile(r"^Content-Type:\s*(?:multipart/related|text/html)|^Content-Location:", re.IGNORECASE | re.MULTILINE)
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def text_kind(content: bytes, name: str) -> str:
    """Name the kind: html, mhtml, eml, xml-spreadsheet, xml, tsv, csv or text."""
    head = decode_text(content[:_HEAD])[0].lstrip("\ufeff \t\r\n")
    lower = name.lower()
    if _HEADER.match(head) and (_MIME.search(head) or lower.endswith(".eml")):
        saved_page = _MHTML.search(head) and not re.search(r"^(?:Received|Message-ID):", head, re.IGNORECASE | re.MULTILINE)
        return "mhtml" if saved_page and not lower.endswith(".eml") else "eml"
    if _SPREADSHEET in head and "Workbook" in head:
        return "xml-spreadsheet"
    if head.startswith("<"):
        if _HTML.search(head):
            return "html"
        return "xml" if head.startswith("<?xml") else "text"
    dialect = dialect_of(head, named=lower.endswith((".csv", ".tsv")))
    if dialect is None:
        return "html" if re.search(r"<table\b.*<tr\b", head, re.IGNORECASE | re.DOTALL) else "text"
    return "tsv" if dialect == "\t" else "csv"


def decode_text(content: bytes) -> tuple[str, bool]:
    """Read the bytes of a text file; tell whether characters were lost."""
    for mark, codec in _BOMS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(codec, "replace")
            return text, "\ufffd" in text
    wide = wide_codec(content[:_HEAD])
    if wide:
        text = content.decode(wide, "replace")
        return text, "\ufffd" in text
    if len(content) > MIB:
        # The ladder weighs characters, which takes too long here; a file this big speaks for itself.
        for codec in ("utf-8", "gb18030"):
            try:
                return content.decode(codec), False
            except UnicodeDecodeError:
                continue
    text, defects = decode(content, meta_charset(content))
    return text, Defect.CHARSET_LOSSY in defects
