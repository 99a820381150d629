from pathlib import Path

import pytest

from tests.cli.builders import at_home


def addresses(home: Path, key: str) -> list[str]:
    unit = next(one for one in at_home(home, "units", "list", "--json").shape if one["key"] == key)
    return [one["address"] for one in unit["addresses"]]


@pytest.mark.parametrize("name", ["housing", "赤壁市住建局", "住建局", "赤壁市住房和城乡建设局"])
def test_a_unit_is_named_by_key_name_or_alias(empty: Path, name: str) -> None:
    assert at_home(empty, "units", "add", name, "Zhao@Example.CN").code == 0
    assert addresses(empty, "housing") == ["Zhao@example.cn"]


def test_adding_twice_and_removing_what_is_not_there_are_told(empty: Path) -> None:
    assert at_home(empty, "units", "add", "财政局", "a@example.cn").code == 0
    again = at_home(empty, "units", "add", "财政局", "a@example.cn")
    assert (again.code, "未作改动" in again.out) == (1, True)
    assert at_home(empty, "units", "remove", "财政局", "a@example.cn").code == 0
    assert addresses(empty, "finance") == []
    assert at_home(empty, "units", "remove", "财政局", "a@example.cn").code == 1


def test_the_list_names_every_unit_with_its_areas(empty: Path) -> None:
    shape = at_home(empty, "units", "list", "--json").shape
    assert len(shape) == 18
    assert sorted(area for unit in shape for area in unit["areas"]) == list(range(1, 27))
    assert all(set(unit) == {"key", "name", "areas", "addresses"} for unit in shape)
    assert "赤壁市民政局" in at_home(empty, "units", "list").out


def test_a_bounced_address_is_marked(lived: Path) -> None:
    assert "finance@example.cn（投递失败）" in at_home(lived, "units", "list").out
