"""What a new version does to the one that stands (interface, 5).

       new version arrives
              |
identical? ---+--> same: nothing changes, unless it makes a provisional version sure
              |
provisional over filed, fewer than 70 % of its sound items, hardly any item in common?
              +--> held, the standing version stays
              |
returned over filed? --> returned, the filed version stays
              |
              +--> displaces

What protects a version is what is right in it. So of a returned one only the items without a fault
count, and a right table that left the faulty rows out takes its place; the three mended rows of a
table of thirty alone do not.
"""

from dataclasses import dataclass, replace

from mailbot.model.decision import Version
from mailbot.model.duty import DutyKey
from mailbot.model.submission import Finding, Submission
from mailbot.rulebook.model import Campaign


@dataclass(frozen=True, slots=True)
class Placed:
    """A judged submission with its outcome against the standing version, and versions put in doubt."""

    submission: Submission
    hold: tuple[int, ...] = ()


def place(submission: Submission, standing: Version | None, campaign: Campaign, *, provisional: bool, sender: str) -> Placed:
    """Set the outcome of a judged submission: filed, returned, held or same.

    Takes a submission whose unit and own outcome are settled, and the version that stands for its
    duty, or None. Held submissions carry the finding that says why.
    """
    if standing is None or standing.size == 0:
        return Placed(submission)
    if submission.content_sha256 == standing.content_sha256 and (provisional or not standing.provisional):
        return Placed(replace(submission, outcome="same", to_mend=standing.to_mend))
    if provisional and not standing.provisional and standing.outcome == "filed":
        return Placed(_held(submission, "provisional-over-filed"))
    if provisional and standing.provisional and standing.sender != sender:
        return Placed(_held(submission, "rival-senders"), hold=(standing.submission,))
    if submission.form == "catalogue" and submission.size:
        shared = sum(1 for item in submission.items if item.identity in standing.identities)
        if submission.size < campaign.displace_share * _sound(standing):
            code = "partial-update" if shared else "supplement"
            return Placed(_held(submission, code, found=submission.size, standing=standing.size))
        if standing.outcome == "filed" and shared < campaign.overlap_share * submission.size:
            return Placed(_held(submission, "version-unrelated", found=shared, standing=standing.size))
    return Placed(submission)


def _sound(standing: Version) -> int:
    """Count the items of a version that a smaller one would lose."""
    return standing.size if standing.outcome == "filed" else max(0, standing.size - standing.to_mend)


def _held(submission: Submission, code: str, **facts: int) -> Submission:
    return replace(submission, outcome="held", findings=(*submission.findings, Finding(code, facts=facts)))


def advanced(standing: Version | None, submission: Submission, *, provisional: bool, sender: str) -> Version | None:
    """Tell the version that stands after a submission was placed, so that a second one in the same mail meets it."""
    if submission.outcome in ("held", "same") or (
        submission.outcome == "returned" and standing is not None and standing.outcome == "filed"
    ):
        return standing
    return Version(
        submission=0,
        outcome=submission.outcome,
        provisional=provisional,
        sender=sender,
        content_sha256=submission.content_sha256,
        identities=frozenset(item.identity for item in submission.items),
        size=submission.size,
        to_mend=submission.to_mend,
        number=(standing.number if standing else 0) + 1,
    )


def duty_of(submission: Submission) -> DutyKey:
    """Name the duty a submission answers; its unit must be settled."""
    if submission.unit is None:
        raise ValueError("a submission without a unit answers no duty")
    return submission.unit, submission.form, submission.area
