import pytest

from mailbot.forms.phones import Numbers, numbers

WRITTEN: list[tuple[str, tuple[str, ...]]] = [
    ("0412-2310718", ("0412-2310718",)),
    ("0564--3374099", ("0564-3374099",)),
    ("0578—2090823", ("0578-2090823",)),
    ("0715一5550001", ("0715-5550001",)),
    ("024-42118066", ("024-42118066",)),
    ("5550001", ("0715-5550001",)),
    ("555 0001", ("0715-5550001",)),
    ("（0715）5550001", ("0715-5550001",)),
    ("0715 5550001", ("0715-5550001",)),
    ("07155550001", ("0715-5550001",)),
    ("０７１５－５５５０００１", ("0715-5550001",)),
    ("5550001-801", ("0715-5550001-801",)),
    ("5550001转801", ("0715-5550001-801",)),
    ("13800000001", ("13800000001",)),
    ("138 0000 0001", ("13800000001",)),
    ("138-0000-0001", ("13800000001",)),
    ("+86 138 0000 0001", ("13800000001",)),
    ("+8613800000001", ("13800000001",)),
    ("办：5550001 手机：13800000001", ("0715-5550001", "13800000001")),
    ("5550001或13800000001", ("0715-5550001", "13800000001")),
    ("0715-5550001/13800000001", ("0715-5550001", "13800000001")),
    ("0715-5550001、5550002", ("0715-5550001", "0715-5550002")),
    ("13800000001\n0715-5550001", ("13800000001", "0715-5550001")),
    ("5550001(办)13800000001(手机)", ("0715-5550001", "13800000001")),
    ("QQ：12345678 电话5550001", ("0715-5550001",)),
    ("400-123-4567", ("400-123-4567",)),
]


@pytest.mark.parametrize(("text", "phones"), WRITTEN)
def test_numbers_are_written_in_one_way(text: str, phones: tuple[str, ...]) -> None:
    found = numbers(text, "0715")
    assert (found.phones, found.odd, found.repaired) == (phones, (), False)


@pytest.mark.parametrize("text", ["13800000001.0", "1.3800000001E+10", "13800000001.00"])
def test_a_number_that_a_spreadsheet_made_a_float_is_repaired(text: str) -> None:
    assert numbers(text, "0715") == Numbers(("13800000001",), repaired=True)


@pytest.mark.parametrize("text", ["7155550001", "7155550001.0"])
def test_a_zero_that_a_spreadsheet_dropped_is_put_back(text: str) -> None:
    assert numbers(text, "0715") == Numbers(("0715-5550001",), repaired=True)


@pytest.mark.parametrize("text", ["1.38E+10", "1380000000", "138000000012", "612345", "8866", "53302051", "421222199001011234"])
def test_what_is_no_number_is_never_passed_on_as_one(text: str) -> None:
    assert numbers(text, "0715") == Numbers(odd=(text,))


def test_addresses_are_told_from_numbers() -> None:
    found = numbers("Zhao@Example.cn；13800000001", "0715")
    assert (found.emails, found.phones) == (("zhao@example.cn",), ("13800000001",))


def test_a_number_with_a_blank_between_all_digits_is_one_number() -> None:
    assert numbers("1 3 9 0 0 0 0 0 0 0 2", "0715").phones == ("13900000002",)
    assert numbers("5 5 5 0 0 0 1", "0715").phones == ("0715-5550001",)
