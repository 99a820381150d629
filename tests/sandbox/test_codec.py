import pytest

from mailbot.model.mail import File
from mailbot.model.table import Merge, Table
from mailbot.sandbox.codec import decode_files, encode_files

TABLE = Table(
    sheet="社会救助",
    rows=(("序号", "喆\n镕"), (), ("1",)),
    merges=(Merge(0, 0, 1, 0),),
    hidden=True,
    hidden_rows=frozenset({2}),
    flags={(2, 0): "number", (0, 1): "symbol"},
    before=("附件1",),
)


def test_files_come_back_as_they_were() -> None:
    files = (
        File("2", "报送.zip", "zip", 10, "a" * 64, losses=("members-cut",)),
        File("2/目录.xlsx", "目录.xlsx", "xlsx", 5, "b" * 64, tables=(TABLE,)),
        File("3", "图.jpg", "image", 3, "c" * 64, trouble="unreadable-picture", facts={"name": "图.jpg"}),
    )
    assert decode_files(encode_files(files)) == files


def test_a_lone_surrogate_does_not_stop_a_file() -> None:
    (file,) = decode_files(encode_files([File("1", "a\udcff.xls", "xls", 1, "")]))
    assert file.name == "a?.xls"


@pytest.mark.parametrize("content", [b"", b"{}x", b"[1]", b'[{"path": "1"}]'])
def test_what_is_no_list_of_files_is_refused(content: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode_files(content)
