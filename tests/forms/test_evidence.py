from mailbot.forms.draft import drafts
from mailbot.forms.evidence import evidence
from mailbot.model.decision import Directory
from mailbot.model.mail import Contents, File, Mail
from tests.forms.grids import RECEIVED, shipped, table

GRID = """
| 填报单位：赤壁市民政局 |
| 赤壁市民政局社会救助领域政务公开目录 |
| 序号 | 一级事项 | 二级事项 | 公开内容 | 公开依据 | 公开时限 | 公开主体 | 公开渠道 | 公开对象 | 公开方式 |
| 1 | 综合业务 | 办事指南 | 条件 | 《条例》 | 及时公开 | 赤壁市民政局、赤壁市财政局 | ■政府网站 | 全社会 | 主动 |
"""
BARE = GRID.partition("| 序号")[1] + GRID.partition("| 序号")[2]


def _mail(**given: str | tuple[str, ...]) -> Mail:
    plain = {"sha256": "0" * 64, "message_id": "", "sender": "a@example.cn", "sender_name": "", "subject": "", "text": ""}
    return Mail(**{**plain, **given}, received_at=RECEIVED)  # type: ignore[arg-type]


def _kinds(mail: Mail, grid: str = "", name: str = "1.xlsx", directory: Directory | None = None) -> list[tuple[str, str]]:
    files = (File("1", name, "xlsx", 1, "0" * 64, tables=(table(grid),)),) if grid else ()
    given = Contents(mail, files)
    found = evidence(given, drafts(given, shipped()), directory or Directory({}), shipped())
    return [(piece.kind, piece.unit) for piece in found]


def test_a_registered_address_speaks_for_its_unit() -> None:
    directory = Directory({"a@example.cn": ("civil-affairs",), "b@example.cn": ("education",)})
    assert _kinds(_mail(), directory=directory) == [("address", "civil-affairs")]


def test_a_mail_forwarded_inside_names_its_sender() -> None:
    directory = Directory({"b@example.cn": ("education",)})
    assert _kinds(_mail(inner_senders=("b@example.cn",)), directory=directory) == [("inner-sender", "education")]


def test_a_table_says_who_reports_in_its_lines_and_by_its_area() -> None:
    kinds = _kinds(_mail(), GRID)
    assert [kind for kind, unit in kinds if unit == "civil-affairs"] == ["reported-by", "title", "area", "publisher"]


def test_a_publisher_that_nothing_else_names_is_no_evidence() -> None:
    assert ("publisher", "finance") not in _kinds(_mail(), GRID)
    assert _kinds(_mail(), BARE) == []


def test_names_around_the_table_are_evidence_too() -> None:
    mail = _mail(subject="市民政局目录", sender_name="赤壁民政局", text="请查收。\n赤壁市民政局\n2020年9月28日")
    kinds = [kind for kind, unit in _kinds(mail, BARE, name="民政局目录.xlsx") if unit == "civil-affairs"]
    assert kinds == ["file", "subject", "sender-name", "text", "publisher"]


def test_a_unit_in_a_sentence_of_the_text_is_none() -> None:
    text = "根据市教育局、市民政局和市财政局的意见，我们对这份目录作了反复修改和完善，现将修改以后的目录报送给你们，请审核。"
    assert _kinds(_mail(text=text)) == []


def test_a_unit_in_a_letter_that_is_answered_is_none() -> None:
    assert _kinds(_mail(text="收到。\n------------------ 原始邮件 ------------------\n赤壁市教育局")) == []


def test_every_piece_of_a_table_says_where() -> None:
    given = Contents(_mail(), (File("2", "1.xlsx", "xlsx", 1, "0" * 64, tables=(table(GRID, "目录"),)),))
    found = evidence(given, drafts(given, shipped()), Directory({}), shipped())
    assert {piece.where for piece in found} == {"2#目录"}
