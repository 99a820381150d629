import pytest

from mailbot.rulebook.names import area_of, find_area, find_units, normal, unit_names, unit_of
from tests.rulebook.rules import shipped

UNITS = {
    "development-reform": "赤壁市发改局 发改局 市发改局 发展和改革局 赤壁市发展改革局 发改委 赤壁发改局",
    "public-resources": "公共资源交易中心 市公共资源交易中心 公共资源中心",
    "education": "教育局 赤壁市教育局 市教体局",
    "public-security": "公安局 市公安局 赤壁公安局",
    "civil-affairs": "民政局 市民政局 赤壁市民政局 赤壁民政局",
    "justice": "司法局 市司法局",
    "finance": "财政局 市财政局",
    "human-resources": "人社局 市人社局 人力资源和社会保障局 赤壁市人力资源社会保障局 社保局 就业局",
    "natural-resources": "自然资源和规划局 市自然资源局 自规局 国土局",
    "ecology": "咸宁市生态环境局赤壁市分局 咸宁市生态环境局赤壁分局 生态环境分局 市生态环境局 环保局 赤壁市环保局 生态环境局赤壁分局",
    "housing": "住建局 市住建局 住房和城乡建设局 赤壁市住房城乡建设局 房产局 城管局 城市管理执法局",
    "agriculture": "农业农村局 市农业局",
    "culture-tourism": "文旅局 文化和旅游局 市文化旅游局 文体新局",
    "health": "卫健局 卫生健康局 卫健委 卫计局",
    "emergency": "应急管理局 应急局 安监局",
    "market-supervision": "市场监督管理局 赤壁市场监督管理局 赤壁市市场监督管理局 市场监管局 市市场监管局 食药监局 市监局",
    "taxation": "税务局 市税务局 国家税务总局赤壁市税务局 地税局",
    "poverty-relief": "扶贫办 市扶贫办 扶贫开发办公室 赤壁市人民政府扶贫开发办公室 乡村振兴局",
}
AREAS = {
    1: "重大建设项目 重大建设项目领域 重大建设项目批准和实施领域政府信息公开目录",
    2: "公共资源交易 公共资源配置领域",
    3: "义务教育 教育 教育领域基层政务公开标准目录 义务教育领域.xlsx",
    4: "户籍管理 户籍领域 (四)户籍管理 赤壁市公安局户籍管理领域基层政务公开标准目录",
    5: "社会救助 社会求助 赤壁市社会求助领域政务公开目录 民政救助 （五）社会救助领域 (三)社会救助领域 社 会 救 助",
    6: "养老服务 养老 （六）养老服务领域 赤壁市养老目录",
    7: "公共法律服务 公共法律领域",
    8: "财政预决算 财政预算决算 预决算公开 预决算 财政 （八）财政预决算领域",
    9: "就业 就业创业 （九）就业领域 就业服务",
    10: "社会保险 社保 (七)社会保险 城乡居民养老保险 赤壁市社保局目录 失业保险",
    11: "城乡规划 规划 国土空间规划 赤壁市自然资源和规划局城乡规划领域",
    12: "农村集体土地征收 征地 土地征收 征地补偿 农村集体土地征收补偿",
    13: "生态环境 环境保护 环境 咸宁市生态环境局赤壁市分局生态环境领域",
    14: "保障性住房 保障住房 住房保障 保障房 （十四）保障住房领域",
    15: "国有土地上房屋征收与补偿 房屋征收 国有土地房屋征收 征收补偿 国有土地上房屋征收与补偿领域",
    16: "农村危房改造 危房改造 危改 (十三)农村危房改造",
    17: "市政服务 市政 赤壁市市政服务领域 赤壁市市政 市政公用",
    18: "城市综合执法 城管执法 综合执法 城市管理综合执法 赤壁市城管局目录",
    19: "涉农补贴 涉农资金 惠农补贴 农业补贴",
    20: "公共文化服务 公共文化 文化服务 附件5:公共文化服务领域基层政务公开标准目录(试行) （二十）公共文化服务领域",
    21: "卫生健康 医疗卫生 卫健 医疗卫生服务领域 卫生健康领域（2024年）",
    22: "安全生产 安全 安全生产领域",
    23: "救灾 救灾领域 救灾生产领域 灾害救助 灾后救助 （二十三）救灾生产领域",
    24: "食品药品监管 食品药品安全 食药监管 市场监管 食品药品安全监管",
    25: "税收管理 税收 税务 税收征收管理",
    26: "扶贫 脱贫攻坚 精准扶贫 乡村振兴 扶贫领域",
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in UNITS.items() for text in texts.split()])
def test_a_unit_is_known_by_each_of_its_names(key: str, text: str) -> None:
    assert unit_of(shipped(), text) == key
    assert [unit for unit, _ in find_units(shipped(), f"填报单位：{text}（盖章）")] == [key]


