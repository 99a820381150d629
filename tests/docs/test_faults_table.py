from tests.docs.faults_table import BEGIN, END, MODULES, README, table, written


def test_table_of_faults_in_the_readme_is_current() -> None:
    text = README.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert written(text) == text, "run python -m tests.docs.faults_table"


def test_every_module_tells_what_it_breaks_and_what_holds() -> None:
    rows = table().splitlines()[2:]
    assert len(rows) == len(MODULES)
    assert all(row.count("|") == 3 for row in rows)
