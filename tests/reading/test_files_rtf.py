r"""Rich Text, mostly under the name .doc: tables, merges, bytes of GBK and characters of Unicode."""

from mailbot.model.mail import File
from mailbot.model.table import Merge
from tests.reading.workbooks import read
from tests.samples import sample

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset0 Times New Roman;}{\f1\fcharset134 SimSun;}{\f2\fcharset2 Wingdings 2;}}"
    r"{\stylesheet{\s0 Normal;}}{\info{\title 标题}}"
)


def rtf(body: str, codec: str = "gbk") -> bytes:
    return "".join(character if character.isascii() else escaped(character, codec) for character in f"{HEAD}{body}}}").encode("ascii")


def escaped(character: str, codec: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in character.encode(codec))


def row(*cells: str, flags: str = "") -> str:
    edges = "".join(f"{flags if not number else ''}\\cellx{2000 * (number + 1)}" for number in range(len(cells)))
    return rf"\trowd\trleft0{edges}\pard\intbl " + "".join(rf"\f1 {cell}\cell " for cell in cells) + r"\row "


def one(content: bytes, name: str = "附件2.doc") -> File:
    (file,) = read(name, content)
    assert (file.format, file.trouble, file.losses) == ("rtf", "", ())
    return file


def test_a_table_in_bytes_of_gbk_is_read_with_the_lines_around_it() -> None:
    body = r"\pard 填报单位：赤壁市教育局\par " + row("序号", "姓名") + row("1", "赵一") + r"\pard 2020年9月25日\par "
    (table,) = one(rtf(body)).tables
    assert (table.sheet, table.rows) == ("表1", (("序号", "姓名"), ("1", "赵一")))
    assert (table.before, table.after) == (("填报单位：赤壁市教育局",), ("2020年9月25日",))


def test_characters_of_unicode_leave_their_replacements_out() -> None:
    (table,) = one(rtf(row(r"\u36213?\u19968?", r"\uc2\u-10179\'3f\'3f\u-9216\'3f\'3f x", r"\u8730\'a1\'cc"))).tables
    assert table.rows == (("赵一", "\U0001f400 x", "√"),)


def test_merges_and_lines_of_a_cell_are_kept() -> None:
    body = row("综合业务", r"政策\par 法规", flags=r"\clvmgf") + row("", "监督", flags=r"\clvmrg")
    (table,) = one(rtf(body)).tables
    assert table.rows == (("综合业务", "政策\n法规"), ("", "监督"))
    assert table.merges == (Merge(0, 0, 1, 0),)


def test_a_letter_of_a_symbol_font_is_the_sign_it_shows() -> None:
    (table,) = one(rtf(row(r"\f2 R\f1 政府网站\f2\'a3\f1 政府公报"))).tables
    assert table.rows == (("☑政府网站□政府公报",),)


def test_what_nobody_sees_is_left_out() -> None:
    (table,) = one(rtf(row(r"赵一{\v 密}\v 密\v0 {\*\bkmkstart x}{\field{\*\fldinst PAGE}{\fldrslt 三}}", r"{\pict\bin4 }{}\}五"))).tables
    assert table.rows[0][0] == "赵一三"


def test_tables_with_a_paragraph_between_them_are_two() -> None:
    found = one(rtf(row("甲", "乙") + r"\pard\par " + r"\pard 二、联络人\par " + row("丙", "丁"))).tables
    assert [(table.before, table.rows) for table in found] == [((), (("甲", "乙"),)), (("二、联络人",), (("丙", "丁"),))]


def test_a_document_by_libreoffice_gives_its_table() -> None:
    assert any("政府网站" in text for table in one(sample("by-libreoffice.rtf")).tables for cells in table.rows for text in cells)


def test_a_cut_document_is_damaged() -> None:
    assert read("附件2.doc", rtf(row("甲"))[:-9])[0].trouble == "unreadable-damaged"


def test_a_document_without_a_table_has_its_lines() -> None:
    (table,) = one(rtf(r"\pard 分管领导：赵一\par 联络人：钱二\par ")).tables
    assert (table.rows, table.before) == ((), ("分管领导：赵一", "联络人：钱二"))