@pytest.mark.parametrize(
    ("number", "text"), [(number, text) for number, texts in AREAS.items() for text in texts.split(" ") if len(text) > 1]
)
def test_an_area_is_known_by_each_of_its_names(number: int, text: str) -> None:
    assert find_area(shipped(), text) == (number,)


@pytest.mark.parametrize(
    "text",
    [
        "赤壁市政务公开事项标准目录",
        "市政务公开目录",
        "2020年赤壁市试点领域政务公开事项标准目录",
        "新建 Microsoft Excel 工作表.xlsx",
        "Sheet1",
        "1.xls",
        "附件1",
        "附件2：分管负责人及联络人名单",
        "赤壁市教育局",
        "教育局目录",
        "赤壁市民政局.xlsx",
        "赤壁市人力资源和社会保障局政务公开目录",
        "赤壁市住建局目录(终稿)",
        "赤壁市应急管理局",
        "赤壁市自然资源和规划局",
        "市政府",
        "",
        "校园安全",
        "十四五规划",
        "法治宣传教育",
        "赤壁市财政局政务公开目录",
        "公开目录（改）",
        "民政部 国办发〔2019〕54号",
        "征收",
        "（十）",
        "10",
    ],
)
def test_what_every_title_says_names_no_area(text: str) -> None:
    assert find_area(shipped(), text) == ()


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("就业和社会保险", (9, 10)),
        ("就业和社会保险领域基层政务公开标准目录", (9, 10)),
        ("赤壁市民政局社会救助、养老服务目录", (5, 6)),
        ("安全生产和救灾领域", (22, 23)),
        ("住建局五个领域：保障住房、国有土地上房屋征收与补偿、农村危房改造、市政服务、城市综合执法", (14, 15, 16, 17, 18)),
        ("城乡规划、农村集体土地征收", (11, 12)),
    ],
)
def test_several_areas_are_all_told(text: str, areas: tuple[int, ...]) -> None:
    assert find_area(shipped(), text) == areas


def test_every_name_of_the_notice_is_its_own_area() -> None:
    for area in shipped().areas:
        assert find_area(shipped(), area.notice_name) == (area.number,), area.notice_name
        assert find_area(shipped(), f"({area.number + 3}){area.name}领域") == (area.number,)


def test_every_guide_is_named_as_its_area() -> None:
    for number, guide in shipped().guides.items():
        assert find_area(shipped(), guide.name) == (number,)


@pytest.mark.parametrize(
    "text", ["咸宁市民政局", "湖北省司法局", "嘉鱼县教育局", "大竹县民政局", "省教育局", "咸宁市生态环境局", "咸安区财政局", "武汉市公安局"]
)
def test_the_same_organ_of_another_place_is_no_unit(text: str) -> None:
    assert find_units(shipped(), text) == ()
    assert unit_of(shipped(), text) is None


def test_a_unit_after_the_province_is_ours() -> None:
    assert find_units(shipped(), "湖北省赤壁市民政局") == (("civil-affairs", "赤壁市民政局"),)
    assert find_units(shipped(), "咸宁市赤壁市司法局") == (("justice", "赤壁市司法局"),)


def test_all_units_of_a_text_are_told_once_in_order() -> None:
    text = "转市财政局、赤壁市民政局，并抄送咸宁市财政局、市财政局"
    assert find_units(shipped(), text) == (("finance", "市财政局"), ("civil-affairs", "赤壁市民政局"))


def test_a_longer_name_is_not_matched_again_inside() -> None:
    assert find_units(shipped(), "赤壁市市场监督管理局") == (("market-supervision", "赤壁市市场监督管理局"),)
    assert find_units(shipped(), "咸宁市生态环境局赤壁市分局") == (("ecology", "咸宁市生态环境局赤壁市分局"),)


def test_white_space_and_width_do_not_count() -> None:
    assert unit_of(shipped(), " 赤壁市　民 政\n局 ") == "civil-affairs"
    assert normal("（五）　社会\u200b救助\n领域") == "(五)社会救助领域"


@pytest.mark.parametrize("text", ["civil-affairs", "Civil-Affairs ", "民政局", "赤壁市民政局"])
def test_a_command_may_say_key_or_name(text: str) -> None:
    assert unit_of(shipped(), text) == "civil-affairs"


@pytest.mark.parametrize("text", ["", "民政局和财政局", "联合国", "政务服务和大数据管理局", "局", "赤壁市"])
def test_what_names_no_single_unit_is_none(text: str) -> None:
    assert unit_of(shipped(), text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), ("０５", 5), ("社会救助", 5), ("社会求助领域", 5), ("0", None), ("27", None), ("就业和社会保险", None), ("", None)],
)
def test_a_command_may_say_number_or_name_of_an_area(text: str, number: int | None) -> None:
    assert area_of(shipped(), text) == number


def test_names_of_a_unit_begin_with_the_shown_one() -> None:
    names = unit_names(shipped())
    assert names["taxation"][:2] == ("赤壁市税务局", "国家税务总局赤壁市税务局")
    assert names["market-supervision"][:2] == ("赤壁市市场监督管理局", "赤壁市场监督管理局")
