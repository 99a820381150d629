"""One table for several areas: told apart by the names of its items, or asked about, never guessed."""

import pytest

from mailbot.forms.sorting import by_items, together
from mailbot.model.submission import Item, Submission, Value
from tests.forms.grids import shipped

EMPLOYMENT, INSURANCE = 9, 10
WORK = ("就业信息服务", "岗位信息发布")
WORK_TOO = ("就业失业登记", "失业登记")
NUMBERED = ("2.创业服务", "2.1创业补贴申领")
INSURED = ("社会保险登记", "机关事业单位社会保险登记")
INSURED_TOO = ("社会保障卡服务", "社会保障卡申领")
OPEN = ("工作动态", "工作动态")


def catalogue(*levels: tuple[str, str], named: tuple[int, ...] = (EMPLOYMENT, INSURANCE)) -> Submission:
    items = tuple(
        Item(row, {"first_level": Value(first), "second_level": Value(second)}) for row, (first, second) in enumerate(levels, start=3)
    )
    return Submission("catalogue", "1", "Sheet1", (1, 2), named_areas=named, items=items)


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ((WORK, WORK_TOO, INSURED), [(EMPLOYMENT, [3, 4]), (INSURANCE, [5])]),
        ((INSURED, WORK, WORK_TOO), [(INSURANCE, [3]), (EMPLOYMENT, [4, 5])]),
        ((WORK, INSURED, NUMBERED), [(EMPLOYMENT, [3, 5]), (INSURANCE, [4])]),
        ((WORK, OPEN, WORK_TOO, INSURED), [(EMPLOYMENT, [3, 4, 5]), (INSURANCE, [6])]),
        ((OPEN, WORK, INSURED, OPEN), [(EMPLOYMENT, [3, 4]), (INSURANCE, [5, 6])]),
        (((WORK[0], "其他"), WORK_TOO, INSURED), [(EMPLOYMENT, [3, 4]), (INSURANCE, [5])]),
        ((WORK, OPEN, INSURED), [(None, [3, 4, 5])]),
        ((OPEN, INSURED, WORK), [(None, [3, 4, 5])]),
        ((WORK, WORK_TOO, OPEN), [(None, [3, 4, 5])]),
        ((OPEN, OPEN), [(None, [3, 4])]),
    ],
)
def test_a_title_of_two_areas(levels: tuple[tuple[str, str], ...], told: list[tuple[int | None, list[int]]]) -> None:
    found = by_items(catalogue(*levels), (EMPLOYMENT, INSURANCE), shipped())
    assert [(one.area, [item.row for item in one.items]) for one in found] == told


@pytest.mark.parametrize(
    ("levels", "areas"),
    [
        ((WORK, WORK_TOO, INSURED, INSURED_TOO), [EMPLOYMENT, INSURANCE]),
        ((WORK, WORK_TOO, OPEN), [EMPLOYMENT]),
        ((WORK, WORK_TOO, NUMBERED, ("社会保险登记", "其他")), [EMPLOYMENT]),
        ((WORK, INSURED, WORK_TOO, INSURED_TOO), [None]),
        ((("公共服务", "岗位信息发布"),), [None]),
    ],
)
def test_no_area_named_at_all(levels: tuple[tuple[str, str], ...], areas: list[int | None]) -> None:
    found = by_items(catalogue(*levels, named=()), (EMPLOYMENT, INSURANCE), shipped())
    assert [one.area for one in found] == areas


def test_what_is_asked_names_the_areas_and_an_open_item() -> None:
    asked = together(catalogue(WORK, OPEN, INSURED), shipped())
    assert asked is not None
    assert asked.facts == {"areas": "就业、社会保险", "count": 1, "item": "工作动态"}


def test_a_table_that_names_no_areas_is_asked_about_otherwise() -> None:
    assert together(catalogue(WORK, OPEN, named=()), shipped()) is None
