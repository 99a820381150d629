import io
import zipfile

import pytest

from mailbot.reports.archive import Listing, evidence_files, file_name, zipped
from mailbot.rulebook.load import load_rulebook


def test_names_met_twice_are_numbered_and_the_bytes_are_always_the_same() -> None:
    files = [("05_社会救助.xlsx", b"1"), ("05_社会救助.xlsx", b"2")]
    content = zipped(files)
    assert content == zipped(files)
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["05_社会救助.xlsx", "05_社会救助_2.xlsx"]


@pytest.mark.parametrize(("text", "name"), [("../a", "_a"), ("目录:1?", "目录_1_"), (" . ", "1")])
def test_a_file_name_stays_in_its_folder(text: str, name: str) -> None:
    assert file_name(text).lstrip(".") == name


def test_what_units_wrote_is_escaped_in_the_index() -> None:
    row = ("m1", "2020", "<b>@x", "<script>", "<1@x>", "0", 1, "filed", "", "mails/m1.eml")
    files = dict(evidence_files("05_民政局", "证据", [Listing("mails", [row], links=9)], [("mails/m1.eml", b"")], load_rulebook(None)))
    page = files["05_民政局/index.html"].decode()
    assert "<script>" not in page
    assert '<a href="mails/m1.eml">' in page
    assert set(files) == {"05_民政局/index.html", "05_民政局/证据目录.xlsx", "05_民政局/mails/m1.eml"}
