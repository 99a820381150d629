from datetime import date
from typing import Any

import pytest

from mailbot.rulebook.check import cautions, problems
from mailbot.rulebook.model import Rulebook
from tests.rulebook.rules import shipped


def changed(part: str, **values: object) -> Rulebook:
    """Give the shipped rules with values of one part (a path of names and numbers) changed."""
    content = shipped().model_dump()
    inside: Any = content
    for step in part.split("."):
        inside = inside[int(step) if step.isdecimal() else step]
    inside.update(values)
    return Rulebook.model_validate(content)


def test_the_shipped_rules_fit_together() -> None:
    assert problems(shipped()) == []
    assert cautions(shipped()) == []


@pytest.mark.parametrize(
    ("part", "values", "place"),
    [
        ("campaign", {"last": date(2020, 9, 1)}, "timeline.toml：campaign.last："),
        ("campaign", {"return_share": 20.0}, "campaign.toml：return_share："),
        ("units.0", {"key": "education"}, "units.toml：unit.key："),
        ("units.0", {"aliases": ("教育局",)}, "units.toml：unit[education]：“教育局”"),
        ("areas.0", {"unit": "nobody"}, "areas.toml：area[1].unit："),
        ("areas.0", {"aliases": ("社会救助",)}, "areas.toml：area[5]："),
        ("areas.0", {"min_items": 90}, "areas.toml：area[1].max_items："),
        ("timeline.duty.0", {"form": "lists"}, "timeline.toml：duty[lists].form："),
        ("timeline.duty.0", {"per": "county"}, "timeline.toml：duty[liaison].per："),
        ("timeline.duty.0", {"phase": "first"}, "timeline.toml：duty[liaison].phase："),
        ("timeline.duty.0", {"due": date(2021, 9, 25)}, "timeline.toml：duty[liaison].due："),
        ("timeline.phase.0", {"last": None}, "timeline.toml：phase[catalogue]："),
        ("timeline.phase.0", {"last": date(2020, 9, 1)}, "timeline.toml：phase[catalogue]："),
        ("timeline.phase.0", {"asks": ""}, "timeline.toml：phase[catalogue]："),
        ("timeline.phase.4", {"letter": True}, "timeline.toml：phase[openness]："),
        ("forms.catalogue", {"shape": "rows"}, "forms/catalogue.toml：shape："),
        ("forms.catalogue.column.0", {"fill": "down"}, "forms/catalogue.toml：column[serial].fill："),
        ("forms.catalogue.column.0", {"names": ("序号", "公开依据")}, "forms/catalogue.toml：column[basis].names："),
        ("forms.catalogue.groups.name", {"columns": ("title",)}, "forms/catalogue.toml：groups.name.columns："),
        ("findings.missing-value", {"text": "{cell}"}, "findings.toml：missing-value.text："),
        ("findings.missing-value", {"advice": "{"}, "findings.toml：missing-value.advice："),
        ("findings.missing-value", {"title": " "}, "findings.toml：missing-value.title："),
        ("calendar.2020", {"workdays": (date(2020, 10, 1),)}, "calendar/2020.toml：workdays："),
        ("calendar.2020", {"workdays": (date(2021, 10, 9),)}, "calendar/2020.toml：workdays："),
        ("guides.5", {"area": 5}, ""),
    ],
)
def test_what_does_not_fit_is_told_with_its_file_and_key(part: str, values: dict[str, object], place: str) -> None:
    found = problems(changed(part, **values))
    assert any(problem.startswith(f"rules/{place}") for problem in found) if place else found == []


def test_a_year_without_a_calendar_is_a_caution_and_no_problem() -> None:
    rules = changed("campaign", first=date(2031, 9, 24), last=date(2031, 11, 6))
    assert cautions(rules) == ["rules/calendar/2031.toml：year：缺少2031年的放假安排：没有它，提醒的日期按周一至周五计算"]
