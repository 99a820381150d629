"""Which addresses a mail registers for a unit: those of a filed list of people, when its sender is known."""

from mailbot.decide.case import Case
from mailbot.model.decision import Decision
from mailbot.model.submission import Submission
from mailbot.reading.addresses import bare_address


def teaching_lists(decision: Decision) -> tuple[Submission, ...]:
    """List the lists of people that register their addresses: filed, of a known unit, and sure."""
    if decision.provisional:
        return ()
    return tuple(one for one in decision.submissions if one.people and one.outcome == "filed" and one.unit is not None)


def brought_addresses(case: Case, decision: Decision) -> tuple[str, ...]:
    """List the addresses, in the order of the list, by which somebody else may send for the unit from now on.

    Those that are the unit's, the office's or our own already are none.
    """
    unit, directory = decision.unit, case.directory
    if unit is None:
        return ()
    lists = [one for one in teaching_lists(decision) if one.unit == unit]
    emails = (email for one in lists for person in one.people for email in person.emails)
    ours = {address.lower() for address in directory.trusted | directory.own}
    found = dict.fromkeys(address for email in emails if (address := bare_address(email)))
    return tuple(one for one in found if one.lower() not in ours and unit not in directory.units.get(one.lower(), ()))
