import pytest

from mailbot.forms.limits import LimitKind, limits

WORK, DAYS, EVENT, PROMPT = LimitKind.WORKING_DAYS, LimitKind.CALENDAR_DAYS, LimitKind.EVENT, LimitKind.PROMPT
STANDING, PERIODIC, DURATION, MONTHS = LimitKind.STANDING, LimitKind.PERIODIC, LimitKind.DURATION, LimitKind.MONTHS

TEXTS: list[tuple[str, list[tuple[LimitKind, int]]]] = [
    ("信息形成或(者)变更之日起20个工作日内公开", [(WORK, 20)]),
    ("自该政府信息形成或者变更之日起20个工作日内及时公开", [(WORK, 20)]),
    ("公开事项信息形成或变更之日起20个工作日内公开", [(WORK, 20)]),
    ("信息形成（变更）20个工作日内", [(WORK, 20)]),
    ("信息获取(形成变更)20个工作日内", [(WORK, 20)]),
    ("自制作或获取该信息之日起20个工作日内公开", [(WORK, 20)]),
    ("分配结果确定后20个工作日内", [(WORK, 20)]),
    ("信息形成(变更)下发至本单位20个工作日内", [(WORK, 20)]),
    ("自该信 息形成 或者变 更之日起20个工作日内", [(WORK, 20)]),
    ("信息形成之日起二十个工作日内", [(WORK, 20)]),
    ("制定或获取信息之日起10个工作日内,公示7个工作日", [(WORK, 10), (DURATION, 7)]),
    ("听证会结束后5个工作日内", [(WORK, 5)]),
    ("7个工作日", [(WORK, 7)]),
    ("提前一周发通知邀请", [(EVENT, 0)]),
    ("本级人民代表大会或其常务委员会批准后20日内", [(DAYS, 20)]),
    ("随采购公告、采购文件公开", [(EVENT, 0)]),
    ("在实地启动拟征收土地工作时", [(EVENT, 0)]),
    ("在组织听证7个工作日前", [(EVENT, 7)]),
    ("2020年9月30日前", [(EVENT, 0)]),
    ("及时公开", [(PROMPT, 0)]),
    ("实时", [(PROMPT, 0)]),
    ("按进展情况及时公开", [(PROMPT, 0)]),
    ("长期", [(STANDING, 0)]),
    ("永久公开", [(STANDING, 0)]),
    ("长期,最新有效", [(STANDING, 0)]),
    ("任期内", [(STANDING, 0)]),
    ("半年至少更新1次", [(PERIODIC, 0)]),
    ("每年1月31日前", [(PERIODIC, 0)]),
    ("每月10日前", [(PERIODIC, 0)]),
    ("每20个工作日更新", [(PERIODIC, 20)]),
    ("按年公开", [(PERIODIC, 0)]),
    ("至少1次/年", [(PERIODIC, 0)]),
    ("1.除处罚决定外其他内容:长期公开; 2.处罚决定:20个工作日内。", [(WORK, 20), (STANDING, 0)]),
    ("执法决定信息7个工作日内公开,其他20个工作日内公开", [(WORK, 7), (WORK, 20)]),
    ("公示期不少于5个工作日", [(DURATION, 5)]),
    ("征求意见期限不少于30日", [(DURATION, 30)]),
    ("信息形成之日起1个月内", [(MONTHS, 30)]),
    ("", []),
    ("见附件", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_limit_is_taken_apart_into_its_kinds(text: str, expected: list[tuple[LimitKind, int]]) -> None:
    assert [(part.kind, part.days) for part in limits(text).parts] == expected


@pytest.mark.parametrize(
    ("text", "bare", "slip", "other_law"),
    [
        ("20个工作日", True, False, False),
        ("20工作日内", True, True, False),
        ("信息形成个20个工作日内", False, True, False),
        ("信息形成之日起20个工作日内", False, False, False),
        ("信息形成之日起20个工作日内，法律、法规另有规定的，从其规定", False, False, True),
        ("长期公开", False, False, False),
    ],
)
def test_what_is_missing_in_a_limit_is_noticed(text: str, bare: bool, slip: bool, other_law: bool) -> None:
    said = limits(text)
    assert (said.bare, said.slip, said.other_law) == (bare, slip, other_law)
