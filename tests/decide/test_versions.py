"""What a new version does to the one that stands."""

from dataclasses import replace

import pytest

from mailbot.decide.versions import advanced, place
from mailbot.model.decision import Version
from mailbot.model.submission import Submission
from tests.checks.builders import catalogue, liaison, person, rulebook

CLERK, STRANGER, OTHER = "mzj@example.cn", "x@example.com", "y@example.com"


def table(count: int, *, first: int = 0, outcome: str = "filed", to_mend: int = 0) -> Submission:
    named = [{"second_level": f"事项{number}"} for number in range(first, first + count)]
    return replace(catalogue(*named), outcome=outcome, to_mend=to_mend)


def standing(submission: Submission, *, provisional: bool = False, sender: str = CLERK) -> Version:
    """Let a table stand, as the store tells it."""
    found = advanced(None, submission, provisional=provisional, sender=sender)
    assert found is not None
    return replace(found, submission=7)


def placed(submission: Submission, version: Version | None, *, provisional: bool = False, sender: str = CLERK) -> tuple[str, str]:
    """Give outcome and last code."""
    found = place(submission, version, rulebook().campaign, provisional=provisional, sender=sender).submission
    return found.outcome, found.findings[-1].code if found.findings else ""


TEN = standing(table(10))


@pytest.mark.parametrize(
    ("submission", "version", "outcome"),
    [
        (table(10), None, ("filed", "")),
        (table(10), TEN, ("same", "")),
        (table(12), TEN, ("filed", "")),
        (table(7), TEN, ("filed", "")),
        (table(6), TEN, ("held", "partial-update")),
        (table(6, first=10), TEN, ("held", "supplement")),
        (table(10, first=8), TEN, ("held", "version-unrelated")),
        (table(10, first=7), TEN, ("filed", "")),
        # A worse version never displaces a filed one; one that is right displaces a returned one, whatever it left out of it.
        (table(12, outcome="returned"), TEN, ("returned", "")),
        (table(10), standing(table(30, outcome="returned", to_mend=20)), ("filed", "")),
        (table(8), standing(table(10, first=4, outcome="returned", to_mend=5)), ("filed", "")),
        (table(3), standing(table(10, outcome="returned", to_mend=3)), ("held", "partial-update")),
        (table(10, outcome="returned"), standing(table(10, outcome="returned")), ("same", "")),
        (table(10), standing(table(0, outcome="returned", to_mend=1)), ("filed", "")),
        (table(1), standing(table(1)), ("same", "")),
    ],
)
def test_only_a_whole_and_related_version_displaces(submission: Submission, version: Version | None, outcome: tuple[str, str]) -> None:
    assert placed(submission, version) == outcome


def test_a_shorter_list_of_people_displaces() -> None:
    leader, clerk = person("leader"), person("liaison", "钱二")
    before = standing(replace(liaison(leader, clerk, person("liaison", "孙三")), outcome="filed"))
    assert placed(replace(liaison(leader, clerk), outcome="filed"), before) == ("filed", "")


@pytest.mark.parametrize(
    ("version", "sender", "outcome"),
    [
        (TEN, STRANGER, ("held", "provisional-over-filed")),
        (standing(table(10, outcome="returned")), STRANGER, ("filed", "")),
        (standing(table(10), provisional=True, sender=STRANGER), STRANGER, ("filed", "")),
        (standing(table(10), provisional=True, sender=OTHER), STRANGER, ("held", "rival-senders")),
    ],
)
def test_a_stranger_never_displaces_what_is_sure(version: Version, sender: str, outcome: tuple[str, str]) -> None:
    assert placed(table(12), version, provisional=True, sender=sender) == outcome


def test_two_strangers_put_each_other_in_doubt() -> None:
    version = standing(table(10), provisional=True, sender=OTHER)
    assert place(table(12), version, rulebook().campaign, provisional=True, sender=STRANGER).hold == (7,)


def test_a_known_sender_makes_a_strangers_version_sure_with_the_same_content() -> None:
    version = standing(table(10), provisional=True, sender=STRANGER)
    assert placed(table(10), version) == ("filed", "")
    assert placed(table(10), version, provisional=True, sender=STRANGER) == ("same", "")


def test_a_held_one_carries_the_counts_that_say_why() -> None:
    found = place(table(6), TEN, rulebook().campaign, provisional=False, sender=CLERK).submission
    assert dict(found.findings[-1].facts) == {"found": 6, "standing": 10}


def test_same_keeps_what_is_to_mend_of_the_version_it_repeats() -> None:
    version = standing(table(10, to_mend=2))
    assert place(table(10), version, rulebook().campaign, provisional=False, sender=CLERK).submission.to_mend == 2


def test_a_second_table_of_the_same_mail_meets_the_first() -> None:
    first = advanced(None, table(10), provisional=False, sender=CLERK)
    assert first is not None
    assert placed(table(3), first) == ("held", "partial-update")
    assert advanced(first, table(10, outcome="returned"), provisional=False, sender=CLERK) is first
