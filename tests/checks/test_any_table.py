"""Whatever stands in a table, judging it gives an outcome, known findings, and takes no time to speak of."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.checks.judge import judge
from mailbot.checks.registry import codes, run_checks
from tests.checks.builders import LETTERS, catalogue, liaison, person, rows, rulebook

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "同上", "#REF!", "=A1", "20个工作日", "XX省", "6222000000000000004", "420000199001010016", "《", "\u3000"]),
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(LETTERS, TEXTS),
        "public": st.booleans(),
        "active": st.booleans(),
        "specific": TEXTS,
        "channels_read": st.sampled_from([None, (), ("政府网站",)]),
        "extra": st.dictionaries(TEXTS, TEXTS, max_size=2),
    },
)
PEOPLE = st.builds(
    lambda role, name, post, contact, phones, odd: person(role, name, post, contact=contact, phones=phones, odd_numbers=odd),
    st.sampled_from(["leader", "liaison", ""]),
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from([(), ("13800000001",)]),
    st.sampled_from([(), ("123",)]),
)


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(CHANGES, max_size=6),
    area=st.sampled_from([None, 5, 8, 12]),
    without=st.lists(st.sampled_from(list(LETTERS)), max_size=4),
)
def test_any_catalogue_is_filed_or_returned(changes: list[dict[str, object]], area: int | None, without: list[str]) -> None:
    judged = judge(catalogue(*changes, area=area, without=tuple(without)), rulebook())
    assert judged.outcome in {"filed", "returned"}
    assert {finding.code for finding in judged.findings} <= codes()
    assert judged.outcome == "filed" or judged.to_mend > 0


@settings(max_examples=40, deadline=None)
@given(people=st.lists(PEOPLE, max_size=4), named_unit=TEXTS)
def test_any_list_of_people_is_filed_or_returned(people: list[object], named_unit: str) -> None:
    judged = judge(liaison(*people, named_unit=named_unit), rulebook())  # type: ignore[arg-type]
    assert judged.outcome in {"filed", "returned"}
    assert judged.outcome == "filed" or judged.to_mend > 0


def test_what_judging_takes_grows_with_the_table_and_no_faster() -> None:
    # A hundred times the items take a hundred times as long; a check that compares each with each takes ten thousand.
    def best(count: int) -> float:
        table = catalogue(*({"content": f"●文件名称{n}；●文号；●全文"} for n in range(count)))
        times = []
        for _ in range(5):
            begun = time.process_time()
            run_checks(table, rulebook())
            times.append(time.process_time() - begun)
        return min(times)

    assert best(6000) < 1000 * best(60)


def test_a_whole_faulty_table_is_judged_without_a_finding_told_twice() -> None:
    judged = judge(catalogue(*rows(20, time_limit="20日", publisher="相关部门", basis="有关规定")), rulebook())
    keys = [(finding.code, finding.where, finding.column) for finding in judged.findings]
    assert len(keys) == len(set(keys)) == 60
