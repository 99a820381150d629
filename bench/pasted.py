"""Workbooks as clerks really make them: their cells pasted from Word, each text in several runs (domain, 6.1; pitfall 111).

Most published catalogues look Word-born. A run is a stretch of one font; spreadsheets keep those of a
pasted cell, and readers that build an object for each are slowed by them.
"""

import io
import itertools
import re
import zipfile

STRINGS = "xl/sharedStrings.xml"
RUNS = 3
FONT = '<rPr><sz val="10"/><color rgb="FF000000"/><rFont val="\u4eff\u5b8b"/><charset val="134"/></rPr>'
_TEXT = re.compile(r"<si><t[^>]*>([^<]*)</t></si>")


def pasted(book: bytes) -> bytes:
    """Cut every text of a workbook into runs; nothing that it says changes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _TEXT.sub(_in_runs, content.decode()).encode() if name == STRINGS else content)
    return stream.getvalue()


def _in_runs(found: re.Match[str]) -> str:
    text = found[1]
    if "&" in text or len(text) < RUNS:
        return found[0]
    cuts = [len(text) * number // RUNS for number in range(RUNS + 1)]
    pieces = (text[start:end] for start, end in itertools.pairwise(cuts))
    return "<si>" + "".join(f'<r>{FONT}<t xml:space="preserve">{piece}</t></r>' for piece in pieces) + "</si>"
