import pytest

from mailbot.rulebook.merge import keyless, merge


@pytest.mark.parametrize(
    ("base", "changes", "expected"),
    [
        ({"a": 1, "b": 2}, {"b": 3}, {"a": 1, "b": 3}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}}, {"a": {"x": 1, "y": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        (
            {"unit": [{"key": "a", "n": 1}, {"key": "b"}]},
            {"unit": [{"key": "b", "n": 2}]},
            {"unit": [{"key": "a", "n": 1}, {"key": "b", "n": 2}]},
        ),
        ({"unit": [{"key": "a"}]}, {"unit": [{"key": "c"}]}, {"unit": [{"key": "a"}, {"key": "c"}]}),
        ({"unit": [{"key": "a"}, {"key": "b"}]}, {"unit": [{"key": "a", "drop": True}]}, {"unit": [{"key": "b"}]}),
        ({"unit": [{"key": "a"}]}, {"unit": [{"key": "z", "drop": True}]}, {"unit": [{"key": "a"}]}),
        ({"item": [{"serial": 1}]}, {"item": [{"serial": 2}]}, {"item": [{"serial": 2}]}),
        ({"a": 1}, {"replace": True, "b": 2}, {"b": 2}),
        ({"a": 1}, {"replace": False, "b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": {"x": 1}}, {"a": {"x": 1}}),
        ({}, {"area": [{"number": 1}]}, {"area": [{"number": 1}]}),
    ],
)
def test_a_home_changes_the_packaged_document_by_key(
    base: dict[str, object], changes: dict[str, object], expected: dict[str, object]
) -> None:
    assert merge(base, changes) == expected


def test_what_is_merged_is_not_changed_itself() -> None:
    base = {"unit": [{"key": "a", "n": 1}]}
    merge(base, {"unit": [{"key": "a", "n": 2}]})
    assert base == {"unit": [{"key": "a", "n": 1}]}


def test_entries_without_their_key_are_found() -> None:
    assert list(keyless({"unit": [{"key": "a"}, {"name": "b"}], "item": [{}]})) == [{"table": "unit", "number": 2, "key": "key"}]
