"""The words and signs of catalogues (domain, 2): limits, channels, ticks, publishers, bases; each kind in one table."""

from collections.abc import Sequence

from tests.acceptance.cases import Case, Want, catalogue
from tests.acceptance.entries import CHANNELS, Entry, Write, Writing, area
from tests.acceptance.pages import Page, Runs
from tests.acceptance.variants import MINISTRY, ROLES

TITLE = "社会救助领域基层政务公开标准目录"

LIMITS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "A": (
        (
            "信息形成或者变更之日起20个工作日内公开",
            "信息形成或变更之日起20个工作日内予以公开",
            "自该政府信息形成或者变更之日起20个工作日内及时公开",
            "公开事项信息形成或变更之日起20个工作日内公开",
            "形成或者变更之日起20个工作日内予以公开",
            "信息形成（变更）20个工作日内",
            "信息获取（形成变更）20个工作日内",
            "信息形成之日起20个工作日内",
            "自制作或获取该信息之日起20个工作日内公开",
            "分配结果确定后20个工作日内",
            "自收到申请之日起20个工作日内公开",
            "信息形成（变更）下发至本单位20个工作日内",
            "自信息形成或者变更之日起二十个工作日内",
            "信息形成或者变更之日起２０个工作日内",
        ),
        (),
    ),
    "B": (
        (
            "制定或获取信息之日起10个工作日内",
            "制定或获取文件之日起10个工作日内，公示7个工作日",
            "收到征地批准文件之日起10个工作日内",
            "公示结束后5个工作日内",
            "自作出行政处罚决定之日起7个工作日内",
            "信息形成或变更之日起3个工作日内",
            "提前一周发通知邀请",
            "当日公开",
            "自签订之日起2个工作日内",
        ),
        (),
    ),
    "C": (("本级人民代表大会或其常务委员会批准后20日内", "本级政府财政部门批复后20日内"), ()),
    "C-elsewhere": (("信息形成或者变更之日起20日内", "信息形成之日起20天内公开"), ("limit-calendar-days",)),
    "D": (
        (
            "随采购公告、采购文件公开",
            "在实地启动拟征收土地工作时公开",
            "在组织听证7个工作日前",
            "举行听证会的7日前",
            "与招标公告同步发布",
            "按法定时限公开",
            "考试前30日",
            "入学前",
        ),
        (),
    ),
    "E": (("及时公开", "实时公开", "实时", "按进展情况及时公开", "重大决策作出后及时公开", "即时", "立即公开"), ()),
    "F": (("长期", "长期公开（动态调整）", "永久公开", "常年公开", "长期，最新有效", "任期内", "长期公示", "动态更新"), ()),
    "G": (("半年至少更新1次", "每年1月31日前", "按年公开", "至少1次/年", "按实际更新", "每季度公开一次", "每月10日前", "每学期"), ()),
    "I": (
        (
            "1.除处罚决定外其他内容：长期公开（动态调整）；2.处罚决定：20个工作日内。",
            "信息形成之日起20个工作日内公开；其中行政许可、行政处罚事项应自作出行政决定之日起7个工作日内公示",
            "执法决定信息7个工作日内公开，其他20个工作日内公开",
            "自信息形成之日起20个工作日内公开，法律、法规对政府信息公开的期限另有规定的，从其规定",
            "公示期不少于30个工作日",
            "征求意见期限不得少于30日",
            "公告时间不少于5个工作日，结果确定后20个工作日内公开",
            "许可决定：7个工作日；其他：20个工作日内",
        ),
        (),
    ),
    "J": (("20个工作日", "20工作日内", "２０个工作日内", "10个工作日"), ("limit-bare",)),
    "J-chopped": (("自该信 息形成 或者变 更之日起20个工作日内", "自该信\n息形成之日\n起20 个工\n作日内"), ()),
}


def limits_of(name: str) -> Case:
    texts, warnings = LIMITS[name]
    entries = [entry.but(limit=text) for entry, text in zip(_cycle(area(5), len(texts)), texts, strict=True)]
    laid = catalogue(MINISTRY, ROLES, entries)
    title, number = ("财政预决算领域基层政务公开标准目录", 8) if name == "C" else (TITLE, 5)
    return Case(name, [Page("Sheet1", [title, laid.grid])], [laid.want(number, warnings=warnings)])


def _cycle(entries: Sequence[Entry], count: int) -> list[Entry]:
    return [entries[number % len(entries)].but(serial=str(number + 1), second=f"事项{number + 1}") for number in range(count)]


