import random

from mailbot.model.table import Merge
from tests.reading.workbooks import read
from tests.samples import sample


def test_the_liaison_list_of_a_doc_is_read_with_what_stands_above_it() -> None:
    (file,) = read("附件2.doc", sample("liaison.doc"))
    assert (file.format, file.trouble, file.losses) == ("doc", "", ())
    (table,) = file.tables
    assert table.sheet == "表1"
    assert table.rows[0] == ("", "姓  名", "职  务", "联系方式")
    assert table.rows[2] == ("联络人", "钱喆", "科员", "13800000001")
    assert table.before[:2] == ("附件2", "分管负责人及联络人名单")
    assert table.before[2].startswith("填报单位：赤壁市教育局")
    assert table.where(2, 3) == "表1!D3"


def test_merges_and_marks_of_a_doc_are_read() -> None:
    (table,) = read("附件1.wps", sample("marks.doc"))[0].tables
    assert table.merges == (Merge(0, 1, 0, 2), Merge(1, 0, 2, 0))
    assert table.rows[1] == ("1", "综合业务", "甲", "☑政府网站 □政府公报")
    assert table.rows[2] == ("", "", "乙", "☑政府网站□政府公报")
    assert table.rows[3][1] == "行政许可\n第二行"


def test_fourteen_columns_stay_in_their_places() -> None:
    (table,) = read("目录.doc", sample("catalogue.doc"))[0].tables
    assert len(table.rows) == 13
    assert table.rows[0][13] == "乡级"
    assert {row[8:13] for row in table.rows[1:]} == {("√", "", "√", "", "√")}
    assert table.merges == (Merge(1, 1, 6, 1),)


def test_a_doc_and_a_docx_of_the_same_text_give_the_same_table() -> None:
    (old,) = read("a.doc", sample("marks.doc"))[0].tables
    (new,) = read("a.docx", sample("by-libreoffice.docx"))[0].tables
    assert old.rows[:3] == new.rows[:3]
    assert (old.merges, old.before) == (new.merges, new.before)


def test_a_doc_with_a_password_is_encrypted() -> None:
    content = bytearray(sample("liaison.doc"))
    start = content.index(b"\xec\xa5")
    content[start + 0x0B] |= 0x01
    assert read("a.doc", bytes(content))[0].trouble == "unreadable-encrypted"


def test_a_cut_doc_is_damaged() -> None:
    content = sample("liaison.doc")
    assert read("a.doc", content[:4000])[0].trouble == "unreadable-damaged"


def test_flipped_bytes_in_a_doc_raise_nothing() -> None:
    content = sample("marks.doc")
    chance = random.Random(1)
    for _ in range(60):
        flipped = bytearray(content)
        for _ in range(chance.randint(1, 20)):
            flipped[chance.randrange(512, len(flipped))] = chance.randrange(256)
        assert len(read("a.doc", bytes(flipped))) == 1
