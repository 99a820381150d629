"""Numbers that prove themselves, and numbers that only look alike."""

import pytest

from mailbot.checks.personal import cards, mobiles, residents


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("420000199001010016", ["420***********0016"]),
        ("42000019900101001", []),
        ("420000199001010015", []),
        ("420000199002300016", []),
        ("990000199001010016", []),
        ("x420000199001010016", []),
        ("4200001990010100160", []),
        ("身份证号：420000199001010016，420000199001010016", ["420***********0016"] * 2),
    ],
)
def test_a_resident_number_needs_its_check_digit_its_date_and_its_province(text: str, found: list[str]) -> None:
    assert residents(text) == found


@pytest.mark.parametrize("last", "0123456789X")
def test_one_check_digit_of_eleven_is_right(last: str) -> None:
    assert bool(residents(f"42000019900101001{last}")) is (last == "6")


def test_the_check_digit_x_may_be_small() -> None:
    assert residents("42000019900101018x") == ["420***********018x"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6222000000000000004", ["6222***********0004"]),
        ("6222-0000-0000-0000-004", ["6222***********0004"]),
        ("6222000000000009", ["6222********0009"]),
        ("6222000000000000005", []),
        ("5222000000000000004", []),
        ("62220000000000000041", []),
    ],
)
def test_a_bank_card_needs_its_issuer_and_its_luhn_digit(text: str, found: list[str]) -> None:
    assert cards(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13800000001", ["138****0001"]),
        ("手机:138-0000-0001;", ["138****0001"]),
        ("0086 13800000001", ["138****0001"]),
        ("12800000001", []),
        ("138000000012", []),
        ("A13800000001", []),
    ],
)
def test_a_mobile_number_stands_alone(text: str, found: list[str]) -> None:
    assert mobiles(text) == found
