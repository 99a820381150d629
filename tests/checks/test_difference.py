"""What a version changes: added, removed, changed cells; what counts as the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from mailbot.checks.difference import Difference, difference
from mailbot.model.submission import Submission
from tests.checks.builders import catalogue, liaison, person, rulebook

A, B, C = {"second_level": "办事指南"}, {"second_level": "监督检查"}, {"second_level": "救助标准"}
Rows = Sequence[Mapping[str, object]]


def compared(before: Submission, after: Submission) -> Difference:
    return difference(before, after, rulebook().forms[after.form])


def told(before: Rows, after: Rows) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    found = compared(catalogue(*before), catalogue(*after))
    return (
        [row.name for row in found.added],
        [row.name for row in found.removed],
        [(changed.row.name, changed.column) for changed in found.changed],
    )


NOTHING: tuple[list[str], list[str], list[tuple[str, str]]] = ([], [], [])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([A, B], [A, B], NOTHING),
        # Order, serials and white space are no change.
        ([A, B], [B, A], NOTHING),
        ([A], [{**A, "serial": "9"}], NOTHING),
        ([A], [{"second_level": "办事 指南", "time_limit": "信息形成或者变更之日起20个工作日内 "}], NOTHING),
        # A list of channels written otherwise chooses the same.
        ([A], [{**A, "channels": "政府网站、两微一端"}], NOTHING),
        ([A], [{**A, "notes": {"basis": "merged"}}], NOTHING),
        ([A], [A, B], (["监督检查"], [], [])),
        ([A, B], [A], ([], ["监督检查"], [])),
        ([A], [{**A, "time_limit": "长期"}], ([], [], [("办事指南", "公开时限")])),
        ([{**A, "time_limit": ""}], [A], ([], [], [("办事指南", "公开时限")])),
        ([A], [{**A, "channels_read": ("政府网站",)}], ([], [], [("办事指南", "公开渠道和载体")])),
        ([A], [{**A, "public": False, "specific": "申请人"}], ([], [], [("办事指南", "公开对象")])),
        ([A], [{**A, "on_request": True}], ([], [], [("办事指南", "公开方式")])),
        ([A], [{**A, "extra": {"责任科室": "救助股"}}], ([], [], [("办事指南", "责任科室")])),
        # A new name over the same content is a new name and no other item.
        ([{**A, "content": "●甲"}, B], [{**C, "content": "●甲"}, B], ([], [], [("救助标准", "二级事项")])),
        # Of several items of one name those that say the same belong together.
        ([{**A, "content": "●甲"}, {**A, "content": "●乙"}], [{**A, "content": "●乙"}], ([], ["办事指南"], [])),
        (
            [{**A, "content": "●甲"}, {**A, "content": "●乙"}],
            [{**A, "content": "●乙"}, {**A, "content": "●丙"}],
            ([], [], [("办事指南", "公开内容（要素）")]),
        ),
    ],
)
def test_items_are_compared_by_what_they_say(
    before: Rows, after: Rows, expected: tuple[list[str], list[str], list[tuple[str, str]]]
) -> None:
    assert told(before, after) == expected


def test_a_changed_cell_says_where_and_what_it_said() -> None:
    (changed,) = compared(catalogue(A, {**B, "time_limit": "20个工作日"}), catalogue(A, B)).changed
    assert (changed.where, changed.before, changed.after) == ("社会救助!F5", "20个工作日", "信息形成或者变更之日起20个工作日内")


def test_a_column_that_was_not_there_changes_every_item() -> None:
    found = compared(catalogue(A, B, without=("basis",)), catalogue(A, B))
    assert [(changed.column, changed.before) for changed in found.changed] == [("公开依据", "")] * 2


def test_people_are_compared_by_role_and_name() -> None:
    leader, clerk = person("leader"), person("liaison", "钱二", contact="13800000001")
    assert compared(liaison(leader, clerk), liaison(leader, clerk)).empty
    found = compared(liaison(leader, clerk), liaison(leader, person("liaison", "孙三", contact="13800000002")))
    assert [(one.row.name, one.column, one.where) for one in found.changed] == [
        ("联络人", "姓名", "Sheet1!B4"),
        ("联络人", "联系方式", "Sheet1!D4"),
    ]
    assert [row.name for row in compared(liaison(leader), liaison(leader, clerk)).added] == ["联络人"]


def test_a_large_table_is_compared_quickly_whatever_changed() -> None:
    rows = [{"second_level": f"事项{number}", "content": "●同样"} for number in range(3000)]
    found = compared(catalogue(*rows), catalogue(*({**row, "second_level": f"新{number}"} for number, row in enumerate(rows))))
    assert (len(found.added), len(found.changed)) == (0, 3000)


def test_a_table_compared_with_itself_in_another_place_is_the_same() -> None:
    assert compared(catalogue(A, B), replace(catalogue(A, B), sheet="别的", unit=None)).empty
