import time

import pytest

from mailbot.reading.charset import decode

LETTER = "关于报送赤壁市民政局政务公开目录的函"
TRADITIONAL = "關於報送赤壁市民政局政務公開目錄的函"

AS_LABELLED = [
    (LETTER, "utf-8", "utf-8"),
    (LETTER, "utf-8", "UTF8"),
    (LETTER, "gbk", "gb2312"),
    (LETTER, "gbk", "GBK"),
    (LETTER, "gbk", "x-gbk"),
    (LETTER, "gbk", "cp936"),
    (LETTER, "gb18030", "gb18030"),
    ("赤壁市喆政务公开目录", "gbk", "gb2312"),
    ("李喆、张镕、王芃", "gbk", "gb_2312-80"),
    ("㙍𠮷野家", "gb18030", "gb2312"),
    (LETTER, "hz", "hz-gb-2312"),
    (LETTER, "utf-7", "utf-7"),
    (LETTER, "utf-16", "utf-16"),
    (LETTER, "utf-16-be", "utf-16"),
    (LETTER, "utf-16-le", "utf-16"),
    (LETTER, "utf-16-le", "utf-16le"),
    (TRADITIONAL, "big5", "big5"),
    (TRADITIONAL, "cp950", "cn-big5"),
    (TRADITIONAL, "utf-8", "utf-8"),
    ("政務公開", "iso2022_jp", "iso-2022-jp"),
    ("政務公開", "shift_jis", "shift_jis"),
    ("정무공개", "euc_kr", "euc-kr"),
    ("Café", "utf-8", "utf-8"),
    ("Odpowiedź.xls", "utf-8", "utf-8"),
    ("naïve", "cp1252", "windows-1252"),
    ("plain", "ascii", "us-ascii"),
    ("plain", "ascii", "no-such-charset"),
]


@pytest.mark.parametrize(("text", "codec", "label"), AS_LABELLED)
def test_text_under_its_own_label_is_right(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label)[0] == text


@pytest.mark.parametrize(("text", "codec", "label"), [case for case in AS_LABELLED if case[0] != "naïve"])
def test_text_under_its_own_label_is_not_flagged(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label)[1] == ()


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (LETTER, "gbk", ""),
        (LETTER, "utf-8", ""),
        (LETTER, "gbk", "utf-8"),
        (LETTER, "utf-8", "gb2312"),
        (LETTER, "utf-8", "big5"),
        (LETTER, "gbk", "us-ascii"),
        (LETTER, "utf-8", "us-ascii"),
        (LETTER, "gbk", "iso-8859-1"),
        (LETTER, "utf-8", "iso-8859-1"),
        (LETTER, "gbk", "windows-1252"),
        (LETTER, "gbk", "hz-gb-2312"),
        (LETTER, "hz", "us-ascii"),
        (LETTER, "hz", ""),
        (LETTER, "gbk", "x-unknown"),
        (LETTER, "gbk", "no-such-charset"),
        (LETTER, "utf-8", "no-such-charset"),
        (LETTER, "gbk", "base64"),
        ("政務公開", "iso2022_jp", ""),
        ("目录", "gbk", ""),
        ("目录", "gbk", "utf-8"),
        ("模", "gbk", ""),
        ("模", "gbk", "utf-8"),
        ("联通", "gbk", "utf-8"),
        ("李喆", "gbk", "iso-8859-1"),
        ("镕芃喆", "gbk", ""),
        (TRADITIONAL, "big5", ""),
        (TRADITIONAL, "big5", "gb2312"),
        ("報送目錄", "big5", "gb2312"),
        (LETTER, "utf-8-sig", "gb2312"),
        (LETTER, "utf-16", ""),
    ],
)
def test_text_under_no_label_or_a_wrong_one_is_right_and_flagged(text: str, codec: str, label: str) -> None:
    decoded, defects = decode(text.encode(codec), label)
    assert decoded == text
    assert set(defects) & {"charset-guessed", "charset-unknown"}


def test_iso_2022_cn_is_read_without_a_codec_of_that_name() -> None:
    content = b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in "目录".encode("gb2312")) + b"\x0f abc"
    assert decode(content, "iso-2022-cn") == ("目录 abc", ("charset-unknown",))


def test_utf_8_that_was_encoded_twice_is_repaired_and_flagged() -> None:
    assert decode(LETTER.encode().decode("latin-1").encode(), "utf-8") == (LETTER, ("charset-guessed",))


@pytest.mark.parametrize(
    ("content", "label", "begins"),
    [
        (LETTER.encode()[:-1], "utf-8", LETTER[:-1]),
        (LETTER.encode()[:-2], "", LETTER[:-1]),
        (LETTER.encode("gbk")[:-1], "gbk", LETTER[:-1]),
        (LETTER.encode("gbk")[:-1], "", LETTER[:-1]),
        (LETTER.encode()[:9] + b"\xff" + LETTER.encode()[9:], "utf-8", LETTER[:3]),
    ],
)
def test_cut_or_broken_text_keeps_what_is_whole_and_is_flagged(content: bytes, label: str, begins: str) -> None:
    text, defects = decode(content, label)
    assert text.startswith(begins)
    assert "charset-lossy" in defects


def test_a_character_lost_before_sending_is_flagged() -> None:
    assert decode("赤\ufffd市".encode(), "utf-8") == ("赤\ufffd市", ("charset-lossy",))


def test_half_a_pair_hidden_in_utf_7_never_comes_out() -> None:
    text, defects = decode(b"+2AA-", "utf-7")
    assert text.encode()
    assert "charset-lossy" in defects


def test_accented_letters_are_not_taken_for_chinese() -> None:
    assert decode("Müller, größe".encode("latin-1"), "iso-8859-1")[0] == "Müller, größe"
    assert decode("Café".encode("latin-1"), "")[0] == "Café"
    assert decode("© 2020".encode(), "utf-8") == ("© 2020", ())


@pytest.mark.parametrize(
    "content", [b"\xc4\xbf" * 500_000, b"\xff" * 1_000_000, b"~{" * 500_000, b"\x1b$" * 500_000, b"\xe8\xb5" * 500_000]
)
@pytest.mark.parametrize("label", ["", "utf-8", "gb2312"])
def test_a_megabyte_of_nonsense_takes_no_time(content: bytes, label: str) -> None:
    begin = time.process_time()
    decode(content, label)
    assert time.process_time() - begin < 8


def test_utf8_that_lost_a_byte_on_its_way_is_no_gbk() -> None:
    text = "Сообщения и контакты " * 20
    worn = text.encode()[:100] + text.encode()[101:]
    read, defects = decode(worn, "utf-8")
    assert (read.count("\ufffd"), "Сообщения" in read, defects) == (1, True, ("charset-lossy",))


@pytest.mark.parametrize(("end", "tail", "defects"), [(b"\n", "", ()), (b"\x00", "", ()), (b"\x53", "\ufffd", ("charset-lossy",))])
def test_utf16_with_half_a_character_too_much_is_still_utf16(end: bytes, tail: str, defects: tuple[str, ...]) -> None:
    assert decode(LETTER.encode("utf-16") + end, "utf-16") == (LETTER + tail, defects)
