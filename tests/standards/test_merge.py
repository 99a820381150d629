from mailbot.model.standard import Standard
from mailbot.model.submission import Item, Submission, Value
from mailbot.standards.elements import differing, elements_of
from mailbot.standards.merge import Filed, counts, merge
from tests.standards.builders import entry, rules


def item(row: int, name: str) -> Item:
    values = {"first_level": Value("综合业务"), "second_level": Value(name), "content": Value("对象名单")}
    return Item(row, values, channels=("政府网站",), public=True, specific="特定群体", active=True, levels=("县级", "乡、村级"))


def filed(area: int, *names: str, submission: int = 1) -> Filed:
    table = Submission(
        "catalogue", "1", "1", (2, 3), unit="civil-affairs", area=area, items=tuple(item(n, name) for n, name in enumerate(names, 4))
    )
    return Filed(submission, table, tuple(range(10 * submission, 10 * submission + len(names))))


def test_ticks_and_channels_become_one_way_of_writing() -> None:
    assert elements_of(item(4, "审核信息"), rules().forms["catalogue"]) == {
        "first_level": "综合业务",
        "second_level": "审核信息",
        "content": "对象名单",
        "channels": "■政府网站",
        "audience_public": "√",
        "audience_specific": "√",
        "method_active": "√",
        "level_county": "√",
        "level_township": "√",
    }


def test_a_draft_follows_the_order_of_the_notice_and_names_the_rows_it_came_from() -> None:
    merged = merge((filed(6, "机构名录", submission=2), filed(5, "审核信息", "审批信息")), None, {}, rules())
    assert [(one.key, one.area, one.name, one.item) for one in merged.entries] == [
        ("i10", 5, "审核信息", 10),
        ("i11", 5, "审批信息", 11),
        ("i20", 6, "机构名录", 20),
    ]


def test_what_the_office_has_fixed_stays_and_a_later_submission_is_only_told() -> None:
    fixed = Standard(1, "version", 1, (entry(1, "救助标准"),))
    merged = merge((filed(5, "审核信息", submission=3), filed(6, "机构名录", submission=4)), fixed, {40: 4, 30: 3}, rules())
    assert [one.name for one in merged.entries] == ["救助标准", "机构名录"]
    assert merged.newer == (5,)


def test_items_are_counted_by_area_and_by_unit_with_zeros() -> None:
    areas, units = counts((entry(1, "审核信息"), entry(2, "机构名录", area=6)), rules())
    assert (areas[5], areas[6], areas[1], sum(areas.values())) == (1, 1, 0, 2)
    assert (units["civil-affairs"], units["finance"]) == (2, 0)


def test_white_space_numbers_and_the_order_of_channels_are_no_difference() -> None:
    before = {"serial": "1", "content": "对象 名单", "channels": "■政府网站　■两微一端"}
    assert differing(before, {"serial": "9", "content": "对象\n名单", "channels": "■两微一端　■政府网站"}) == ()
    assert differing(before, {"content": "对象名册", "channels": "■政府网站"}) == ("content", "channels")
