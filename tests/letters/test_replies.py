"""From decisions to letters: what is told to whom, and what goes with it."""

import pytest

from mailbot.letters import replies
from mailbot.model.decision import Version
from mailbot.model.duty import DutyState
from mailbot.model.letter import Enclosure
from mailbot.model.submission import Finding
from tests.letters.builders import DAY, catalogue, liaison, mail, missing, rendered, rulebook
from tests.letters.cases import ELDERLY, FILES, KEY, LIST, RESCUE, UNIT, result


def test_marked_workbook_goes_with_a_table_that_has_something_to_mend() -> None:
    letter = result(catalogue(findings=(missing(),)), liaison())
    assert letter.enclosures == (Enclosure("marked", unit=UNIT, file="1"),)


def test_nothing_goes_with_a_clean_answer() -> None:
    assert result(catalogue()).enclosures == ()


def test_forms_go_with_an_answer_to_tables_without_items() -> None:
    letter = result(catalogue(outcome="returned", items=0, findings=(Finding("no-items", "社会救助!A3"),)))
    assert letter.enclosures == (Enclosure("forms", unit=UNIT),)


def test_return_without_a_concrete_thing_to_mend_is_a_bug() -> None:
    with pytest.raises(replies.EmptyReturn):
        result(catalogue(outcome="returned"))


def test_return_for_advice_only_asks_to_mend_it() -> None:
    bare = Finding("limit-without-start", "社会救助!F4", "公开时限", {"found": "20个工作日"})
    text = rendered(result(catalogue(outcome="returned", findings=(bare,)))).text
    assert "请补正\n1. 公开时限缺少起算时间" in text
    assert "建议完善（" not in text


def test_what_is_still_to_come_leaves_out_what_this_mail_brought() -> None:
    text = rendered(result(catalogue(), duties=(LIST, RESCUE, ELDERLY))).text
    assert "养老服务领域目录：请于9月30日前报送" in text
    assert "社会救助领域目录：请于" not in text


def test_unknown_sender_is_told_nothing_of_other_duties() -> None:
    text = rendered(result(catalogue(), provisional=True)).text
    assert "还需报送" not in text
    assert "尚未在我办登记" in text


def test_more_than_three_places_are_counted_and_left_to_the_workbook() -> None:
    text = rendered(result(catalogue(findings=tuple(missing(f"社会救助!F{row}") for row in range(4, 16))))).text
    assert "（12处）" in text
    assert "另有9处，见附件" in text
    assert "请在社会救助!F4、F5、F6等12处补写" in text
    assert "F7：" not in text


def test_version_that_replaces_an_earlier_one_says_so() -> None:
    earlier = Version(3, "filed", False, "a@example.cn", "0" * 64, frozenset(), 12, 0, 1)
    text = rendered(result(catalogue(), catalogue(6), versions={(UNIT, "catalogue", 5): earlier})).text
    assert "社会救助领域目录：已收到（替换此前收到的12条）" in text


def test_returned_version_leaves_the_filed_one_standing_and_says_so() -> None:
    earlier = Version(3, "filed", False, "a@example.cn", "0" * 64, frozenset(), 12, 0, 1)
    text = rendered(result(catalogue(outcome="returned", findings=(missing(),)), versions={(UNIT, "catalogue", 5): earlier})).text
    assert "此前收到的社会救助领域目录仍然有效" in text


def test_past_deadline_asks_without_a_day() -> None:
    late = catalogue(findings=(missing(),))
    text = rendered(result(late, now_day=DAY.replace(month=10, day=9))).text
    assert "请补正，将改好的表格发至" in text


def test_answer_to_the_office_names_the_unit_it_was_sent_for() -> None:
    letter = result(catalogue(), on_behalf=True)
    text = rendered(letter).text
    assert text.startswith("赤壁市政务公开领导小组办公室：\n\n代赤壁市民政局送来的社会救助领域目录已收到")


def test_answer_is_threaded_to_the_mail() -> None:
    letter = replies.question_letter(KEY, mail(in_reply_to=("<z@example.cn>",)), UNIT, rulebook(), now_day=DAY)
    assert letter.to == "mzj@example.cn"
    assert letter.in_reply_to == "<a1@mail.example.cn>"
    assert letter.references == ("<z@example.cn>",)


def test_standing_letter_is_one_a_unit_and_address() -> None:
    first = replies.standing_letter(UNIT, "mzj@example.cn", mail(sender="x@example.com"), (catalogue(),), rulebook(), now_day=DAY)
    again = replies.standing_letter(UNIT, "mzj@example.cn", mail(sender="x@example.com"), (liaison(),), rulebook(), now_day=DAY)
    assert first.key == again.key


def test_several_held_tables_are_told_each_with_its_reason() -> None:
    held = catalogue(outcome="held", findings=(missing(), Finding("partial-update", "", "", {"found": 5, "standing": 13})))
    text = rendered(replies.held_letter(KEY, mail(), UNIT, (held,), rulebook(), now_day=DAY)).text
    assert "社会救助领域目录（13条）：本表有5项" in text
    assert "公开时限" not in text


def test_returned_duty_of_another_table_is_still_named() -> None:
    returned = ELDERLY.__class__(UNIT, "catalogue", 6, ELDERLY.deadline, DutyState.RETURNED)
    assert "养老服务领域目录：请于9月30日前报送" in rendered(result(catalogue(), duties=(returned,), files=FILES)).text
