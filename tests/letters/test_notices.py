"""Letters by the calendar: what goes with them and how their parts are put together."""

from dataclasses import replace
from datetime import date

from mailbot.letters.notices import notice_letter
from mailbot.model.letter import Enclosure, Notice, Revision
from tests.letters.builders import rendered, rulebook
from tests.letters.cases import UNIT, letters


def reminder(*owed: dict[str, object]) -> Revision:
    return Revision("send", Notice(UNIT, "2020-09-29"), {"owed": list(owed), "to_mend": []})


def duty(form: str, area: int | None, near: str, wrong: str = "nothing", step: int | None = 1) -> dict[str, object]:
    return {"form": form, "area": area, "deadline": "2020-09-30", "nearness": near, "days": 1, "wrong": wrong, "step": step}


def text(*owed: dict[str, object]) -> str:
    return rendered(notice_letter(reminder(*owed), "a@example.cn", rulebook(), day=date(2020, 9, 29))).text


def test_kick_off_encloses_the_forms_of_all_that_has_not_come() -> None:
    both = (Enclosure("liaison-form", unit=UNIT), Enclosure("catalogue-form", unit=UNIT, areas=(5, 6)))
    assert letters()["notice-kickoff"].enclosures == both


def test_kick_off_lists_the_days_as_they_were_moved_and_what_is_here() -> None:
    asked = [
        {"form": "liaison", "area": None, "deadline": "2020-09-25", "here": True},
        {"form": "catalogue", "area": 5, "deadline": "2020-10-12", "here": False},
    ]
    revision = Revision("send", Notice(UNIT, "2020-09-24", kickoff=True, phases=("catalogue",)), {"asked": asked})
    words = rendered(notice_letter(revision, "a@example.cn", rulebook(), day=date(2020, 9, 24))).text
    assert "分管负责人及联络人名单：9月25日前（已收到）" in words
    assert "社会救助领域目录：10月12日前" in words
    assert "养老服务" not in words
    assert "以上列时间为准" in words


def test_reminder_encloses_the_forms_of_what_has_not_come() -> None:
    only_list = notice_letter(reminder(duty("liaison", None, "after")), "a@example.cn", rulebook(), day=date(2020, 9, 29))
    assert only_list.enclosures == (Enclosure("liaison-form", unit=UNIT),)
    only_areas = notice_letter(reminder(duty("catalogue", 6, "after")), "a@example.cn", rulebook(), day=date(2020, 9, 29))
    assert only_areas.enclosures == (Enclosure("catalogue-form", unit=UNIT, areas=(6,)),)
    only_mend = notice_letter(reminder(duty("catalogue", 5, "after", "returned")), "a@example.cn", rulebook(), day=date(2020, 9, 29))
    assert only_mend.enclosures == ()


def test_duties_that_need_the_same_words_share_a_sentence() -> None:
    assert "请于9月30日前报送社会救助、养老服务领域目录，目前尚未收到。" in text(
        duty("catalogue", 5, "before"), duty("catalogue", 6, "before")
    )


def test_what_is_past_comes_before_what_is_near() -> None:
    words = text(duty("catalogue", 5, "before"), duty("liaison", None, "after"))
    assert words.index("尚未收到贵单位的分管负责人及联络人名单") < words.index("请于9月30日前报送社会救助领域目录")


def test_duty_without_a_step_is_only_mentioned() -> None:
    words = text(duty("catalogue", 5, "today"), duty("catalogue", 6, "today", step=None))
    assert words.index("请于今天（9月30日）内报送社会救助领域目录") < words.index("此外") < words.index("养老服务")


def test_letter_keeps_the_notices_key_and_copies() -> None:
    revision = replace(reminder(duty("liaison", None, "after")))
    letter = notice_letter(revision, "a@example.cn", rulebook(), day=date(2020, 9, 29), copies=("b@example.cn",))
    assert (letter.key, letter.unit, letter.copies) == ("notice:civil-affairs:2020-09-29", UNIT, ("b@example.cn",))
