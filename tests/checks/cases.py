"""For every code: tables that raise it, with the cells it must name, and tables that nearly do and must not."""

from typing import NamedTuple

from mailbot.model.submission import Submission
from tests.checks.builders import catalogue, liaison, person, rows

RESIDENT = "420000199001010016"
RESIDENT_WRONG_DIGIT = "420000199001010018"
CARD = "6222000000000000004"
CARD_WRONG_DIGIT = "6222000000000000005"
LEADER, LIAISON = person("leader"), person("liaison", "钱二", "办公室主任", contact="13800000001")
FULL_LIST = "□政府网站 □政府公报 □两微一端 □发布会/听证会 □广播电视 □纸质媒体 □公开查阅点 □政务服务中心"
LAND = [
    {"second_level": name}
    for name in (
        "征地管理政策", "拟征收土地告知", "拟征收土地现状调查", "拟征收土地听证", "征地报批材料", "征地批准文件", "征收土地公告",
        "征地补偿登记", "征地补偿安置方案公告", "征地补偿安置方案听证", "征地补偿费用的支付",
    )
]  # fmt: skip


class Case(NamedTuple):
    """A table, and the cells at which the code must be raised; none for a near miss."""

    submission: Submission
    where: tuple[str, ...] = ()


def limit(text: str, *where: str, area: int | None = 5, **more: object) -> Case:
    return Case(catalogue({}, {"time_limit": text, **more}, area=area), where)


def publisher(text: str, *where: str) -> Case:
    return Case(catalogue({}, {"publisher": text}), where)


def basis(text: str, *where: str) -> Case:
    return Case(catalogue({}, {"basis": text}), where)


def content(text: str, *where: str) -> Case:
    return Case(catalogue({}, {"content": text}), where)


F5, G5, E5, D5 = "社会救助!F5", "社会救助!G5", "社会救助!E5", "社会救助!D5"
OLD = "《中华人民共和国政府信息公开条例》（国务院令第492号）"

