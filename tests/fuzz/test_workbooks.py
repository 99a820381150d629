"""Flipped files through the real child: Files come out, whatever happens to it.

``MAILBOT_FUZZ=2000`` raises the number of examples; a failing one is found again by its number.
"""

import os
import random
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from mailbot.model.mail import Part
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Limits
from tests.reading.documents import document, symbol
from tests.reading.workbooks import GRID, MERGES, tnef, xls, xlsx, xlsx_by_xlsxwriter, zipped
from tests.samples import sample

EXAMPLES = int(os.environ.get("MAILBOT_FUZZ", "40"))
TROUBLES = frozenset(
    f"unreadable-{word}"
    for word in (
        "empty picture pdf archive encrypted damaged format text-renamed bomb no-table reader-died reader-slow".split()  # noqa: SIM905
    )
)
SOURCES: tuple[bytes, ...] = (
    xlsx({"社会救助": GRID, "养老服务": GRID}, merges=MERGES),
    xlsx_by_xlsxwriter(GRID),
    sample("by-libreoffice.xlsx"),
    xls({"社会救助": GRID}),
    sample("by-libreoffice.xls"),
    document([["渠道", symbol("F052")], ["1", "甲"]], before=["附件1"]),
    sample("marks.doc"),
    sample("by-libreoffice.ods"),
    sample("by-libreoffice.html"),
    sample("by-libreoffice.rtf"),
    zipped({"目录.xls": xls({"目录": GRID})}),
    tnef({"目录.xls": xls({"目录": GRID})}),
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(child_seconds=20, child_mb=512)) as one:
        yield one


def flip(chance: random.Random, content: bytes) -> bytes:
    """Change some bits anywhere, or cut the end."""
    flipped = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 40))):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped[: chance.randrange(len(flipped))]) if chance.random() < 0.1 else bytes(flipped)


def flip_inside(chance: random.Random, content: bytes) -> bytes:
    """Change bits of one member of a zip before it is packed, so that the checksums hold."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, flip(chance, part) if name == chosen and part else part)
    return stream.getvalue()


@pytest.mark.parametrize("number", range(EXAMPLES))
def test_a_flipped_file_gives_files(sandbox: Sandbox, number: int) -> None:
    chance = random.Random(number)
    source = SOURCES[number % len(SOURCES)]
    inside = source.startswith(b"PK") and chance.random() < 0.7
    content = flip_inside(chance, source) if inside else flip(chance, source)
    files = sandbox.read(Part("1", "目录.xlsx", "", content))
    assert files
    assert all(file.trouble in TROUBLES or not file.trouble for file in files)
    assert all(file.tables or file.trouble or file.format in ("zip", "tnef", "eml", "dressing") for file in files)
