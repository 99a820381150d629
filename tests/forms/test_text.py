import pytest

from mailbot.forms.text import blank, key, near


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("序 号", "序号"),
        ("公开\n时限", "公开时限"),
        ("公开内容（要素）", "公开内容"),
        ("公开内容(要素)及要求", "公开内容及要求"),
        ("公开渠道和载体（用“■”标注）", "公开渠道和载体"),
        ("全\u3000社\xa0会", "全社会"),
        ("\u200b公开依据：", "公开依据"),
    ],
)
def test_a_heading_is_compared_without_white_space_and_notes(text: str, expected: str) -> None:
    assert key(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\u3000\xa0", "?", "_", "\u200b", "??"])
def test_stray_signs_say_nothing(text: str) -> None:
    assert blank(text)


@pytest.mark.parametrize("text", ["0", "√", "无", "-"])
def test_a_zero_says_something(text: str) -> None:
    assert not blank(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("公开依据", "公开依椐", True),
        ("公开对象", "公开对", True),
        ("申请公开", "依申请公开", True),
        ("开限公时", "公开时限", True),
        ("公开时限", "公开时限", True),
        ("公开主体", "公开依据", False),
        ("公开", "公开时限", False),
    ],
)
def test_names_within_one_character_are_near(one: str, other: str, expected: bool) -> None:
    assert near(one, other) is expected
