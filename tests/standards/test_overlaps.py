from mailbot.standards.overlaps import overlaps
from tests.standards.builders import entry


def test_two_units_with_the_same_item_are_listed() -> None:
    found = overlaps((entry(1, "临时救助审批结果"), entry(2, "临时救助审批结果", area=26)))
    assert [(one.kind, one.first.key, one.second.key, one.likeness) for one in found] == [("between-units", "i1", "i2", 100)]


def test_nearly_the_same_names_in_one_group_are_listed() -> None:
    found = overlaps((entry(1, "特困人员救助供养审核信息"), entry(2, "特困人员救助供养审批信息"), entry(3, "监督检查")))
    assert [(one.kind, one.first.key, one.second.key) for one in found] == [("near", "i1", "i2")]


def test_a_name_of_another_group_is_another_item() -> None:
    assert overlaps((entry(1, "审核信息", first="最低生活保障"), entry(2, "审核信息", first="临时救助"))) == ()


def test_headings_that_many_areas_share_are_no_overlap() -> None:
    assert overlaps(tuple(entry(area, "政策法规文件", area=area) for area in (5, 7, 8, 9))) == ()


def test_an_item_written_twice_is_listed_as_repeated() -> None:
    found = overlaps((entry(1, "审核信息"), entry(2, "审核信息")))
    assert [one.kind for one in found] == ["repeated"]
