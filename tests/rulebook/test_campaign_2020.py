"""The shipped rules say what the notice says (赤壁市推进政务公开标准化规范化工作实施方案, published 2020-09-24)."""

from datetime import date

import pytest

from tests.rulebook.rules import shipped

ANNEX_1 = """\
(一)重大建设项目领域|赤壁市发改局
(二)公共资源交易领域|赤壁市公共资源交易中心
(三)义务教育领域|赤壁市教育局
(四)户籍管理领域|赤壁市公安局
(五)社会救助领域|赤壁市民政局
(六)养老服务领域|赤壁市民政局
(七)公共法律服务领域|赤壁市司法局
(八)财政预决算领域|赤壁市财政局
(九)就业领域|赤壁市人社局
(十)社会保险领域|赤壁市人社局
(十一)城乡规划领域|赤壁市自然资源和规划局
(十二)农村集体土地征收|赤壁市自然资源和规划局
(十三)生态环境领域|咸宁市生态环境局赤壁市分局
(十四)保障住房领域|赤壁市住建局
(十五)国有土地上房屋征收与补偿领域|赤壁市住建局
(十六)农村危房改造领域|赤壁市住建局
(十七)市政服务领域|赤壁市住建局
(十八)城市综合执法领域|赤壁市住建局
(十九)涉农补贴领域|赤壁市农业农村局
(二十)公共文化服务领域|赤壁市文旅局
(二十一)卫生健康领域|赤壁市卫健局
(二十二)安全生产领域|赤壁市应急管理局
(二十三)救灾生产领域|赤壁市应急管理局
(二十四)食品药品监管领域|赤壁市场监督管理局
(二十五)税收管理领域|赤壁市税务局
(二十六)扶贫领域|赤壁市扶贫办"""


def test_areas_and_units_are_those_of_annex_1() -> None:
    rules = shipped()
    rows = [line.split(")")[1].split("|") for line in ANNEX_1.splitlines()]
    assert [[area.notice_name, rules.unit_by_key[area.unit].notice_name] for area in rules.areas] == rows
    assert [area.number for area in rules.areas] == list(range(1, 27))
    assert [unit.number for unit in rules.units] == list(range(1, 19))


def test_units_are_called_as_annex_1_prints_them_but_for_its_slip() -> None:
    differing = {unit.name: unit.notice_name for unit in shipped().units if unit.name != unit.notice_name}
    assert differing == {"赤壁市市场监督管理局": "赤壁市场监督管理局"}


def test_every_unit_has_a_full_name_and_no_address() -> None:
    assert all(unit.full_name for unit in shipped().units)
    assert not any("@" in name for unit in shipped().units for name in (*unit.names, *unit.sends_for))


def test_the_office_is_that_of_the_notice() -> None:
    campaign = shipped().campaign
    assert (campaign.mailbox, campaign.telephone, campaign.contact) == ("zwgkbgs@chibi.gov.cn", "0715-5330205", "卢维")
    assert (campaign.first, campaign.last) == (date(2020, 9, 24), date(2020, 11, 6))


def test_the_phases_are_those_of_part_three() -> None:
    phases = [(phase.number, phase.title, phase.first, phase.last) for phase in shipped().timeline.phase]
    assert phases == [
        ("（一）", "梳理公开事项目录", date(2020, 9, 24), date(2020, 9, 30)),
        ("（二）", "制定事项公开标准", date(2020, 10, 9), date(2020, 10, 16)),
        ("（三）", "按照标准推进公开", date(2020, 10, 19), date(2020, 10, 30)),
        ("（四）", "固化公开流程机制", date(2020, 11, 2), date(2020, 11, 6)),
        ("（五）", "加强政府信息“五公开”", None, None),
    ]


def test_lists_are_due_a_unit_and_catalogues_an_area() -> None:
    duties = [(duty.form, duty.per, duty.due) for duty in shipped().timeline.duty]
    assert duties == [("liaison", "unit", date(2020, 9, 25)), ("catalogue", "area", date(2020, 9, 30))]
    assert shipped().timeline.reminders.steps == (-1, 0, 1, 3)


def test_the_eight_elements_of_part_one_are_asked_for() -> None:
    form = shipped().forms["catalogue"]
    required = [column.title for column in form.column if column.required]
    assert required == ["公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"]
    assert [group.title for group in form.groups.values() if group.element] == ["公开事项", "公开对象", "公开方式"]
    assert [group.title for group in form.groups.values() if group.each_row] == ["公开事项"]


@pytest.mark.parametrize("key", ["serial", "level", "level_county", "level_township"])
def test_serials_and_levels_are_never_asked_for(key: str) -> None:
    column = next(column for column in shipped().forms["catalogue"].column if column.key == key)
    assert not column.required
    assert not column.element


def test_there_are_thirteen_channels_and_aliases_lead_to_known_ones() -> None:
    form = shipped().forms["catalogue"]
    assert len(form.channels) == 13
    assert set(form.channels) <= set(form.channel_aliases.values()) | set(form.channels)
    assert form.channel_aliases["一微一端"] == "两微一端"


def test_a_list_of_people_needs_name_post_and_a_number() -> None:
    form = shipped().forms["liaison"]
    assert [column.title for column in form.column if column.required] == ["姓名"]
    assert {"姓名", "职务", "联系方式"} <= {column.title for column in form.column if column.element}
    assert form.groups["number"].each_row
    assert set(form.roles) == {"leader", "liaison"}


def test_every_area_has_a_guide_and_its_names_are_whole() -> None:
    assert sorted(shipped().guides) == list(range(1, 27))
    assert [number for number, guide in shipped().guides.items() if guide.complete] == [12]
    assert sum(len(guide.item) for guide in shipped().guides.values()) == 396


def test_soft_bounds_hold_the_guides_own_count() -> None:
    for area in shipped().areas:
        assert area.min_items <= len(shipped().guides[area.number].item) <= area.max_items, area.name
