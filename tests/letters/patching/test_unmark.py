"""A book that was marked before is marked anew: the list is replaced, mended cells are plain again."""

import io
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook

from mailbot.letters.patching.package import Unpatchable
from mailbot.letters.patching.patch import patch
from mailbot.letters.patching.unmark import without_comments, without_shapes
from mailbot.model.submission import Finding
from tests.letters.builders import missing
from tests.letters.patching.test_patch import AMBER, CONTENT, RED, marking, parts, substituted

ONCE = patch(CONTENT, marking())
OPENINGS = marking().openings
NAMES = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def colours(content: bytes) -> Mapping[str, str]:
    sheet = load_workbook(io.BytesIO(content))["社会救助"]
    return {cell.coordinate: cell.fill.start_color.rgb for row in sheet for cell in row if cell.fill.start_color.rgb in (RED, AMBER)}


def notes(content: bytes) -> Mapping[str, str]:
    sheet = load_workbook(io.BytesIO(content))["社会救助"]
    return {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}


def test_second_round_shows_only_what_is_still_to_mend() -> None:
    again = patch(ONCE, marking(missing("社会救助!F9"), missing("社会救助!F10")))
    assert colours(again) == {"F9": RED, "F10": RED}
    assert {cell: text[:5] for cell, text in notes(again).items()} == {"C5": "请科室再核", "F9": "【须补正】", "F10": "【须补正】"}


def test_the_list_is_replaced_and_stays_one() -> None:
    again = load_workbook(io.BytesIO(patch(ONCE, marking(missing("社会救助!F10")))))
    assert again.sheetnames == ["需补正事项", "社会救助", "其他's"]
    first = again.worksheets[0]
    assert [first.cell(row, 3).value for row in (4, 5)] == ["社会救助!F10", None]
    assert first["C4"].hyperlink.location == "'社会救助'!F10"


def test_a_third_round_without_cells_takes_all_marks_out() -> None:
    last = patch(patch(ONCE, marking(missing("社会救助!F10"))), marking(Finding("no-liaison", "附件2")))
    assert colours(last) == {}
    assert notes(last) == {"C5": "请科室再核"}


def test_what_is_not_ours_is_untouched_in_the_second_round() -> None:
    before, after = parts(CONTENT), parts(patch(ONCE, marking(missing("社会救助!F10"))))
    kept = [name for name in before if name.startswith(("xl/media/", "xl/drawings/drawing", "xl/sharedStrings", "docProps/", "xl/theme"))]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["xl/comments1.xml"].count(b"<comment ") == 2
    assert after["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 2


def test_a_list_that_was_moved_or_hidden_comes_to_the_front_of_the_eyes() -> None:
    name = b'<sheet xmlns:mbr="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="\xe9\x9c\x80'
    hidden = substituted(ONCE, "xl/workbook.xml", {name: name.replace(b"<sheet ", b'<sheet state="hidden" ')})
    again = load_workbook(io.BytesIO(patch(hidden, marking(missing("社会救助!F10")))))
    assert again["需补正事项"].sheet_state == "visible"
    assert again.active == again["需补正事项"]


def test_fills_of_our_colours_in_a_book_that_was_never_marked_are_the_senders() -> None:
    own = substituted(CONTENT, "xl/styles.xml", {b"FFDDDDDD": b"FFFFC7CE"})
    assert colours(patch(own, marking(missing("社会救助!B9"))))["A2"] == RED
    assert "F9" in colours(patch(own, marking(missing("社会救助!B9"))))


def test_a_comment_in_one_run_as_libreoffice_writes_it_is_cut_where_ours_begins() -> None:
    text = "请科室再核\n【须补正】“二级事项”未填写 &amp; 请补写"
    xml = b"<comments %s><authors><author/></authors><commentList>" % NAMES
    xml += f'<comment ref="C5" authorId="0"><text><r><t>{text}</t></r></text></comment>'.encode()
    xml += '<comment ref="F9" authorId="0"><text><t>【建议完善】公开时限</t></text></comment></commentList></comments>'.encode()
    rest, gone, left = without_comments(xml, OPENINGS)
    assert (gone, left) == (("F9",), True)
    assert "<t>请科室再核</t>" in rest.decode()
    assert "须补正" not in rest.decode()


def test_words_of_the_sender_that_only_mention_ours_stay() -> None:
    xml = b'<comments %s><authors><author/></authors><commentList><comment ref="C5" authorId="0"><text><t>' % NAMES
    xml += "已按“【须补正】”改好</t></text></comment></commentList></comments>".encode()
    assert without_comments(xml, OPENINGS) == (xml, (), True)


def test_a_comment_without_a_box_is_a_doubt() -> None:
    with pytest.raises(Unpatchable):
        without_shapes(b"<xml></xml>", ["F9"])
