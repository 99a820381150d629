"""A supplement merged by the office into the version that stands, or put in its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.decide.merging import merged
from mailbot.demo.books import Faults
from mailbot.jobs.board import current_board
from mailbot.model.decision import Order
from mailbot.model.submission import Item, Submission, Value
from mailbot.office.orders import Office, apply
from mailbot.store.submissions import load_table, submissions_of, versions_of
from tests.office_day.builders import digest, order, ordered
from tests.season.builders import Stage, instant, stage, table

SENDER = "civil-affairs@example.cn"
FIRST, SECOND, NIGHT = "2020-09-28T09:00", "2020-09-29T09:00", "2020-09-29T17:00"
DUTY = ("civil-affairs", "catalogue", 5)


def item(name: str, content: str = "旧") -> Item:
    return Item(4, {"first_level": Value("综合"), "second_level": Value(name), "content": Value(content)})


def nameless(content: str) -> Item:
    return Item(4, {"content": Value(content)})


def whole(*items: Item, **changes: object) -> Submission:
    return Submission("catalogue", "1", "社会救助", (2, 3), unit="civil-affairs", area=5, items=items, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "held", "expected"),
    [
        ((item("甲"), item("乙")), (item("乙", "新"),), (item("甲"), item("乙", "新"))),
        ((item("甲"), item("乙")), (item("丙", "新"),), (item("甲"), item("乙"), item("丙", "新"))),
        ((item("甲"), item("甲"), item("乙")), (item("甲", "新"),), (item("甲", "新"), item("乙"))),
        ((item("甲"),), (item("甲", "一"), item("甲", "二")), (item("甲", "一"), item("甲", "二"))),
        ((nameless("旧"),), (nameless("新"),), (nameless("旧"), nameless("新"))),
        ((item("甲"),), (), (item("甲"),)),
    ],
)
def test_items_of_the_same_name_are_replaced_and_others_added(
    standing: tuple[Item, ...], held: tuple[Item, ...], expected: tuple[Item, ...]
) -> None:
    assert merged(whole(*standing), whole(*held)).items == expected


def test_a_column_is_missing_only_where_both_lack_it() -> None:
    both = merged(
        whole(missing_columns=("basis", "time_limit"), columns={"content": "内容"}),
        whole(missing_columns=("basis",), columns={"time_limit": "时限"}),
    )
    assert both.missing_columns == ("basis",)
    assert both.columns == {"content": "内容", "time_limit": "时限"}


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as one:
        one.register("civil-affairs")
        one.answer(table(one.rulebook, [5], when=FIRST, sender=SENDER), FIRST)
        one.answer(table(one.rulebook, [5], when=SECOND, sender=SENDER, faults=Faults({(1, "basis"): "新依据"}, rows=3)), SECOND)
        yield one


def size(one: Stage, when: str = NIGHT) -> tuple[int, int]:
    duty = next(row for row in current_board(one.desk, instant(when)) if row.key == DUTY)
    return duty.items, duty.version


def test_a_partial_update_is_held_and_the_office_is_asked_how_to_take_it(played: Stage) -> None:
    assert [mail.outcome for mail in played.mails()] == ["filed", "held"]
    letter = digest(played, "2020-09-29T16:30")
    assert "1 合并 / 1 替换 / 1 作废" in letter.text


def test_a_merged_mail_makes_a_new_version_with_all_items(played: Stage) -> None:
    before, _ = size(played)
    text = ordered(played, digest(played, "2020-09-29T16:30"), "1 合并", when=NIGHT)
    assert f"合并后{before}条" in text
    assert size(played) == (before, 2)
    stands = next(one for one in submissions_of(played.desk.db, 2) if one.outcome == "filed")
    items = load_table(played.desk.db, stands.id).items
    assert [one.text("basis") for one in items].count("新依据") == 1
    assert digest(played, "2020-09-30T16:30").text.count("待您决定（") == 0


def test_a_merger_taken_back_leaves_what_stood_before(played: Stage) -> None:
    before = size(played)
    ordered(played, digest(played, "2020-09-29T16:30"), "1 合并", when=NIGHT)
    answer = apply(Office(played.desk.db, played.rulebook, instant(NIGHT)), Order("ignore", 2, by="command-line"))
    assert answer.done
    assert size(played) == before


def test_a_replaced_version_gives_way_to_the_held_one(played: Stage) -> None:
    ordered(played, digest(played, "2020-09-29T16:30"), "1 替换", when=NIGHT)
    assert size(played) == (3, 2)
    assert [one.shown_outcome for one in versions_of(played.desk.db, DUTY)] == ["filed", "filed"]


def test_in_a_rehearsal_of_an_earlier_instant_it_is_still_held(played: Stage) -> None:
    before = size(played)
    ordered(played, digest(played, "2020-09-29T16:30"), "1 合并", when=NIGHT)
    assert size(played, "2020-09-29T16:59") == before


def test_a_mail_that_is_not_held_is_neither_merged_nor_put_in_place(played: Stage) -> None:
    letter = digest(played, "2020-09-29T16:30")
    office = Office(played.desk.db, played.rulebook, instant(NIGHT))
    assert not apply(office, Order("merge", 1)).done
    assert not apply(office, Order("replace", 1)).done
    played.answer(order(letter, "1 合并", "1 合并", when=NIGHT), NIGHT)
    assert [one.outcome for one in submissions_of(played.desk.db, 2)] == ["filed"]
