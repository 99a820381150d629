from mailbot.model.submission import Severity
from mailbot.standards.marks import marks
from tests.standards.builders import entry, rules


def test_what_is_missing_or_generic_is_marked_at_its_item_and_column() -> None:
    found = marks(5, (entry(1, "审核信息"), entry(2, "审批信息", time_limit=""), entry(3, "办事指南", publisher="民政部门")), rules())
    assert {(mark.key, mark.column, mark.severity) for mark in found} == {
        ("i2", "time_limit", Severity.ERROR),
        ("i3", "publisher", Severity.WARNING),
    }
