"""One catalogue in every other file a mail may bring; and files that nobody can read, which are explained."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.rulebook.model import Rulebook
from mailbot.sandbox.parent import Sandbox
from tests.acceptance import beyond, mess_rows, variants
from tests.acceptance.cases import Case, problems, run
from tests.acceptance.liaisons import annex, misread_people, wide
from tests.acceptance.pages import Placed
from tests.acceptance.wrappers import WRAPPERS
from tests.acceptance.writers import docx_file, xlsx

SOFFICE = shutil.which("soffice")
CONVERTED = ("office", "ministry", "v1", "v4", "v8", "v11", "v13", "v14_mark", "v15_torn")
LAYOUTS = {layout.__name__: layout for layout in variants.layouts()}
FILTERS = {"doc": ("docx", "doc:MS Word 97"), "ods": ("xlsx", "ods"), "xls": ("xlsx", "xls:MS Excel 97"), "odt": ("docx", "odt")}


@pytest.mark.parametrize("name", WRAPPERS)
def test_a_catalogue_is_read_in_any_wrapping(name: str, reader: Sandbox, rules: Rulebook) -> None:
    suffix, write = WRAPPERS[name]
    # Text has no merges: what may be left blank there is only what a clerk writes once a group.
    case = variants.ministry()
    assert problems(case, run(case, write(case.pages), suffix, reader, rules), Placed(), rules) == []


@pytest.mark.parametrize("make", [beyond.own_order, mess_rows.footers, variants.office], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["page-named-xls", "zip-in-zip", "xls-named-et"])
def test_other_catalogues_are_read_in_it_too(make: Callable[[], Case], name: str, reader: Sandbox, rules: Rulebook) -> None:
    suffix, write = WRAPPERS[name]
    case = make()
    assert problems(case, run(case, write(case.pages), suffix, reader, rules), Placed(), rules) == []


UNREADABLE: dict[str, tuple[str, bytes, str]] = {
    "empty": ("xlsx", b"", "unreadable-empty"),
    "pdf": ("pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF", "unreadable-pdf"),
    "photo": ("jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64, "unreadable-picture"),
    "rar": ("rar", b"Rar!\x1a\x07\x00" + b"\x00" * 64, "unreadable-archive"),
    "7z": ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x00" * 64, "unreadable-archive"),
    "noise": ("xlsx", bytes(range(256)) * 8, "unreadable-damaged"),
    "cut": ("xlsx", xlsx(variants.office().pages)[0][:4000], "unreadable-damaged"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_why(name: str, reader: Sandbox, rules: Rulebook) -> None:
    suffix, content, code = UNREADABLE[name]
    checked = run(Case(name, [], [], "目录"), content, suffix, reader, rules)
    assert checked.outcome == "unreadable"
    assert [finding.code for findings in checked.findings.values() for finding in findings] == [code]


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All layouts and two lists of people, converted by LibreOffice in one run a format."""
    folder = tmp_path_factory.mktemp("converted")
    for suffix, (source, wanted) in FILTERS.items():
        write = docx_file if source == "docx" else xlsx
        inbox = folder / f"from-{suffix}"
        inbox.mkdir()
        for name in CONVERTED:
            (inbox / f"{name}.{source}").write_bytes(write(LAYOUTS[name]().pages)[0])
        for make in (annex, wide):
            (inbox / f"{make.__name__}.{source}").write_bytes(write(make().case.pages)[0])
        home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
        files = [str(path) for path in sorted(inbox.iterdir())]
        command = [str(SOFFICE), home, "--headless", "--convert-to", wanted, "--outdir", str(folder / suffix), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.xdist_group("libreoffice")
@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", FILTERS)
@pytest.mark.parametrize("name", CONVERTED)
def test_a_layout_saved_by_libreoffice_is_read_right(name: str, suffix: str, converted: Path, reader: Sandbox, rules: Rulebook) -> None:
    case = LAYOUTS[name]()
    content = (converted / suffix / f"{name}.{suffix}").read_bytes()
    assert problems(case, run(case, content, suffix, reader, rules), Placed(), rules) == []


@pytest.mark.xdist_group("libreoffice")
@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", FILTERS)
@pytest.mark.parametrize("make", [annex, wide], ids=lambda make: make.__name__)
def test_a_list_of_people_saved_by_libreoffice_is_read_right(
    make: Callable[[], object], suffix: str, converted: Path, reader: Sandbox, rules: Rulebook
) -> None:
    wanted = annex() if make is annex else wide()
    content = (converted / suffix / f"{wanted.case.name}.{suffix}").read_bytes()
    assert misread_people(wanted, run(wanted.case, content, suffix, reader, rules), rules) == []
