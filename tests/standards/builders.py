"""Values of the standard's tests: entries made of the guides' names, and what a person does to a workbook."""

from collections.abc import Sequence
from functools import cache

from mailbot.demo.books import names_of
from mailbot.model.standard import Entry
from mailbot.rulebook.load import load_rulebook
from mailbot.rulebook.model import Rulebook


@cache
def rules() -> Rulebook:
    return load_rulebook(None)


def entry(number: int, name: str, *, area: int = 5, first: str = "综合业务", **elements: str) -> Entry:
    unit = rules().area_by_number[area].unit
    texts = {
        "first_level": first,
        "second_level": name,
        "content": f"{name}的办理条件、所需材料、办理流程和结果",
        "basis": "《社会救助暂行办法》（国务院令第649号）",
        "time_limit": "自信息形成或者变更之日起20个工作日内",
        "publisher": rules().unit_by_key[unit].name,
        "channels": "■政府网站　■两微一端",
        "audience_public": "√",
        "method_active": "√",
        "level_county": "√",
    }
    return Entry(f"i{number}", area, unit, {key: text for key, text in {**texts, **elements}.items() if text}, item=number)


def entries(areas: Sequence[int] = (5, 6)) -> tuple[Entry, ...]:
    """Give the items of some areas as their guides name them."""
    named = [(area, first, second) for area in areas for first, second in names_of(rules().area_by_number[area], rules())]
    return tuple(entry(number, second, area=area, first=first) for number, (area, first, second) in enumerate(named, start=1))
