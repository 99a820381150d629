"""How the standard stands, for the digest: from the first day of the phase in which the office fixes it."""

from collections.abc import Collection
from datetime import date

from mailbot.duties.phases import dated, first_day, last_day
from mailbot.jobs.desk import Desk
from mailbot.jobs.feedback import plan
from mailbot.letters.digest_phases import CATALOGUE, OpinionLine, StandardFacts, missing_areas
from mailbot.model.duty import Duty, DutyState
from mailbot.store import standard_edits


def standard_facts(desk: Desk, duties: tuple[Duty, ...], day: date, news: Collection[int]) -> StandardFacts | None:
    """Tell what the office still owes of the standard; None before its phase, and when all is done and nothing came back.

    ``news`` are the mails since the last digest.
    """
    phase = next((one for one in dated(desk.rulebook) if one.fixes_standard), None)
    if phase is None or day < first_day(phase):
        return None
    planned, edit = plan(desk.db, desk.rulebook), standard_edits.pending(desk.db)
    fixed = frozenset(entry.area for entry in planned.version.entries) if planned else frozenset()
    asked = [duty for duty in duties if duty.form == CATALOGUE and duty.state is not DutyState.EXEMPT]
    missing = missing_areas(duties, fixed) if day <= desk.rulebook.campaign.last else ()
    found = StandardFacts(
        phase,
        len(asked),
        missing,
        version=planned.version.number if planned else 0,
        unsent=tuple(one.feedback.unit for one in planned.feedbacks if one.addresses) if planned else (),
        silent=tuple(one.feedback.unit for one in planned.feedbacks if not one.addresses) if planned else (),
        told=planned.told if planned else 0,
        receipts=len(planned.receipts) if planned else 0,
        questions=edit.questions if edit else 0,
        opinions=tuple(OpinionLine(one.unit, one.mail, one.items, one.text) for one in planned.opinions if one.mail in news)
        if planned
        else (),
    )
    quiet = not (found.missing or found.unsent or found.questions or found.opinions)
    return None if quiet and day > last_day(phase) else found
