import pytest

from mailbot.reading.clean import clean_line, clean_text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("关于报送的函", "关于报送的函"),
        ("a\r\nBcc: b@c.cn", "a Bcc: b@c.cn"),
        ("a\x00b\x1bc\x85d\x7f", "abc d"),
        ("a\u2028b\u2029c\x0bd\x0ce", "a b c d e"),
        ("\u202exslx.\u202c目录\u200b\ufeff", "xslx.目录"),
        ("  a \t\u3000 b ", "a b"),
        ("a\ud800b", "ab"),
        ("", ""),
    ],
)
def test_a_line_from_outside_holds_nothing_that_acts(text: str, line: str) -> None:
    assert clean_line(text) == line


def test_a_long_line_is_cut_with_an_ellipsis() -> None:
    assert clean_line("赤壁" * 10, 5) == "赤壁赤壁…"
    assert clean_line("x" * 1_000_000, 10) == "x" * 9 + "…"


def test_text_keeps_its_lines_and_tabs() -> None:
    assert clean_text("a\r\nb\rc\n\td\x00\x07e") == "a\nb\nc\n\tde"
