"""Tables that are parts of one submission, and tables that add nothing.

One file may hold one area's catalogue in two sheets, or the two people in two tables. Only within
a file, and only where the parts hardly say the same: an older version beside a newer one is no
part of it, and between files a person decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mailbot.model.submission import Finding, Submission

OVERLAP = 0.3
"""Two tables of one area that share more than this part of their items are versions, not parts."""


def joined(submissions: Sequence[Submission]) -> list[Submission]:
    """Put parts together, drop what was there already, and blank forms beside filled ones."""
    whole: list[Submission] = []
    for submission in _once(submissions):
        place = next((place for place, before in enumerate(whole) if _belongs(before, submission)), None)
        if place is None:
            whole.append(submission)
        else:
            whole[place] = _together(whole[place], submission)
    return [submission for submission in whole if submission.size or not any(_fills(other, submission) for other in whole)]


def _belongs(before: Submission, submission: Submission) -> bool:
    """Tell whether a table is a part of the one before it."""
    if before.form != submission.form or before.file != submission.file or not before.size or not submission.size:
        return False
    if submission.items:
        known = {item.identity for item in before.items}
        shared = sum(item.identity in known for item in submission.items)
        return submission.area is not None and before.area == submission.area and shared <= OVERLAP * min(before.size, submission.size)
    same_unit = before.named_unit == submission.named_unit or not before.named_unit or not submission.named_unit
    return same_unit and {person.role for person in before.people}.isdisjoint(person.role for person in submission.people)


def _together(before: Submission, part: Submission) -> Submission:
    """Add a part to a submission."""
    note = Finding("tables-joined", where=part.sheet, facts={"found": before.sheet})
    return replace(
        before,
        items=(*before.items, *part.items),
        people=(*before.people, *part.people),
        named_unit=before.named_unit or part.named_unit,
        missing_columns=tuple(key for key in before.missing_columns if key in part.missing_columns),
        findings=(*before.findings, *part.findings, note),
    )


def _fills(other: Submission, blank: Submission) -> bool:
    """Tell whether a table makes a blank one of its kind needless."""
    return other.form == blank.form and other.size > 0 and (blank.area is None or other.area == blank.area)


def _once(submissions: Iterable[Submission]) -> Iterator[Submission]:
    """Drop what says the same as one before: a mail often brings a file twice."""
    submissions = list(submissions)
    seen: set[str] = set()
    for submission in submissions:
        identity = submission.content_sha256 if len(submissions) > 1 and submission.size else ""
        if identity not in seen:
            yield submission
        if identity:
            seen.add(identity)
