"""For which duties did something come that a person must read or register?

Such a duty is ``received``: nobody chases it while the office looks (pitfalls, 73). Where the mail
does not tell which duty it is about, all open ones of the unit are meant: a false reproach is worse
than a fault missed.
"""

from collections.abc import Iterable, Sequence

from mailbot.decide.case import Case
from mailbot.model.duty import DutyKey
from mailbot.model.mail import File
from mailbot.model.submission import Submission
from mailbot.rulebook.model import Rulebook
from mailbot.rulebook.names import find_area, find_units
from mailbot.rulebook.vocabulary import normal


def of_submissions(submissions: Iterable[Submission], candidates: tuple[str, ...], rulebook: Rulebook) -> tuple[DutyKey, ...]:
    """List the duties that held submissions may answer.

    A table of an area that none of the candidates answers for may be one of theirs under a wrong name.
    """
    keys: list[DutyKey] = []
    for submission in submissions:
        if submission.form == "catalogue":
            every = [area.number for unit in candidates for area in rulebook.areas_of(unit)]
            areas = [submission.area] if submission.area else [number for number in submission.named_areas if number in every] or every
            if not any(rulebook.area_by_number[number].unit in candidates for number in areas):
                areas = [*areas, *every]
            keys += [(rulebook.area_by_number[number].unit, "catalogue", number) for number in areas]
        else:
            units = (submission.unit,) if submission.unit else candidates
            keys += [(unit, submission.form, None) for unit in units]
    return tuple(dict.fromkeys(keys))


def of_files(case: Case, files: Iterable[File]) -> tuple[DutyKey, ...]:
    """List the duties that unreadable files (or a mail that lost them) seem to be for."""
    unit = case.attribution.unit
    return () if unit is None else of_names(unit, [file.name for file in files], case.mail.subject, case.rulebook)


def of_names(unit: str, names: Sequence[str], subject: str, rulebook: Rulebook) -> tuple[DutyKey, ...]:
    """List the duties of a unit that the names of files speak of, else the subject; all of them where neither does."""
    owed = _owed(unit, rulebook)
    found: list[DutyKey] = []
    for text in names or [subject]:
        found += _told_by(text, unit, owed, rulebook)
    found = found or _told_by(subject, unit, owed, rulebook)
    return tuple(dict.fromkeys(found or owed))


def _owed(unit: str, rulebook: Rulebook) -> list[DutyKey]:
    """List all duties of a unit."""
    keys: list[DutyKey] = []
    for rule in rulebook.timeline.duty:
        if not rule.ask:
            continue
        if rule.per == "unit":
            keys.append((unit, rule.form, None))
        else:
            keys += [(unit, rule.form, area.number) for area in rulebook.areas_of(unit)]
    return keys


def _told_by(text: str, unit: str, owed: list[DutyKey], rulebook: Rulebook) -> list[DutyKey]:
    """Tell the duties of a unit that a file name or subject speaks of; the unit's own name tells an area only where nothing else does."""
    key = normal(text)
    rest = key
    for _, seen in find_units(rulebook, text):
        rest = rest.replace(seen, " ")
    forms = [form.key for form in rulebook.forms.values() if any(normal(word) in key for word in (form.title, *form.titles))]
    for areas in (_areas(rest, unit, rulebook), () if forms else _areas(text, unit, rulebook)):
        if areas:
            return [duty for duty in owed if duty[2] in areas or (duty[2] is None and duty[1] in forms)]
    return [duty for duty in owed if duty[1] in forms]


def _areas(text: str, unit: str, rulebook: Rulebook) -> tuple[int, ...]:
    return tuple(number for number in find_area(rulebook, text) if rulebook.area_by_number[number].unit == unit)
