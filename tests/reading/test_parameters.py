import time

import pytest

from mailbot.reading.parameters import file_name, split_parameters, token


@pytest.mark.parametrize(
    ("raw", "main", "parameters"),
    [
        (b"text/plain", b"text/plain", {}),
        (b"Text/Plain; Charset=UTF-8", b"text/plain", {b"charset": b"UTF-8"}),
        (b'multipart/mixed;boundary="=_a;b c"; x="1"', b"multipart/mixed", {b"boundary": b"=_a;b c", b"x": b"1"}),
        (b'text/plain; charset=utf-8 name="x y.xlsx"', b"text/plain", {b"charset": b"utf-8", b"name": b"x y.xlsx"}),
        (b"attachment; filename=new file 1.xlsx; size=3", b"attachment", {b"filename": b"new file 1.xlsx", b"size": b"3"}),
        (b'attachment; filename="a"b.xlsx"; size=3', b"attachment", {b"filename": b'a"b.xlsx', b"size": b"3"}),
        (rb'attachment; filename="a\"b\\c.xlsx"', b"attachment", {b"filename": rb'a"b\c.xlsx'}),
        (b'attachment; filename="open.xlsx', b"attachment", {b"filename": b"open.xlsx"}),
        (b'attachment; filename="one.xlsx"; filename="two.xlsx"', b"attachment", {b"filename": b"one.xlsx"}),
        (b"", b"", {}),
    ],
)
def test_a_value_is_cut_into_its_parameters(raw: bytes, main: bytes, parameters: dict[bytes, bytes]) -> None:
    assert split_parameters(raw) == (main, parameters)


def test_a_byte_of_gbk_that_looks_like_a_backslash_escapes_nothing() -> None:
    name = "淺乗.xlsx"
    assert b"\\" in name.encode("gbk")
    assert file_name(split_parameters(b'attachment; filename="' + name.encode("gbk") + b'"; size=3')[1], {})[0] == name


@pytest.mark.parametrize(
    ("disposition", "name", "defects"),
    [
        (b"attachment; filename*=utf-8''%E7%9B%AE%2", "目%2", ()),
        (b'attachment; filename="????.xlsx"', "????.xlsx", ("charset-lossy",)),
        (b'attachment; filename="50%25.xlsx"', "50%25.xlsx", ()),
        (b"attachment; filename='a.xlsx'", "a.xlsx", ()),
        (b'attachment; filename=""', "", ()),
        (
            'attachment; filename="养老/社会救助目录.xls"'.encode(),
            "养老／社会救助目录.xls",
            ("header-8bit", "charset-guessed", "name-guessed"),
        ),
        (b'attachment; filename="/a/b.xls"', "b.xls", ()),
        (b'attachment; filename="../../a.xls"', "a.xls", ()),
        (b'attachment; filename="a/../b.xls"', "b.xls", ()),
        (b'attachment; filename="C:/a/b.xls"', "b.xls", ()),
        (b"attachment; filename*0=a; filename*2=c", "a", ()),
        (b"attachment; filename=" + b"x" * 300 + b".xlsx", "x" * 180 + ".xlsx", ("header-huge",)),
    ],
)
def test_odd_names_are_read_as_far_as_they_go(disposition: bytes, name: str, defects: tuple[str, ...]) -> None:
    assert file_name(split_parameters(disposition)[1], {}) == (name, defects)


def test_a_whole_name_is_taken_before_a_damaged_one() -> None:
    disposition = split_parameters(b'attachment; filename="=?utf-8?B?55uu5b?="')[1]
    content_type = split_parameters(b'application/octet-stream; name="=?utf-8?B?55uu5b2V?="')[1]
    assert file_name(disposition, content_type) == ("目录", ("name-differs",))


def test_a_word_parameter_is_read_in_any_form() -> None:
    assert token(split_parameters(b"text/plain; charset*=us-ascii''utf-8")[1], b"charset") == "utf-8"
    assert token(split_parameters(b"text/plain")[1], b"charset") == ""


@pytest.mark.parametrize(
    "raw", [b'a;b="' + b'\\"' * 8_000, b"a " + b"b=c " * 4_000, b"a;" + b" " * 16_000, b"a" + b" a" * 8_000, b"a" + b';b="' * 4_000]
)
def test_hostile_parameters_take_no_time(raw: bytes) -> None:
    begin = time.process_time()
    split_parameters(raw)
    assert time.process_time() - begin < 2
