import io
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from mailbot.model.mail import File, Part
from mailbot.reading.unlock import KNOWN_TO_ALL, unlocked
from mailbot.sandbox.parent import Sandbox
from mailbot.settings import Limits
from tests.reading.workbooks import GRID, MERGES, read, xlsx

SAMPLES = Path(__file__).parents[1] / "samples"


def encrypted(content: bytes, password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def read_in_child(name: str, content: bytes) -> File:
    """Read where no file may be written and memory is short, as every attachment is."""
    with Sandbox(Limits()) as sandbox:
        (file,) = sandbox.read(Part("2", name, "application/octet-stream", content))
    return file


def test_a_protected_xls_is_read_like_any_other() -> None:
    """``protected.xls`` was saved by LibreOffice with the password that Excel tries by itself."""
    content = (SAMPLES / "protected.xls").read_bytes()
    file = read_in_child("目录.xls", content)
    assert (file.format, file.trouble, file.size) == ("xls", "", len(content))
    assert [table.sheet for table in file.tables] == ["社会救助", "养老服务"]
    assert file.tables[0].rows[2] == ("1", "综合业务", "政策法规文件", "■政府网站 □政府公报")


def test_a_protected_xlsx_is_read_like_any_other() -> None:
    file = read_in_child("目录.xlsx", encrypted(xlsx({"社会救助": GRID}, merges=MERGES), KNOWN_TO_ALL))
    assert (file.format, file.trouble, file.losses) == ("xlsx", "", ())
    assert file.tables[0].rows[2][1] == "综合业务"


def test_a_password_of_ones_own_is_asked_about() -> None:
    (locked,) = read("目录.xls", (SAMPLES / "locked.xls").read_bytes())
    assert (locked.format, locked.trouble) == ("xls", "unreadable-encrypted")
    (locked,) = read("目录.xlsx", encrypted(xlsx({"社会救助": GRID}), "12345678"))
    assert (locked.format, locked.trouble) == ("encrypted", "unreadable-encrypted")


@pytest.mark.parametrize("cut", [0, 100, 600, 3_000, 5_000])
def test_a_damaged_one_ends_in_a_trouble(cut: int) -> None:
    content = (SAMPLES / "protected.xls").read_bytes()
    (file,) = read("目录.xls", content[:cut] + bytes(64) + content[cut + 64 :])
    assert not file.trouble or file.trouble.startswith("unreadable-")


def test_what_is_no_compound_file_is_left_alone() -> None:
    assert unlocked(b"%TSD-Header-1") is None
    assert unlocked(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)) is None
