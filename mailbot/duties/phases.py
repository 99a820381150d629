"""Where in the notice's timetable a day lies: campaign, phases, their first working days."""

from datetime import date, timedelta

from mailbot.rulebook.calendar import add_working_days
from mailbot.rulebook.model import Phase, Rulebook


def campaign_open(rulebook: Rulebook, day: date) -> bool:
    """Tell whether notices may go out on a day: the campaign's first to its last, both included."""
    return rulebook.campaign.first <= day <= rulebook.campaign.last


def taking(rulebook: Rulebook, day: date) -> bool:
    """Tell whether mail is still taken on a day, so that whoever is asked for something can answer: the grace included."""
    return rulebook.campaign.first <= day <= rulebook.campaign.last + timedelta(rulebook.campaign.grace_days_after)


def phase_of(rulebook: Rulebook, day: date) -> Phase | None:
    """Name the phase a day lies in, or None between phases and outside all of them."""
    return next((phase for phase in dated(rulebook) if first_day(phase) <= day <= last_day(phase)), None)


def phases_opening(rulebook: Rulebook, day: date) -> tuple[Phase, ...]:
    """List the phases whose letter falls on a day: their first working day."""
    return tuple(phase for phase in dated(rulebook) if phase.letter and opening_day(rulebook, phase) == day)


def dated(rulebook: Rulebook) -> tuple[Phase, ...]:
    """List the phases that have a first and a last day; part five of the notice stands for good."""
    return tuple(phase for phase in rulebook.timeline.phase if phase.first is not None and phase.last is not None)


def opening_day(rulebook: Rulebook, phase: Phase) -> date:
    """Tell the first working day of a dated phase."""
    return first_working_day(rulebook, first_day(phase))


def kickoff_day(rulebook: Rulebook) -> date:
    """Tell the campaign's first working day."""
    return first_working_day(rulebook, rulebook.campaign.first)


def first_working_day(rulebook: Rulebook, day: date) -> date:
    """Tell the first working day from ``day`` on."""
    return add_working_days(rulebook, day - timedelta(1), 1)


def last_working_day(rulebook: Rulebook, day: date) -> date:
    """Tell the last working day up to ``day``."""
    return add_working_days(rulebook, day + timedelta(1), -1)


def first_day(phase: Phase) -> date:
    """Tell a phase's first day; the furthest future for one without dates."""
    return phase.first or date.max


def last_day(phase: Phase) -> date:
    """Tell a phase's last day; the furthest past for one without dates."""
    return phase.last or date.min
