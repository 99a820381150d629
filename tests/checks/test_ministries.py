"""Catalogues laid out like published ones of different ministries: no error, and the advice they get is kept as text.

``MAILBOT_REGOLD=1`` writes the advice anew; a person reads the difference before it is kept.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from mailbot.checks.judge import judge, weighs
from mailbot.forms.draft import drafts
from mailbot.letters.wording import words
from mailbot.model.submission import Severity, Submission
from tests.forms.grids import parse_case, shipped

CASES = Path(__file__).parents[1] / "golden" / "ministries"
NAMES = sorted(path.name.removesuffix(".in.txt") for path in CASES.glob("*.in.txt"))


def judged(name: str) -> Submission:
    found = drafts(parse_case((CASES / f"{name}.in.txt").read_text(encoding="utf-8")), shipped())
    assert found.findings == ()
    (submission,) = found.submissions
    return judge(submission, shipped())


def told(submission: Submission) -> str:
    """List what the sender hears, each kind once with its first place, and what was understood of the first item."""
    lines = [f"{len(submission.items)} items, area {submission.area}, {submission.outcome}, to mend {submission.to_mend}"]
    counts = Counter(finding.code for finding in submission.findings)
    for code, count in counts.items():
        first = next(finding for finding in submission.findings if finding.code == code)
        lines.append(f"{weighs(first, shipped()).value} {code} x{count}: {words(first, shipped()).text}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_published_catalogue_raises_no_error(name: str) -> None:
    submission = judged(name)
    assert [finding for finding in submission.findings if weighs(finding, shipped()) is Severity.ERROR] == []
    assert (submission.outcome, submission.to_mend, submission.area) == ("filed", 0, int(name[:2]))


@pytest.mark.parametrize("name", NAMES)
def test_the_advice_it_gets_is_as_read_over(name: str) -> None:
    seen, kept = told(judged(name)), CASES / f"{name}.out.txt"
    if os.environ.get("MAILBOT_REGOLD"):
        kept.write_text(seen, encoding="utf-8")
    assert seen == kept.read_text(encoding="utf-8")


def test_there_are_ten_ministries_and_more() -> None:
    assert len(NAMES) >= 10
    assert {path.name.removesuffix(".out.txt") for path in CASES.glob("*.out.txt")} == set(NAMES)
