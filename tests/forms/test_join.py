import pytest

from mailbot.forms.join import joined
from mailbot.model.submission import Item, Person, Submission, Value


def _catalogue(*names: str, area: int | None = 5, file: str = "1", sheet: str = "一") -> Submission:
    items = tuple(Item(number, {"second_level": Value(name)}) for number, name in enumerate(names, 3))
    return Submission("catalogue", file, sheet, (1, 2), area=area, items=items)


def _people(*roles: str, sheet: str = "表1", unit: str = "") -> Submission:
    people = tuple(Person(role, 2, Value(f"赵{role}"), Value("科员"), Value("5550001")) for role in roles)
    return Submission("liaison", "1", sheet, (1,), named_unit=unit, people=people)


def test_two_sheets_of_one_area_are_one_catalogue() -> None:
    whole = joined([_catalogue("甲", "乙"), _catalogue("丙", "丁", sheet="二")])
    assert [[item.text("second_level") for item in submission.items] for submission in whole] == [["甲", "乙", "丙", "丁"]]
    assert [(finding.code, finding.where) for finding in whole[0].findings] == [("tables-joined", "二")]


@pytest.mark.parametrize(
    "other",
    [
        _catalogue("甲", "丁", sheet="二"),
        _catalogue("丙", "丁", file="2"),
        _catalogue("丙", "丁", area=6),
        _catalogue("丙", "丁", area=None),
    ],
)
def test_versions_other_files_and_other_areas_stay_apart(other: Submission) -> None:
    assert joined([_catalogue("甲", "乙"), other]) == [_catalogue("甲", "乙"), other]


def test_the_two_people_may_stand_in_two_tables() -> None:
    whole = joined([_people("leader"), _people("liaison", sheet="表2", unit="民政局")])
    assert [(submission.named_unit, [person.role for person in submission.people]) for submission in whole] == [
        ("民政局", ["leader", "liaison"])
    ]


def test_lists_of_two_units_stay_apart() -> None:
    assert len(joined([_people("leader", unit="民政局"), _people("liaison", unit="教育局")])) == 2


def test_a_second_list_with_the_same_role_stays_apart() -> None:
    assert len(joined([_people("leader"), _people("leader", "liaison", sheet="表2")])) == 2


def test_a_blank_form_beside_a_filled_one_adds_nothing() -> None:
    filled = _catalogue("甲")
    assert joined([filled, _catalogue(sheet="空表"), _catalogue(area=None)]) == [filled]


def test_a_blank_form_of_another_area_is_kept() -> None:
    assert len(joined([_catalogue("甲"), _catalogue(area=6)])) == 2


def test_a_blank_form_alone_is_kept() -> None:
    assert len(joined([_catalogue()])) == 1
