import io
import zipfile

import pytest

from mailbot.model.mail import File
from mailbot.reading.limits import ReadLimits
from mailbot.reading.unpack import safe_path
from tests.reading.workbooks import GRID, read, tnef, xls, xlsx, zip_with_gbk_names, zipped

BOOK = xlsx({"目录": GRID})


def compound(stream: str) -> bytes:
    """The head of a compound file whose directory names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(64)


def shown(files: tuple[File, ...]) -> list[tuple[str, str, str]]:
    return [(file.path, file.format, file.trouble) for file in files]


def test_a_zip_gives_itself_and_then_its_members() -> None:
    files = read("报送.zip", zipped({"民政局/社会救助.xlsx": BOOK, "旧.xls": xls({"目录": GRID})}))
    assert shown(files) == [("1", "zip", ""), ("1/民政局/社会救助.xlsx", "xlsx", ""), ("1/旧.xls", "xls", "")]
    assert files[1].name == "社会救助.xlsx"
    assert files[1].tables[0].rows[2][1] == "综合业务"


def test_names_in_gbk_are_read() -> None:
    files = read("a.zip", zip_with_gbk_names({"赤壁市民政局目录.xlsx": BOOK, "李喆.xlsx": BOOK}))
    assert [file.name for file in files[1:]] == ["赤壁市民政局目录.xlsx", "李喆.xlsx"]


def test_a_zip_in_a_zip_is_unpacked_and_a_third_is_not() -> None:
    inner = zipped({"目录.xlsx": BOOK})
    assert shown(read("a.zip", zipped({"b.zip": inner}))) == [("1", "zip", ""), ("1/b.zip", "zip", ""), ("1/b.zip/目录.xlsx", "xlsx", "")]
    deep = read("a.zip", zipped({"b.zip": zipped({"c.zip": inner})}))
    assert shown(deep)[-1] == ("1/b.zip/c.zip", "zip", "unreadable-archive")


def test_litter_of_systems_is_left_out() -> None:
    files = read("a.zip", zipped({"__MACOSX/._目录.xlsx": b"x", ".DS_Store": b"x", "~$目录.docx": b"x", "目录.xlsx": BOOK}))
    assert [file.path for file in files] == ["1", "1/目录.xlsx"]


def test_a_damaged_member_does_not_hide_the_others() -> None:
    content = bytearray(zipped({"坏.xlsx": BOOK, "好.xlsx": BOOK}))
    content[200:300] = bytes(100)
    assert [file.trouble for file in read("a.zip", bytes(content))] == ["", "unreadable-damaged", ""]


def test_an_encrypted_member_is_named() -> None:
    content = bytearray(zipped({"目录.xlsx": BOOK}))
    directory = content.rindex(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    assert [file.trouble for file in read("a.zip", bytes(content))] == ["", "unreadable-encrypted"]


def test_an_empty_zip_is_empty() -> None:
    assert read("a.zip", zipped({}))[0].trouble == "unreadable-empty"


def test_a_cut_zip_is_damaged() -> None:
    assert read("a.zip", zipped({"目录.xlsx": BOOK})[:-40])[0].trouble == "unreadable-damaged"


def test_a_zip_bomb_is_not_unpacked() -> None:
    (file,) = read("a.zip", zipped({"a.bin": bytes(60 * 1024 * 1024)}))
    assert file.trouble == "unreadable-bomb"


def test_more_members_than_allowed_are_cut_and_named() -> None:
    files = read("a.zip", zipped({f"{number}.xlsx": BOOK for number in range(4)}), ReadLimits(members=2))
    assert [file.trouble for file in files] == ["", "", "", "unreadable-members"]
    assert files[0].losses == ("members-cut",)


def test_a_member_named_twice_has_two_paths() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("目录.xlsx", BOOK)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("目录.xlsx", BOOK)
    assert [file.path for file in read("a.zip", stream.getvalue())] == ["1", "1/目录.xlsx", "1/目录.xlsx#2"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\报送\\目录.xlsx", "报送/目录.xlsx"),
        ("/a//b", "a/b"),
        ("目录\u202exslx.exe", "目录xslx.exe"),
        ("a\x00b\n.xlsx", "ab .xlsx"),
        ("..", "?"),
    ],
)
def test_a_member_name_is_made_safe(name: str, path: str) -> None:
    assert safe_path(name) == path


def test_winmail_dat_is_unpacked_with_names_in_gbk() -> None:
    files = read("winmail.dat", tnef({"民政局目录.xlsx": BOOK, "说明.pdf": b"%PDF-1.4"}))
    assert shown(files) == [("1", "tnef", ""), ("1/民政局目录.xlsx", "xlsx", ""), ("1/说明.pdf", "pdf", "unreadable-pdf")]


def test_a_cut_winmail_dat_gives_what_is_whole() -> None:
    content = tnef({"民政局目录.xlsx": BOOK, "b.xlsx": BOOK})
    assert shown(read("winmail.dat", content[:-100])) == [
        ("1", "tnef", ""),
        ("1/民政局目录.xlsx", "xlsx", ""),
        ("1/winmail.dat", "unknown", "unreadable-damaged"),
    ]
    assert read("winmail.dat", content[:8])[0].trouble == "unreadable-damaged"


def test_a_winmail_dat_whose_attachment_was_spoiled_is_not_taken_for_one_without() -> None:
    content = tnef({"民政局目录.xlsx": BOOK})
    spoiled = content.replace(b"\x02\x0f\x80", b"\x12\x0f\x80")
    assert spoiled != content
    assert shown(read("winmail.dat", spoiled)) == [("1", "tnef", "unreadable-damaged")]


# What calls itself XML and is the document of an office program that we do not read holds a table all the same.
UOF = '<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"><uof:电子表格/></uof:UOF>'.encode()
FLAT = b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis"><table:table table:name="1"/></office:document>'


@pytest.mark.parametrize(
    ("content", "kind", "trouble"),
    [
        (b"", "empty", "unreadable-empty"),
        (b"%PDF-1.7\n", "pdf", "unreadable-pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image", "unreadable-picture"),
        (b"\x89PNG\r\n\x1a\n\x00", "image", "unreadable-picture"),
        (b"GIF89a\x01", "image", "unreadable-picture"),
        (b"II*\x00\x08", "image", "unreadable-picture"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00" + bytes(40), "image", "unreadable-picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image", "unreadable-picture"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "image", "unreadable-picture"),
        (b"Rar!\x1a\x07\x01\x00", "rar", "unreadable-archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z", "unreadable-archive"),
        (zipped({"OFD.xml": b"<a/>", "Doc_0/Document.xml": b"<a/>"}), "ofd", "unreadable-pdf"),
        (zipped({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}), "pptx", "unreadable-format"),
        (zipped({"uof.xml": b"<a/>", "content.xml": b"<a/>"}), "uof", "unreadable-format"),
        (zipped({"Index/Document.iwa": b"\x00", "preview.jpg": b"\xff\xd8\xff"}), "iwork", "unreadable-format"),
        (UOF, "xml", "unreadable-format"),
        (FLAT, "xml", "unreadable-format"),
        (bytes(range(256)), "unknown", "unreadable-format"),
        (compound("EncryptedPackage"), "encrypted", "unreadable-encrypted"),
        (compound("__properties_version1.0"), "msg", "unreadable-format"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named(content: bytes, kind: str, trouble: str) -> None:
    (file,) = read("附件.xlsx" if kind == "encrypted" else "附件", content)
    assert (file.format, file.trouble) == (kind, trouble)
    assert file.facts["name"] == file.name
    assert file.facts["format"] == kind


@pytest.mark.parametrize("head", [b"%TSD-Header-###%", b"\x62\x14\x23\x65\x1a\x00E-SafeNet\x00\x00\x00LOCK"])
@pytest.mark.parametrize("name", ["目录.xlsx", "目录.doc", "目录"])
def test_what_a_document_guard_locked_is_encrypted(head: bytes, name: str) -> None:
    (file,) = read(name, head + bytes(range(256)) * 8)
    assert (file.format, file.trouble) == ("encrypted", "unreadable-encrypted")


@pytest.mark.parametrize(("name", "trouble"), [("目录.xlsx", "unreadable-damaged"), ("目录.bin", "unreadable-format")])
def test_bytes_of_no_kind_are_damaged_where_they_call_themselves_a_document(name: str, trouble: str) -> None:
    assert read(name, bytes(range(256)) * 8)[0].trouble == trouble


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b" \xef\xbb\xbf\n"])
def test_what_a_web_page_wrote_before_a_workbook_is_taken_off(before: bytes) -> None:
    for name, content in (("a.xlsx", xlsx({"目录": GRID})), ("a.xls", xls({"目录": GRID}))):
        (file,) = read(name, before + content)
        assert (file.trouble, file.size, file.tables[0].rows[1]) == ("", len(before) + len(content), GRID[1])


def test_a_saved_mail_of_nothing_but_words_is_not_empty() -> None:
    saved = b"From: mzj@example.cn\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nwords"
    assert shown(read("a.zip", zipped({"a.eml": saved}))) == [("1", "zip", ""), ("1/a.eml", "eml", "unreadable-no-table")]


def test_a_shell_of_outlook_without_attachments_asks_for_nothing() -> None:
    assert shown(read("winmail.dat", tnef({}))) == [("1", "dressing", "")]
