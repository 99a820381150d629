"""What the digest tells of the standard and of corrections."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailbot.letters.digest import DigestFacts, digest_letter
from mailbot.letters.digest_phases import OpinionLine, StandardFacts, missing_areas
from mailbot.model.correction import Correction
from mailbot.model.duty import Duty, DutyState
from tests.letters.builders import rendered, rulebook

DAY = date(2020, 10, 13)
PHASE = next(phase for phase in rulebook().timeline.phase if phase.fixes_standard)
BOARD = tuple(
    Duty(rulebook().area_by_number[area].unit, "catalogue", area, date(2020, 9, 30), state, items=9)
    for area, state in (
        (3, DutyState.FILED),
        (5, DutyState.OPEN),
        (6, DutyState.RETURNED),
        (7, DutyState.EXEMPT),
        (8, DutyState.RECEIVED),
        (9, DutyState.PROVISIONAL),
        (25, DutyState.FILED),
    )
)
STANDARD = StandardFacts(PHASE, 6, missing_areas(BOARD, frozenset({25})))
OPEN = Correction(3, "finance", 8, "预算公开", "inaccurate", "金额不符", date(2020, 10, 20), datetime(2020, 10, 12, tzinfo=UTC))


def text(**changes: object) -> str:
    facts = DigestFacts(DAY, "K7Q3M2XP", BOARD, **changes)  # type: ignore[arg-type]
    return rendered(digest_letter(facts, rulebook(), to="office@example.cn")).text


def test_an_area_is_missing_until_it_is_fixed_unless_it_concerns_nobody() -> None:
    assert STANDARD.missing == ((3, "fixable"), (5, "open"), (6, "returned"), (8, "received"), (9, "provisional"))
    assert missing_areas(BOARD, frozenset(range(1, 27))) == ()


def test_the_digest_counts_down_and_names_the_areas_that_are_missing_and_why() -> None:
    words = text(standard=STANDARD)
    assert "还有3天（至10月16日），6个领域已确定标准1个，尚缺5个。" in words
    assert "目录已收到，标准未定（1个）：义务教育" in words
    assert "尚未收到（1个）：社会救助" in words
    assert "请补正（1个）：养老服务" in words
    assert "系统正常" not in words


@pytest.mark.parametrize(("day", "words"), [(date(2020, 10, 16), "今天（10月16日）截止，"), (date(2020, 10, 19), "原定10月16日前，")])
def test_on_the_last_day_and_after_it_the_words_say_so(day: date, words: str) -> None:
    facts = DigestFacts(day, "K7Q3M2XP", BOARD, standard=STANDARD)
    assert words in rendered(digest_letter(facts, rulebook(), to="office@example.cn")).text


def test_the_word_that_sends_a_version_is_offered_until_it_was_given() -> None:
    facts = replace(STANDARD, missing=(), version=2, unsent=("education",))
    assert "第2版尚未发给教育局，下发请回复“下发标准”。" in text(standard=facts)
    sent = text(standard=replace(facts, unsent=(), told=17, receipts=2))
    assert "下发请回复" not in sent
    assert "第2版已发17家，回复收到2家。" in sent
    silent = text(standard=replace(facts, unsent=(), silent=("education",)))
    assert "没有登记邮箱，第2版须另行送达：教育局。" in silent
    assert "下发请回复" not in silent


def test_questions_and_opinions_are_told_with_mail_and_items() -> None:
    opinions = (OpinionLine("education", 31, ("招生管理",), "建议改为 10 个工作日，电话13800000001"), OpinionLine("finance", 32, (), "无"))
    words = text(standard=replace(STANDARD, questions=4, opinions=opinions))
    assert "有一稿待答复4处，答复以前不下发。" in words
    assert "教育局意见（m31，招生管理）：建议改为 10 个工作日，电话138****0001" in words
    assert "财政局意见（m32）：无" in words


def test_open_corrections_are_listed_the_answered_ones_first_with_the_words_that_close_them() -> None:
    answered = replace(OPEN, id=4, answered_by=12)
    words = text(corrections=(OPEN, answered, replace(OPEN, id=5, closed_at=OPEN.opened_at)))
    assert words.index("c4 财政局") < words.index("c3 财政局：财政预决算·预算公开（公开不准确），10月20日前。尚未收到补正情况")
    assert "已有答复（s12），同意的回复“完成更正 c4”" in words
    assert "c5" not in words
