import re
from pathlib import Path

import pytest

from tests.docs.faults_table import BEGIN, END, MODULES, README, Held, results_in, table, written

RESULTS = "<testsuites><testsuite>{}</testsuite></testsuites>"
CASE = '<testcase classname="tests.faults.test_kills" name="test_a[{}]">{}</testcase>'
COUNTED = re.compile(r" \([^()]*\)(?=<br>| \|)")
"""In how many ways a test held is what ``make faults`` found, not what the fast lane runs."""


def test_table_of_faults_in_the_readme_is_current() -> None:
    text = README.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert COUNTED.sub("", written(text)) == COUNTED.sub("", text), "run python -m tests.docs.faults_table"


def test_every_module_tells_what_it_breaks_and_what_holds() -> None:
    rows = table().splitlines()[2:]
    assert len(rows) == len(MODULES)
    assert all(row.count("|") == 3 for row in rows)


def test_ways_and_figures_come_from_the_results(tmp_path: Path) -> None:
    path = tmp_path / "results.xml"
    noted = '<properties><property name="figures" value="9 kills"/></properties>'
    path.write_text(RESULTS.format(CASE.format("x", "") + CASE.format("y", noted)))
    assert results_in(path) == {("tests.faults.test_kills", "test_a"): Held(2, ("9 kills",))}


def test_a_test_that_failed_writes_no_table(tmp_path: Path) -> None:
    path = tmp_path / "results.xml"
    path.write_text(RESULTS.format(CASE.format("x", "") + CASE.format("y", "<failure/>")))
    with pytest.raises(ValueError, match=re.escape("test_kills::test_a[y]")):
        results_in(path)
