import pytest

from mailbot.forms.lexicon import lexicon
from mailbot.forms.marks import channels
from tests.forms.grids import shipped

STANDARD = tuple(shipped().forms["catalogue"].channels)
ALL = " ".join(STANDARD)
BOARD = "社区/企事业单位/村公示栏(电子屏)"

CELLS: list[tuple[str, tuple[str, ...] | None]] = [
    ("", ()),
    ("■政府网站 ■两微一端", ("政府网站", "两微一端")),
    ("■政府网站□政府公报", ("政府网站",)),
    ("■ 政府网站 □ 政府公报 ■ 公开查阅点", ("政府网站", "公开查阅点")),
    ("□" + ALL.replace(" ", " □"), None),
    ("□" + ALL.replace(" ", " □").replace("□两微", "■两微"), ("两微一端",)),
    (ALL, None),
    (ALL.replace(" ", "、"), None),
    (ALL.replace(" ", " □"), None),
    ("政府网站、政务服务中心", ("政府网站", "政务服务中心")),
    ("政府网站政府公报两微一端", ("政府网站", "政府公报", "两微一端")),
    ("政府网站\n政府公报", ("政府网站", "政府公报")),
    ("政府网\n站、两微\n一端", ("政府网站", "两微一端")),
    ("1.政府网站 2.两微一端", ("政府网站", "两微一端")),
    ("1、政府网站；2、两微一端", ("政府网站", "两微一端")),
    ("①政府网站②政府公报", ("政府网站", "政府公报")),
    ("■政府网站;■政府公报,■两微一端", ("政府网站", "政府公报", "两微一端")),
    ("■政府网站：■政府公报", ("政府网站", "政府公报")),
    ("口政府网站■政府公报口两微一端", ("政府公报",)),
    ("□政府网站口政府公报■两微一端", ("两微一端",)),
    (" 政府网站口政府公报", None),
    ("综合窗口、政府网站", ("综合窗口", "政府网站")),
    ("R政府网站 £政府公报", ("政府网站",)),
    ("þ政府网站 ¨政府公报 ¨两微一端", ("政府网站",)),
    ("n政府网站 o政府公报", ("政府网站",)),
    ("☑政府网站☐政府公报☒两微一端", ("政府网站", "两微一端")),
    ("√政府网站 ×两微一端", ("政府网站",)),
    ("政府网站√ 两微一端√", ("政府网站", "两微一端")),
    ("政府网站√ 两微一端×", ("政府网站",)),
    ("[√]政府网站 [ ]政府公报", ("政府网站",)),
    ("政府网站(√) 政府公报( )", ("政府网站",)),
    ("□政府网站 □两微一端", None),
    ("■其他：办税服务厅", ("其他：办税服务厅",)),
    ("■其他_", ("其他",)),
    ("其他:浙江政务服务网", ("其他：浙江政务服务网",)),
    ("其他法律服务网", ("其他：法律服务网",)),
    ("其他（国家企业信用信息公示系统）", ("其他：国家企业信用信息公示系统",)),
    ("其他（请注明）办事大厅", ("其他：办事大厅",)),
    ("■部门网站 ■征地信息公开平台", ("部门网站", "征地信息公开平台")),
    ("■高新区（掇刀区）政府网站", ("高新区（掇刀区）政府网站",)),
    ("■社区/企事业单位、村公示栏（电子屏） ■发布会听证会", (BOARD, "发布会/听证会")),
    ("■社区/企事业单位公示栏（电子屏）", (BOARD,)),
    ("■发布会", ("发布会/听证会",)),
    ("■政府服务中心", ("政务服务中心",)),
    ("■入户/现场宣传", ("入户/现场",)),
    ("■一微一端", ("两微一端",)),
    ("政府网站/政府公报/两微一端", ("政府网站", "政府公报", "两微一端")),
    ("■政府网站(http://www.example.cn)■便民服务站", ("政府网站", "便民服务站")),
    ("■政府网站\n注：其他渠道按需", ("政府网站",)),
    ("■政府网站 ■政府网站", ("政府网站",)),
    ("●政府网站●政务新媒体", ("政府网站", "两微一端")),
    ("图书馆 国家档案馆 会议", ("图书馆", "国家档案馆", "会议")),
]


@pytest.mark.parametrize(("text", "expected"), CELLS)
def test_a_cell_of_channels_is_read_as_a_person_would(text: str, expected: tuple[str, ...] | None) -> None:
    names = lexicon(shipped(), "catalogue").channels
    assert names is not None
    assert channels(text, names) == expected


@pytest.mark.parametrize(("chosen", "offered"), ["■□", "☑☐", "√×", "●○", "☒□", "■口", "▣☐", "✔□", "R£", "þ¨", "no", "PO"])
def test_every_pair_of_signs_chooses_the_same(chosen: str, offered: str) -> None:
    names = lexicon(shipped(), "catalogue").channels
    assert names is not None
    text = " ".join((chosen if place % 3 == 0 else offered) + name for place, name in enumerate(STANDARD))
    assert channels(text, names) == STANDARD[::3]