CASES: dict[str, tuple[Case, ...]] = {
    "no-items": (Case(catalogue(), ("社会救助!A3",)), Case(catalogue({}))),
    "missing-column": (
        Case(catalogue({}, without=("time_limit",)), ("社会救助!A3",)),
        Case(catalogue({"public": False}, without=("audience_public", "audience_specific")), ("社会救助!A3",)),
        Case(catalogue({"active": False}, without=("method_active", "method_on_request")), ("社会救助!A3",)),
        Case(catalogue({}, without=("first_level", "second_level")), ("社会救助!A3",)),
        # One column for 公开事项 is enough; ticks and channels that forms found elsewhere are there; nobody asks for a serial.
        Case(catalogue({}, without=("first_level",))),
        Case(catalogue({}, without=("second_level",))),
        Case(catalogue({}, without=("serial",))),
        Case(catalogue({}, without=("audience_public",))),
        Case(catalogue({}, without=("audience_public", "audience_specific"))),
        Case(catalogue({"active": True}, without=("method_active", "method_on_request"))),
        Case(catalogue({}, without=("channels",))),
    ),
    "empty-column": (
        Case(catalogue(*rows(3, basis="")), ("社会救助!E3",)),
        Case(catalogue(*rows(3, basis=" \u3000\n")), ("社会救助!E3",)),
        Case(catalogue({"basis": ""}, {"basis": ""}, {})),
        Case(catalogue({"basis": ""})),
        Case(catalogue(*rows(3, channels=""))),
    ),
    "missing-value": (
        Case(catalogue({}, {"time_limit": ""}), (F5,)),
        Case(catalogue({}, {"time_limit": "\u00a0\u3000"}), (F5,)),
        Case(catalogue({}, {"channels": "", "channels_read": ()}), ("社会救助!H5",)),
        Case(catalogue({}, {"first_level": "", "second_level": ""}), ("社会救助!C5",)),
        Case(catalogue({"publisher": ""}), ("社会救助!G4",)),
        Case(catalogue({}, *rows(2, basis="", wheres={"basis": E5})), (E5,)),
        Case(catalogue({}, {"time_limit": "长期"}, {"time_limit": "0"})),
        Case(catalogue({}, {"second_level": ""})),
        Case(catalogue({}, {"first_level": "", "serial": ""})),
        Case(catalogue({}, {"time_limit": "及时公开", "notes": {"time_limit": "filled"}})),
        Case(catalogue({}, {"public": False, "active": False})),
    ),
    "ditto-first-row": (
        Case(catalogue({"time_limit": "同 上"}, {}), ("社会救助!F4",)),
        Case(catalogue({"content": "●救助标准；●申请材料同上"}, {})),
        Case(catalogue({}, {"notes": {"time_limit": "ditto"}})),
    ),
    "excel-error": (
        Case(catalogue({}, {"basis": "#REF!"}), (E5,)),
        Case(catalogue({}, {"time_limit": "#n/a"}), (F5,)),
        Case(catalogue({}, {"content": "编号#N/A的说明"})),
        Case(catalogue({}, {"serial": "#REF!"})),
    ),
    "uncached-formula": (
        Case(catalogue({}, {"basis": "=VLOOKUP(A5,Sheet2!A:B,2,0)"}), (E5,)),
        Case(catalogue({}, {"content": "=====公开内容====="})),
        Case(catalogue({}, {"serial": "=ROW()-3"})),
    ),
    "template-rest": (
        publisher("XX省民政厅", G5),
        publisher("××市民政局", G5),
        publisher("ＸＸ局", G5),
        basis("《XX省农机购置补贴实施方案》", E5),
        Case(catalogue({"publisher": "XX市"}, {"publisher": "XX市", "notes": {"publisher": "merged"}}), ("社会救助!G4",)),
        publisher("赤壁市民政局"),
        basis("《关于……的通知》（鄂政发〔20XX〕XX号）"),
        content("XX省文件"),
    ),
    "id-number": (
        content(f"申请人{RESIDENT}", D5),
        content("身份证４２００００１９９００１０１００１６", D5),
        Case(catalogue({}, {"extra": {"备注": RESIDENT}}), ("社会救助!A5",)),
        content(f"申请人{RESIDENT_WRONG_DIGIT}"),
        content("统一社会信用代码114212810113465090"),
        content("编号420000199013320018"),
        content(f"项目代码9{RESIDENT}"),
    ),
    "bank-number": (
        content(f"账号{CARD}", D5),
        content("账号6222 0000 0000 0000 004", D5),
        content(f"账号{CARD_WRONG_DIGIT}"),
        content("项目代码4222000000000000"),
        content(f"单号A{CARD}"),
    ),
    "mobile-in-catalogue": (
        content("咨询电话：13800000001", D5),
        content("咨询电话：138 0000 0001", D5),
        content("咨询电话：+86 13800000001", D5),
        content("咨询电话：0715-5550001"),
        content("咨询电话：5550001"),
        content("事项编码421381380000000112"),
        content("文号12800000001"),
    ),
    "channels-unread": (
        Case(catalogue({}, {"channels": FULL_LIST, "channels_read": None}), ("社会救助!H5",)),
        Case(catalogue({}, {"channels": "■其他", "channels_read": ("其他",)})),
        Case(catalogue({}, {"channels": "", "channels_read": ()})),
        Case(catalogue({}, {"channels": "县区融媒体", "channels_read": ("县区融媒体",)})),
    ),
    "ticks-unread": (
        Case(catalogue(*rows(3, public=False)), ("社会救助!I3",)),
        Case(catalogue(*rows(3, active=False)), ("社会救助!K3",)),
        Case(catalogue({"public": False}, {"public": False}, {})),
        Case(catalogue(*rows(3, public=False, specific="申请人"))),
        Case(catalogue(*rows(3, active=False, on_request=True))),
    ),
    "ticks-blank": (
        Case(catalogue({}, {"public": False}, {}), ("社会救助!I5",)),
        Case(catalogue({}, {"active": False}, {}), ("社会救助!K5",)),
        Case(catalogue({}, {"public": False, "specific": "申请人"}, {"specific": "申请人"})),
        Case(catalogue(*rows(3, public=False))),
        Case(catalogue({}, *rows(4, public=False))),
        Case(catalogue({}, {}, without=("audience_public", "audience_specific"))),
    ),
    "generic-publisher": (
        publisher("应急管理部门", G5),
        publisher("相关部门", G5),
        publisher("公安机关、教育部门", G5),
        publisher("县（区、市）人民政府及房屋征收部门", G5),
        publisher("赤壁市民政局、相关部门"),
        publisher("市司法局（行政复议局）"),
        publisher("各乡镇人民政府（街道办事处）"),
        publisher("赤壁市教育部门"),
        publisher("市委宣传部"),
        publisher("低保中心"),
        publisher("学校、教育部门"),
    ),
    "limit-bare": (
        limit("20个工作日", F5),
        limit("20工作日内", F5),
        limit("七个工作日内。", F5),
        limit("信息形成或变更之日起20个工作日内"),
        limit("20个工作日内公开"),
        limit("长期公开"),
        limit("及时公开"),
        limit("每年1月31日前"),
        limit("随采购公告、采购文件公开"),
        limit("分配结果确定后20个工作日内"),
        limit("公示不少于7个工作日"),
    ),
    "limit-without-start": (
        limit("20个工作日内公开", F5),
        limit("于20个工作日内予以公开", F5),
        limit("自该信 息形成 或者变 更之日起20个工作日内"),
        limit("20个工作日"),
        limit("公示期不少于20个工作日"),
        limit("法律、法规另有规定的，从其规定"),
    ),
    "limit-calendar-days": (
        limit("信息形成或者变更之日起20日内", F5),
        limit("20日内", F5),
        limit("信息形成之日起二十日内", F5),
        limit("信息形成或者变更之日起20日内", area=8),
        limit("信息形成或者变更之日起20日内", area=None),
        limit("本级政府财政部门批复后20日内"),
        limit("信息形成或者变更之日起20个工作日内"),
        limit("征求意见不少于20日"),
        limit("公示20日"),
        limit("信息形成之日起15日内"),
        limit("自该信息形成之日起20日内；法律、法规另有规定的，从其规定"),
    ),
    "limit-long": (
        limit("信息形成之日起30个工作日内", F5, basis="《中华人民共和国政府信息公开条例》"),
        limit("信息形成之日起30个工作日内", basis="《中华人民共和国政府信息公开条例》、《社会救助暂行办法》"),
        limit("信息形成之日起30个工作日内", basis="有关规定"),
        limit("信息形成之日起20个工作日内", basis="《中华人民共和国政府信息公开条例》"),
        limit("公示期不少于30个工作日", basis="《中华人民共和国政府信息公开条例》"),
        limit("征求意见30个工作日", basis="《中华人民共和国政府信息公开条例》"),
        limit("信息形成之日起7个工作日内，其他30个工作日内", basis="《中华人民共和国政府信息公开条例》"),
    ),
    "old-regulation": (
        basis(OLD, E5),
        basis("《政府信息公开条例》（国令第４９２号）", E5),
        basis("《政府信息公开条例》（国务院令 第492号）", E5),
        basis("《中华人民共和国政府信息公开条例》（国务院令第711号）"),
        basis("《政府信息公开条例》（国务院令第492号公布，第711号修订）"),
        basis("《关于……的通知》（鄂民政发〔2015〕492号）"),
        basis("《政府信息公开条例》"),
    ),
    "basis-without-title": (
        basis("信息公开规定", E5),
        basis("《社会救助暂行办法》"),
        basis("税收征收管理法》、《税收征收管理法实施细则》"),
        basis("〈社会救助暂行办法〉"),
    ),
    "content-short": (
        content("文件", D5),
        content("政策 文件", D5),
        content("政策法规文件"),
    ),
    "identical-rows": (
        Case(catalogue({"second_level": "办事指南"}, {"second_level": "办事指南"}), ("社会救助!C5",)),
        Case(catalogue({"second_level": "办事指南"}, {"second_level": "办事指南", "content": "●救助标准"})),
        Case(catalogue({"second_level": "办事指南"}, {"second_level": "办事指南", "publisher": "赤壁市教育局"})),
        Case(catalogue({"second_level": "办事指南"}, {"second_level": "办事指南", "first_level": "临时救助"})),
    ),
    "item-count-low": (
        Case(catalogue({}), ("社会救助!A3",)),
        Case(catalogue({}, area=None)),
        Case(catalogue(*rows(13))),
        Case(catalogue()),
    ),
    "item-count-high": (
        Case(catalogue(*rows(500)), ("社会救助!A3",)),
        Case(catalogue(*rows(13))),
    ),
    "guide-items-missing": (
        Case(catalogue({"second_level": "法律政策规定"}, area=12), ("社会救助!A3",)),
        Case(catalogue(*LAND, area=12)),
        # The guide of area 5 is not known to be complete.
        Case(catalogue({}, area=5)),
        Case(catalogue(area=12)),
    ),
    "no-leader": (
        Case(liaison(LIAISON), ("Sheet1!A2",)),
        Case(liaison(person("leader", "", "", contact=""), LIAISON), ("Sheet1!A2",)),
        Case(liaison(LEADER, LIAISON)),
    ),
    "no-liaison": (
        Case(liaison(LEADER), ("Sheet1!A2",)),
        Case(liaison(LEADER, LIAISON)),
    ),
    "no-name": (
        Case(liaison(LEADER, person("liaison", "")), ("Sheet1!B4",)),
        Case(liaison(LEADER, LIAISON, person("liaison", "", "", contact="", row=5))),
    ),
    "no-number": (
        Case(liaison(LEADER, person("liaison", "钱二", contact="")), ("Sheet1!D4",)),
        Case(liaison(LEADER, person("liaison", "钱二", contact="62345", phones=(), odd_numbers=("62345",))), ("Sheet1!D4",)),
        Case(liaison(LEADER, LIAISON)),
        Case(liaison(LEADER, person("liaison", "赵 一", contact=""))),
        Case(liaison(LEADER, LIAISON, person("liaison", "孙三", contact="", row=5))),
    ),
    "missing-post": (
        Case(liaison(LEADER, person("liaison", "钱二", "")), ("Sheet1!C4",)),
        Case(liaison(LEADER, LIAISON)),
        Case(liaison(LEADER, person("liaison", "赵一", ""))),
    ),
    "odd-number": (
        Case(liaison(LEADER, person("liaison", "钱二", odd_numbers=("62345",))), ("Sheet1!D4",)),
        Case(liaison(LEADER, person("liaison", "钱二", contact="62345", phones=(), odd_numbers=("62345",)))),
        Case(liaison(LEADER, LIAISON)),
    ),
    "several-people": (
        Case(liaison(LEADER, LIAISON, person("liaison", "孙三", row=5)), ("Sheet1!B5",)),
        Case(liaison(LEADER, LIAISON, person("liaison", "钱 二", row=5))),
        Case(liaison(LEADER, LIAISON)),
    ),
    "unit-differs": (
        Case(liaison(LEADER, LIAISON, named_unit="赤壁市教育局"), ("Sheet1!A2",)),
        Case(liaison(LEADER, LIAISON, named_unit="市民政局（盖章）")),
        Case(liaison(LEADER, LIAISON, named_unit="赤壁市社会福利院")),
        Case(liaison(LEADER, LIAISON, named_unit="某某街道办事处")),
        Case(liaison(LEADER, LIAISON)),
    ),
    "same-person": (
        Case(liaison(LEADER, person("liaison", "赵 一")), ("Sheet1!B4",)),
        Case(liaison(LEADER, LIAISON)),
    ),
}