Letters = tuple[str, str, str]
"""The letter of a chosen and of an offered option, and the font in which they look like boxes."""

SYMBOLS: dict[str, Letters] = {
    "wingdings-2-R": ("R", "\xa3", "Wingdings 2"),
    "wingdings-2-P-O": ("P", "O", "Wingdings 2"),
    "wingdings-thorn": ("\xfe", "\xa8", "Wingdings"),
    "wingdings-thorn-o": ("\xfe", "o", "Wingdings"),
    "wingdings-n-q": ("n", "q", "Wingdings"),
    "wingdings-tick": ("\xfc", "\xfb", "Wingdings"),
    "wingdings-n-diaeresis": ("n", "\xa8", "Wingdings"),
}


def symbol_list(name: str) -> Case:
    """A full list whose boxes are letters of a symbol font."""
    on, off, font = SYMBOLS[name]
    laid = catalogue(MINISTRY, ROLES, area(6))
    for grid, row, entry in laid.rows:
        grid.rows[row][7] = _signed(entry, on, off, font)
    return Case(name, [Page("Sheet1", [TITLE.replace("社会救助", "养老服务"), laid.grid])], [laid.want(6)])


def _signed(entry: Entry, on: str, off: str, font: str) -> Runs:
    runs: list[tuple[str, str]] = []
    chosen = entry.channels or ()
    other = next((name for name in chosen if name.startswith("其他")), "")
    for name in CHANNELS:
        said = other or name if name == "其他" else name
        runs += [(on if said in chosen else off, font), (said + " ", "")]
    return tuple(runs)


def symbol_ticks(letter: str, font: str) -> Case:
    """Ticks of the pairs of columns as letters of a symbol font."""
    laid = catalogue(MINISTRY, ROLES, [entry.but(specific="", public=True) for entry in area(6)])
    for grid, row, _entry in laid.rows:
        for column in range(8, 14):
            if grid.rows[row][column]:
                grid.rows[row][column] = ((letter, font),)
    return Case("symbol-ticks", [Page("Sheet1", ["养老服务领域基层政务公开标准目录", laid.grid])], [laid.want(6)])


GLYPHS = {
    "squares": ("■", "□"),
    "mouth": ("■", "口"),
    "ballot": ("☑", "☐"),
    "ballot-square": ("☑", "□"),
    "crossed": ("☒", "☐"),
    "tick-square": ("√", "□"),
    "tick-cross": ("√", "×"),
    "check": ("✓", "□"),
    "heavy": ("✔", "☐"),
    "circles": ("●", "○"),
    "inner": ("▣", "□"),
    "stars": ("★", "☆"),
    "diamonds": ("◆", "◇"),
    "emoji": ("✅", "□"),
    "black": ("⬛", "⬜"),
    "brackets": ("[√]", "[ ]"),
    "wide-brackets": ("（√）", "（ ）"),
    "tick-only": ("√", ""),
}


def ticked_list(on: str, off: str, between: str) -> Write:
    def write(entry: Entry) -> str:
        chosen = entry.channels or ()
        other = next((name for name in chosen if name.startswith("其他")), "")
        parts = [(on if name in chosen else off) + name for name in CHANNELS[:-1]]
        return between.join([*parts, on + other if other else off + "其他"])

    return write


def glyphs(name: str, between: str) -> Case:
    on, off = GLYPHS[name]
    entries = area(7)
    if not off:
        entries = tuple(entry.but(channels=tuple(n for n in entry.channels or () if n != "其他")) for entry in entries)
    laid = catalogue(MINISTRY, ROLES, entries, Writing(channels=ticked_list(on, off, between)))
    return Case(name, [Page("Sheet1", ["公共法律服务领域基层政务公开标准目录", laid.grid])], [laid.want(7)])


def _cells(pairs: Sequence[tuple[str, tuple[str, ...] | None]], warnings: tuple[str, ...] = ()) -> Case:
    entries = [entry.but(channels=meant) for entry, (_, meant) in zip(_cycle(area(6), len(pairs)), pairs, strict=True)]
    laid = catalogue(MINISTRY, ROLES, entries)
    for (grid, row, _entry), (text, _) in zip(laid.rows, pairs, strict=True):
        grid.rows[row][7] = text
    return Case("channels", [Page("Sheet1", ["养老服务领域基层政务公开标准目录", laid.grid])], [Want(6, laid.rows, warnings=warnings)])


NOTICE_BOARD = "社区/企事业单位/村公示栏(电子屏)"

