"""Every case in tests/golden/forms: a grid, and what must be read from it.

``MAILBOT_REGOLD=1`` writes the expected texts anew; a person reads the difference before it is kept.
"""

import os
from pathlib import Path

import pytest

from mailbot.forms.draft import drafts
from tests.forms.grids import parse_case, shipped, show

CASES = Path(__file__).parents[1] / "golden" / "forms"


@pytest.mark.parametrize("case", sorted(path.name.removesuffix(".in.txt") for path in CASES.glob("*.in.txt")))
def test_a_grid_is_read_as_its_golden_text_says(case: str) -> None:
    seen = show(drafts(parse_case((CASES / f"{case}.in.txt").read_text(encoding="utf-8")), shipped()))
    expected = CASES / f"{case}.out.txt"
    if os.environ.get("MAILBOT_REGOLD"):
        expected.write_text(seen, encoding="utf-8")
    assert seen == expected.read_text(encoding="utf-8")


def test_every_expected_text_has_its_grid() -> None:
    grids = {path.name.removesuffix(".in.txt") for path in CASES.glob("*.in.txt")}
    assert {path.name.removesuffix(".out.txt") for path in CASES.glob("*.out.txt")} == grids
