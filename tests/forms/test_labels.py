import pytest

from mailbot.forms.labels import labelled
from tests.forms.grids import shipped

LABELS = shipped().forms["liaison"].labels


@pytest.mark.parametrize(
    ("lines", "unit", "day"),
    [
        ([("填报单位：赤壁市民政局        填报时间：2020年9月25日",)], "赤壁市民政局", "2020年9月25日"),
        ([("填报单位:赤壁市民政局填报时间:2020.9.25",)], "赤壁市民政局", "2020.9.25"),
        ([("填 报 单 位：赤壁市民政局", "填报时间：9月25日")], "赤壁市民政局", "9月25日"),
        ([("填报单位", "赤壁市民政局", "填报时间", "44099.0")], "赤壁市民政局", "44099.0"),
        ([("填报单位：", "赤壁市民政局"), ("填报日期：", "2020-09-25")], "赤壁市民政局", "2020-09-25"),
        ([("填报单位（盖章）：赤壁市民政局",)], "赤壁市民政局", ""),
        ([("填报单位 赤壁市民政局   填报时间 2020年9月25日",)], "赤壁市民政局", "2020年9月25日"),
        ([("单位：市民政局",)], "市民政局", ""),
        ([("单位", "市民政局")], "市民政局", ""),
        ([("报送单位：赤壁市民政局",), ("填报单位：赤壁市教育局",)], "赤壁市民政局", ""),
        ([("填报单位：            填报时间：",)], "", ""),
        ([("填报单位：", "填报时间：")], "", ""),
        ([("各单位应当及时报送",), ("时间安排如下",)], "", ""),
    ],
)
def test_who_reports_and_when_is_read_wherever_it_stands(lines: list[tuple[str, ...]], unit: str, day: str) -> None:
    found = labelled(lines, LABELS)
    assert (found.get("reported_by", ""), found.get("reported_on", "")) == (unit, day)