PLAIN = [
    ("政府网站、政务服务中心", ("政府网站", "政务服务中心")),
    ("政府网站，政府公报，两微一端", ("政府网站", "政府公报", "两微一端")),
    ("政府网站 两微一端", ("政府网站", "两微一端")),
    ("政府网站；政务服务中心；便民服务站", ("政府网站", "政务服务中心", "便民服务站")),
    ("政府网站\n政府公报\n公开查阅点", ("政府网站", "政府公报", "公开查阅点")),
    ("1.政府网站 2.两微一端 3.其他：办税服务厅", ("政府网站", "两微一端", "其他：办税服务厅")),
    ("1.政府网站\n2.两微一端\n3.广播电视", ("政府网站", "两微一端", "广播电视")),
    ("（1）政府网站（2）政务服务中心", ("政府网站", "政务服务中心")),
    ("①政府网站②公开查阅点", ("政府网站", "公开查阅点")),
    ("1、政府网站；2、政务服务中心。", ("政府网站", "政务服务中心")),
    ("■政府网站■两微一端", ("政府网站", "两微一端")),
    ("■政府网站:■政府公报", ("政府网站", "政府公报")),
    ("政府网站", ("政府网站",)),
    ("■一微一端■政务新媒体", ("两微一端",)),
    ("■发布会■广播电视", ("发布会/听证会", "广播电视")),
    ("■发布会听证会", ("发布会/听证会",)),
    ("■政府服务中心■政务服务大厅■行政服务中心", ("政务服务中心",)),
    ("■社区/企事业单位、村公示栏（电子屏）", (NOTICE_BOARD,)),
    ("■村居/企事业单位公示栏（电子屏）■入户/现场宣传", (NOTICE_BOARD, "入户/现场")),
    ("■镇村公示公开栏", (NOTICE_BOARD,)),
    ("■其他基层公共服务平台", ("其他：基层公共服务平台",)),
    ("■其他：浙江政务服务网", ("其他：浙江政务服务网",)),
    ("■其他_国家企业信用信息公示系统", ("其他：国家企业信用信息公示系统",)),
    ("■政府网站■其他（中国政府采购网）", ("政府网站", "其他：中国政府采购网")),
    ("■政府网站 ■征地信息公开平台 ■公共资源交易平台", ("政府网站", "征地信息公开平台", "公共资源交易平台")),
    ("■投资项目在线审批监管平台\n■信用中国网站", ("投资项目在线审批监管平台", "信用中国网站")),
    ("■高新区（掇刀区）政府网站", ("高新区（掇刀区）政府网站",)),
    ("■政府网站 ■图书馆 ■国家档案馆 ■会议", ("政府网站", "图书馆", "国家档案馆", "会议")),
    ("■政府网站\n注：涉及隐私的不公开", ("政府网站",)),
    ("政府门户网站、微信公众号", ("政府网站", "两微一端")),
    ("■政府网站 □政府公报 ■ 两微一端 □ 发布会/听证会", ("政府网站", "两微一端")),
    ("□政府网站 ■政务服务中心", ("政务服务中心",)),
    ("■政府网站口政府公报□两微一端", ("政府网站",)),
    ("■政府网站/■政务服务中心", ("政府网站", "政务服务中心")),
    ("■入户 / 现场", ("入户/现场",)),
    ("■政府网站　　□政府公报　　■两微一端", ("政府网站", "两微一端")),
    ("■政府\n网站\n■两微一\n端", ("政府网站", "两微一端")),
    ("■政务服务中心（窗口）", ("政务服务中心",)),
    ("政府网站、其他", ("政府网站", "其他")),
]


def plain_cells() -> Case:
    return _cells(PLAIN)


def lost_marks() -> Case:
    """The full list without any mark, or with empty boxes only: unknown, neither all nor none."""
    bare = " ".join(CHANNELS)
    boxes = " ".join("□" + name for name in CHANNELS)
    return _cells(
        [(bare, None), (bare.replace(" ", "\n"), None), (boxes, None), ("■政府网站 □政府公报", ("政府网站",))], ("channels-unread",)
    )


TICKS = ("√", "✓", "✔", "是", "1", "■", "Y", "v", "V", "☑", "●", "√ ", " √", "（√）", "[√]", "yes", "有", "☒", "▣", "★")


def ticks(sign: str) -> Case:
    entries = [entry.but(specific="" if entry.public else "特定群体") for entry in area(7)]
    laid = catalogue(MINISTRY, ROLES, entries, Writing(tick=sign, group_tick=sign))
    return Case("ticks", [Page("Sheet1", ["公共法律服务领域基层政务公开标准目录", laid.grid])], [laid.want(7)])


