from mailbot.rulebook.describe import describe
from mailbot.rulebook.load import packaged


def test_the_page_in_rules_is_up_to_date() -> None:
    """Run ``python -m mailbot.rulebook.describe`` when this fails."""
    assert (packaged("rules") / "README.md").read_text(encoding="utf-8") == describe()


def test_every_key_has_a_meaning() -> None:
    rows = [line for line in describe().splitlines() if line.startswith("| `")]
    assert rows
    assert [row for row in rows if row.endswith("|  |")] == []
