"""Text from outside made harmless."""

import pytest

from mailbot.letters.clean import cell_text, is_active, masked, one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报送\r\n目录", "报送 目录"),
        ("\u202e目录\u200b", "目录"),
        ("a\x00b\x7fc\x85d\u2028e", "a b c d e"),
        ("  甲   乙 ", "甲 乙"),
        ("\ud800目录", "目录"),
    ],
)
def test_one_line_has_no_controls(text: str, expected: str) -> None:
    assert one_line(text) == expected


def test_one_line_is_cut_with_a_mark() -> None:
    assert one_line("甲" * 10, 5) == "甲甲甲甲…"


def test_cell_text_keeps_line_breaks_and_drops_other_controls() -> None:
    assert cell_text("甲\r\n乙\x07\x0b丙\ufffe") == "甲\n乙丙"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@sum", " =1", "＝1", "\t=1", "\r=1"])
def test_texts_a_spreadsheet_may_run_are_active(text: str) -> None:
    assert is_active(text)


@pytest.mark.parametrize("text", ["", "社会救助", "1=1", "《条例》"])
def test_plain_texts_are_not_active(text: str) -> None:
    assert not is_active(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("赵一13800000001", "赵一138****0001"),
        ("电话0715-5550001。", "电话0715-555***01。"),
        ("5550001", "555***01"),
        ("目录20200928.xlsx", "目录20200928.xlsx"),
        ("国务院令第711号", "国务院令第711号"),
    ],
)
def test_telephone_numbers_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_the_offices_own_number_is_kept() -> None:
    assert masked("0715-5330205 0715-5550001", keep=("0715-5330205",)) == "0715-5330205 0715-555***01"