NOT_TICKED = ("×", "□", "否", "/", "—", "-", "无", "0", "☐", "○", "N", "x", "✗")


def crosses(sign: str) -> Case:
    """A cell that is not ticked says so."""
    entries = [entry.but(specific="" if entry.public else "特定群体") for entry in area(7)]
    laid = catalogue(MINISTRY, ROLES, entries)
    for grid, row, _entry in laid.rows:
        for column in range(8, 14):
            grid.rows[row][column] = grid.rows[row][column] or sign
    return Case("crosses", [Page("Sheet1", ["公共法律服务领域基层政务公开标准目录", laid.grid])], [laid.want(7)])


GROUPS = (
    "申请人",
    "项目单位",
    "集体成员",
    "面向本集体经济组织成员",
    "企业职工",
    "受灾人员、困难群众",
    "√（申请人）",
    "√ 当事人",
    "行政相对人及利害关系人",
)


def groups_in_words() -> Case:
    entries = [
        entry.but(public=False, specific=text.strip("√ （）")) for entry, text in zip(_cycle(area(6), len(GROUPS)), GROUPS, strict=True)
    ]
    laid = catalogue(MINISTRY, ROLES, entries)
    for (grid, row, _entry), text in zip(laid.rows, GROUPS, strict=True):
        grid.rows[row][9] = text
    return Case("groups", [Page("Sheet1", ["养老服务领域基层政务公开标准目录", laid.grid])], [laid.want(6)])


PUBLISHERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "concrete": (
        (
            "赤壁市民政局",
            "市应急局",
            "荆门市掇刀区住房和城乡建设局",
            "市司法局（行政复议局）",
            "赤壁市教育局、赤壁市财政局、各乡镇（街道）",
            "公安\n分局",
            "县（区、市）人民政府及房屋征收部门、赤壁市住建局",
            "国家税务总局赤壁市税务局",
            "各乡镇人民政府、街道办事处",
            "赤壁市公共资源交易中心",
        ),
        (),
        (),
    ),
    "generic": (("应急管理部门", "公安机关", "县级人民政府民政部门", "相关审批部门", "住房和城乡建设部门"), (), ("generic-publisher",)),
    "template": (("XX省民政厅", "××市民政局", "XX县"), ("template-rest",), ()),
}


def publishers(name: str) -> Case:
    texts, errors, warnings = PUBLISHERS[name]
    entries = [entry.but(publisher=text) for entry, text in zip(_cycle(area(6), len(texts)), texts, strict=True)]
    laid = catalogue(MINISTRY, ROLES, entries)
    title = "养老服务领域基层政务公开标准目录"
    return Case(name, [Page("Sheet1", [title, laid.grid])], [laid.want(6, errors=errors, warnings=warnings)])


BASES = (
    "《中华人民共和国政府信息公开条例》",
    "《政府信息公开条例》、《社会救助暂行办法》",
    "《政府信息公开条例》《社会救助暂行办法》",
    "《政府信息公开条例》\n《社会救助暂行办法》",
    "1.《政府信息公开条例》；2.《社会救助暂行办法》",
    "《社会救助暂行办法》（国务院令第649号）",
    "《政府信息公开条例》（国令第711号）",
    "《条例》（中华人民共和国国务院令第711号）",
    "《意见》（国办发〔2019〕54号）",
    "《意见》(国办发﹝2019﹞54号)",
    "《意见》[国办发[2019]54号]",
    "《意见》国办发（2019）54号",
    "【法律】《行政处罚法》\n【行政法规】《医疗机构管理条例》",
    "《国务院办公厅印发〈关于全面推进政务公开工作的意见〉实施细则的通知》",
    "《国务院办公厅印发<关于全面推进政务公开工作的意见>实施细则的通知》",
    "信息公开规定",
    "各省“七五”普法规划",
    "地方性法规",
    "《政府信息公开条例》等法律法规和文件规定",
    "税收征收管理法》、《条例》",
    "《政府信息公开条件》",
)


def bases() -> Case:
    entries = [entry.but(basis=text) for entry, text in zip(_cycle(area(6), len(BASES)), BASES, strict=True)]
    laid = catalogue(MINISTRY, ROLES, entries)
    return Case("bases", [Page("Sheet1", ["养老服务领域基层政务公开标准目录", laid.grid])], [laid.want(6)])
